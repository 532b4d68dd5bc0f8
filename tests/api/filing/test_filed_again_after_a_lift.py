"""A victim's record is withdrawn, its claim is lifted, and it is filed as a victim's again: that is a claim again."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.sealing import VICTIM
from tests.api.seals.test_claims_outlive_records import PAGE
from tests.api.seals.test_filed_again_under_a_claim import file_as_victim, ingest, look, protecting, submit, withdraw
from tests.api.seals.test_protection import LIFT_CLAIM
from tests.world import World, record

pytestmark = pytest.mark.usefixtures("hits_stand", "as_documented")

SUSPECT = ("th-police", "t", "kh-police")


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def lift(desk: Desk, claim: str) -> None:
    done = desk.data(LIFT_CLAIM, token=protecting(desk, "kh-hotline"), id=claim, reason="withdrawn")["liftClaim"]
    assert done["userErrors"] == []
    desk.world.settle()


def claims(desk: Desk) -> list[Any]:
    page = desk.data(PAGE, token=protecting(desk, "kh-hotline"))["protectionClaims"]["edges"]
    return [edge["node"] for edge in page]


def file_victim(desk: Desk, folder: Path, way: str) -> None:
    """File her as a victim's again: by hand, by the file that held her, or by hand after a file that knows no roles."""
    token = protecting(desk, "kh-hotline")
    if way == "by a file":
        desk.world.file("kh-hotline", record("Person", "v", role="presumed-victim", **VICTIM))
        return
    if way == "after a file without roles":
        ingest(desk, "kh-hotline", folder)
        desk.world.settle()
        assert look(desk, *SUSPECT) is not None
    submit(desk, token, "PRESUMED_VICTIM")
    desk.world.settle()


@pytest.mark.long
@pytest.mark.parametrize("way", ["by hand", "by a file", "after a file without roles"])
@pytest.mark.parametrize("lifted", ["before", "after"])
def test_what_others_hold_of_her_is_sealed_again(desk: Desk, tmp_path: Path, lifted: str, way: str) -> None:
    file_as_victim(desk, "kh-hotline")
    desk.world.file("th-police", record("Person", "t", role="suspect", **VICTIM))
    [filing] = claims(desk)
    assert look(desk, *SUSPECT) is None
    if lifted == "before":
        lift(desk, filing["id"])
        assert withdraw(desk, "kh-hotline") == []
    else:
        assert withdraw(desk, "kh-hotline") == [filing["id"]]
        assert look(desk, *SUSPECT) is None, "the claim outlives her record"
        lift(desk, filing["id"])
    assert look(desk, *SUSPECT) is not None

    file_victim(desk, tmp_path, way)
    assert look(desk, *SUSPECT) is None
    assert look(desk, "th-police", "t", "th-police") is not None, "its own people keep it"
    old, anew = claims(desk)
    assert (old["id"], old["liftReason"]) == (filing["id"], "withdrawn")
    assert (anew["records"], anew["reason"], anew["liftedAt"]) == (filing["records"], "filed as a victim", None)
    assert withdraw(desk, "kh-hotline") == [anew["id"]]
    assert look(desk, *SUSPECT) is None


@pytest.mark.long
def test_a_claim_of_one_filed_again_is_lifted_as_any_and_her_file_does_not_bring_it_back(desk: Desk) -> None:
    file_as_victim(desk, "kh-hotline")
    desk.world.file("th-police", record("Person", "t", role="suspect", **VICTIM))
    lift(desk, *withdraw(desk, "kh-hotline"))
    token = protecting(desk, "kh-hotline")
    submit(desk, token, "PRESUMED_VICTIM")
    desk.world.settle()
    lift(desk, claims(desk)[-1]["id"])
    assert look(desk, *SUSPECT) is not None
    for sex in ("female", "male"):
        submit(desk, token, "PRESUMED_VICTIM", sex=sex)
        desk.world.settle()
    assert look(desk, *SUSPECT) is not None
    assert [bool(claim["liftedAt"]) for claim in claims(desk)] == [True, True]
    assert look(desk, "kh-hotline", "v", "kh-police") is None, "she stands as a victim's all the same"


@pytest.mark.long
def test_a_claim_that_was_lifted_from_a_record_that_never_went_stays_so(desk: Desk) -> None:
    file_as_victim(desk, "kh-hotline")
    desk.world.file("th-police", record("Person", "t", role="suspect", **VICTIM))
    lift(desk, claims(desk)[0]["id"])
    submit(desk, protecting(desk, "kh-hotline"), "PRESUMED_VICTIM", sex="female")
    desk.world.settle()
    assert look(desk, *SUSPECT) is not None
    assert len(claims(desk)) == 1


def test_filed_again_as_no_victim_she_is_claimed_by_nobody(desk: Desk) -> None:
    file_as_victim(desk, "kh-hotline")
    desk.world.file("th-police", record("Person", "t", role="suspect", **VICTIM))
    lift(desk, *withdraw(desk, "kh-hotline"))
    submit(desk, protecting(desk, "kh-hotline"), "WITNESS")
    desk.world.settle()
    assert look(desk, *SUSPECT) is not None
    assert [bool(claim["liftedAt"]) for claim in claims(desk)] == [True]
