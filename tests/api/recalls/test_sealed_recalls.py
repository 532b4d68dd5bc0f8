"""A seal widens no recall: it is read by who had the record, and by who could see it, before the seal or now."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from graph.store import Access, Template, migrate
from tests.api.asking import Desk
from tests.api.recalling import LOOK, NARROW, RETRACT
from tests.api.recalls.test_recall_readers import ANSWER, GIVE, listed, read
from tests.api.sealing import PROTECTION, VICTIM
from tests.world import World, record

ANALYST = ("kh-police", "analyst")
COLLEAGUES = (("kh-police", "duty-officer"), ("kh-police", "policy-officer"))
ELSEWHERE = (("kh-police", "analyst", "border-control"), ("kh-police", "duty-officer", "victim-protection"))
HIDDEN = "originator-controlled"
SUPERVISOR = "analyst+supervisor"
OLDER = """MATCH (c:Recall) SET c.before = null WITH count(*) AS all
  MATCH (x:RecallNotice) SET x.in_sight = null, x.told = CASE WHEN $p.kept THEN x.told END
  WITH count(*) AS all MATCH (s:Schema {name: 'benang'}) SET s.version = 61"""


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def suspect(desk: Desk, *, role: str = "suspect", profile: str = "law-enforcement", **values: str) -> str:
    said = {**VICTIM, **values}
    [rid] = desk.world.file("th-police", record("Person", "p", role=role, **said), profile=profile)
    return rid


def seen(desk: Desk, rid: str, *who: str) -> bool:
    return desk.data(LOOK, token=desk.world.token(*who), id=rid)["record"] is not None


def seal(desk: Desk, how: str) -> None:
    """Let a hotline say that she is a victim, or the police by how they file her."""
    if how == "by a hotline":
        her = record("Person", "h", role="presumed-victim", **VICTIM)
        desk.world.file("kh-hotline", her, profile="victim-protection")
    else:
        suspect(desk, role="presumed-victim")
    desk.world.settle()


def recall(desk: Desk, rid: str, act: str, *, profile: str = "law-enforcement") -> None:
    """Withdraw, narrow or correct her record under its profile, as those of the police who may."""
    token = desk.world.token("th-police", f"{PROTECTION[0]}+{SUPERVISOR}", PROTECTION[1])
    if act == "withdrawn":
        assert desk.data(RETRACT, token=token, ids=[rid], erase=False)["retractRecords"]["userErrors"] == []
    elif act == "narrowed":
        assert desk.data(NARROW, token=token, ids=[rid], profile=HIDDEN)["narrowRecords"]["userErrors"] == []
    elif act == "filed narrower":
        suspect(desk, profile=HIDDEN)
    else:
        suspect(desk, name="Anong Siriwatana", profile=profile)
    desk.world.settle()
    desk.world.run(desk.world.app.accountability.step())


def told(desk: Desk, *who: str) -> list[str]:
    return [notice["recordId"] for notice in listed(desk, *who)]


def give(desk: Desk, rid: str) -> None:
    """Let the police open a record to one officer of Cambodia's."""
    given: dict[str, Any] = {
        **{"agency": "kh-police", "person": "analyst of kh-police", "classes": ["IDENTITY"], "reason": "asked for"},
        **{"purpose": "investigation", "until": (datetime.now(UTC) + timedelta(days=7)).isoformat(), "records": [rid]},
    }
    done = desk.data(GIVE, token=desk.world.token("th-police", SUPERVISOR), input=given)["grant"]
    assert done == {"grant": {"standing": "ACTIVE"}, "userErrors": []}


@pytest.mark.parametrize("act", ["withdrawn", "corrected"])
def test_who_had_what_was_sealed_is_told_and_no_colleague_to_whom_it_never_was_open(desk: Desk, act: str) -> None:
    rid = suspect(desk, profile=HIDDEN)
    give(desk, rid)
    assert seen(desk, rid, *ANALYST)
    others = (*COLLEAGUES, *ELSEWHERE)
    assert not any(seen(desk, rid, *who) for who in others)
    seal(desk, "by a hotline")
    before = [read(desk, *who) for who in others]
    recall(desk, rid, act, profile=HIDDEN)
    assert told(desk, *ANALYST) == [rid]
    assert [read(desk, *who) for who in others] == before

    # By its id it is not there for them either, nothing changes, and the trail says that they were refused.
    [mine] = listed(desk, *ANALYST)
    for who in others:
        done = desk.data(ANSWER, token=desk.world.token(*who), id=mine["id"])["acknowledgeRecall"]
        assert done == {"notice": None, "userErrors": [{"code": "NOT_FOUND"}]}
        assert desk.trail()[-1].entry.outcome == "denied"
    assert listed(desk, *ANALYST) == [mine]


@pytest.mark.parametrize(
    ("how", "act"),
    [
        ("by a hotline", "withdrawn"),
        ("by a hotline", "corrected"),
        ("by a hotline", "narrowed"),
        ("by a hotline", "filed narrower"),
        ("as she is filed", "withdrawn"),
        ("as she is filed", "narrowed"),
    ],
)
def test_colleagues_to_whom_it_was_open_before_the_seal_are_told_and_nobody_else(
    desk: Desk, how: str, act: str
) -> None:
    rid = suspect(desk)
    assert seen(desk, rid, *ANALYST)
    seal(desk, how)
    recall(desk, rid, act)
    # None of these looked.
    assert [told(desk, *who) for who in COLLEAGUES] == [[rid]] * len(COLLEAGUES)
    assert told(desk, *ANALYST) == [rid]
    assert [told(desk, *who) for who in ELSEWHERE] == [[]] * len(ELSEWHERE)
    # A worker that looks once more for late answers leaves it so.
    desk.world.run(desk.world.app.accountability.recalls.complete())
    assert told(desk, *ELSEWHERE[0]) == []


@pytest.mark.long
@pytest.mark.parametrize("how", ["by a hotline", "as she is filed"])
def test_recalls_of_an_older_store_are_told_to_the_same_where_it_knows_who_had_the_record(desk: Desk, how: str) -> None:
    rid = suspect(desk)
    assert seen(desk, rid, *ANALYST)
    seal(desk, how)
    recall(desk, rid, "withdrawn")
    for kept in (True, False):
        older = Template(name="older", access=Access.WRITE, text=OLDER)
        desk.world.run(desk.world.app.store.run_alone(older, {"kept": kept}))
        assert told(desk, *ELSEWHERE[0]) == [rid]
        desk.world.run(migrate(desk.world.app.store, desk.world.app.ontology))
        assert told(desk, *ELSEWHERE[0]) == ([] if kept else [rid])
        assert [told(desk, *who) for who in (ANALYST, *COLLEAGUES)] == [[rid]] * 3
