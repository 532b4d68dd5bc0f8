"""An alert says what was judged of its pair, by the judgements that its reader sees and no others."""

import pytest

from api.cli.people import describe_alert
from tests.api.asking import Desk
from tests.api.sealing import judge
from tests.world import link, record, viewer

NUMBER = "+66899999998"
SUSPECT = {"birthDate": "1987-03-04", "nationality": "TH"}
ALERTS = "{ alerts { edges { node { kind judgement otherRecordId } } } }"


@pytest.fixture
def told(desk: Desk) -> Desk:
    """A desk of which each police was told of the other's number, and of a person that one of them releases."""
    for agency, name in (("th-police", "สมชาย ใจดี"), ("kh-police", "Somchai Jaidee")):
        desk.world.file(
            agency,
            record("PhoneNumber", "n", number=NUMBER),
            record("Person", "p", name=name, role="suspect", **SUSPECT),
            link("USES", "p", "n"),
        )
    return desk


def judged(desk: Desk, agency: str) -> dict[str, str | None]:
    """Return by kind what an agency's alerts say of the judgement."""
    found = desk.data(ALERTS, token=desk.world.token(agency))["alerts"]["edges"]
    return {edge["node"]["kind"]: edge["node"]["judgement"] for edge in found}


def test_an_alert_tells_the_effect_of_the_visible_judgements(told: Desk) -> None:
    nothing = {"PHONE_NUMBER": "NO_JUDGEMENT", "PERSON": None}
    assert judged(told, "th-police") == nothing
    judge(told, ("th-police", "n"), ("kh-police", "n"), "NEGATIVE", "kh-police")
    # The police of KH release no judgements.
    assert judged(told, "th-police") == nothing
    assert judged(told, "kh-police") == {"PHONE_NUMBER": "NEGATIVE", "PERSON": "NO_JUDGEMENT"}
    judge(told, ("th-police", "n"), ("kh-police", "n"), "POSITIVE", "th-police")
    assert judged(told, "th-police") == {"PHONE_NUMBER": "POSITIVE", "PERSON": None}
    assert judged(told, "kh-police") == {"PHONE_NUMBER": "UNSURE", "PERSON": "NO_JUDGEMENT"}


def test_a_judgement_of_a_person_who_is_not_in_sight_is_told_to_nobody_but_who_sees_both(told: Desk) -> None:
    judge(told, ("th-police", "p"), ("kh-police", "p"), "NEGATIVE", "kh-police")
    assert judged(told, "kh-police")["PERSON"] == "NEGATIVE"
    assert judged(told, "th-police")["PERSON"] is None


def test_the_line_of_a_refuted_alert_says_so(told: Desk) -> None:
    judge(told, ("th-police", "n"), ("kh-police", "n"), "NEGATIVE", "kh-police")
    app, run = told.world.app, told.world.run
    who = viewer("kh-police")
    alerts = run(app.inbox.alerts(run(app.scope_for(who)), viewer=who))
    assert sorted("; judged not to be one" in describe_alert(alert) for alert in alerts) == [False, True]
