"""What others keep apart waits in the queue up to a bound, and nothing hidden takes its place there."""

from collections.abc import Iterator

import pytest

from entity_resolution.views import beside_others, review
from ingest import SubmittedRecord
from tests.api.asking import Desk
from tests.world import World, link, record

NAME, OTHER = "Wichit Busabasombat", "Kittisak Phromnok"
NUMBER, MAIL = "+66899999998", "wichit.b@lotus.example"
QUEUE = "{ reviewQueue(first: 100) { edges { node { left { id } right { id } } } } }"
HIDDEN = "originator-controlled"


@pytest.fixture
def desk(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Yield a desk whose queue looks at three pairs, and reads two at once."""
    monkeypatch.setattr(review, "MAX_BESIDE_OTHERS", 3)
    monkeypatch.setattr(beside_others, "_PAIRS_A_PORTION", 2)
    yield Desk(world)


def suspect(ref: str, **values: str) -> SubmittedRecord:
    return record("Person", ref, role="suspect", **values)


def file_one_that_fits_two(world: World) -> None:
    """File D, which fits A by a number and C by an address; the two have other birth dates."""
    world.file(
        "th-police",
        suspect("A", name=NAME, birthDate="1990-02-03", phone=NUMBER),
        suspect("D", name=NAME, phone=NUMBER, email=MAIL),
        suspect("C", name=NAME, birthDate="1999-08-07", email=MAIL),
    )


def queue(desk: Desk, *refs: str, agency: str = "kh-police") -> list[tuple[str, str]]:
    names = {desk.world.id("th-police", ref): ref for ref in refs}
    nodes = [edge["node"] for edge in desk.data(QUEUE, token=desk.world.token(agency))["reviewQueue"]["edges"]]
    found = [(names.get(n["left"]["id"], "?"), names.get(n["right"]["id"], "?")) for n in nodes]
    return sorted((min(pair), max(pair)) for pair in found)


BOTH = [("A", "D"), ("C", "D")]


@pytest.mark.parametrize("is_hidden_filed", [False, True])
def test_pairs_of_hidden_evidence_take_no_place(desk: Desk, is_hidden_filed: bool) -> None:
    file_one_that_fits_two(desk.world)
    namesakes = [f"x{n}" for n in range(4)]
    desk.world.file("th-police", *(suspect(ref, name=OTHER) for ref in namesakes))
    if is_hidden_filed:
        number = record("PhoneNumber", "n", number="+66811112222")
        desk.world.file("th-police", number, *(link("USES", ref, "n") for ref in namesakes), profile=HIDDEN)
        own = desk.world.query("MATCH (:Record)-[m:MATCH]->(:Record) RETURN count(m) AS n")
        assert own[0]["n"] >= 8

    assert queue(desk, "A", "C", "D", *namesakes) == BOTH


@pytest.mark.parametrize("is_hidden_filed", [False, True])
def test_a_third_that_hidden_evidence_ties_to_a_pair_is_none(desk: Desk, is_hidden_filed: bool) -> None:
    file_one_that_fits_two(desk.world)
    # Three pairs of one person each, and to one of each a namesake is tied by a number that others do not see.
    pairs = [(f"p{n}", f"q{n}", f"r{n}") for n in range(3)]
    for n, (one, other, third) in enumerate(pairs):
        named = f"{OTHER} {['Kaew', 'Saen', 'Thong'][n]}"
        desk.world.file(
            "th-police",
            suspect(one, name=named, phone=f"+6689777770{n}"),
            suspect(other, name=named, phone=f"+6689777770{n}"),
            suspect(third, name=named),
        )
        if is_hidden_filed:
            number = record("PhoneNumber", f"n{n}", number=f"+6681111222{n}")
            links = (link("USES", one, f"n{n}"), link("USES", third, f"n{n}"))
            desk.world.file("th-police", number, *links, profile=HIDDEN)

    assert queue(desk, "A", "C", "D") == BOTH


def test_the_newest_in_the_view_are_looked_at(desk: Desk) -> None:
    file_one_that_fits_two(desk.world)
    newer = "Qanarywit Zzyzxsombat"
    desk.world.file(
        "th-police",
        suspect("E", name=newer, birthDate="1990-02-03", phone="+66877777771"),
        suspect("G", name=newer, phone="+66877777771", email="zz@lotus.example"),
        suspect("F", name=newer, birthDate="1999-08-07", email="zz@lotus.example"),
        suspect("H", name=newer, phone="+66877777771"),
    )

    found = queue(desk, "A", "C", "D", "E", "F", "G", "H")

    assert found
    assert not set(found) & set(BOTH)
