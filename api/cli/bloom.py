"""The command that projects a view into another Neo4j, for Bloom."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from api.bloom import ProjectionReport, Projector, TargetUnreachableError
from api.bootstrap import open_application
from api.cli.console import fail, print_json, progress, say, show
from api.cli.context import StoreProgressLine, TokenViewer, run, settings
from api.cli.options import AsToken, Json
from api.cli.people import viewer_of_run
from graph.errors import StoreUnavailableError
from graph.store import Store, is_store_address

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    uri: str
    username: str
    password: str
    database: str


def bloom_project(
    *,
    to: Annotated[str, typer.Option("--to", help="Address of the Neo4j to project into, never the shared store.")],
    as_token: AsToken = None,
    perspective: Annotated[Path | None, typer.Option(help="Write the perspective file for Bloom here.")] = None,
    username: Annotated[str, typer.Option(envvar="BLOOM_NEO4J_USERNAME", help="Login of the target.")] = "neo4j",
    password: Annotated[
        str, typer.Option(envvar="BLOOM_NEO4J_PASSWORD", help="Its password; better given by the variable.")
    ] = "",
    database: Annotated[str, typer.Option(envvar="BLOOM_NEO4J_DATABASE", help="Its database.")] = "neo4j",
    json: Json = False,
) -> None:
    """Write what a token's viewer sees into another Neo4j, in place of an earlier projection there."""
    _check_address(to)
    if not password:
        fail("the target needs a password: set BLOOM_NEO4J_PASSWORD or give --password", status=2)
    if perspective is not None and (perspective.is_dir() or not perspective.absolute().parent.is_dir()):
        fail(f"the perspective file `{perspective}` cannot stand there: give a file in a folder that exists", status=2)
    target = _Target(uri=to, username=username, password=password, database=database)
    report = run(_project(viewer_of_run(as_token), target, perspective))
    if json:
        print_json(asdict(report))
    else:
        _tell(report, perspective)


def _tell(report: ProjectionReport, perspective: Path | None) -> None:
    show(
        f"{report.entities} entities, {report.records} records, {report.links} links, {report.matches} matches, "
        f"{report.waiting} pairs to review projected in {report.seconds:.1f} s; {report.phrases} search phrases run"
    )
    for text, rows in report.answers.items():
        show(f"{rows:6} rows: {text}" if rows else f"{'not tried' if rows is None else 'no answer'}: {text}")
    if report.withheld:
        say(f"left out what grants alone show you of {report.withheld} records: they let nothing be passed on")
    if perspective is not None:
        say(f"import `{perspective}` in Bloom's perspective gallery; see docs/bloom.md")


async def _project(viewer: TokenViewer, target: _Target, perspective: Path | None) -> ProjectionReport:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        store = await _connect(target)
        try:
            with progress("projecting") as show:
                projector = Projector(app, viewer, store, confirm=viewer.ask)
                return await projector.project(perspective=perspective, on_progress=show)
        finally:
            await store.close()


async def _connect(target: _Target) -> Store:
    try:
        return await Store.connect(
            uri=target.uri, username=target.username, password=target.password, database=target.database
        )
    except StoreUnavailableError as exc:
        raise TargetUnreachableError(exc.reason) from exc


def _check_address(uri: str) -> None:
    if not is_store_address(uri):
        fail("`--to` takes an address such as `bolt://127.0.0.1:7687` or `neo4j+s://host:7687`", status=2)
    parts = urlsplit(uri)
    if parts.hostname not in _LOOPBACK and "+" not in parts.scheme:
        say(f"the way to the target is not encrypted; for another machine use {parts.scheme}+s://")
