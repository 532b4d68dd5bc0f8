"""The projection holds exactly one viewer's view, and nothing hidden leaves a mark on it."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j.time import Date

from api.bloom import ProjectionReport, ViewerClass
from api.bloom.nodes import OWN_PROPERTIES
from api.bootstrap import Application
from api.grants.orders import GrantOrder
from entity_resolution.views.entities import Entity
from entity_resolution.views.review import Explanation
from graph import IdMinter, PropertyClass, RecordId, load_ontology
from graph.grants import Grant, Grantee
from graph.parts import decode_part
from graph.store import (
    DESCRIBES,
    EVERY_LINK,
    MATCHES,
    MAY_BE_SAME_AS,
    REGISTRY,
    RecordLister,
    Store,
    VisibleLink,
    VisibleRecord,
)
from policies import Outcome, ViewerContext, load_bundle, read_audit
from tests.api.bloom.bloom_bench import KH_POLICE, MY_POLICE, SG_EXCHANGE, Bench, Graph, hidden_case, visible_case


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the API's own readers show one viewer."""

    records: list[VisibleRecord]
    entities: list[Entity]
    links: list[VisibleLink]
    waiting: list[Explanation]
    ids: ViewerClass


def view_of(bench: Bench, viewer: ViewerContext) -> View:
    """Return a viewer's view, asked for by the ids of everything that is stored."""
    stored = [r["rid"] for r in bench.on_shared("MATCH (n:Record) RETURN n.rid AS rid")]

    async def work(app: Application, _: Store) -> View:
        scope = await app.scope_for(viewer)
        records = await app.records.records(scope, stored)
        entities = {e.id: e for e in (await app.entities.entities_of(scope, stored)).values()}
        links = await app.records.links(scope, [r.id for r in records], limit=EVERY_LINK)
        return View(
            records=records,
            entities=list(entities.values()),
            links=links,
            waiting=await app.review.queue(scope),
            ids=ViewerClass(app.minter, viewer),
        )

    return bench.run(work)


def written_values(record: VisibleRecord) -> dict[str, object]:
    """Return the properties that a record shows, as they were written."""
    found: dict[str, object] = {}
    for name, values in (item for part in record.parts.values() for item in part.items()):
        found[name], *others = dict.fromkeys(v.raw for v in values)
        if others:
            found[f"other{name[0].upper()}{name[1:]}"] = others
    return found


def closed_to(records: Sequence[VisibleRecord]) -> list[str]:
    """Return what GraphQL marks as redacted on records of one kind: its closed classes, and none that it lacks."""
    classes = load_ontology().kind(records[0].kind).classes
    return [str(c) for c in PropertyClass if c in classes and any(c not in r.readable for r in records)]


def terms_of(link: VisibleLink) -> dict[str, object]:
    """Return what a link tells besides its ends, its dates, its note and a payment: as much as GraphQL does."""
    profile = load_bundle().registers.profiles[link.profile]
    open_classes = {"narrative": link.narrative_readable, "source": link.source_readable}
    found: dict[str, object] = {
        "originator": link.originator,
        "profile": profile.name,
        "tlp": str(profile.tlp),
        "caveats": sorted(map(str, profile.caveats)),
        "purposes": sorted(profile.purposes),
        "redacted": [name for name, is_open in open_classes.items() if not is_open],
    }
    return found if link.evaluation is None else {**found, "evaluation": link.evaluation}


def without_content(properties: Mapping[str, object]) -> dict[str, object]:
    """Return the properties of a link but its dates, its note and what a payment gave it."""
    content = {"since", "sinceText", "until", "untilText", "note", "amount", "amountCurrency", "paidAt", "paidAtText"}
    return {name: value for name, value in properties.items() if name not in content}


def ontology_values(properties: dict[str, Any]) -> dict[str, object]:
    return {name: value for name, value in properties.items() if name not in OWN_PROPERTIES}


def assert_projects(graph: Graph, view: View) -> None:
    """Assert that a target holds a view: no record, value, entity, link or match more or less."""
    ids = view.ids
    records = graph.labelled("Record")
    assert set(records) == {ids.record_id(r.id) for r in view.records}
    for record in view.records:
        found = records[ids.record_id(record.id)]
        assert ontology_values(found) == written_values(record)
        assert found["redacted"] == closed_to([record])
        assert found["originator"] == record.originator
        assert ("sourceReference" in found) == (record.provenance is not None)
    entities = graph.labelled("Entity")
    assert {i: e["redacted"] for i, e in entities.items()} == {
        ids.entity_id(e.id): closed_to(e.records) for e in view.entities
    }
    behind = {(r["source"], r["target"]) for r in graph.typed(DESCRIBES)}
    assert behind == {(ids.record_id(r.id), ids.entity_id(e.id)) for e in view.entities for r in e.records}
    entity_of = {r.id: ids.entity_id(e.id) for e in view.entities for r in e.records}
    links = sorted((r["type"], r["source"], r["target"]) for r in graph.relationships if r["type"].isupper())
    expected = [(link.type, entity_of[link.source_id], entity_of[link.target_id]) for link in view.links]
    told = [(r["type"], r["source"], r["target"], without_content(r["properties"])) for r in graph.relationships]
    assert [link for link, ends in zip(view.links, expected, strict=True) if (*ends, terms_of(link)) not in told] == []
    expected += [(DESCRIBES, a, b) for a, b in behind]
    decided = {(p.left_id, p.right_id): p.decision for e in view.entities for p in e.cluster.pairs if p.decision}
    decided |= {(w.left.id, w.right.id): w.decision for w in view.waiting}
    for (left, right), decision in decided.items():
        if decision.outcome != "none":
            source, target = sorted((ids.record_id(left), ids.record_id(right)))
            expected.append((MATCHES, source, target))
            assert {"bits": decision.bits, "outcome": str(decision.outcome)}.items() <= next(
                r["properties"] for r in graph.typed(MATCHES) if (r["source"], r["target"]) == (source, target)
            ).items()
    ends = {frozenset((entity_of[w.left.id], entity_of[w.right.id])) for w in view.waiting}
    assert {frozenset((r["source"], r["target"])) for r in graph.typed(MAY_BE_SAME_AS)} == ends
    expected += [(r["type"], r["source"], r["target"]) for r in graph.typed(MAY_BE_SAME_AS)]
    assert links == sorted(expected)


def hidden_texts(bench: Bench, view: View) -> set[str]:
    """Return every stored value, raw or normalised, that a view does not show, with every id of the shared store."""
    stored = bench.on_shared("MATCH (n:Record) RETURN n.rid AS rid, n {.*} AS n")
    everything = {
        text
        for row in stored
        for c in PropertyClass
        for values in decode_part(row["n"].get(str(c))).values()
        for v in values
        for text in (v.raw, v.value)
        if text
    }
    shown = {
        text
        for r in view.records
        for part in r.parts.values()
        for values in part.values()
        for v in values
        for text in (v.raw, v.value)
        if text
    }
    links = bench.on_shared("MATCH ()-[r]->() WHERE r.lid IS NOT NULL RETURN r {.*} AS r")
    seen = {text for link in view.links for text in (link.since, link.until, link.note) if text}
    of_links = {row["r"][k] for row in links for k in ("since", "until", "note", "reference") if row["r"].get(k)}
    internal = {row["rid"] for row in stored} | {row["r"]["lid"] for row in links}
    internal |= {str(row["n"]["component"]) for row in stored} | {row["n"]["digest"] for row in stored}
    return (everything - shown) | (of_links - seen) | internal


class TestView:
    @pytest.mark.parametrize("viewer", [KH_POLICE, MY_POLICE, SG_EXCHANGE], ids=lambda v: v.agency)
    def test_projection_is_exactly_the_view_that_the_api_reads(self, bench: Bench, viewer: ViewerContext) -> None:
        report = bench.project(viewer)
        view = view_of(bench, viewer)
        graph = bench.graph()
        assert_projects(graph, view)
        assert (report.records, report.entities) == (len(view.records), len(view.entities))
        assert (report.links, report.waiting) == (len(view.links), len(view.waiting))

    @pytest.mark.long
    def test_viewer_of_another_sector_gets_an_empty_projection(self, bench: Bench) -> None:
        report = bench.project(SG_EXCHANGE)
        assert dataclasses.replace(report, seconds=0.0, phrases=0, answers={}) == ProjectionReport(
            entities=0, records=0, links=0, matches=0, waiting=0, phrases=0, answers={}, seconds=0.0, withheld=0
        )
        assert set(report.answers.values()) == {0}
        assert bench.graph() == Graph(nodes=[], relationships=[])

    @pytest.mark.long
    def test_what_an_analyst_sees_of_one_person(self, held: Bench) -> None:
        person = next(p for p in held.graph().labelled("Person").values() if "th-police" in p["originators"])
        assert person["caption"] == "Somchai Jaidee"
        assert person["originators"] == ["kh-police", "th-police"]
        assert person["birthDate"] == Date(1987, 3, 4)
        assert person["nationality"] == "TH"
        assert person["names"] == ["สมชาย ใจดี", "Somchai Jaidee"]
        assert person["notes"] == "keeps the night shift"
        assert person["subjectRoles"] == ["suspect"]
        assert person["redacted"] == ["source"]
        assert "sourceDescription" not in person

    @pytest.mark.long
    def test_caption_is_what_the_viewers_own_agency_calls_it_in_latin_letters_if_it_can(self, bench: Bench) -> None:
        bench.project(KH_POLICE)
        own = next(p for p in bench.graph().labelled("Person").values() if p.get("name") == "សុខ វិចិត្រ")
        assert (own["caption"], own["names"]) == ("Sok Vichet", ["សុខ វិចិត្រ", "Sok Vichet"])
        assert own["identifiers"] == ["N01234567", "vichet@lotus.example"]
        bench.project(MY_POLICE)
        shared = next(p for p in bench.graph().labelled("Person").values() if "th-police" in p["originators"])
        assert shared["caption"] == "Somchai Jaidee"

    @pytest.mark.long
    def test_place_of_a_thing_is_not_its_name(self, held: Bench) -> None:
        site = next(s for s in held.graph().labelled("Site").values() if "locality" in s)
        assert (site["locality"], site["names"]) == ("Mae Ramat", ["Golden Lotus Park"])

    def test_closed_class_leaves_a_shell_with_marks_from_the_scope(self, held: Bench) -> None:
        shell = next(p for p in held.graph().labelled("Person").values() if p["originators"] == ["th-fiu"])
        assert shell["redacted"] == ["identity", "contact", "narrative", "source"]
        assert shell["caption"] == f"Person {shell['id'][-6:]}"
        assert ontology_values(shell) == {"address": "7 Invented Road"}

    def test_mark_of_redaction_names_no_class_that_the_kind_lacks(self, held: Bench) -> None:
        marks = {
            label: {tuple(n["redacted"]) for n in held.graph().labelled(label).values() if "th-fiu" in n["originators"]}
            for label in ("BankAccount", "Person")
        }
        assert marks == {
            "BankAccount": {("identity", "narrative", "source")},
            "Person": {("identity", "contact", "narrative", "source")},
        }
        classes = held.on_target("MATCH (p:Payment) UNWIND p.redacted AS c RETURN DISTINCT c ORDER BY c")
        assert [row["c"] for row in classes] == ["source"]

    def test_link_tells_who_evaluated_it_how_and_what_may_be_done_with_it(self, held: Bench) -> None:
        own, others, closed = held.on_target(
            "MATCH ()-[r:USES|OWNS]->() WHERE r.originator IN ['kh-police', 'th-fiu'] OR r.note IS NOT NULL "
            "RETURN properties(r) AS r ORDER BY r.originator <> 'kh-police', r.originator DESC"
        )
        assert own["r"] == {
            "originator": "kh-police", "evaluation": "B2", "profile": "law-enforcement", "tlp": "AMBER",
            "caveats": ["NO_ONWARD"], "purposes": own["r"]["purposes"], "redacted": [],
        }  # fmt: skip
        assert (others["r"]["tlp"], others["r"]["redacted"]) == ("AMBER", ["source"])
        assert "evaluation" not in others["r"]
        assert (closed["r"]["redacted"], "note" in closed["r"]) == (["narrative", "source"], False)

    @pytest.mark.long
    def test_what_a_grant_confides_to_the_viewer_is_not_copied(self, bench: Bench) -> None:
        fiu = dataclasses.replace(KH_POLICE, agency="th-fiu", subject="malee")
        before = bench.project(KH_POLICE), bench.graph().dump
        until = bench.marker().get("exactUntil")

        async def give(app: Application, _: Store) -> tuple[Grant, list[VisibleRecord]]:
            person = app.minter.record_id("th-fiu", "cases", "p1")
            order = GrantOrder(
                grantee=Grantee(agency="kh-police"),
                classes=frozenset({PropertyClass.IDENTITY}),
                purpose="investigation",
                reason="asked for in K-7",
                ends=datetime.now(UTC) + timedelta(days=1),
                records=(person,),
            )
            made = await app.grants.give(fiu, await app.scope_for(fiu), order)
            assert made is not None
            return made, await app.records.records(await app.scope_for(KH_POLICE), [person])

        async def revoke(app: Application, _: Store) -> Grant | None:
            return await app.grants.revoke(fiu, await app.scope_for(fiu), made.id)

        made, seen = bench.run(give)
        after = bench.project(KH_POLICE), bench.graph().dump
        # That a grant ends tomorrow would tell of it.
        assert bench.marker().get("exactUntil") == until
        bench.run(revoke)

        assert [sorted(r.readable) for r in seen] == [["financial", "identity", "location"]]
        assert (before[0].withheld, after[0].withheld) == (0, 1)
        assert before[1] == after[1]
        withheld = [
            e.entry for e in read_audit(bench.settings.audit) if e.entry.operation == "bloom projection withheld"
        ]
        assert [(e.outcome, list(e.record_ids)) for e in withheld] == [(Outcome.DENIED, [seen[0].id])]

    def test_pair_that_waits_for_a_human_joins_two_entities_and_the_records_that_are_alike(self, held: Bench) -> None:
        report = held.hold(KH_POLICE)
        graph = held.graph()
        (likeness,) = graph.typed(MAY_BE_SAME_AS)
        (match,) = [m for m in graph.typed(MATCHES) if m["properties"]["outcome"] == "review"]
        people = graph.labelled("Person")
        records = graph.labelled("Record")
        assert report.waiting == 1
        assert [people[likeness[end]]["caption"] for end in ("source", "target")] == ["Vuthy Keo", "Vuthy Keo"]
        assert likeness["properties"] == {"bits": match["properties"]["bits"], "strong": []}
        assert (match["properties"]["joins"], match["properties"]["judgement"]) == (False, "NO_JUDGEMENT")
        assert {records[match[end]]["originator"] for end in ("source", "target")} == {"kh-police", "th-police"}

    def test_victim_carries_the_notice_of_non_punishment(self, held: Bench) -> None:
        records = held.graph().labelled("Record").values()
        assert {r["subjectRole"] for r in records if "notice" in r} == {"presumed-victim"}

    def test_value_that_fails_its_rules_is_named(self, held: Bench) -> None:
        numbers = [r for r in held.graph().labelled("Record").values() if r["kind"] == "PhoneNumber"]
        assert [r["number"] for r in numbers if r["unverified"]] == ["12"]

    @pytest.mark.long
    def test_report_tells_how_many_rows_each_phrase_found(self, bench: Bench) -> None:
        report = bench.project(KH_POLICE)
        assert len(report.answers) == report.phrases == 11
        assert report.answers["what is advertised for $site"] == 5
        assert report.answers["who may be the same as $name"] == 4
        assert [text for text, rows in report.answers.items() if not rows] == []
        narrow = bench.project(MY_POLICE).answers
        assert narrow["things that several agencies know"] == narrow["who may be the same as $name"] == 0


class TestNonInterference:
    @pytest.mark.long
    def test_hidden_records_change_nothing_byte_for_byte(self, bench: Bench, tmp_path: Path) -> None:
        before_file, after_file = tmp_path / "before.json", tmp_path / "after.json"
        before_report = bench.project(KH_POLICE, perspective=before_file)
        before = bench.graph()
        bench.file(hidden_case)
        stored = bench.on_shared("MATCH (n:Record) RETURN count(n) AS n, count(n.key) AS keys")
        assert stored == [{"n": 29, "keys": 6}]
        after_report = bench.project(KH_POLICE, perspective=after_file)
        after = bench.graph()
        assert after.dump == before.dump
        assert dataclasses.replace(after_report, seconds=0) == dataclasses.replace(before_report, seconds=0)
        assert without_times(after_file) == without_times(before_file)

    def test_nothing_of_a_hidden_record_is_anywhere(self, bench: Bench, tmp_path: Path) -> None:
        bench.file(hidden_case)
        perspective = tmp_path / "perspective.json"
        bench.project(KH_POLICE, perspective=perspective)
        view, graph = view_of(bench, KH_POLICE), bench.graph()
        hidden = hidden_texts(bench, view)
        assert {"Veiled Heron", "Veiled Sparrow", "veiled remark", "opened with a borrowed card"} <= hidden
        texts = [*graph.texts(), *map(str, bench.marker().values())]
        assert not [(h, t) for h in hidden for t in texts if (h in t if len(h) > 5 else h == t)]
        assert not [h for h in hidden if len(h) > 5 and h in perspective.read_text()]

    def test_no_number_is_in_it_but_bits_and_what_was_filed(self, held: Bench) -> None:
        # So no compartment, component, counter or moment can be.
        graph = held.graph()
        numbers = [
            (name, value)
            for item in (*graph.nodes, *graph.relationships)
            for name, value in item["properties"].items()
            if isinstance(value, int | float) and not isinstance(value, bool)
        ]
        assert {name for name, _ in numbers} == {"bits", "amount", "count"}
        assert {value for name, value in numbers if name != "bits"} == {1500.0, 9800.5, 10_000.0, 3}

    def test_perspective_holds_no_value(self, bench: Bench, tmp_path: Path) -> None:
        perspective = tmp_path / "perspective.json"
        bench.project(KH_POLICE, perspective=perspective)
        text = perspective.read_text()
        names = {n for node in bench.graph().labelled("Entity").values() for n in node["names"] if len(n) > 2}
        assert "Golden Lotus Park" in names
        assert not [n for n in names if n in text]
        assert not [i for i in bench.graph().labelled("Entity") if i in text]


class TestIds:
    def test_two_classes_share_no_id(self, bench: Bench) -> None:
        bench.project(KH_POLICE)
        first = bench.graph()
        bench.project(MY_POLICE)
        second = bench.graph()
        shared = set(view_ids(bench, KH_POLICE)) & set(view_ids(bench, MY_POLICE))
        assert len(shared) == 17
        assert not set(first.labelled("Record")) & set(second.labelled("Record"))
        assert not set(first.labelled("Entity")) & set(second.labelled("Entity"))

    def test_a_class_gets_the_same_ids_again(self, bench: Bench) -> None:
        bench.project(KH_POLICE)
        first = bench.graph()
        bench.project(dataclasses.replace(KH_POLICE, subject="another", case_ref="K-9"))
        assert bench.graph().dump == first.dump

    @given(
        st.lists(st.sampled_from(["analyst", "duty-officer", "victim-support"]), unique=True),
        st.sampled_from(["investigation", "victim-protection"]),
        st.integers(0, 3),
        st.booleans(),
    )
    def test_ids_differ_exactly_where_policies_can_tell_viewers_apart(
        self, roles: list[str], purpose: str, clearance: int, case_named: bool
    ) -> None:
        minter = IdMinter(deployment_key=b"an invented key of thirty-two bytes")
        viewer = ViewerContext(
            agency="kh-police",
            subject="someone",
            roles=frozenset(roles),
            purpose=purpose,
            clearance=clearance,
            case_ref="any" if case_named else None,
        )
        same = (viewer.agency, viewer.roles, viewer.purpose, viewer.clearance, bool(viewer.case_ref)) == (
            KH_POLICE.agency,
            KH_POLICE.roles,
            KH_POLICE.purpose,
            KH_POLICE.clearance,
            bool(KH_POLICE.case_ref),
        )
        record = RecordId("r-1")
        ids = [ViewerClass(minter, v).record_id(record) for v in (viewer, KH_POLICE)]
        assert (ids[0] == ids[1]) == same
        assert ViewerClass(minter, viewer).entity_id(record) != ViewerClass(minter, viewer).record_id(record)


class TestListing:
    @pytest.mark.parametrize("size", [1, 2, 5, 1000])
    def test_pages_of_any_size_list_the_view_once_in_canonical_order(self, bench: Bench, size: int) -> None:
        async def work(app: Application, _: Store) -> list[str]:
            scope = await app.scope_for(KH_POLICE)
            return [r.id async for page in RecordLister(app.store).pages(scope, size=size) for r in page]

        assert bench.run(work) == view_ids(bench, KH_POLICE)

    def test_order_comes_from_the_index(self, bench: Bench) -> None:
        operators = bench.plan_on_shared(REGISTRY["list_records"].text)
        assert "NodeIndexSeekByRange@neo4j" in operators
        # Those of one batch, which came at one time, are put in order by their ids.
        assert [o for o in operators if "Sort" in o or "Top" in o or "Scan" in o] == ["PartialTop@neo4j"]


def view_ids(bench: Bench, viewer: ViewerContext) -> list[str]:
    return [r.id for r in view_of(bench, viewer).records]


def audited(bench: Bench) -> list[tuple[object, ...]]:
    return [
        (e.entry.operation, e.entry.agency, e.entry.case_ref, tuple(e.entry.record_ids))
        for e in read_audit(bench.settings.audit)
        if e.entry.operation == "bloom projection"
    ]


def without_times(path: Path) -> dict[str, Any]:
    """Return a perspective without the moments at which it was made."""

    def clean(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: clean(v) for k, v in value.items() if k not in {"createdAt", "lastEditedAt"}}
        if isinstance(value, list):
            return [clean(v) for v in value]
        return "tmpl" if isinstance(value, str) and value.startswith("tmpl:") else value

    found = clean(json.loads(path.read_text()))
    assert isinstance(found, dict)
    return found


def test_own_properties_never_shadow_the_ontologys() -> None:
    properties = {name for kind in load_ontology().kinds.values() for name in kind.properties}
    assert not OWN_PROPERTIES & properties


def test_cases_are_what_they_say(bench: Bench) -> None:
    async def work(app: Application, _: Store) -> int:
        return sum(len(case.records) for case in visible_case(app))

    assert bench.run(work) == 23
