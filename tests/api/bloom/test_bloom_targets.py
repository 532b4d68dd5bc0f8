"""A target that is not meant for a projection stays as it was, and one that fails is not left as if it were whole."""

import dataclasses
import shutil
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from api.bloom import (
    AskerGoneError,
    ConstrainedTargetError,
    ForeignTargetError,
    MixedTargetError,
    PhraseFailedError,
    Projector,
    SharedTargetError,
    ViewMovedError,
)
from api.bloom import projection as projection_module
from api.bootstrap import Application
from api.cli.bloom import _tell
from api.errors import AuthenticationError
from graph import Ontology, ReadScope, SubjectRole
from graph.errors import GraphError, StoreQueryError, StoreUnavailableError
from graph.store import (
    OwnLinkReader,
    ProjectionTakenOverError,
    ProjectionWriter,
    SearchPhrase,
    Store,
    TargetState,
    WriteBatch,
    remove_links,
)
from graph.store.bloom import projection as writer_module
from graph.store.bloom.phrases import PhraseParameter
from policies import AuditError, AuditLog, ClockError, Outcome, read_audit, shipped_bundle_folder
from tests.api.bloom.bloom_bench import KH_POLICE, MY_POLICE, Bench, Case, Filing
from tests.api.bloom.test_bloom_projection import assert_projects, audited, view_ids, view_of

# As the first version wrote: no `identifiers`, texts and lists where values have types now, an index of words of its own;
# and a kind and a type of link that the ontology no longer has.
OLDER_VERSION = (
    "CREATE CONSTRAINT benang_bloom_record IF NOT EXISTS FOR (n:Record) REQUIRE n.id IS UNIQUE",
    "CREATE FULLTEXT INDEX benang_bloom_search IF NOT EXISTS FOR (n:Entity) ON EACH [n.caption]",
    "CREATE INDEX benang_bloom_gadget_caption IF NOT EXISTS FOR (n:Gadget) ON (n.caption)",
    "CREATE (:BenangProjection {name: 'bloom', state: 'ready', builtAt: '2026-11-25T10:00:00+00:00'})",
    "UNWIND ['0f3a', '1e2b'] AS end WITH end + reduce(s = '', n IN range(1, 28) | s + 'a') AS digest "
    "CREATE (:Entity:Gadget {id: 'entity-' + digest, kind: 'Gadget', caption: 'A', amount: ['1', '2'], redacted: []})"
    "<-[:DESCRIBES]-(:Record {id: 'record-' + digest, kind: 'Gadget', originator: 'th-police', receivedOn: '2026-11-25'})",
    "MATCH (a:Record), (b:Record) WHERE a.id < b.id CREATE (a)-[:MATCHES {bits: 3.0}]->(b)",
    "MATCH (a:Gadget), (b:Gadget) WHERE a.id < b.id CREATE (a)-[:SOLD_WITH {since: '2026'}]->(b)",
)


class TestTargets:
    def test_shared_store_is_refused_and_stays_as_it_was(self, bench: Bench) -> None:
        before = shared_counts(bench)

        async def work(app: Application, _: Store) -> None:
            await Projector(app, KH_POLICE, app.store).project(perspective=None)

        with pytest.raises(SharedTargetError):
            bench.run(work)
        assert shared_counts(bench) == before

    def test_another_deployments_store_is_refused(self, bench: Bench) -> None:
        bench.on_target("CREATE (:Schema {name: 'benang', version: 1})")
        with pytest.raises(SharedTargetError):
            bench.project(KH_POLICE)
        assert bench.graph().nodes == [{"labels": ["Schema"], "properties": {"name": "benang", "version": 1}}]
        assert bench.marker() == {}

    def test_somebody_elses_data_is_refused_and_stays_as_it_was(self, bench: Bench, tmp_path: Path) -> None:
        bench.on_target("CREATE (:Film {title: 'The red thread'})-[:BY]->(:Director)")
        before = bench.graph().dump
        entries = audited(bench)
        with pytest.raises(ForeignTargetError):
            bench.project(KH_POLICE, perspective=tmp_path / "none.json")
        assert bench.graph().dump == before
        assert bench.marker() == {}
        assert not (tmp_path / "none.json").exists()
        assert audited(bench) == entries

    @pytest.mark.parametrize(
        "others",
        [
            "CREATE (:Customer {name: 'not ours'})-[:BOUGHT]->(:Product {sku: 1})",
            "CREATE (:Record {id: 'r-1', title: 'The red thread'})-[:BY]->(:Entity {id: 7})",
            "MATCH (p:Person) WITH p LIMIT 1 CREATE (p)<-[:ABOUT]-(:CaseFile)-[:KEPT_BY]->(:Officer {name: 'not ours'})",
            "MATCH (m:BenangProjection) CREATE (m)<-[:BESIDE]-(:Customer)",
        ],
        ids=["alone", "of our labels", "behind what is joined", "at the marker"],
    )
    def test_somebody_elses_data_beside_a_projection_is_refused_and_stays_as_it_was(
        self, bench: Bench, tmp_path: Path, others: str
    ) -> None:
        bench.project(KH_POLICE)
        bench.on_target(others)
        before = (bench.graph().dump, bench.marker())
        entries = audited(bench)
        with pytest.raises(MixedTargetError, match="the target holds data beside an earlier projection"):
            bench.project(MY_POLICE, perspective=tmp_path / "none.json")
        assert (bench.graph().dump, bench.marker()) == before
        assert list(tmp_path.iterdir()) == []
        assert audited(bench) == entries

    def test_what_others_write_while_a_projection_is_replaced_stays(self, bench: Bench) -> None:
        class Joined(Projector):
            async def _list(self, scope: ReadScope) -> Any:
                if not bench.on_target("MATCH (n:Customer) RETURN n"):
                    bench.on_target("CREATE (:Customer)-[:BOUGHT]->(:Product)")
                return await super()._list(scope)

        async def work(app: Application, target: Store) -> None:
            await Joined(app, MY_POLICE, target).project(perspective=None)

        bench.project(KH_POLICE)
        bench.run(work)
        assert bench.on_target("MATCH (:Customer)-[r:BOUGHT]->(:Product) RETURN count(r) AS n") == [{"n": 1}]
        bench.on_target("MATCH (n:Customer|Product) DETACH DELETE n")
        assert_projects(bench.graph(), view_of(bench, MY_POLICE))

    @pytest.mark.long
    def test_projection_of_an_older_version_is_replaced_whole(self, bench: Bench) -> None:
        bench.project(KH_POLICE)
        new, indexes = bench.graph(), index_names(bench)
        bench.clear_target()
        for statement in OLDER_VERSION:
            bench.on_target(statement)
        bench.project(KH_POLICE)
        assert bench.graph().dump == new.dump
        assert index_names(bench) == indexes
        assert set(bench.marker()) == {"name", "state", "builtAt", "policyVersion", "exactUntil"}

    @pytest.mark.parametrize("projected_before", [False, True])
    def test_constraints_of_somebody_else_are_refused_before_anything_is_written(
        self, bench: Bench, projected_before: bool
    ) -> None:
        if projected_before:
            bench.project(KH_POLICE)
        before = (bench.graph().dump, bench.marker())
        entries = audited(bench)
        # Of one node each, which no two persons of a view satisfy.
        bench.on_target("CREATE CONSTRAINT foreign FOR (n:Person) REQUIRE n.sex IS UNIQUE")
        try:
            with pytest.raises(ConstrainedTargetError, match="the target has constraints that no projection"):
                bench.project(KH_POLICE)
        finally:
            bench.on_target("DROP CONSTRAINT foreign")
        assert (bench.graph().dump, bench.marker()) == before
        assert audited(bench) == entries

    @pytest.mark.long
    def test_constraints_of_bloom_are_no_obstacle(self, bench: Bench) -> None:
        bench.on_target("CREATE CONSTRAINT blooms FOR (n:_Bloom_Scene_) REQUIRE n.id IS UNIQUE")
        try:
            bench.project(KH_POLICE)
        finally:
            bench.on_target("DROP CONSTRAINT blooms")
        assert bench.marker()["state"] == "ready"

    @pytest.mark.long
    def test_what_bloom_keeps_is_no_obstacle_and_survives_a_rebuild(self, bench: Bench) -> None:
        bench.on_target("CREATE (:_Bloom_Perspective_ {id: '1'})-[:_Bloom_HAS_SCENE_]->(:_Bloom_Scene_ {id: '2'})")
        bench.project(KH_POLICE)
        bench.project(KH_POLICE)
        kept = bench.on_target("MATCH (p:_Bloom_Perspective_)-[:_Bloom_HAS_SCENE_]->(s) RETURN p.id + s.id AS ids")
        assert kept == [{"ids": "12"}]

    @pytest.mark.long
    def test_rebuild_replaces_the_earlier_projection_and_what_was_added_to_it(self, bench: Bench) -> None:
        bench.project(MY_POLICE)
        narrow = bench.graph()
        indexes = index_names(bench)
        bench.project(KH_POLICE)
        bench.on_target("MATCH (p:Person) SET p.remark = 'mine' CREATE (p)-[:KNOWS]->(:Note {text: 'mine'})")
        bench.project(MY_POLICE)
        assert bench.graph().dump == narrow.dump
        assert index_names(bench) == indexes
        assert index_labels(bench) == {"Entity", "Record", *(label for n in narrow.nodes for label in n["labels"])}
        assert bench.marker()["state"] == "ready"
        assert set(bench.marker()) == {"name", "state", "builtAt", "policyVersion", "exactUntil"}

    @pytest.mark.long
    def test_interrupted_build_is_marked_and_built_anew_by_the_next_run(self, bench: Bench) -> None:
        class Interrupted(Projector):
            async def _write_matches(self) -> int:
                raise KeyboardInterrupt

        async def interrupted(app: Application, target: Store) -> None:
            await Interrupted(app, KH_POLICE, target).project(perspective=None)

        with pytest.raises(KeyboardInterrupt):
            bench.run(interrupted)
        assert bench.marker()["state"] == "building"
        assert bench.graph().labelled("Record")
        bench.project(KH_POLICE)
        assert bench.marker()["state"] == "ready"
        assert_projects(bench.graph(), view_of(bench, KH_POLICE))

    def test_run_that_was_overtaken_writes_no_more(self, bench: Bench) -> None:
        async def work(app: Application, target: Store) -> TargetState:
            first = ProjectionWriter(target, app.ontology, run="first")
            second = ProjectionWriter(target, app.ontology, run="second")
            await first.begin()
            await second.begin()
            with pytest.raises(ProjectionTakenOverError):
                await first.write_entities([])
            with pytest.raises(ProjectionTakenOverError):
                await first.finish({})
            return await second.inspect()

        assert bench.run(work) is TargetState.BUILDING


class TestSafety:
    def test_audit_entry_names_the_records_before_anything_is_written(self, bench: Bench) -> None:
        bench.project(KH_POLICE)
        entry = audited(bench)[-1]
        assert entry == ("bloom projection", "kh-police", "K-7", tuple(sorted(view_ids(bench, KH_POLICE))))

    def test_without_an_audit_entry_nothing_is_written(self, bench: Bench, tmp_path: Path) -> None:
        closed = AuditLog(tmp_path, node="closed")
        closed.close()

        async def work(app: Application, target: Store) -> None:
            blind = dataclasses.replace(app, foundation=dataclasses.replace(app.foundation, audit=closed))
            await Projector(blind, KH_POLICE, target).project(perspective=None)

        with pytest.raises(AuditError):
            bench.run(work)
        assert bench.graph().nodes == []
        assert bench.marker() == {}

    @pytest.mark.long
    def test_record_that_closes_meanwhile_empties_the_target(self, bench: Bench, tmp_path: Path) -> None:
        def filed(app: Application, profile: str) -> Case:
            return Filing(app, "th-police", profile).record("late", "Site", name="Copper Lotus Park").case

        class Overtaken(Projector):
            async def _write_links(self, scope: ReadScope, view: Any, told: Any) -> int:
                await self._app.writer.write(filed(self._app, "hit-only").batch)
                return await super()._write_links(scope, view, told)

        async def work(app: Application, target: Store) -> None:
            await app.writer.write(filed(app, "law-enforcement").batch)
            await Overtaken(app, KH_POLICE, target).project(perspective=tmp_path / "none.json")

        with pytest.raises(ViewMovedError):
            bench.run(work)
        assert bench.graph().nodes == []
        assert bench.marker()["state"] == "building"
        assert not (tmp_path / "none.json").exists()

    @pytest.mark.parametrize("how", ["narrowed", "withdrawn"])
    def test_link_that_closes_after_it_was_written_empties_the_target(self, bench: Bench, how: str) -> None:
        """The records at its ends stay open as they were."""

        def filed(app: Application, profile: str) -> Case:
            filing = Filing(app, "th-police", profile)
            filing.record("a", "Site", name="Copper Lotus Park").record("b", "Site", name="Iron Lotus Park")
            return filing.link("MOVED_TO", "a", "b", note="told by an informant", since="2026-01-02").case

        async def close(app: Application) -> None:
            if how == "narrowed":
                await app.writer.write(WriteBatch(links=filed(app, "hit-only").links))
                return
            own = await app.scope_for(replace(KH_POLICE, agency="th-police"))
            [link] = filed(app, "law-enforcement").links
            links = await OwnLinkReader(app.store, app.ontology).own_in_view(own, [link.id])
            await app.store.write(
                lambda tx: remove_links(tx, "th-police", links, registry=app.registry, ontology=app.ontology)
            )

        async def first(app: Application, _: Store) -> None:
            await app.writer.write(filed(app, "law-enforcement").batch)

        bench.run(first)
        with pytest.raises(ViewMovedError):
            bench.run(lambda app, target: overtaken(app, target, close))
        assert bench.graph().nodes == []
        assert bench.marker()["state"] == "building"

    # Before the entry, before the only page of entities, before that of links, and before and behind the last look.
    @pytest.mark.parametrize("asked", [1, 4, 2, 3, 5])
    def test_token_that_ends_meanwhile_leaves_nothing_and_is_in_the_trail(
        self, bench: Bench, tmp_path: Path, asked: int
    ) -> None:
        asks = iter(range(1, asked))

        def confirm() -> None:
            if next(asks, None) is None:
                raise AuthenticationError("the token has expired")

        async def work(app: Application, target: Store) -> None:
            await Projector(app, KH_POLICE, target, confirm=confirm).project(perspective=tmp_path / "none.json")

        bench.project(MY_POLICE)
        before, entries = (bench.graph().dump, bench.marker()), len(audited(bench))
        told = "the token has expired" + "" if asked == 1 else "while the view was projected; the target was emptied"
        with pytest.raises(AuthenticationError if asked == 1 else AskerGoneError, match=told):
            bench.run(work)
        if asked == 1:
            assert ((bench.graph().dump, bench.marker()), len(audited(bench))) == (before, entries)
        else:
            assert (bench.graph().nodes, bench.marker()["state"]) == ([], "building")
        assert list(tmp_path.iterdir()) == []
        last = [e.entry for e in read_audit(bench.settings.audit)][-1]
        assert (last.operation, last.outcome) == ("bloom projection (answer withheld)", Outcome.DENIED)
        assert (last.record_ids, last.agency) == ((), "kh-police")

    def test_clock_that_is_set_meanwhile_empties_the_target(self, bench: Bench) -> None:
        """What is open by a time that nobody believes is not known to be open."""

        async def set_back(app: Application) -> None:
            app.clock.now()
            app.clock._read = lambda: datetime.now(UTC) - timedelta(days=400)

        with pytest.raises(ClockError, match="was set back"):
            bench.run(lambda app, target: overtaken(app, target, set_back))
        assert bench.graph().nodes == []
        assert bench.marker()["state"] == "building"

    def test_policy_that_is_exchanged_meanwhile_is_asked(self, bench: Bench, tmp_path: Path) -> None:
        """The command is no serving process, which would put it in force by itself."""
        policy = shutil.copytree(shipped_bundle_folder(), tmp_path / "policy")
        settings = replace(bench.settings, policy=policy)

        async def exchange(_: Application) -> None:
            pack = policy / "packs/th/pack.cedar"
            closed = '@id("th.nobody")\nforbid (principal, action, resource)\nwhen { resource.originator == Party::"th-police" };\n\n'
            pack.write_text(f"{closed}{pack.read_text(encoding='utf-8')}", encoding="utf-8")

        with pytest.raises(ViewMovedError):
            Bench(settings, bench.shared, bench.target).run(lambda app, target: overtaken(app, target, exchange))
        assert bench.graph().nodes == []

    def test_what_is_withdrawn_behind_the_last_look_came_after_what_was_built(self, bench: Bench) -> None:
        looked: list[datetime] = []

        class Slow(Projector):
            async def _check_view(self, scope: ReadScope, view: Any) -> None:
                looked.append(datetime.now(UTC))
                await super()._check_view(scope, view)

        async def work(app: Application, target: Store) -> None:
            await Slow(app, KH_POLICE, target).project(perspective=None)

        bench.run(work)
        [at] = looked
        assert datetime.fromisoformat(bench.marker()["builtAt"]) <= at

    @pytest.mark.long
    def test_seal_that_closes_a_name_alone_empties_the_target(self, bench: Bench) -> None:
        """Whom it protects is not in view, and the shared account stands under the terms that it had."""
        her = {
            "name": "Anong Siriwattana",
            "birthDate": "1999-04-05",
            "nationality": "TH",
            "passportNumber": "AA1234567",
        }

        async def first(app: Application, _: Store) -> None:
            open_filing = Filing(app, "th-police", "law-enforcement")
            open_filing.record("acc", "BankAccount", number="123-4-56780-9", holderName=her["name"])
            open_filing.record("s", "Person", SubjectRole.SUSPECT, name="Prasert Wongsa").link("OWNS", "s", "acc")
            await app.writer.write(open_filing.case.batch)
            closed = Filing(app, "th-police", "originator-controlled").record("v", "Person", SubjectRole.SUSPECT, **her)
            await app.writer.write(closed.case.batch)
            account, person = open_filing.case.records["acc"], closed.case.records["v"]
            both = Filing(app, "th-police", "originator-controlled").record("v", "Person", SubjectRole.SUSPECT, **her)
            both.record("acc", "BankAccount", number="123-4-56780-9", holderName=her["name"]).link("OWNS", "v", "acc")
            assert {account.id, person.id} == {r.id for r in both.case.records.values()}
            await app.writer.write(WriteBatch(links=both.case.links))
            await app.settle()

        async def close(app: Application) -> None:
            victim = Filing(app, "kh-hotline", "victim-protection").record(
                "h", "Person", SubjectRole.PRESUMED_VICTIM, **her
            )
            await app.writer.write(victim.case.batch)
            await app.settle()

        bench.run(first)
        with pytest.raises(ViewMovedError):
            bench.run(lambda app, target: overtaken(app, target, close))
        assert bench.graph().nodes == []

    def test_phrase_that_fails_is_an_error_and_leaves_no_file(
        self, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(_: Ontology, __: object) -> list[SearchPhrase]:
            return [SearchPhrase(text="what is broken", description="", cypher="MATCH (n RETURN n")]

        monkeypatch.setattr(projection_module, "search_phrases", broken)
        with pytest.raises(PhraseFailedError, match=r"`what is broken` fails on the target with `Neo\.ClientError"):
            bench.project(KH_POLICE, perspective=tmp_path / "none.json")
        assert list(tmp_path.iterdir()) == []
        assert bench.marker()["state"] == "building"

    @pytest.mark.long
    @pytest.mark.parametrize("error", [StoreQueryError("phrase", "Neo.Broken"), StoreUnavailableError("gone")])
    def test_phrase_that_fails_leaves_nothing_that_closed_meanwhile(
        self, bench: Bench, tmp_path: Path, error: GraphError
    ) -> None:
        def filed(app: Application, profile: str) -> Case:
            return Filing(app, "th-police", profile).record("late", "Site", name="Copper Lotus Park").case

        class Fails(ProjectionWriter):
            async def run_phrase(self, phrase: SearchPhrase) -> int | None:
                raise error

        async def work(app: Application, target: Store) -> None:
            await app.writer.write(filed(app, "law-enforcement").batch)
            projector = Overtaken(app, KH_POLICE, target)
            projector._writer = Fails(target, app.ontology, run="fails")
            await projector.project(perspective=tmp_path / "none.json")

        class Overtaken(Projector):
            async def _run_phrases(self, phrases: Iterable[SearchPhrase]) -> dict[str, int | None]:
                await self._app.writer.write(filed(self._app, "hit-only").batch)
                return await super()._run_phrases(phrases)

        with pytest.raises(ViewMovedError):
            bench.run(work)
        assert bench.graph().nodes == []
        assert list(tmp_path.iterdir()) == []

    def test_suggestion_that_takes_too_long_refuses_no_projection_and_is_told(
        self, bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        endless = "MATCH (n:Entity) UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b WITH n, count(*) AS c"

        def slow(_: Ontology, __: object) -> list[SearchPhrase]:
            name = PhraseParameter(name="name", label="Entity", beside=endless)
            return [SearchPhrase(text="slow $name", description="", cypher="RETURN $name", parameters=(name,))]

        monkeypatch.setattr(projection_module, "search_phrases", slow)
        monkeypatch.setattr(writer_module, "_SUGGESTION_TIMEOUT_SECONDS", 0.3)
        report = bench.project(KH_POLICE, perspective=tmp_path / "view.json")
        assert (report.phrases, report.answers) == (1, {"slow $name": None})
        assert "slow $name" in (tmp_path / "view.json").read_text(encoding="utf-8")
        assert bench.marker()["state"] == "ready"
        _tell(report, None)
        assert capsys.readouterr().out.splitlines()[1:] == ["not tried: slow $name"]


async def overtaken(app: Application, target: Store, by: Callable[[Application], Awaitable[None]]) -> None:
    """Project what kh-police sees; something closes after all is written and before the view is looked at again."""

    class Overtaken(Projector):
        async def _run_phrases(self, phrases: Iterable[SearchPhrase]) -> dict[str, int | None]:
            await by(self._app)
            return await super()._run_phrases(phrases)

    await Overtaken(app, KH_POLICE, target).project(perspective=None)


def shared_counts(bench: Bench) -> list[dict[str, Any]]:
    # Each process that opens the store marks in it how far its trail is.
    return bench.on_shared(
        "MATCH (n) WHERE NOT n:TrailMark OPTIONAL MATCH (n)-[r]->() RETURN labels(n) AS l, count(DISTINCT n) AS n, count(r) AS r ORDER BY l"
    )


def index_names(bench: Bench) -> list[str]:
    return [r["name"] for r in bench.on_target("SHOW INDEXES YIELD name RETURN name ORDER BY name")]


def index_labels(bench: Bench) -> set[str]:
    rows = bench.on_target(
        "SHOW INDEXES YIELD name, labelsOrTypes WHERE name STARTS WITH 'benang' RETURN labelsOrTypes"
    )
    return {label for row in rows for label in row["labelsOrTypes"]} - {"BenangProjection"}
