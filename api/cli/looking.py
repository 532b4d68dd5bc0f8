"""Commands that show one thing as a token's viewer sees it: a record, an entity, a device's path, a site's history."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

import typer

from api.bootstrap import Application, open_application
from api.cli.absence import Sought, absent
from api.cli.console import MOST_LINES, fail, print_json, show, show_some
from api.cli.context import StoreProgressLine, run, settings
from api.cli.disclosing import audit_shown
from api.cli.options import AsToken, Id, Json
from api.cli.people import viewer_of_run
from api.cli.telling import as_read, called, grant_data, grant_line, link_data, told_of, value_data
from api.protection import NON_PUNISHMENT
from api.terminal_text import Line, as_line
from entity_resolution.networks.relocation import Move, Relocation
from entity_resolution.networks.stations import StationPath
from entity_resolution.views.entities import Entity
from entity_resolution.views.groups import Basis, Step
from graph import PropertyClass, ReadScope
from graph.grants import Grant
from graph.parts import StoredValue
from graph.store import EVERY_LINK, VisibleLink, VisibleRecord
from policies import HandlingProfile, ViewerContext

Everything = Annotated[bool, typer.Option("--all", help=f"Print all lines, not the first {MOST_LINES} of a sort.")]

_NAMINGS = {(True, False, False), (False, True, True)}  # by an id, or by a data set and a reference
_JOINED = {
    Basis.JUDGEMENT: "an agency judged them one",
    Basis.MATCH: "a match",
    Basis.EQUAL_KEY: "one key",
}


def record(
    record_id: Annotated[str | None, typer.Argument(metavar="[ID]", help="Id of a record.")] = None,
    dataset: Annotated[str | None, typer.Option(help="With --reference: a data set of your own agency.")] = None,
    reference: Annotated[str | None, typer.Option(help="What your agency filed the record under.")] = None,
    as_token: AsToken = None,
    everything: Everything = False,
    json: Json = False,
) -> None:
    """Show a record that your token may read: values by class, what is redacted, its links, its entity."""
    if (record_id is not None, dataset is not None, reference is not None) not in _NAMINGS:
        fail("give an id, or --dataset and --reference of your own agency", status=2)
    found = run(_record(viewer_of_run(as_token), record_id, own=(dataset or "", reference or "")))
    if json:
        print_json(_record_data(found))
        return
    _tell_record(found, everything=everything)


def entity(
    record_id: Id,
    as_token: AsToken = None,
    how: Annotated[bool, typer.Option("--how", help="Also how it came about, step by step.")] = False,
    everything: Everything = False,
    json: Json = False,
) -> None:
    """Show the entity of a record in your view: the records that are one, whose they are, and with --how why."""
    found = run(_entity(viewer_of_run(as_token), record_id, names_steps=how or json))
    if json:
        data = {**_entity_data(found), "steps": [_step_data(s, found) for s in found.cluster.steps]}
        print_json(data)
        return
    show(found.kind, found.id, called(found.caption, found.records))
    if any(r.is_victim for r in found.records):
        show(f"  {NON_PUNISHMENT}")
    show_some(found.records, _member_line, everything=everything)
    steps = list(enumerate(found.cluster.steps if how else (), start=1))
    show_some(steps, lambda one: Line(f"  {one[0]}. {describe_step(one[1], found)}"), everything=everything)


def station(record_id: Id, as_token: AsToken = None, json: Json = False) -> None:
    """Show where a false base station was seen, in the order of time, from all records that are one in your view."""
    found = run(_station(viewer_of_run(as_token), record_id))
    if json:
        print_json({"device": _entity_data(found.device), "stops": _stops(found)})
        return
    show(found.device.kind, found.device.id, called(found.device.caption, found.device.records))
    for stop in _stops(found):
        observed, *where = (stop[name] or "" for name in ("observed_at", "locality", "coordinates", "agency"))
        show(f"  {observed}", *where)


def site(record_id: Id, as_token: AsToken = None, json: Json = False) -> None:
    """Show by which names a site or organisation is known, and where it moved from and to."""
    found = run(_site(viewer_of_run(as_token), record_id))
    if json:
        print_json(_history_data(found))
        return
    show(found.subject.kind, found.subject.id, called(found.subject.caption, found.subject.records))
    for name in found.names:
        show(f"  {'also ' if name.is_alias else ''}{name.name}", ", ".join(name.originators))
    captions = {e.id: e.caption or e.id for e in found.sites}
    for move in found.moves:
        show("  moved", _moved_at(move), f"{captions[move.source_id]} -> {captions[move.target_id]}")


def _moved_at(move: Move) -> str:
    """Return when a thing moved; where the viewer may not read that, so that nobody takes it for unknown."""
    if move.since is not None:
        return move.since
    return "" if any(link.narrative_readable for link in move.links) else "date redacted"


def describe_step(step: Step, found: Entity) -> Line:
    """Return a step as text: the pair, what would join it, and what came of it."""
    bits = _bits(step, found)
    weight = f" of {bits:.1f} bits" if bits is not None and step.basis is Basis.MATCH else ""
    sizes = f"groups of {step.left_size} and {step.right_size}"
    came = f"kept apart: {step.obstacle}" if step.obstacle is not None else "joined"
    return as_line(f"{step.left_id} {step.right_id}", f"{_JOINED[step.basis]}{weight}", sizes, came)


def _bits(step: Step, found: Entity) -> float | None:
    pairs = {(p.left_id, p.right_id): p.decision for p in found.cluster.pairs}
    decision = pairs.get((step.left_id, step.right_id))
    return decision.bits if decision is not None else None


def _tell_record(shown: "_Shown", *, everything: bool) -> None:
    found = shown.record
    title = called(shown.caption, [found])
    show(found.kind, found.id, found.originator, found.profile, str(found.subject_role), title)
    if found.is_victim:
        show(f"  {NON_PUNISHMENT}")
    if found.is_claimed_victim:
        show("  a protection body claims that the subject is a victim, which this record's agency does not say")
    show("  handling", f"TLP:{shown.handling.tlp}", *_words(shown.handling))
    for grant in shown.grants:
        show(grant_line(grant))
    for name, _, values in shown.values:
        show(f"  {name}", ", ".join(map(as_read, values)))
    for name in shown.redacted:
        show(f"  {name}", "redacted")
    for name, told in _provenance(found).items():
        show(f"  {name.replace('_', ' ')}", told)
    show("  received", found.received_at.isoformat("T", "seconds"))
    show_some(shown.links, lambda link: _link_line(link, shown), everything=everything)
    show("  entity", shown.entity_id)


def _link_line(link: VisibleLink, shown: "_Shown") -> Line:
    other = shown.ends.get(link.target_id if link.source_id == shown.record.id else link.source_id)
    named = [f"{other.kind} {other.caption or ''}".rstrip()] if other is not None else []
    grade = [link.evaluation] if link.evaluation is not None else []
    return as_line(f"  {link.type}", f"{link.source_id} -> {link.target_id}", *named, *told_of(link), *grade)


def _words(profile: HandlingProfile) -> Iterator[str]:
    """Yield the caveats and the purposes that a profile asks its readers to keep to."""
    if profile.caveats:
        yield ", ".join(sorted(map(str, profile.caveats)))
    if profile.purposes:
        yield f"for {', '.join(sorted(profile.purposes))}"


def _provenance(found: VisibleRecord) -> dict[str, str]:
    """Return where a record comes from; nothing where the class source is closed."""
    given = found.provenance
    if given is None:
        return {}
    asserted = {"asserted_at": given.asserted_at} if given.asserted_at is not None else {}
    return {"reference": given.reference, "dataset": given.dataset, "evaluation": given.evaluation, **asserted}


def _member_line(member: VisibleRecord) -> Line:
    received = member.received_at.isoformat("T", "seconds")
    return as_line(f"  {member.id}", member.originator, member.profile, received)


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """The other end of a link, where the viewer sees it."""

    kind: str
    caption: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """A record as it is shown: `values` are name, class and values of each property that has any.

    `grants` are the live ones under which more of it is seen. `ends` are the other ends of its links that are in the
    view, by id.
    """

    record: VisibleRecord
    caption: str | None
    handling: HandlingProfile
    grants: Sequence[Grant]
    values: Sequence[tuple[str, str, Sequence[StoredValue]]]
    redacted: Sequence[str]
    links: Sequence[VisibleLink]
    ends: Mapping[str, _End]
    entity_id: str


async def _record(viewer: ViewerContext, given: str | None, *, own: tuple[str, str]) -> _Shown:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        record_id = given or app.minter.record_id(viewer.agency, *(part.strip() for part in own))
        records = await app.records.records(scope, [record_id])
        links = await app.records.links(scope, [record_id], limit=EVERY_LINK) if records else []
        group = await app.entities.find_entity(scope, record_id) if records else None
        others = {end for link in links for end in (link.source_id, link.target_id)} - {record_id}
        ends = await app.records.records(scope, others)
        audit_shown(app, viewer, "record", scope, [*records, *ends], links=links)
        if not records:
            fail(_no_record(given))
        return _shown(app, scope, records[0], links, ends, group)


def _no_record(given: str | None) -> str:
    """Return what is said where a record is not in view: by its id, or by what its agency filed it under."""
    if given is not None:
        return absent(Sought.RECORD, given)
    return (
        "your agency has no record of this data set and reference in your view; both are to be as they were filed: "
        "`benang record ID` shows those of a record"
    )


async def _entity(viewer: ViewerContext, record_id: str, *, names_steps: bool) -> Entity:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.entities.find_entity(scope, record_id)
        shown = [*found.records] if found is not None else []
        if found is not None and names_steps:
            shown += await app.records.records(scope, found.beside)
        audit_shown(app, viewer, "entity", scope, shown)
        if found is None:
            fail(absent(Sought.RECORD, record_id))
        return found


async def _station(viewer: ViewerContext, record_id: str) -> StationPath:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.stations.path(scope, record_id)
        records = (*found.device.records, *(s.sighting for s in found.stops)) if found is not None else ()
        audit_shown(app, viewer, "station path", scope, records, links=found.links if found else ())
        if found is None:
            fail(absent(Sought.STATION, record_id))
        return found


async def _site(viewer: ViewerContext, record_id: str) -> Relocation:
    async with open_application(settings(), on_progress=StoreProgressLine()) as app:
        scope = await app.scope_for(viewer)
        found = await app.relocations.history(scope, record_id)
        records = [r for e in found.sites for r in e.records] if found is not None else []
        links = [link for move in found.moves for link in move.links] if found is not None else []
        audit_shown(app, viewer, "site history", scope, records, links=links)
        if found is None:
            fail(absent(Sought.SITE, record_id))
        return found


def _shown(
    app: Application,
    scope: ReadScope,
    found: VisibleRecord,
    links: Sequence[VisibleLink],
    ends: Sequence[VisibleRecord],
    group: Entity | None,
) -> _Shown:
    kind = app.ontology.kind(found.kind)
    return _Shown(
        record=found,
        caption=app.entities.caption([found]),
        handling=app.bundle.registers.profiles[found.profile],
        grants=scope.grants_on(found.grants),
        values=[
            (p.name, str(p.property_class), held)
            for p in kind.properties.values()
            if (held := found.parts.get(p.property_class, {}).get(p.name, ()))
        ],
        redacted=[str(c) for c in PropertyClass if c in kind.classes and c not in found.readable],
        links=links,
        ends={str(r.id): _End(kind=r.kind, caption=app.entities.caption([r])) for r in ends},
        entity_id=group.id if group is not None else found.id,
    )


def _record_data(shown: _Shown) -> dict[str, object]:
    found = shown.record
    return {
        "id": found.id,
        "kind": found.kind,
        "originator": found.originator,
        "profile": found.profile,
        "subject_role": str(found.subject_role),
        "non_punishment_notice": NON_PUNISHMENT if found.is_victim else None,
        "claimed_victim": found.is_claimed_victim,
        "handling": {
            "tlp": str(shown.handling.tlp),
            "caveats": sorted(map(str, shown.handling.caveats)),
            "purposes": sorted(shown.handling.purposes),
        },
        "grants": [grant_data(grant) for grant in shown.grants],
        "received_at": found.received_at.isoformat(),
        "caption": shown.caption,
        "properties": [
            {"name": name, "class": cls, "values": [v.raw for v in held], "readings": [value_data(v) for v in held]}
            for name, cls, held in shown.values
        ],
        "redacted": list(shown.redacted),
        **dict.fromkeys(("reference", "dataset", "evaluation", "asserted_at")),
        **_provenance(found),
        "links": [_link_data(link, shown) for link in shown.links],
        "entity": shown.entity_id,
    }


def _link_data(link: VisibleLink, shown: _Shown) -> dict[str, object]:
    other = shown.ends.get(link.target_id if link.source_id == shown.record.id else link.source_id)
    return {
        **link_data(link),
        "other_kind": other.kind if other is not None else None,
        "other_caption": other.caption if other is not None else None,
    }


def _entity_data(found: Entity) -> dict[str, object]:
    return {
        "id": found.id,
        "kind": found.kind,
        "caption": found.caption,
        "non_punishment_notice": NON_PUNISHMENT if any(r.is_victim for r in found.records) else None,
        "records": [{"id": r.id, "originator": r.originator, "profile": r.profile} for r in found.records],
    }


def _step_data(step: Step, found: Entity) -> dict[str, object]:
    return {
        "left": step.left_id,
        "right": step.right_id,
        "basis": str(step.basis),
        "weight_bits": _bits(step, found),
        "left_size": step.left_size,
        "right_size": step.right_size,
        "obstacle": str(step.obstacle) if step.obstacle is not None else None,
    }


def _stops(found: StationPath) -> list[dict[str, object]]:
    return [
        {
            "observed_at": stop.observed_at,
            "locality": stop.locality,
            "country": stop.country,
            "coordinates": stop.coordinates,
            "cell": stop.cell,
            "sighting": stop.sighting.id,
            "agency": stop.sighting.originator,
        }
        for stop in found.stops
    ]


def _history_data(found: Relocation) -> dict[str, object]:
    return {
        "subject": _entity_data(found.subject),
        "names": [{"name": n.name, "alias": n.is_alias, "agencies": list(n.originators)} for n in found.names],
        "sites": [_entity_data(e) for e in found.sites],
        "moves": [
            {
                "source": m.source_id,
                "target": m.target_id,
                "since": m.since,
                "redacted": not any(link.narrative_readable for link in m.links),
                "links": [link.id for link in m.links],
            }
            for m in found.moves
        ],
    }
