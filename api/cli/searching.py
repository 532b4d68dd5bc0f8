"""The command that searches: which entities in a token's view answer a text, and how well."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from api.bootstrap import Application, open_application
from api.cli.console import country_or_fail, fail, print_json, say, show
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import audit_shown
from api.cli.options import AsToken, Json
from api.cli.people import viewer_of_run
from api.cli.telling import called
from api.protection import NON_PUNISHMENT
from entity_resolution.search.entities import MAX_HITS
from entity_resolution.views.entities import Entity
from entity_resolution.views.entity_lists import EntityLister
from graph import ReadScope, UnknownKindError
from graph.store import RecordLister
from policies import ViewerContext

_LONGEST_TEXT = 500
_MOST_ANSWERS = 100


def search(
    text: Annotated[
        str | None,
        typer.Argument(
            help="A name in any script, words, or an identifier in any notation; without it, all of --kind."
        ),
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Keep to one kind, such as Person or Vehicle.")] = None,
    country: Annotated[
        str | None, typer.Option(help="Country whose notation a national number is in, by code or name.")
    ] = None,
    first: Annotated[int, typer.Option(min=1, max=_MOST_ANSWERS, help="How many answers at most.")] = 20,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Search your view by name, words or identifier: score from 0 to 1, kind, id, caption and agencies, best first."""
    if text is None and kind is None:
        fail("give a text, or --kind for all of a kind", status=2)
    if text is not None and len(text) > _LONGEST_TEXT:
        fail(f"a text to search for has at most {_LONGEST_TEXT} characters", status=2)
    code = country_or_fail(country)
    found = run(_search(viewer_of_run(as_token), text, kind, code, first))
    if json:
        print_json([_data(result) for result in found])
        return
    if not found:
        say("nothing in your view answers this")
    for result in found:
        _show_result(result)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """An entity that answers, and how well; a list of a kind has no scores."""

    entity: Entity
    score: float | None = None


def _show_result(result: _Answer) -> None:
    entity = result.entity
    agencies = ", ".join(sorted({r.originator for r in entity.records}))
    score = f"{result.score:.3f}" if result.score is not None else "-"
    show(score, entity.kind, entity.id, called(entity.caption, entity.records), agencies)
    if any(r.is_victim for r in entity.records):
        show(f"  {NON_PUNISHMENT}")


async def _search(
    viewer: ViewerContext, text: str | None, kind: str | None, country: str | None, first: int
) -> Sequence[_Answer]:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        if kind is not None and kind not in app.ontology.kinds:
            raise UnknownKindError(kind, app.ontology.kinds)
        scope = await app.scope_for(viewer)
        if text is not None:
            answer = await app.search.find(scope, text, kind=kind, country=country)
            found = [_Answer(entity=r.entity, score=r.score) for r in answer.results[: first + 1]]
            if answer.truncated:
                say(f"more than {MAX_HITS} records have something of this: ask for more words, or a kind")
        else:
            found = await _some_of(app, scope, str(kind), first + 1)
        if len(found) > first:
            found = found[:first]
            say(f"these are the first {first}, and there are more: {_rest(first, kind if text is None else None)}")
        audit_shown(app, viewer, "search", scope, [r for result in found for r in result.entity.records])
        return found


def _rest(first: int, listed: str | None) -> str:
    """Return how to come to the answers behind the first ones: to a text, or of the kind that is `listed`."""
    if first < _MOST_ANSWERS:
        return f"`--first` takes up to {_MOST_ANSWERS}"
    return "GraphQL `entities` lists all of a kind in pages" if listed else "ask for more words, or a kind"


async def _some_of(app: Application, scope: ReadScope, kind: str, most: int) -> list[_Answer]:
    lister = EntityLister(app.entities, RecordLister(app.store))
    found: list[_Answer] = []
    async for portion in lister.entities(scope, lister.records(scope, kind)):
        found += [_Answer(entity=entity) for entity in portion]
        if len(found) >= most:
            break
    return found[:most]


def _data(result: _Answer) -> dict[str, object]:
    entity = result.entity
    return {
        "score": result.score,
        "id": entity.id,
        "kind": entity.kind,
        "caption": entity.caption,
        "non_punishment_notice": NON_PUNISHMENT if any(r.is_victim for r in entity.records) else None,
        "originators": sorted({r.originator for r in entity.records}),
    }
