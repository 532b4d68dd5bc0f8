"""What a field costs in a document goes by what it asks of the store: nothing that asks for as much is free."""

from collections import Counter
from typing import Any

import pytest

from api.graphql.limits import PRICES
from graph.store import Store
from tests.api.asking import Desk
from tests.world import World, link, record

WHO = {"name": "Qanarywit Zzyzxsombat", "birthDate": "1980-05-06", "nationality": "TH", "role": "suspect"}
# What each asks beside the compartments, which every answer asks for.
ASKED = {
    "whyMatched": {"records": 1, "linked_selectors": 2, "sharers": 1},
    "comparePair": {"records": 1, "linked_selectors": 3, "sharers": 2, "members": 1},
    "judgementPreview": {"members": 1, "linked_selectors": 1, "sharers": 1},
    "judge": {"records": 2, "linked_selectors": 4, "sharers": 3, "members": 2},
}
DOCUMENTS = {
    "whyMatched": "query($a: ID!, $b: ID!) { whyMatched(left: $a, right: $b) { worth } }",
    "comparePair": "query($a: ID!, $b: ID!) { comparePair(left: $a, right: $b) { together } }",
    "judgementPreview": "query($a: ID!, $b: ID!) { judgementPreview(left: $a, right: $b, value: UNSURE) { changes } }",
    "judge": """mutation($a: ID!, $b: ID!) { judge(input: {left: $a, right: $b, value: UNSURE, reason: "r"}) {
      preview { changes } } }""",
}


@pytest.fixture
def pair(world: World) -> tuple[str, str]:
    """Return two records of an agency that are one, by a number that each is linked to."""
    items = [record("Person", "a", **WHO), record("Person", "b", **WHO)]
    numbers = [record("PhoneNumber", f"n{name}", number="+66891234598") for name in "ab"]
    left, right, *_ = world.file("th-police", *items, *numbers, *(link("USES", name, f"n{name}") for name in "ab"))
    return str(left), str(right)


def test_what_weighs_a_pair_is_priced_by_what_it_asks(
    world: World, pair: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, asked, read = Desk(world), Counter[str](), Store.read

    async def counted(self: Store, statement: Any, *given: Any, **more: Any) -> Any:
        asked[statement.name] += 1
        return await read(self, statement, *given, **more)

    monkeypatch.setattr(Store, "read", counted)
    found = {}
    for field, document in DOCUMENTS.items():
        asked.clear()
        assert desk.data(document, token=world.token("th-police"), a=pair[0], b=pair[1])[field] is not None
        found[field] = {name: count for name, count in asked.items() if name != "all_compartments"}
    assert found == ASKED
    # A preview groups the entities of both ends twice, which takes longer than what it reads.
    assert PRICES["whyMatched"] < PRICES["judgementPreview"] == PRICES["comparePair"] < PRICES["judge"]
