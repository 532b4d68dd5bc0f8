"""What a filing corrects: values that go, class by class; not what comes, nor another way of writing the same."""

from itertools import pairwise

import orjson
import pytest

from graph import PropertyClass
from graph.store.writing.corrections import Corrected, CorrectedPart, corrected_parts, told_corrections
from graph.store.writing.value_times import value_times

IDENTITY, CONTACT, NARRATIVE = PropertyClass.IDENTITY, PropertyClass.CONTACT, PropertyClass.NARRATIVE


def part(**values: list[tuple[str, str | None]]) -> str:
    return orjson.dumps(
        {n: [{"r": raw, "t": "text", **({"v": v} if v else {})} for raw, v in found] for n, found in values.items()}
    ).decode()


STOOD = {"identity": part(name=[("Somchai", None)], alias=[("Chai", None)]), "contact": part(phone=[("081", "+6681")])}


@pytest.mark.parametrize(
    ("filed", "classes"),
    [
        (STOOD, []),
        ({**STOOD, "identity": part(name=[("Somsak", None)], alias=[("Chai", None)])}, [IDENTITY]),
        ({**STOOD, "identity": part(name=[("Somchai", None), ("Som", None)], alias=[("Chai", None)])}, []),
        ({**STOOD, "identity": part(name=[("Somchai", None)])}, [IDENTITY]),
        ({**STOOD, "contact": part(phone=[("+66 81", "+6681")])}, []),
        ({**STOOD, "contact": part(phone=[("082", "+6682")]), "narrative": part(notes=[("new", None)])}, [CONTACT]),
        ({"identity": STOOD["identity"]}, [CONTACT]),
        ({}, [IDENTITY, CONTACT]),
    ],
)
def test_a_value_that_goes_corrects_its_class(filed: dict[str, str], classes: list[PropertyClass]) -> None:
    assert corrected_parts(STOOD, filed) == dict.fromkeys(map(CorrectedPart, classes))


HOLDER = frozenset({"holderName"})


def test_what_a_seal_closes_in_part_is_corrected_by_itself() -> None:
    whole, left = part(holderName=[("Somchai", None)], number=[("1", None)]), part(number=[("1", None)])
    stood = {"identity": left, "sealed_identity": whole}

    assert corrected_parts(stood, {"identity": whole}, words=HOLDER) == {}
    assert corrected_parts(stood, {"identity": left}, words=HOLDER) == {
        CorrectedPart(IDENTITY, "holderName", were_closed=True): None
    }
    assert corrected_parts(stood, {"identity": left}, words=HOLDER, tells_closed=False) == {}
    assert corrected_parts({"identity": whole}, {"identity": left}, words=HOLDER) == {
        CorrectedPart(IDENTITY, "holderName"): None
    }
    filed = {"identity": part(holderName=[("Somchai", None)], number=[("2", None)])}
    assert corrected_parts(stood, filed, words=HOLDER) == {CorrectedPart(IDENTITY): None}


def test_words_of_a_seal_have_a_time_of_their_own() -> None:
    first = {"identity": part(holderName=[("Somchai", None)])}
    more = {"identity": part(holderName=[("Somchai", None)], number=[("1", None)])}
    times = value_times(first, more, None, at=10)

    assert corrected_parts(more, {}, times, words=HOLDER, at=20) == {
        CorrectedPart(IDENTITY): 10,
        CorrectedPart(IDENTITY, "holderName"): None,
    }


def test_provenance_is_no_value() -> None:
    before = {"source": orjson.dumps({"_provenance": {"reference": "1", "dataset": "d", "evaluation": "A1"}}).decode()}
    after = {"source": orjson.dumps({"_provenance": {"reference": "1", "dataset": "d", "evaluation": "B2"}}).decode()}

    assert corrected_parts(before, after) == {}


HELD, NOTES = CorrectedPart(IDENTITY, "holderName", were_closed=True), CorrectedPart(NARRATIVE, "notes")


def test_a_change_tells_of_its_own_records_alone() -> None:
    first: Corrected = {CorrectedPart(IDENTITY): None, CorrectedPart(CONTACT): 7, HELD: 9, NOTES: None}
    corrected = {"r-1": first, "r-9": {CorrectedPart(CONTACT): None}}

    assert told_corrections(["r-1", "r-2"], corrected) == [
        "r-1 identity contact@7 identity~holderName@9 narrative:notes"
    ]
    assert told_corrections(["r-2"], corrected) is None
    assert [CorrectedPart.of_text(part.text) for part in first] == [*first]


def notes(*texts: str) -> dict[str, str]:
    return {"narrative": part(notes=[(text, None) for text in texts])} if texts else {}


def since(*filings: tuple[str, ...], at: int | None = None) -> int | None:
    """Return since when what the last of some filings takes out stood there; they are made at 10, 20, 30 and so on."""
    *earlier, last = (notes(*texts) for texts in filings)
    times: list[str] | None = None
    for number, (stood, filed) in enumerate(pairwise(earlier), start=1):
        times = value_times(stood, filed, times, at=10 * number)
    return corrected_parts(earlier[-1], last, times, at=10 * len(earlier) if at is None else at)[
        CorrectedPart(NARRATIVE)
    ]


@pytest.mark.parametrize(
    ("filings", "came"),
    [
        ([("a",), ()], None),
        ([("a",), ("a", "b"), ("a",)], 10),
        ([("a",), ("a", "b"), ("b",)], None),
        ([("a",), ("a", "b"), ("a", "b", "c"), ("a",)], 10),
        ([("a",), ("a", "b"), ("a", "b", "c"), ("a", "b")], 20),
        ([("a",), ("a", "b"), ()], None),
        ([("a",), ("b",), ("a",), ("b",)], 20),
        ([(), ("a",), ("a", "b"), ("b",)], 10),
    ],
    ids=["as-filed", "gained", "other", "first-of-two", "last-of-two", "one-as-filed", "back-again", "new-class"],
)
def test_a_correction_says_since_when_what_is_gone_stood_there(
    filings: list[tuple[str, ...]], came: int | None
) -> None:
    assert since(*filings) == came


def test_what_came_under_a_clock_that_ran_ahead_may_have_been_there_at_any_time() -> None:
    assert since(("a",), ("a", "b"), ("a",), at=9) is None


def test_what_a_seal_closes_in_part_keeps_its_time() -> None:
    """Filed anew whole under the seal, it came when it came."""
    whole, left = part(notes=[("a", None)], bank=[("B", None)]), part(bank=[("B", None)])
    gained = value_times({"narrative": left}, {"narrative": whole}, None, at=10)

    stood = {"narrative": left, "sealed_narrative": whole}
    assert value_times(stood, {"narrative": whole}, gained, at=20) == gained
    more = {"narrative": part(notes=[("a", None), ("b", None)], bank=[("B", None)])}
    assert corrected_parts(more, {"narrative": left}, value_times(stood, more, gained, at=20), at=30) == {
        CorrectedPart(NARRATIVE): 10
    }


def test_times_go_with_their_values() -> None:
    gained = value_times(notes("a"), notes("a", "b"), None, at=10)

    assert len(gained) == 1
    assert value_times(notes("a", "b"), notes("a"), gained, at=20) == []
