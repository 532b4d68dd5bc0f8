"""Worlds in which selectors in sight exchange closed keys: made of nothing else, and an alert that names one is found."""

from pathlib import Path

import pytest

from api.alerts.sight import AlertSight
from api.noninterference import Hiding, Plan, Report, Session, scratch_application
from api.noninterference import session as sessions
from api.noninterference.exchanges import exchanged, exchanged_worlds
from api.noninterference.trial import Trial
from api.noninterference.verdicts import Check
from api.noninterference.worlds import Filing, link, record, world_of
from graph import SubjectRole, load_ontology
from graph.store import StoreLease
from policies import ViewerContext, load_bundle, shipped_bundle_folder
from tests.conftest import Loop
from tests.world import settings_in

KINDS = load_ontology().kinds
BUNDLE = load_bundle(shipped_bundle_folder())
# It sees the numbers of au-fiu without what they are.
READER = ViewerContext(
    agency="au-police", subject="a", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-1"
)
SEED = 2  # of a world with two numbers of au-fiu's of which the reader's agency holds one


def test_of_each_terms_closed_keys_in_sight_change_places_and_nothing_else_does() -> None:
    hiding = Hiding.of(READER, BUNDLE, KINDS)
    items = (
        record("PhoneNumber", "x", number="+61412345678", batch="shop 4"),
        record("Person", "w", role=SubjectRole.SUSPECT, name="Mary Smith", phone="+61412345678"),
        record("PhoneNumber", "y", number="+61498765432"),
        link("USES", "w", "x"),
    )
    filings = [
        Filing(originator=originator, profile="law-enforcement", items=items) for originator in ("au-fiu", "au-police")
    ]
    [made, own] = exchanged(filings, hiding, KINDS)
    assert own == filings[1], "its own are open to it"
    x, w, y, uses = made.items
    assert (w, uses) == (items[1], items[3])
    assert [dict(r.properties)["number"] for r in (x, y)] == [["+61498765432"], ["+61412345678"]]  # type: ignore[union-attr]
    assert exchanged([made, own], hiding, KINDS) == filings


def test_viewers_who_see_no_selector_without_its_key_need_no_further_world() -> None:
    telco = ViewerContext(
        agency="my-telco", subject="b", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-1"
    )
    hidings = [Hiding.of(viewer, BUNDLE, KINDS) for viewer in (READER, telco, READER)]
    world = world_of(BUNDLE, hidings[:1], seed=SEED)
    [found] = exchanged_worlds(world, hidings, KINDS)
    assert found.viewers == [0, 2]


def run(loop: Loop, lease: StoreLease, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    """Ask for alerts in worlds with closed keys exchanged, and run none of the other checks."""

    async def nothing(*_: object) -> list[object]:
        return []

    async def no_answers(_: Trial) -> dict[str, bytes]:
        return {}

    monkeypatch.setattr(Trial, "run", nothing)
    monkeypatch.setattr(Trial, "first_answers", no_answers)
    monkeypatch.setattr(sessions, "second_worlds", nothing)

    def opened() -> object:
        return scratch_application(settings_in(folder), lease, may_empty=True)

    return loop.run(Session(opened, [READER], Plan(examples=1, seed=SEED, records=4)).run())  # type: ignore[arg-type]


@pytest.mark.long
def test_nothing_is_found_in_the_product(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = run(loop, neo4j_lease, tmp_path, monkeypatch)
    assert [str(f) for f in report.findings] == []
    assert (report.checks, report.sealed) == ({Check.TWO_RUN}, 0)


@pytest.mark.long
def test_an_alert_that_names_a_selector_whose_key_is_closed_is_found(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(AlertSight, "names_other", lambda _self, _scope, notice, _match: notice.other_id is not None)
    report = run(loop, neo4j_lease, tmp_path, monkeypatch)
    assert report.findings
    assert {f.question.partition("(")[0] for f in report.findings} == {"query { q0: alerts"}
