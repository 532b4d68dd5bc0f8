"""What is filed again under a profile that no policy opens to those who had it is recalled from them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from graph.store import OwnRecord
from policies import Disclosure, Exposure, Receipt
from tests.api.asking import Desk
from tests.api.recalling import ISSUED, LOOK, NAME, RECALLS, nodes
from tests.world import World, link, record

RECORDS = (
    record("Person", "p", name=NAME, nationality="PH"),
    record("PhoneNumber", "n", number="+639175570202"),
    record("Site", "s", name="Blue Orchid Shelter", locality="Kampot", country="KH"),
    link("USES", "p", "n"),
)


@pytest.fixture
def desk(world: World) -> Desk:
    """A hotline has filed a caller's mother, her number and a shelter for the police, who looked at all three."""
    world.file("kh-hotline", *RECORDS)
    desk = Desk(world)
    for reference in "pns":
        assert looked_at(desk, reference)
    return desk


def looked_at(desk: Desk, reference: str, agency: str = "kh-police") -> bool:
    rid = desk.world.id("kh-hotline", reference)
    return desk.data(LOOK, token=desk.world.token(agency), id=rid)["record"] is not None


def told(desk: Desk, agency: str = "kh-police") -> list[tuple[str, str]]:
    found = nodes(desk.data(RECALLS, token=desk.world.token(agency), open=True), "recalls")
    return sorted((notice["recordId"], notice["cause"]) for notice in found)


def narrowed(desk: Desk, *references: str) -> list[tuple[str, str]]:
    return sorted((desk.world.id("kh-hotline", reference), "NARROWED") for reference in references)


def test_whoever_had_what_no_policy_shows_them_any_more_is_told_once(desk: Desk) -> None:
    desk.world.file("kh-hotline", *RECORDS, profile="victim-protection")
    # Where the shelter lies is open to police under the new profile too.
    assert [looked_at(desk, reference) for reference in "pns"] == [False, False, True]
    assert told(desk) == narrowed(desk, "p", "n")
    desk.world.file(
        "kh-hotline",
        record("Person", "p", name=NAME, nationality="PH", notes="a caller's mother"),
        profile="victim-protection",
    )
    assert told(desk) == narrowed(desk, "p", "n")
    assert told(desk, "my-police") == []
    issued = nodes(desk.data(ISSUED, token=desk.world.token("kh-hotline")), "issuedRecalls")
    assert sorted((recall["recordId"], recall["outstanding"]) for recall in issued) == sorted(
        (desk.world.id("kh-hotline", reference), 1) for reference in "pn"
    )


def test_a_record_that_becomes_a_victims_is_recalled_from_nobody(desk: Desk) -> None:
    """It would tell that there is something about it: who lost it by the seal is not told."""
    victim = record("Person", "p", name=NAME, nationality="PH", role="presumed-victim")
    desk.world.file("kh-hotline", victim, profile="victim-protection")
    assert not looked_at(desk, "p")
    assert told(desk) == []


def test_what_is_open_again_when_it_is_looked_at_is_recalled_from_nobody(desk: Desk) -> None:
    desk.world.file("kh-hotline", *RECORDS, profile="victim-protection", settle=False)
    desk.world.file("kh-hotline", *RECORDS)
    assert told(desk) == []


def test_who_was_shown_it_by_a_grant_is_not_asked_for_what_policies_close(desk: Desk) -> None:
    """The grant shows it on."""
    app, rid = desk.world.app, desk.world.id("kh-hotline", "p")
    terms = app.accountability.recalls._narrowings._terms()
    [stands] = desk.world.run(app.accountability.recalls._records.own_records("kh-hotline", [rid]))
    assert isinstance(stands, OwnRecord)

    def is_wider(exposure: Exposure, grant: str | None) -> bool:
        shown = Disclosure(
            originator="kh-hotline", record_ids=(rid,), profile="law-enforcement", exposure=exposure, grant=grant
        )
        receipt = Receipt(
            originator="kh-hotline", index=0, time=app.clock.now() - timedelta(days=1), agency="kh-police", actor="a",
            purpose="investigation", case_ref="T-1", operation="record", policy_version="v", disclosures=(shown,),
            erased=0,
        )  # fmt: skip
        return bool(terms.by_sight(receipt, replace(stands, profile="victim-protection"), sealed=False))

    assert is_wider(Exposure.SHOWN, None)
    assert is_wider(Exposure.EXPORTED, None)
    assert not is_wider(Exposure.SHOWN, "g-1")
    assert not is_wider(Exposure.NOTIFIED, None)
