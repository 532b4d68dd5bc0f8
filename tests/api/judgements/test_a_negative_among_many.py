"""A NEGATIVE between two of many that agree alike: what stands then, what is asked, and how the two people are parted."""

from typing import Any

import pytest

from tests.api.asking import Desk
from tests.world import record

HELD = {"x0": "kh-police", "x1": "kh-police", "y0": "th-police", "y1": "th-police"}
JUDGE = """mutation($l: ID!, $r: ID!, $v: JudgementValue!) { judge(input: {left: $l, right: $r, value: $v, reason: "r"}) {
  userErrors { code } } }"""
ENTITY = "query($id: ID!) { entity(id: $id) { records { id } } }"
QUEUE = "{ reviewQueue(first: 50) { edges { node { left { id } right { id } } } } }"


class Review:
    """Four records of one name, birth date and number, in the eyes of the Khmer police."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._token = desk.world.token("kh-police")
        for reference, agency in HELD.items():
            desk.world.file(agency, person(reference))
        self._ids = {name: str(desk.world.id(agency, name)) for name, agency in HELD.items()}
        self._names = {rid: name for name, rid in self._ids.items()}

    def judge(self, left: str, right: str, value: str) -> None:
        told = self._desk.data(JUDGE, token=self._token, l=self._ids[left], r=self._ids[right], v=value)
        assert told["judge"]["userErrors"] == []

    def entities(self) -> set[frozenset[str]]:
        found = (self._desk.data(ENTITY, token=self._token, id=rid)["entity"] for rid in self._ids.values())
        return {frozenset(self._names[r["id"]] for r in entity["records"]) for entity in found}

    def waiting(self) -> set[frozenset[str]]:
        edges = self._desk.data(QUEUE, token=self._token)["reviewQueue"]["edges"]
        return {frozenset(self._names[e["node"][side]["id"]] for side in ("left", "right")) for e in edges}


def person(reference: str) -> Any:
    facts = {"birthDate": "1979-09-10", "nationality": "TH", "phone": "+66855555551"}
    return record("Person", reference, name="Prasert Thammasiri", role="suspect", **facts)


def of(*groups: str) -> set[frozenset[str]]:
    return {frozenset(group.split()) for group in groups}


@pytest.mark.long
def test_the_rest_stays_one_and_two_positives_part_it(desk: Desk) -> None:
    review = Review(desk)
    assert review.entities() == of("x0 x1 y0 y1")
    review.judge("x0", "y0", "NEGATIVE")
    assert review.entities() == of("x0", "y0", "x1 y1")
    assert review.waiting() == of("x0 y1", "x1 y0", "x0 x1", "y0 y1")
    review.judge("x0", "x1", "POSITIVE")
    assert review.entities() == of("x0 x1 y1", "y0")
    assert review.waiting() >= of("y0 y1")
    review.judge("y0", "y1", "POSITIVE")
    assert review.entities() == of("x0 x1", "y0 y1")
