"""No grant tells which record of a held block a claim touches: of none of them is one given before the review."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.api.audit.test_denials import is_denied
from tests.api.filing.test_filed_links import (
    BLOCK,
    HER_PLACE,
    documents,
    is_sealed,
    people,
    release,
    submit,
    told,
    uses,
)
from tests.api.filing.test_filed_persons import SUBMIT, SUBMIT_LINKED, claimed_desk, file, persons
from tests.api.sealing import PROTECTION
from tests.world import World, link, record

GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id } userErrors { code } } }"
APPROVE = "mutation approve($id: ID!) { approveGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"


@pytest.fixture
def desk(world: World, tmp_path: Path) -> Desk:
    return claimed_desk(world, tmp_path)


def order(desk: Desk, *references: str, **changed: Any) -> dict[str, Any]:
    """Return a grant of th-police's records to kh-police that opens nothing before its time."""
    now = datetime.now(UTC)
    return {
        "agency": "kh-police",
        "classes": ["IDENTITY"],
        "purpose": "investigation",
        "reason": "case T-1",
        "from": (now + timedelta(days=300)).isoformat(),
        "until": (now + timedelta(days=301)).isoformat(),
        "records": [desk.world.id("th-police", reference) for reference in references],
        **changed,
    }


def refused(desk: Desk, *references: str, **changed: Any) -> str:
    """Return why a grant was refused; nothing was written, and the trail says denied and names no record."""
    answer = is_denied(desk, GIVE, desk.world.token("th-police"), input=order(desk, *references, **changed))
    body = json.loads(answer)
    assert body["data"] == {"grant": None}
    return str(body["errors"][0]["message"])


def given(desk: Desk, *references: str, **changed: Any) -> bool:
    answer = desk.ask(GIVE, token=desk.world.token("th-police"), input=order(desk, *references, **changed))
    return "errors" not in answer


def test_every_grant_that_names_one_of_a_held_block_is_refused_alike(desk: Desk) -> None:
    """By halves, eight grants named the claimed one among three hundred."""
    desk.world.file("th-police", record("Person", "free", name="Wichit Busabasombat", role="suspect"))
    held = file(desk, "th-police", persons(BLOCK))
    assert held is not None and is_sealed(desk)
    her, others = f"p{HER_PLACE}", [f"p{at}" for at in BLOCK if at != HER_PLACE]
    protecting = {"agency": "kh-hotline", "purpose": "victim-protection"}
    tried: list[tuple[list[str], dict[str, Any]]] = [([her], {}), (others[:1], {}), (others, {}), ([*others, her], {})]
    tried += [([her], protecting), (others[:1], protecting), (["free", others[0]], {})]
    answers = {refused(desk, *named, **changed) for named, changed in tried}
    assert answers == {
        "argument `records` names one that waits for the review of a filing; try again once it is released"
    }
    assert given(desk, "free")
    release(desk, held)
    assert given(desk, *others) and not given(desk, her)


@pytest.mark.long
def test_neither_is_what_a_seal_would_close_with_her(desk: Desk) -> None:
    """The number, company and payment of each of a held block, though none of these is held."""
    world, someone = desk.world, next(at for at in BLOCK if at != HER_PLACE)
    held = file(desk, "th-police", persons(BLOCK))
    for at in (HER_PLACE, someone):
        world.file(
            "th-police",
            record("PhoneNumber", f"n{at}", number=f"+668{at * 7919:08d}"[:12]),
            record("BankAccount", f"a{at}", number=f"{at * 7919:010d}", bank="BKKBTHBK", country="TH"),
            record("Organization", f"o{at}", name=f"Rung Ruang {at} Trading"),
            record("Payment", f"t{at}", amount="100 THB", paidAt="2026-05-06"),
            record("Organization", f"c{at}", name=f"Siam Nakha {at} Holding"),
            record("Organization", f"d{at}", name=f"Lotus Bay {at} Trading"),
            record("PhoneNumber", f"m{at}", number=f"+668{at * 6007:08d}"[:12]),
            record("Site", f"s{at}", name=f"Golden Park {at}", country="KH"),
            record("Report", f"r{at}", title=f"Case {at}"),
            *(link("USES", f"p{at}", f"{x}{at}") for x in "nas"),
            link("SUBJECT_OF", f"p{at}", f"r{at}"),
            link("OWNS", f"o{at}", f"c{at}"),
            link("OWNS", f"c{at}", f"d{at}"),
            link("USES", f"d{at}", f"m{at}"),
            link("OWNS", f"p{at}", f"o{at}"),
            link("HELD_AT", f"p{at}", f"s{at}"),
            link("TRANSFERRED_TO", f"a{at}", f"t{at}"),
        )
    assert held is not None and is_sealed(desk)
    for kind in "naotcdm":
        assert {given(desk, f"{kind}{at}") for at in (HER_PLACE, someone)} == {False}, kind
    # No seal closes a site or a report, whoever stands in it.
    for kind in "sr":
        assert {given(desk, f"{kind}{at}") for at in (HER_PLACE, someone)} == {True}, kind


@pytest.mark.long
def test_a_hotline_grants_its_own_victims_though_their_passports_are_neighbours(desk: Desk) -> None:
    """They are closed by its own word, whoever else claims them: a grant of them tells nothing, and is urgent."""
    world, token = desk.world, desk.world.token("kh-hotline", *PROTECTION)
    for filed in (documents(BLOCK), persons(BLOCK, role="PRESUMED_VICTIM")):
        found = desk.data(SUBMIT, token=token, records=filed, profile="victim-protection")["submitRecords"]
        assert found["heldCheck"] is not None
    desk.data(SUBMIT_LINKED, token=token, records=[], links=uses(BLOCK))
    world.settle()
    protecting = {"agency": "th-police", "purpose": "victim-protection"}
    for kind in "pd":
        own = [world.id("kh-hotline", f"{kind}{at}") for at in BLOCK]
        answer = desk.ask(GIVE, token=token, input=order(desk, **protecting, records=own))
        assert "errors" not in answer, answer


@pytest.mark.long
def test_a_proposal_is_approved_of_none_that_is_held_since(desk: Desk) -> None:
    """Else proposals that stand before the block is filed would answer for it: the claimed one has moved."""
    someone = next(at for at in BLOCK if at != HER_PLACE)
    without = [{**item, "properties": item["properties"][:2]} for item in persons(BLOCK)]
    for item in without:
        item["properties"][0] = {"name": "name", "values": ["Kraisorn Boonmee"]}
    assert file(desk, "th-police", without, "victim-protection") is None
    token, proposed = desk.world.token("th-police"), []
    for at in (HER_PLACE, someone):
        made = desk.data(GIVE, token=token, input=order(desk, f"p{at}"))["grant"]
        proposed.append(made["grant"]["id"])
    assert file(desk, "th-police", persons(BLOCK), "victim-protection") is not None
    second = desk.world.token("th-police", "analyst+supervisor")
    answers = {is_denied(desk, APPROVE, second, id=one) for one in proposed}
    assert len(answers) == 1 and b"review of a filing" in answers.pop()


@pytest.mark.long
def test_who_is_linked_to_a_held_document_is_granted_after_its_review(desk: Desk) -> None:
    held = submit(desk, [*people(BLOCK), *documents(BLOCK)], uses(BLOCK))
    assert told(desk) == ([], [])
    assert {given(desk, f"{kind}{at}") for kind in "pd" for at in BLOCK} == {False}
    release(desk, held)
    assert [at for at in BLOCK if not given(desk, f"p{at}")] == [HER_PLACE]
