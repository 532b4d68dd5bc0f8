"""A grantee that reads its grants page by page meets each, also one that a second person approves later."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.api.asking import Desk
from tests.world import record

GIVE = "mutation($input: GrantInput!) { grant(input: $input) { grant { id standing } userErrors { code } } }"
APPROVE = "mutation($id: ID!) { approveGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
REVOKE = "mutation($id: ID!) { revokeGrant(input: {id: $id}) { grant { standing } userErrors { code } } }"
LIST = """query($side: GrantSide!, $after: String, $first: Int! = 20) { grants(side: $side, first: $first, after: $after) {
  edges { cursor node { id } } } }"""


def give(desk: Desk, rid: object, standing: str, **terms: str) -> str:
    """Let the Thai police open a record to the Khmer police; return the grant's id."""
    given = {
        **terms,
        "agency": "kh-police",
        "classes": ["IDENTITY"],
        "purpose": "investigation",
        "reason": "asked for",
        "records": [rid],
        "until": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
    }
    made = desk.data(GIVE, token=desk.world.token("th-police"), input=given)["grant"]["grant"]
    assert made["standing"] == standing
    return str(made["id"])


def listed(desk: Desk, agency: str, side: str, **page: Any) -> list[tuple[str, str]]:
    found = desk.data(LIST, token=desk.world.token(agency), side=side, **page)["grants"]["edges"]
    return [(edge["node"]["id"], edge["cursor"]) for edge in found]


@pytest.mark.parametrize("first", [1, 20])
def test_a_grant_that_is_approved_later_stands_behind_what_was_read(desk: Desk, first: int) -> None:
    """Its time is to come, so the view stays as it was. The giver's list has each from the first.

    One that was taken back instead never opened anything, and its grantee never hears of it.
    """
    file = desk.world.file
    [kept] = file(
        "th-police", record("Person", "a", name="Wichit Busabasombat", role="suspect"), profile="victim-protection"
    )
    [one] = file(
        "th-police", record("Person", "b", name="Somchai Jaidee", role="suspect"), profile="originator-controlled"
    )
    begins = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    proposed, live = give(desk, kept, "PROPOSED", **{"from": begins}), give(desk, one, "ACTIVE")
    dropped = give(desk, kept, "PROPOSED")
    [(seen, cursor)] = listed(desk, "kh-police", "RECEIVED", first=first)
    assert seen == live

    approver = desk.world.token("th-police", "duty-officer")
    assert desk.data(REVOKE, token=approver, id=dropped)["revokeGrant"]["grant"] == {"standing": "REVOKED"}
    assert desk.data(APPROVE, token=approver, id=proposed)["approveGrant"]["userErrors"] == []

    told = listed(desk, "kh-police", "RECEIVED", after=cursor)
    assert [grant for grant, _ in told] == [proposed]
    assert listed(desk, "kh-police", "RECEIVED", after=told[0][1]) == []
    assert [grant for grant, _ in listed(desk, "kh-police", "RECEIVED")] == [live, proposed]
    assert [grant for grant, _ in listed(desk, "th-police", "GIVEN")] == [proposed, live, dropped]
