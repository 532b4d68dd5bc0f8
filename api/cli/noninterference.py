"""The command that lets a reviewer see for themselves that what a viewer may not see changes no answer to it."""

import math
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import fail, print_json, progress, say, show
from api.cli.context import StoreProgressLine, guarded, policy_bundle, run, settings, token_of_run, viewer_of
from api.cli.options import Json
from api.noninterference import (
    AlikeViewers,
    Finding,
    Plan,
    Report,
    Scratch,
    Session,
    alike_viewers,
    described,
    scratch_application,
)
from api.settings import Settings
from graph.store import SHORT_RUN_OPTIONS, open_store
from policies import ViewerContext

TIMED_REQUESTS = 2_000
EXAMPLES = 10
EXAMPLES_OF_EACH = 3  # of more than a hundred viewers: what happens unseen is much the same for many of them
# Each world empties the store, which would have every statement planned anew.
_REPLAN_SECONDS = 3600
_SHOWN = 10


def noninterference(
    *,
    viewer: Annotated[
        str | None, typer.Option(help="A token: check for the viewer that it speaks for. Without it, BENANG_TOKEN.")
    ] = None,
    everybody: Annotated[bool, typer.Option("--all", help="Check for every kind of viewer of the bundle.")] = False,
    examples: Annotated[
        int | None,
        typer.Option(help="How often something happens unseen, for each viewer; 10, with --all 3.", min=1),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the world and of all that happens in it.")] = 1,
    export: Annotated[bool, typer.Option(help="Also check the projection for Bloom; starts a second Neo4j.")] = True,
    timing: Annotated[bool, typer.Option(help="Also time 2,000 requests for hidden and absent; minutes.")] = False,
    json: Json = False,
) -> None:
    """Check that what a viewer may not see changes no byte of any answer to it, on a store of the command's own.

    Works on an invented world in an embedded Neo4j that is made for it and removed afterwards: the store that your
    settings name is never opened. Ends with 1 if an answer tells of something hidden.
    """
    # A run takes minutes, in which every user of the machine sees what stands on its command line.
    token = viewer if viewer is not None or everybody else token_of_run(None) or None
    if (token is None) is not everybody:
        fail("say for whom: give --viewer TOKEN, or --all, or set BENANG_TOKEN", status=2)
    asked = _asked(token)
    chosen = examples or (EXAMPLES_OF_EACH if everybody else EXAMPLES)
    plan = Plan(examples=chosen, seed=seed, timing_requests=TIMED_REQUESTS if timing else 0)
    _tell_of_viewers(asked)
    with tempfile.TemporaryDirectory(prefix="benang-kit-") as folder:
        places = [_scratch_settings(settings(), Path(folder) / name, long=everybody) for name in ("world", "target")]
        report = run(_check(places[0], places[1] if export else None, asked, plan))
    if json:
        print_json(report.as_json())
    else:
        _print(report)
    if not report.passed:
        raise typer.Exit(1)


def _asked(token: str | None) -> list[AlikeViewers]:
    """Return the viewer that a token speaks for, without one every kind of viewer of the bundle in force."""
    with guarded():
        return alike_viewers(policy_bundle()) if token is None else [AlikeViewers(viewer=viewer_of(token).plain)]


def _tell_of_viewers(asked: Sequence[AlikeViewers]) -> None:
    agencies, others = len({a.viewer.agency for a in asked}), sum(len(a.others) for a in asked)
    equal = f"; {others} more are on equal terms with one of them" if others else ""
    say(f"checking {len(asked)} viewers of {agencies} agencies on a store of its own{equal}")


async def _check(world: Settings, target: Settings | None, asked: Sequence[AlikeViewers], plan: Plan) -> Report:
    with ExitStack() as leases:
        lease = leases.enter_context(open_store(world.store, on_progress=StoreProgressLine()))
        other = leases.enter_context(open_store(target.store)) if target is not None else None

        def scratch() -> AbstractAsyncContextManager[Scratch]:
            return scratch_application(world, lease, may_empty=True)

        viewers = [alike.viewer for alike in asked]
        with progress("checking") as show:
            return await Session(scratch, viewers, plan, show, Coverage(asked), target=other).run()


class Coverage:
    """Tells of each viewer that is done, so that a run that is interrupted has said what it covered."""

    def __init__(self, asked: Sequence[AlikeViewers]) -> None:
        self._asked = asked
        self._done = 0
        self._start = time.monotonic()

    def __call__(self, viewer: ViewerContext, findings: Sequence[Finding]) -> None:
        """Say for whom all was asked, who is on equal terms, what was found, and how long the rest may take."""
        self._done += 1
        others = next((alike.others for alike in self._asked if alike.viewer == viewer), ())
        equal = f" (and {', '.join(others)})" if others else ""
        found = f"{len(findings)} answers tell of something hidden" if findings else "nothing was found"
        left = len(self._asked) - self._done
        minutes = (time.monotonic() - self._start) / self._done * left / 60
        rest = f"{self._done} of {len(self._asked)}, about {math.ceil(minutes)} min left" if left else "the last one"
        say(f"{described(viewer)}{equal}: {found}; {rest}")
        if findings:
            first, *answers = findings[0].lines()
            for line in (f"the first: {first}", *answers):
                say(line)


def _scratch_settings(given: Settings, folder: Path, *, long: bool = False) -> Settings:
    """Return settings whose every folder is the command's own; only the cache of the jars is shared.

    Args:
        given: the deployment's.
        folder: the command's own.
        long: whether the run is long enough for Java's second compiler to pay.
    """
    options = () if long else SHORT_RUN_OPTIONS
    store = replace(
        given.store,
        home=folder,
        external=None,
        port=None,
        java_options=options,
        replan_seconds=_REPLAN_SECONDS,
        linger_seconds=0,
    )
    keys = folder / "keys"
    return replace(given, store=store, keys=keys, jwks=keys / "jwks.json", audit=folder / "audit")


def _print(report: Report) -> None:
    show(
        f"{len(report.viewers)} viewers, {report.questions} questions, {report.answers} answers, "
        f"{report.examples} times something happened unseen"
    )
    show(f"checked: {', '.join(sorted(report.checks))}")
    never = sorted(report.asked_fields - report.answered_fields)
    if never:
        show(f"asked, and always answered with nothing or an error: {', '.join(never)}")
    if report.schema_fields:
        for line in _told_fields(report):
            show(line)
    if report.sealed:
        show(f"not compared, since a victim's seal fell meanwhile, which is told: {report.sealed} times")
    if report.unsteady:
        show(f"left out, since two equal questions differed: {', '.join(sorted(report.unsteady))}")
    if report.failed_fields:
        show(f"failed, and was not compared: {', '.join(sorted(report.failed_fields))}")
    for found in report.findings[:_SHOWN]:
        for line in found.lines():
            show(line)
    show("nothing was found" if report.passed else f"{len(report.findings)} answers tell of something hidden")


def _told_fields(report: Report) -> Iterator[str]:
    """Yield how many fields had a value, and by type, a line each, those that had none."""
    never = sorted(report.never_given)
    given = len(report.schema_fields) - len(never)
    rest = ", and about these nothing was checked:" if never else ""
    yield f"{given} of {len(report.schema_fields)} fields of the schema had a value{rest}"
    for kind, fields in groupby(never, key=lambda name: name.partition(".")[0]):
        yield f"  {kind}: {', '.join(name.partition('.')[2] for name in fields)}"
