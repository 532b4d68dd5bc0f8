"""What is filed again as another kind of thing: what was told, withheld, matched or judged of the one is not of the other.

Everything is invented.
"""

import pytest

import api.alerts.notices
from graph.store import Access, Template
from ingest import SubmittedRecord
from tests.api.alerts.test_renewed_alerts import RETRACT
from tests.api.asking import Desk
from tests.world import World, record

ALERTS = "{ alerts { edges { node { otherAgency { code } strength } } } }"
_SAME = {"name": "Wichit Busabasombat", "birthDate": "1979-02-03", "passportNumber": "AA1234567", "nationality": "TH"}
_COMPANY = {"name": "Quite Another Trading Ltd"}
_NOTICES = "MATCH (x:Notice) RETURN x.agency AS agency, x.strength AS strength ORDER BY agency"

_PUT_BACK = Template(name="put_back", access=Access.WRITE, text="UNWIND $p.kept AS row CREATE (x:Notice) SET x = row")


def told(world: World, agency: str) -> list[object]:
    """Return what an agency's duty officer is told of."""
    found: list[object] = Desk(world).data(ALERTS, token=world.token(agency, "duty-officer"))["alerts"]["edges"]
    return found


def test_a_bank_is_told_of_no_customer_by_filing_the_reference_again_as_a_company(world: World) -> None:
    world.file("th-police", record("Person", "s", role="suspect", **_SAME))
    world.file("kh-bank", record("Person", "c", **_SAME))
    assert (told(world, "kh-bank"), told(world, "th-police")) == ([], [])
    world.file("kh-bank", record("Organization", "c", **_COMPANY))
    assert (told(world, "kh-bank"), told(world, "th-police"), world.query(_NOTICES)) == ([], [], [])


@pytest.mark.long
def test_a_bank_is_told_of_nobody_where_a_notice_outlives_a_kind(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as before:  # notices of earlier versions told police of a bank's customers
        before.setattr(api.alerts.notices, "may_tell_of_likeness", lambda *_: True)
        world.file("th-police", record("Person", "s", role="suspect", **_SAME))
        world.file("kh-bank", record("Person", "c", **_SAME))
    kept = world.query("MATCH (x:Notice) RETURN x {.*} AS x")
    world.file("kh-bank", record("Organization", "c", **_COMPANY))
    # As the notice matcher writes it that read the ends just before.
    world.run(world.app.store.write(lambda tx: tx.run(_PUT_BACK, {"kept": [row["x"] for row in kept]})))
    assert len(world.query(_NOTICES)) == 2
    assert (told(world, "kh-bank"), told(world, "th-police")) == ([], [])
    world.file("kh-bank", record("Person", "c", **_SAME))
    assert (told(world, "kh-bank"), told(world, "th-police")) == ([], [])


@pytest.mark.long
def test_a_notice_that_outlives_a_kind_keeps_nothing_quiet_once_both_are_of_one_kind_again(world: World) -> None:
    world.file("th-police", record("Person", "s", role="suspect", **_SAME))
    world.file("kh-police", record("Person", "c", **_SAME))
    kept = world.query("MATCH (x:Notice) RETURN x {.*} AS x")
    world.file("kh-police", record("Organization", "c", **_COMPANY))
    world.run(world.app.store.write(lambda tx: tx.run(_PUT_BACK, {"kept": [row["x"] for row in kept]})))
    assert (told(world, "kh-police"), told(world, "th-police")) == ([], [])
    world.file("kh-police", record("Person", "c", **_SAME))
    assert [len(told(world, agency)) for agency in ("kh-police", "th-police")] == [1, 1]


def test_no_match_is_told_whose_end_became_another_kind_before_the_notice(world: World) -> None:
    world.file("th-police", record("Person", "s", role="suspect", **_SAME), settle=False)
    world.file("kh-police", record("Person", "o", role="suspect", **_SAME), settle=False)
    world.run(world.app.resolver.drain())
    assert world.query("MATCH ()-[m:MATCH {positive: true}]->() RETURN count(m) AS n") == [{"n": 1}]
    world.file("kh-police", record("Organization", "o", **_COMPANY), settle=False)
    assert world.query("MATCH ()-[m:MATCH]->() RETURN count(m) AS n") == [{"n": 0}]
    world.settle()
    assert (told(world, "kh-police"), told(world, "th-police"), world.query(_NOTICES)) == ([], [], [])


def test_two_kinds_that_carry_one_number_are_told_of_as_before(world: World) -> None:
    world.file("th-police", record("Person", "s", role="suspect", name="Wichit Busabasombat", phone="+66812345678"))
    world.file("kh-police", record("Organization", "o", phone="+66812345678", **_COMPANY))
    assert [len(told(world, agency)) for agency in ("th-police", "kh-police")] == [1, 1]


def test_a_judgement_of_two_persons_joins_no_person_with_a_company(world: World) -> None:
    mine, other = world.file("th-police", record("Person", "s", **_SAME), record("Person", "o", name="Vichit B."))
    token = world.token("th-police", "analyst")
    judge = "mutation($input: JudgeInput!) { judge(input: $input) { userErrors { code } } }"
    given = {"left": mine, "right": other, "value": "POSITIVE", "reason": "one passport"}
    assert Desk(world).data(judge, token=token, input=given) == {"judge": {"userErrors": []}}
    world.settle()
    of = "query($id: ID!) { entity(id: $id) { kind records { id } } }"
    assert len(Desk(world).data(of, token=token, id=mine)["entity"]["records"]) == 2
    world.file("th-police", record("Organization", "o", **_COMPANY))
    assert [r["id"] for r in Desk(world).data(of, token=token, id=mine)["entity"]["records"]] == [mine]


@pytest.mark.parametrize("how", ["another kind", "withdrawn"])
@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        (record("PhoneNumber", "own", number="+66899999998"), ("PhoneNumber", {"number": "+66899999998"})),
        (record("Person", "own", role="suspect", **_SAME), ("Person", {"role": "suspect", **_SAME})),
        (
            record("PhoneNumber", "own", number="+66899999998"),
            ("Person", {"name": "Vichit B.", "phone": "+66899999998"}),
        ),
    ],
    ids=["one number", "one person", "a number that is carried"],
)
def test_who_was_told_of_what_is_gone_is_told_of_what_stands_beside_it(
    world: World, mine: SubmittedRecord, theirs: tuple[str, dict[str, str]], how: str
) -> None:
    kind, values = theirs
    world.file("th-police", mine)
    for reference in ("first", "second"):
        world.file("kh-police", record(kind, reference, **values))
    assert len(told(world, "th-police")) == 1
    [notice] = world.query("MATCH (x:Notice {agency: 'th-police'}) RETURN x.other AS other")
    first = "first" if notice["other"] == world.id("kh-police", "first") else "second"
    if how == "withdrawn":
        Desk(world).data(RETRACT, token=world.token("kh-police"), ids=[notice["other"]])
        world.settle()
    else:
        world.file("kh-police", record("Organization", first, **_COMPANY))
    assert len(told(world, "th-police")) == 1
    [notice] = world.query("MATCH (x:Notice {agency: 'th-police'}) RETURN x.other AS other")
    assert notice["other"] == world.id("kh-police", {"first": "second", "second": "first"}[first])
