"""What a filing corrects: values that go, class by class; not what comes, nor another way of writing the same."""

import orjson
import pytest

from graph import PropertyClass
from graph.store.writing.corrections import corrected_classes, told_corrections

IDENTITY, CONTACT = PropertyClass.IDENTITY, PropertyClass.CONTACT


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
    assert corrected_classes(STOOD, filed) == classes


def test_what_a_seal_closes_in_part_is_nobodys_news_and_the_rest_is() -> None:
    whole = part(holderName=[("Somchai", None)], number=[("1", None)])
    stood = {"identity": part(number=[("1", None)]), "sealed_identity": whole}

    assert corrected_classes(stood, {"identity": whole}) == []
    assert corrected_classes(stood, {"identity": part(number=[("1", None)])}) == []
    assert corrected_classes(stood, {"identity": part(holderName=[("Somchai", None)], number=[("2", None)])}) == [
        IDENTITY
    ]


def test_provenance_is_no_value() -> None:
    before = {"source": orjson.dumps({"_provenance": {"reference": "1", "dataset": "d", "evaluation": "A1"}}).decode()}
    after = {"source": orjson.dumps({"_provenance": {"reference": "1", "dataset": "d", "evaluation": "B2"}}).decode()}

    assert corrected_classes(before, after) == []


def test_a_change_tells_of_its_own_records_alone() -> None:
    corrected = {"r-1": [IDENTITY, CONTACT], "r-9": [CONTACT]}

    assert told_corrections(["r-1", "r-2"], corrected) == ["r-1 identity contact"]
    assert told_corrections(["r-2"], corrected) is None
