"""An alert of a linkage says when what linked the two records is no longer there."""

import pytest

from api.cli.people import describe_alert
from tests.api.asking import Desk
from tests.api.sealing import judge
from tests.world import link, record, viewer

NUMBER, ANOTHER = "+66899999998", "+66899999997"
SUSPECT = {"birthDate": "1987-03-04", "nationality": "TH"}
ALERTS = "{ alerts { edges { node { kind stillLinked otherRecordId } } } }"


def told(desk: Desk, agency: str) -> dict[str, bool | None]:
    """Return by kind whether an agency's alerts say that the two records are still linked."""
    found = desk.data(ALERTS, token=desk.world.token(agency))["alerts"]["edges"]
    return {edge["node"]["kind"]: edge["node"]["stillLinked"] for edge in found}


def number(desk: Desk, agency: str, text: str) -> None:
    desk.world.file(agency, record("PhoneNumber", "n", number=text))


def person(desk: Desk, agency: str, name: str, **values: str) -> None:
    desk.world.file(
        agency,
        record("PhoneNumber", "n", number=NUMBER),
        record("Person", "p", name=name, role="suspect", **{**SUSPECT, **values}),
        link("USES", "p", "n"),
    )


@pytest.mark.parametrize("who", ["th-police", "kh-police"])
def test_a_corrected_number_is_told_of_as_no_longer_linked_on_both_sides(desk: Desk, who: str) -> None:
    number(desk, "th-police", NUMBER)
    number(desk, "kh-police", NUMBER)
    assert told(desk, "th-police") == told(desk, "kh-police") == {"PHONE_NUMBER": True}
    number(desk, who, ANOTHER)
    assert told(desk, "th-police") == told(desk, "kh-police") == {"PHONE_NUMBER": False}
    number(desk, who, NUMBER)
    assert told(desk, "th-police") == told(desk, "kh-police") == {"PHONE_NUMBER": True}


def test_a_number_that_can_no_longer_be_read_links_nothing(desk: Desk) -> None:
    number(desk, "th-police", NUMBER)
    number(desk, "kh-police", NUMBER)
    number(desk, "kh-police", "12")
    assert told(desk, "th-police") == {"PHONE_NUMBER": False}


@pytest.mark.long
def test_a_match_that_is_none_any_more_is_told_so_and_the_number_stays(desk: Desk) -> None:
    person(desk, "th-police", "สมชาย ใจดี")
    person(desk, "kh-police", "Somchai Jaidee")
    assert told(desk, "th-police") == {"PHONE_NUMBER": True, "PERSON": True}
    person(desk, "kh-police", "Wichit Busabasombat", birthDate="1961-10-12")
    assert told(desk, "th-police") == told(desk, "kh-police") == {"PHONE_NUMBER": True, "PERSON": False}


def test_a_number_on_a_person_that_is_corrected_links_nothing_any_more(desk: Desk) -> None:
    number(desk, "kh-police", NUMBER)
    desk.world.file("th-police", record("Person", "p", name="สมชาย ใจดี", role="suspect", phone=NUMBER, **SUSPECT))
    assert told(desk, "th-police") == {"PERSON": True}
    desk.world.file("th-police", record("Person", "p", name="สมชาย ใจดี", role="suspect", phone=ANOTHER, **SUSPECT))
    assert told(desk, "th-police") == {"PERSON": False}
    assert told(desk, "kh-police") == {"PHONE_NUMBER": False}


def test_a_judgement_changes_nothing_of_it(desk: Desk) -> None:
    number(desk, "th-police", NUMBER)
    number(desk, "kh-police", NUMBER)
    judge(desk, ("th-police", "n"), ("kh-police", "n"), "NEGATIVE", "kh-police")
    assert told(desk, "kh-police") == {"PHONE_NUMBER": True}


def test_the_line_of_an_alert_that_holds_no_more_says_so(desk: Desk) -> None:
    number(desk, "th-police", NUMBER)
    number(desk, "kh-police", NUMBER)
    number(desk, "kh-police", ANOTHER)
    app, run, who = desk.world.app, desk.world.run, viewer("th-police")
    [alert] = run(app.inbox.alerts(run(app.scope_for(who)), viewer=who))
    assert "; no longer linked: a record was corrected or closed since" in describe_alert(alert)
