"""Commands that go along links in a token's view: what is around an entity, and how two are joined."""

from collections.abc import Collection, Iterator, Sequence
from typing import Annotated

import typer

from api.bootstrap import Application, open_application
from api.cli.absence import Sought, absent, missing
from api.cli.console import fail, print_json, say, show
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import audit_shown
from api.cli.options import AsToken, Id, Json
from api.cli.people import viewer_of_run
from api.cli.telling import as_read, called, link_data, money_of, told_of, value_data
from api.network_places import NetworkPlaces
from api.protection import NON_PUNISHMENT
from entity_resolution.networks.networks import (
    MAX_NARROW_PATH_LENGTH,
    MAX_NETWORK_DEPTH,
    MAX_NETWORK_ENTITIES,
    MAX_PATH_LENGTH,
    MAX_PATH_LINKS,
    USUAL_PATH_LENGTH,
    Along,
    Edge,
    Network,
    path_lengths,
)
from entity_resolution.views.entities import Entity
from graph import ReadScope, load_ontology, nearest_hint
from graph.parts import StoredValue
from policies import ViewerContext

LinkTypes = Annotated[
    list[str] | None, typer.Option("--link-type", help="Only along links of this type; may be given more than once.")
]


def network(
    record_id: Id,
    depth: Annotated[int, typer.Option(help="How many links away.", min=1, max=MAX_NETWORK_DEPTH)] = 1,
    limit: Annotated[
        int, typer.Option(help="The most entities, the one in the middle included.", min=1, max=MAX_NETWORK_ENTITIES)
    ] = 50,
    link_type: LinkTypes = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only to entities of this kind; may be given more than once.")
    ] = None,
    after: Annotated[str | None, typer.Option(help="Go on where an answer of depth 1 ended.")] = None,
    directed: Annotated[
        bool, typer.Option("--directed", help="Only from the source of each link to its target, as money goes.")
    ] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Show what is within some links of an entity in your view, nearest first, and the links among it.

    Where money went: --link-type TRANSFERRED_TO --directed --depth 2.
    """
    if after is not None and depth != 1:
        fail("`--after` goes with a depth of 1 alone", status=2)
    along = along_or_fail(link_type, kind)
    viewer = viewer_of_run(as_token)
    found, following = run(_network(viewer, record_id, depth, limit, along, after, directed=directed))
    _tell(found, following, json=json)
    if following is not None:
        say(f"more is visible: go on with --after {following}")
    elif found.truncated:
        say("more is visible: ask for a higher --limit, or for fewer with --link-type and --kind")


def path(
    source: Id,
    target: Id,
    max_length: Annotated[
        int | None,
        typer.Option(
            help=f"The most links, two for a payment: {USUAL_PATH_LENGTH} without it, at most {MAX_PATH_LENGTH}; with "
            f"--link-type or --directed {MAX_NARROW_PATH_LENGTH}.",
            min=1,
            max=MAX_NARROW_PATH_LENGTH,
        ),
    ] = None,
    link_type: LinkTypes = None,
    kind: Annotated[
        list[str] | None, typer.Option(help="Only through entities of this kind, the ends apart; also more than once.")
    ] = None,
    directed: Annotated[
        bool, typer.Option("--directed", help="Only along links from their source to their target.")
    ] = False,
    as_token: AsToken = None,
    json: Json = False,
) -> None:
    """Show a shortest path between two entities in your view; money: --link-type TRANSFERRED_TO --directed."""
    viewer, along = viewer_of_run(as_token), along_or_fail(link_type, kind)
    lengths = path_lengths(along, directed=directed)
    length = max_length or lengths.usual
    if length > lengths.most:
        fail(f"`--max-length` is at most {lengths.most} without --link-type or --directed", status=2)
    found = run(_path(viewer, source, target, length, along, directed=directed))
    _tell(found, None, json=json)
    _say_of_path(found, length)


def _say_of_path(found: Network, length: int) -> None:
    """Say what of a path goes against time, whether there is another one, and what was not looked at."""
    if found.truncated:
        sort = "a path" if not found.too_early else "one that is in time"
        say(f"given up after {MAX_PATH_LINKS} links: there may be {sort}. Ask for fewer with --link-type")
    for rid in found.too_early:
        say(f"{rid} was paid before a payment that stands before it: the money of that one did not go on so")
    if found.too_early and not found.truncated:
        say(f"no path of at most {length} links in your view is without such a payment")
    if (shorter := found.shorter_against_time) is not None:
        say(f"a shorter path goes against time: --max-length {shorter} shows it")


def along_or_fail(types: Sequence[str] | None, kinds: Sequence[str] | None) -> Along:
    """Return what is to be gone along; a word that the ontology does not have is a misuse."""
    ontology = load_ontology()
    return Along(types=_known("--link-type", types, ontology.links), kinds=_known("--kind", kinds, ontology.kinds))


def _known(option: str, words: Sequence[str] | None, known: Collection[str]) -> list[str] | None:
    for word in words or ():
        if word not in known:
            fail(f"`{option}`: there is no `{word}`{nearest_hint(word, known)}", status=2)
    return sorted(words) if words else None


async def _network(
    viewer: ViewerContext,
    record_id: str,
    depth: int,
    limit: int,
    along: Along,
    after: str | None,
    *,
    directed: bool,
) -> tuple[Network, str | None]:
    """Return a network, and the cursor of where its direct neighbours go on."""
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        places = NetworkPlaces(app.minter, scope, record_id, along, directed=directed)
        place = places.open(after)
        found = await app.networks.network(
            scope, record_id, depth=depth, limit=limit, along=along, after=place, directed=directed
        )
        shown = _audited(app, viewer, "network", scope, found, absent(Sought.RECORD, record_id))
        return shown, places.close(shown.following)


async def _path(
    viewer: ViewerContext, source: str, target: str, length: int, along: Along, *, directed: bool
) -> Network:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.networks.path(scope, source, target, max_length=length, along=along, directed=directed)
        why, ends = _none_of(length, along, directed=directed), list[str]()
        if found is None and (gone := await missing(app, scope, Sought.RECORD, [source, target])):
            why = f"no path was looked for: {absent(Sought.RECORD, gone[0])}"
            ends = [source] if source not in gone else []  # of the two it was looked at first
        elif found is None:
            ends = [source, target]
        return _audited(app, viewer, "path", scope, found, why, ends=ends)


def _none_of(length: int, along: Along, *, directed: bool) -> str:
    """Return what is said where there is no path: how far was looked, whatever is in view."""
    further = "longer ones are not looked for"
    if length < path_lengths(along, directed=directed).most:
        further = "longer ones were not looked for: --max-length"
    elif length < MAX_NARROW_PATH_LENGTH:
        further = "longer ones are looked for with --link-type or --directed alone"
    return f"no path of at most {length} links in your view; {further}"


def _audited(
    app: Application,
    viewer: ViewerContext,
    operation: str,
    scope: ReadScope,
    found: Network | None,
    why: str,
    *,
    ends: Collection[str] = (),
) -> Network:
    """Write down what is shown, with nothing found the `ends` that are said to be there, and then end with `why`."""
    records = [r for entity in found.shown for r in entity.records] if found is not None else []
    links = [link for edge in found.edges for link in edge.links] if found is not None else []
    audit_shown(app, viewer, operation, scope, records, links=links, others=ends)
    if found is None:
        fail(why)
    return found


def _tell(found: Network, following: str | None, *, json: bool) -> None:
    if json:
        print_json(_data(found, following))
        return
    for entity in found.entities:
        _show_entity(entity)
    for edge in found.edges:
        told = list(dict.fromkeys("; ".join(told_of(link)) for link in edge.links))
        show(f"  {edge.type}", f"{edge.source_id} -> {edge.target_id}", *(text for text in told if text))
    for beside in found.parallel:
        show(f"  {beside.count} more between the same two as {beside.payment_id}")
        for entity in beside.entities:
            _show_entity(entity)


def _show_entity(entity: Entity) -> None:
    show(entity.kind, entity.id, called(entity.caption, entity.records), ", ".join(_originators(entity)))
    if any(r.is_victim for r in entity.records):
        show(f"  {NON_PUNISHMENT}")
    for name, values in _money(entity):
        show(f"  {name}", ", ".join(map(as_read, values)))


def _money(entity: Entity) -> Iterator[tuple[str, Sequence[StoredValue]]]:
    """Yield the amounts and times that the records of an entity show, where it is of money."""
    kind = load_ontology().kind(entity.kind)
    for record in entity.records:
        yield from money_of(record, kind).items()


def _originators(entity: Entity) -> list[str]:
    return sorted({r.originator for r in entity.records})


def _data(found: Network, following: str | None) -> dict[str, object]:
    return {
        "entities": list(map(_entity_data, found.entities)),
        "edges": [_edge_data(edge) for edge in found.edges],
        "truncated": found.truncated,
        "following": following,
        "too_early": list(found.too_early),
        "shorter_against_time": found.shorter_against_time,
        "parallel": [
            {"payment": p.payment_id, "count": p.count, "entities": list(map(_entity_data, p.entities))}
            for p in found.parallel
        ],
    }


def _entity_data(entity: Entity) -> dict[str, object]:
    return {
        "id": entity.id,
        "kind": entity.kind,
        "caption": entity.caption,
        "originators": _originators(entity),
        "money": [{"name": name, "readings": list(map(value_data, held))} for name, held in _money(entity)],
        "non_punishment_notice": NON_PUNISHMENT if any(r.is_victim for r in entity.records) else None,
    }


def _edge_data(edge: Edge) -> dict[str, object]:
    return {
        "type": edge.type,
        "source": edge.source_id,
        "target": edge.target_id,
        "links": [link.id for link in edge.links],
        "details": [link_data(link) for link in edge.links],
    }
