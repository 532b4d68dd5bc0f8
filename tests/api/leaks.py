"""Leaks to be put in by hand: each is an error that somebody could make, and tells of what is hidden."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

import pytest

from api import submissions
from api.alerts import notices
from api.alerts.inbox import Alert, AlertInbox
from api.bootstrap import Application
from api.cross_checks.desk import CrossCheckDesk
from api.cross_checks.questions import CheckedValue, CrossCheck, Selector
from api.errors import InputError
from api.graphql.pages import Pager
from api.requests.subjects import RequestSubjects, Subject
from entity_resolution.networks.networks import Network, NetworkReader
from entity_resolution.resolving.resolver import Resolver
from entity_resolution.search import entities as search
from entity_resolution.views import clustering
from entity_resolution.views.clustering import Cluster, cluster
from entity_resolution.views.entities import Entity, EntityReader
from entity_resolution.views.evidence_in_view import visible_evidence
from graph import CompartmentKey, IdMinter, PropertyClass, ReadScope, RecordId
from graph.blocks import BlockingKeys
from graph.store import (
    Access,
    Arrivals,
    LinkNotice,
    RecordOrder,
    RecordReader,
    ResolutionStore,
    ResolvableRecord,
    SurroundingsReader,
    Template,
    VisibleRecord,
)
from graph.store.cypher import in_open, opened
from graph.store.notices import notice_store
from graph.store.reading import record_reader, search_store
from graph.store.seals import selector_seals
from graph.store.seals.kept_open import Standing, standing_of
from ingest import SubmissionResult, SubmittedLink, SubmittedRecord, submit
from policies import ViewerContext


class Wired(Protocol):
    """What holds a wired application."""

    @property
    def app(self) -> Application:
        """The application."""


Seed = Callable[[pytest.MonkeyPatch, Wired], None]
Candidates = dict[RecordId, list[tuple[RecordId, int]]]


def _unguarded(patch: pytest.MonkeyPatch, module: Any, name: str, guard: str, instead: str = "") -> None:
    made: Template = getattr(module, name)
    assert guard in made.text
    patch.setattr(module, name, replace(made, text=made.text.replace(guard, instead)))


def _system(text: str) -> Template:
    return Template(name="leak", access=Access.SYSTEM, text=text)


# Guards left out.


def record_without_its_guard(patch: pytest.MonkeyPatch, _: Wired) -> None:
    _unguarded(patch, record_reader, "_RECORDS", f" WHERE {opened('n')}")


def dangling_edge(patch: pytest.MonkeyPatch, world: Wired) -> None:
    _links_unguarded(patch, world, f"AND {opened('r')} AND {opened('o')}")


def path_through_hidden_links(patch: pytest.MonkeyPatch, world: Wired) -> None:
    _links_unguarded(patch, world, f"AND {opened('r')}")


def _links_unguarded(patch: pytest.MonkeyPatch, world: Wired, guard: str) -> None:
    """Leave a guard out of the statements that read links, which a reader makes itself."""
    reader = world.app.records
    for name in ("_all_links", "_links_of_each"):
        _unguarded(patch, reader, name, guard)
    for name, made in reader._links_of.items():
        assert guard in made.text
        patch.setitem(reader._links_of, name, replace(made, text=made.text.replace(guard, "")))


def judgements_without_their_guard(patch: pytest.MonkeyPatch, _: Wired) -> None:
    _unguarded(patch, record_reader, "_MEMBERS", f"WHERE {in_open('j')} AND", "WHERE")


def members_without_their_guard(patch: pytest.MonkeyPatch, _: Wired) -> None:
    _unguarded(patch, record_reader, "_MEMBERS", f"WHERE {opened('s')}", "WHERE true")
    _unguarded(patch, record_reader, "_MEMBERS", f"WHERE {opened('n')}", "WHERE true")


def everything_is_told(patch: pytest.MonkeyPatch) -> None:
    """Let the matcher make notices of all compartments, as if both sides might hear of each."""
    patch.setattr(notices, "told_to_both", lambda sides, scopes, registry, now: frozenset(c.id for c in registry.all))


def notices_without_authorisation(patch: pytest.MonkeyPatch, _: Wired) -> None:
    # Both locks: what may not be told of becomes no notice, and a notice is asked about again when it is read.
    everything_is_told(patch)
    for name in ("_READ", "_READ_NEWEST"):
        _unguarded(patch, notice_store, name, "other.cmp IN $p.notices AND ")

    async def every(
        self: AlertInbox, scope: ReadScope, found: Sequence[LinkNotice], viewer: ViewerContext | None
    ) -> list[Alert]:
        del scope, viewer
        return [Alert(notice=n, other_party=self._parties[n.other_agency]) for n in found]

    patch.setattr(AlertInbox, "_authorised", every)


# Closed classes used.


def redaction_marks_from_values(patch: pytest.MonkeyPatch, _: Wired) -> None:
    kept = "WHEN n.narrative IS NULL THEN '{}' END"
    closed = f"{in_open('n', 'narrative')} THEN n.narrative"
    _unguarded(patch, record_reader, "_RECORDS", f"{closed} END", f"{closed} {kept}")
    found = record_reader.visible_record

    def marked(row: dict[str, Any], scope: ReadScope) -> VisibleRecord:
        made = found(row, scope)
        return replace(made, readable=made.readable | frozenset(made.parts))

    patch.setattr(record_reader, "visible_record", marked)


def filter_on_a_closed_class(patch: pytest.MonkeyPatch, _: Wired) -> None:
    text = search_store._TEMPLATES[PropertyClass.IDENTITY]
    wide = replace(text, text=text.text.replace(opened("n", "identity"), opened("n")))
    patch.setitem(search_store._TEMPLATES, PropertyClass.IDENTITY, wide)


def match_weight_from_a_hidden_class(patch: pytest.MonkeyPatch, _: Wired) -> None:
    patch.setattr(clustering, "evidence_in_view", lambda _scope, _left, _right, evidence, _ways: list(evidence))


def match_found_by_hidden_keys_alone(patch: pytest.MonkeyPatch, _: Wired) -> None:
    patch.setattr(
        clustering,
        "evidence_in_view",
        lambda scope, left, right, evidence, _ways: visible_evidence(scope, left, right, evidence),
    )


def words_under_the_terms_of_keepers(patch: pytest.MonkeyPatch, _: Wired) -> None:
    """Part what names a half sealed company's users to those alone to whom the keepers are closed: to nobody else."""
    found = standing_of

    def of_keepers(row: dict[str, Any], key_of: Callable[[int], CompartmentKey], *, joined: bool) -> Standing:
        stands = found(row, key_of, joined=joined)
        return stands if row["sealers"] or stands.of_users is None else replace(stands, of_users=stands.key)

    patch.setattr(selector_seals, "standing_of", of_keepers)


def only_names_are_of_users(patch: pytest.MonkeyPatch, _: Wired) -> None:
    """Leave free words, and what tells of a victim without naming her, to whoever sees the record."""
    found = selector_seals._sealed_parts

    def names_alone(stored: Mapping[str, Any], terms: int | None, of_users: Iterable[str]) -> dict[str, Any]:
        return found(stored, terms, {name for name in of_users if name.endswith("Name")})

    patch.setattr(selector_seals, "_sealed_parts", names_alone)


# What is hidden counted, or used for order.


def count_of_hidden_links(patch: pytest.MonkeyPatch, _: Wired) -> None:
    found = NetworkReader.network
    count = _system("MATCH (:Record {rid: $p.rid})-[r]-(:Record) WHERE r.lid IS NOT NULL RETURN count(r) AS n")

    async def counting(self: NetworkReader, scope: ReadScope, record_id: str, **given: Any) -> Network | None:
        made = await found(self, scope, record_id, **given)
        [row] = await self._records._store.read(count, {"rid": record_id})
        return made and replace(made, truncated=row["n"] > sum(len(e.links) for e in made.edges))

    patch.setattr(NetworkReader, "network", counting)


def _neighbours_by(patch: pytest.MonkeyPatch, measure: Template) -> None:
    found = SurroundingsReader.neighbours

    async def ordered(
        self: SurroundingsReader, scope: ReadScope, ids: Iterable[str], *, limit: int, **given: Any
    ) -> list[RecordOrder]:
        made = await found(self, scope, ids, limit=1_000, **given)
        rows = await self._store.read(measure, {"rids": [rid for _, rid in made]})
        rank = {row["rid"]: row["n"] for row in rows}
        return sorted(made, key=lambda end: (-rank[end[1]], end))[:limit]

    patch.setattr(SurroundingsReader, "neighbours", ordered)


def sort_by_hidden_degree(patch: pytest.MonkeyPatch, _: Wired) -> None:
    degree = "COUNT { MATCH (n)-[r]-() WHERE r.lid IS NOT NULL }"
    _neighbours_by(patch, _system(f"UNWIND $p.rids AS rid MATCH (n:Record {{rid: rid}}) RETURN rid, {degree} AS n"))


def order_by_last_change(patch: pytest.MonkeyPatch, _: Wired) -> None:
    _neighbours_by(
        patch, _system("UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) RETURN rid, coalesce(n.revision, 0) AS n")
    )


def cursor_of_a_global_count(patch: pytest.MonkeyPatch, world: Wired) -> None:
    found = Pager.__init__

    def counting(self: Pager, minter: IdMinter, scope: ReadScope, query: str) -> None:
        found(self, minter, scope, f"{query}|{len(world.app.registry.all)}")

    patch.setattr(Pager, "__init__", counting)


def scope_key_of_hits_and_notices(patch: pytest.MonkeyPatch, _: Wired) -> None:
    patch.setattr(ReadScope, "view_key", property(lambda scope: scope.key))


def scope_key_of_compartments(patch: pytest.MonkeyPatch, _: Wired) -> None:
    """A compartment counts from when it is registered, whether or not anything in sight stands in it."""
    patch.setattr(ReadScope, "view_key", property(lambda scope: str(sorted(scope.visible))))


# Search.


def search_score_of_the_index(patch: pytest.MonkeyPatch, _: Wired) -> None:
    made = search_store._TEMPLATES[PropertyClass.IDENTITY].text
    text = made.replace("YIELD node AS n", "YIELD node AS n, score")
    text = text.replace("text: n.text_identity", "text: n.text_identity + ' ' + toString(score)")
    patch.setitem(search_store._TEMPLATES, PropertyClass.IDENTITY, _system(text))
    patch.setattr(
        search.EntitySearch,
        "_score",
        lambda _self, _question, _entity, hits: (
            1.0 + max((float(hit.text.rsplit(" ", 1)[-1]) for hit in hits), default=0)
        ),
    )


def starved_search(patch: pytest.MonkeyPatch, _: Wired) -> None:
    made = search_store._TEMPLATES[PropertyClass.IDENTITY].text
    text = made.replace("YIELD node AS n", "YIELD node AS n WITH n LIMIT 2")
    patch.setitem(search_store._TEMPLATES, PropertyClass.IDENTITY, _system(text))


# Identity beyond the view.


def pairs_that_a_bridge_fetches(patch: pytest.MonkeyPatch, _: Wired) -> None:
    patch.setattr(clustering, "_is_told", lambda _pair, _groups: True)


def bridge_record(patch: pytest.MonkeyPatch, world: Wired) -> None:
    """Cluster with all there is, and take away what is hidden afterwards."""

    async def bridged(self: EntityReader, scope: ReadScope, ids: Iterable[str]) -> dict[RecordId, Entity]:
        compartments = await world.app.registry.refresh()
        system = _everything(c.id for c in compartments)
        around = await self._records.neighbourhood(system, set(ids))
        seen = {r.id: r for r in await self._records.records(scope, [r.id for r in around.records])}
        made: dict[RecordId, Entity] = {}
        for group in cluster(around, system, self._models, self._ontology):
            records = tuple(seen[r.id] for r in group.records if r.id in seen)
            if records:
                entity = self._entity(Cluster(records=records, pairs=()))
                made.update({r.id: entity for r in records})
        return made

    patch.setattr(EntityReader, "entities_of", bridged)


def _everything(compartments: Iterable[int]) -> ReadScope:
    every = frozenset(compartments)
    return ReadScope(agency="leak", classes=dict.fromkeys(PropertyClass, every), policy_version="leak")


def cluster_id_as_entity_id(patch: pytest.MonkeyPatch, _: Wired) -> None:
    found = EntityReader.entities_of
    component = _system("MATCH (n:Record {rid: $p.rid}) RETURN n.component AS n")

    async def numbered(self: EntityReader, scope: ReadScope, record_ids: Iterable[str]) -> dict[RecordId, Entity]:
        made: dict[RecordId, Entity] = {}
        for record_id, entity in (await found(self, scope, record_ids)).items():
            [row] = await self._records._store.read(component, {"rid": entity.id})
            made[record_id] = replace(entity, id=RecordId(f"e-{row['n']}"))
        return made

    patch.setattr(EntityReader, "entities_of", numbered)


def cache_without_the_scope(patch: pytest.MonkeyPatch, _: Wired) -> None:
    found = EntityReader.entities_of
    kept: dict[str, Entity | None] = {}

    async def cached(self: EntityReader, scope: ReadScope, record_ids: Iterable[str]) -> dict[RecordId, Entity]:
        wanted = list(record_ids)
        if new := [rid for rid in wanted if rid not in kept]:
            made = await found(self, scope, new)
            kept.update({rid: made.get(RecordId(rid)) for rid in new})
        return {RecordId(rid): entity for rid in wanted if (entity := kept[rid]) is not None}

    patch.setattr(EntityReader, "entities_of", cached)


def request_about_what_is_hidden(patch: pytest.MonkeyPatch, world: Wired) -> None:
    found = RequestSubjects.in_view

    async def unscoped(self: RequestSubjects, _scope: ReadScope, record_id: str) -> Subject | None:
        return await found(self, _everything(c.id for c in world.app.registry.all), record_id)

    patch.setattr(RequestSubjects, "in_view", unscoped)


def operator_where_somebody_holds_it(patch: pytest.MonkeyPatch, world: Wired) -> None:
    value, held = CrossCheckDesk._value, set[str]()
    count = _system("MATCH (h:HitEntry) RETURN collect(DISTINCT h.token) AS tokens")
    checked = CrossCheckDesk.check

    async def looking(self: CrossCheckDesk, *given: Any, **named: Any) -> CrossCheck:
        held.update((await world.app.store.read(count, {}))[0]["tokens"])
        return await checked(self, *given, **named)

    def telling(self: CrossCheckDesk, run: Any, position: int, selector: Selector) -> CheckedValue:
        made = value(self, run, position, selector)
        return made if run.tokens.get(selector.key) in held else replace(made, operator=None)

    patch.setattr(CrossCheckDesk, "check", looking)
    patch.setattr(CrossCheckDesk, "_value", telling)


# Errors and filing.


def error_text_for_what_is_hidden(patch: pytest.MonkeyPatch, _: Wired) -> None:
    found = RecordReader.records
    there = _system("UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) RETURN n.rid AS rid")

    async def telling(self: RecordReader, scope: ReadScope, ids: Iterable[str]) -> list[VisibleRecord]:
        wanted = list(ids)
        made = await found(self, scope, wanted)
        rows = await self._store.read(there, {"rids": wanted})
        if {row["rid"] for row in rows} - {r.id for r in made}:
            raise InputError("id", "is not released to you")
        return made

    patch.setattr(RecordReader, "records", telling)


def timing_of_what_is_hidden(patch: pytest.MonkeyPatch, _: Wired) -> None:
    found = RecordReader.records
    there = _system("UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) RETURN n.rid AS rid")

    async def slow(self: RecordReader, scope: ReadScope, ids: Iterable[str]) -> list[VisibleRecord]:
        wanted = list(ids)
        made = await found(self, scope, wanted)
        if len(await self._store.read(there, {"rids": wanted})) > len(made):
            await asyncio.sleep(0.03)
        return made

    patch.setattr(RecordReader, "records", slow)


def _filing(patch: pytest.MonkeyPatch, check: Callable[[Sequence[object], Mapping[str, Any]], Any]) -> None:
    found = submit

    async def checked(items: Sequence[object], **given: Any) -> SubmissionResult:
        await check(items, given)
        return await found(items, **given)  # type: ignore[arg-type]  # handed on as it came

    patch.setattr(submissions, "submit", checked)


def duplicate_error(patch: pytest.MonkeyPatch, world: Wired) -> None:
    held = _system("MATCH (n:Record) WHERE n.key = $p.key AND n.originator <> $p.own RETURN count(n) AS n")

    async def check(items: Sequence[object], given: Mapping[str, Any]) -> None:
        for item in items:
            if isinstance(item, SubmittedRecord) and "number" in item.properties:
                key = f"PhoneNumber|tel:{item.properties['number'][0]}"
                [row] = await world.app.store.read(held, {"key": key, "own": given["originator"]})
                if row["n"]:
                    raise InputError("records", "holds a number that is in the graph already")

    _filing(patch, check)


def quarantine_of_others_references(patch: pytest.MonkeyPatch, world: Wired) -> None:
    there = _system("UNWIND $p.rids AS rid MATCH (n:Record {rid: rid}) RETURN count(n) AS n")

    async def check(items: Sequence[object], given: Mapping[str, Any]) -> None:
        ends = [i.target_reference for i in items if isinstance(i, SubmittedLink)]
        rids = [
            world.app.minter.record_id(party, given["dataset"], end)
            for party in world.app.bundle.registers.parties
            if party != given["originator"]
            for end in ends
        ]
        [row] = await world.app.store.read(there, {"rids": rids})
        if row["n"]:
            raise InputError("links", "names a record of another agency")

    _filing(patch, check)


def id_reuse(patch: pytest.MonkeyPatch, _: Wired) -> None:
    def shared(self: IdMinter, _originator: str, dataset: str, reference: str) -> RecordId:
        return RecordId("r-" + self._digest("record", dataset, reference))

    patch.setattr(IdMinter, "record_id", shared)


# Bounds that count what is hidden.


def block_cap_counts_hidden(patch: pytest.MonkeyPatch, _: Wired) -> None:
    many, few = ResolutionStore.candidates, Resolver._few_candidates

    def cut(made: Mapping[RecordId, Sequence[tuple[RecordId, int]]]) -> Candidates:
        return {rid: sorted(others, key=lambda o: -o[1])[:2] for rid, others in made.items()}

    async def capped(self: ResolutionStore, blocks: Mapping[RecordId, BlockingKeys]) -> Candidates:
        return cut(await many(self, blocks))

    async def capped_few(self: Resolver, reading: Any) -> Candidates:
        return cut(await few(self, reading))

    patch.setattr(ResolutionStore, "candidates", capped)
    patch.setattr(Resolver, "_few_candidates", capped_few)


def hub_cap_counts_hidden(patch: pytest.MonkeyPatch, _: Wired) -> None:
    view, arrivals, few = ResolutionStore.view, ResolutionStore.arrivals, ResolutionStore.candidates_whole
    shared = _system("UNWIND $p.keys AS key MATCH (n:Record) WHERE n.key = key RETURN key, count(n) AS n")

    async def damped(self: ResolutionStore, made: Sequence[ResolvableRecord]) -> list[ResolvableRecord]:
        keys = sorted({s.key for r in made for s in r.linked})
        hubs = {row["key"] for row in await self._store.read(shared, {"keys": keys}) if row["n"] > 3}
        return [replace(r, linked=tuple(s for s in r.linked if s.key not in hubs)) for r in made]

    async def damped_view(self: ResolutionStore, ids: Iterable[str]) -> list[ResolvableRecord]:
        return await damped(self, await view(self, ids))

    async def damped_arrivals(self: ResolutionStore, **bounds: int) -> Arrivals:
        made = await arrivals(self, **bounds)
        if made.found is None:
            return made
        return replace(made, found=replace(made.found, records=await damped(self, made.found.records)))

    async def damped_whole(
        self: ResolutionStore, blocks: Mapping[RecordId, BlockingKeys], *, changed: Iterable[RecordId]
    ) -> tuple[Candidates, list[ResolvableRecord]]:
        made, records = await few(self, blocks, changed=changed)
        return made, await damped(self, records)

    patch.setattr(ResolutionStore, "view", damped_view)
    patch.setattr(ResolutionStore, "arrivals", damped_arrivals)
    patch.setattr(ResolutionStore, "candidates_whole", damped_whole)
