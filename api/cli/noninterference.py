"""The command that lets a reviewer see for themselves that what a viewer may not see changes no answer to it."""

import tempfile
from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager, ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import (
    StoreProgressLine,
    fail,
    guarded,
    policy_bundle,
    print_json,
    progress,
    run,
    say,
    settings,
    viewer_of,
)
from api.noninterference import Plan, Report, Scratch, Session, scratch_application, viewers_of
from api.settings import Settings
from graph.store import SHORT_RUN_OPTIONS, open_store
from policies import ViewerContext

TIMED_REQUESTS = 2_000
EXAMPLES = 10
EXAMPLES_OF_EACH = 3  # of more than a hundred viewers: what happens unseen is much the same for many of them
_SHOWN = 10


def noninterference(
    *,
    viewer: Annotated[str | None, typer.Option(help="A token: check for the viewer that it speaks for.")] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Check for every kind of viewer of the bundle.")] = False,
    examples: Annotated[
        int | None,
        typer.Option(help="How often something happens unseen, for each viewer; 10, with --all 3.", min=1),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the world and of all that happens in it.")] = 1,
    export: Annotated[bool, typer.Option(help="Also check the projection for Bloom; starts a second Neo4j.")] = True,
    timing: Annotated[bool, typer.Option(help="Also time 2,000 requests for hidden and absent; minutes.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
) -> None:
    """Check that what a viewer may not see changes no byte of any answer to it, on a store of the command's own.

    Works on an invented world in an embedded Neo4j that is made for it and removed afterwards: the store that your
    settings name is never opened. Ends with 1 if an answer tells of something hidden.
    """
    if (viewer is None) is not everybody:
        fail("say for whom: give --viewer TOKEN, or --all", status=2)
    viewers = _viewers(viewer)
    chosen = examples or (EXAMPLES_OF_EACH if everybody else EXAMPLES)
    plan = Plan(examples=chosen, seed=seed, timing_requests=TIMED_REQUESTS if timing else 0)
    say(f"checking {len(viewers)} viewers on a store of its own")
    with tempfile.TemporaryDirectory(prefix="benang-kit-") as folder:
        places = [_scratch_settings(settings(), Path(folder) / name) for name in ("world", "target")]
        report = run(_check(places[0], places[1] if export else None, viewers, plan))
    if json:
        print_json(report.as_json())
    else:
        _print(report)
    if not report.passed:
        raise typer.Exit(1)


def _viewers(token: str | None) -> list[ViewerContext]:
    """Return the viewer that a token speaks for, without one every kind of viewer of the bundle in force."""
    with guarded():
        return viewers_of(policy_bundle()) if token is None else [viewer_of(token)]


async def _check(world: Settings, target: Settings | None, viewers: Sequence[ViewerContext], plan: Plan) -> Report:
    with ExitStack() as leases:
        lease = leases.enter_context(open_store(world.store, on_progress=StoreProgressLine()))
        other = leases.enter_context(open_store(target.store)) if target is not None else None

        def scratch() -> AbstractAsyncContextManager[Scratch]:
            return scratch_application(world, lease, may_empty=True)

        with progress("checking") as show:
            return await Session(scratch, viewers, plan, show, _tell_of_agency, target=other).run()


def _tell_of_agency(code: str, findings: int, seconds: float) -> None:
    found = f"{findings} answers tell of something hidden" if findings else "nothing was found"
    say(f"{code}: {found}, {seconds:.0f} s")


def _scratch_settings(given: Settings, folder: Path) -> Settings:
    """Return settings whose every folder is the command's own; only the cache of the jars is shared."""
    store = replace(
        given.store, home=folder, external=None, port=None, java_options=SHORT_RUN_OPTIONS, linger_seconds=0
    )
    keys = folder / "keys"
    return replace(given, store=store, keys=keys, jwks=keys / "jwks.json", audit=folder / "audit")


def _print(report: Report) -> None:
    typer.echo(
        f"{len(report.viewers)} viewers, {report.questions} questions, {report.answers} answers, "
        f"{report.examples} times something happened unseen"
    )
    typer.echo(f"checked: {', '.join(sorted(report.checks))}")
    never = sorted(report.asked_fields - report.answered_fields)
    if never:
        typer.echo(f"asked, and always answered with nothing or an error: {', '.join(never)}")
    if report.sealed:
        typer.echo(f"not compared, since a victim's seal fell meanwhile, which is told: {report.sealed} times")
    if report.unsteady:
        typer.echo(f"left out, since two equal questions differed: {', '.join(sorted(report.unsteady))}")
    if report.failed_fields:
        typer.echo(f"failed, and was not compared: {', '.join(sorted(report.failed_fields))}")
    for found in report.findings[:_SHOWN]:
        typer.echo(str(found))
    typer.echo("nothing was found" if report.passed else f"{len(report.findings)} answers tell of something hidden")
