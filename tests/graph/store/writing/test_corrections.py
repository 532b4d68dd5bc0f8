"""What a filing corrects: values that go, class by class; not what comes, nor another way of writing the same."""

from itertools import pairwise

import orjson
import pytest

from graph import PropertyClass
from graph.store.writing.corrections import Corrected, corrected_classes, told_corrections
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
    assert corrected_classes(STOOD, filed) == dict.fromkeys(classes)


def test_what_a_seal_closes_in_part_is_nobodys_news_and_the_rest_is() -> None:
    whole = part(holderName=[("Somchai", None)], number=[("1", None)])
    stood = {"identity": part(number=[("1", None)]), "sealed_identity": whole}

    assert corrected_classes(stood, {"identity": whole}) == {}
    assert corrected_classes(stood, {"identity": part(number=[("1", None)])}) == {}
    filed = {"identity": part(holderName=[("Somchai", None)], number=[("2", None)])}
    assert corrected_classes(stood, filed) == {IDENTITY: None}


def test_provenance_is_no_value() -> None:
    before = {"source": orjson.dumps({"_provenance": {"reference": "1", "dataset": "d", "evaluation": "A1"}}).decode()}
    after = {"source": orjson.dumps({"_provenance": {"reference": "1", "dataset": "d", "evaluation": "B2"}}).decode()}

    assert corrected_classes(before, after) == {}


def test_a_change_tells_of_its_own_records_alone() -> None:
    corrected: dict[str, Corrected] = {"r-1": {IDENTITY: None, CONTACT: 7}, "r-9": {CONTACT: None}}

    assert told_corrections(["r-1", "r-2"], corrected) == ["r-1 identity contact@7"]
    assert told_corrections(["r-2"], corrected) is None


def notes(*texts: str) -> dict[str, str]:
    return {"narrative": part(notes=[(text, None) for text in texts])} if texts else {}


def since(*filings: tuple[str, ...], at: int | None = None) -> int | None:
    """Return since when what the last of some filings takes out stood there; they are made at 10, 20, 30 and so on."""
    *earlier, last = (notes(*texts) for texts in filings)
    times: list[str] | None = None
    for number, (stood, filed) in enumerate(pairwise(earlier), start=1):
        times = value_times(stood, filed, times, at=10 * number)
    return corrected_classes(earlier[-1], last, times, at=10 * len(earlier) if at is None else at)[NARRATIVE]


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
    assert corrected_classes(more, {"narrative": left}, value_times(stood, more, gained, at=20), at=30) == {
        NARRATIVE: 10
    }


def test_times_go_with_their_values() -> None:
    gained = value_times(notes("a"), notes("a", "b"), None, at=10)

    assert len(gained) == 1
    assert value_times(notes("a", "b"), notes("a"), gained, at=20) == []
