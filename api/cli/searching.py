"""The command that searches: which entities in a token's view answer a text, and how well."""

from collections.abc import Sequence
from typing import Annotated

import typer

from api.auditing import audit_shown
from api.bootstrap import open_application
from api.cli.console import StoreProgressLine, country_or_fail, fail, print_json, run, settings
from api.cli.people import AsToken, Json, viewer_of_run
from api.protection import NON_PUNISHMENT
from entity_resolution.search import SearchResult
from graph import UnknownKindError
from policies import ViewerContext

_LONGEST_TEXT = 500


def search(
    text: Annotated[str, typer.Argument(help="A name in any script, words, or an identifier in any notation.")],
    kind: Annotated[str | None, typer.Option(help="Keep to one kind, such as Person or Vehicle.")] = None,
    country: Annotated[
        str | None, typer.Option(help="Country whose notation a national number is in, by code or name.")
    ] = None,
    first: Annotated[int, typer.Option(min=1, max=100, help="How many answers at most.")] = 20,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Search your view by name, words or identifier: score from 0 to 1, kind, id, caption and agencies, best first."""
    if len(text) > _LONGEST_TEXT:
        fail(f"a text to search for has at most {_LONGEST_TEXT} characters", status=2)
    code = country_or_fail(country)
    found = run(_search(viewer_of_run(as_token), text, kind, code, first))
    if json:
        print_json([_data(result) for result in found])
        return
    if not found:
        typer.echo("nothing in your view answers this", err=True)
    for result in found:
        entity = result.entity
        agencies = ", ".join(sorted({r.originator for r in entity.records}))
        typer.echo(f"{result.score:.3f}\t{entity.kind}\t{entity.id}\t{entity.caption or ''}\t{agencies}")
        if any(r.is_victim for r in entity.records):
            typer.echo(f"  {NON_PUNISHMENT}")


async def _search(
    viewer: ViewerContext, text: str, kind: str | None, country: str | None, first: int
) -> Sequence[SearchResult]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        if kind is not None and kind not in app.ontology.kinds:
            raise UnknownKindError(kind, app.ontology.kinds)
        scope = await app.scope_for(viewer)
        found = (await app.search.find(scope, text, kind=kind, country=country))[:first]
        audit_shown(app, viewer, "search", scope, [r for result in found for r in result.entity.records])
        return found


def _data(result: SearchResult) -> dict[str, object]:
    entity = result.entity
    return {
        "score": result.score,
        "id": entity.id,
        "kind": entity.kind,
        "caption": entity.caption,
        "non_punishment_notice": NON_PUNISHMENT if any(r.is_victim for r in entity.records) else None,
        "originators": sorted({r.originator for r in entity.records}),
    }
