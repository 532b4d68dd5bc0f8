"""A record that has the passports of two says that both are one person's. All numbers are invented."""

from itertools import permutations

import pytest

from entity_resolution.views.groups import Obstacle
from graph.matches import JudgementValue
from graph.store import VisibleRecord
from tests.entity_resolution.evidence import DOCUMENT, NAME, PHONE, judgement, match, neighbourhood, parts_of, visible
from tests.entity_resolution.views.test_clustering import clusters, groups

OLD, NEW, LATER = "MB1234567", "KX7654321", "LA1112223"
EVIDENCE = (NAME, PHONE, DOCUMENT)


def people(*given: dict[str, str | list[str]], country: str = "MM") -> list[VisibleRecord]:
    """Return records of one name and country."""
    return [
        visible(n, parts=parts_of("Person", {"name": "Hla Myint Oo", **more}, country=country))
        for n, more in enumerate(given, 1)
    ]


@pytest.mark.parametrize("order", list(permutations((1, 2, 3))))
def test_an_old_and_a_new_passport_are_one_persons_where_a_record_has_both(order: tuple[int, ...]) -> None:
    given: list[dict[str, str | list[str]]] = [
        {"passportNumber": OLD}, {"passportNumber": NEW}, {"passportNumber": [OLD, NEW]},
    ]  # fmt: skip
    records = people(*(given[n - 1] for n in order))
    both = order.index(3) + 1
    pairs = [match(min(n, both), max(n, both), *EVIDENCE) for n in (1, 2, 3) if n != both]
    assert groups(neighbourhood(records, pairs)) == [[1, 2, 3]]


def test_through_several_renewals_and_with_more_records_of_each() -> None:
    chain = people(
        {"passportNumber": OLD}, {"passportNumber": [OLD, NEW]}, {"passportNumber": [NEW, LATER]},
        {"passportNumber": LATER}, {"passportNumber": OLD}, {"passportNumber": LATER},
    )  # fmt: skip
    ends = [(1, 2), (2, 3), (3, 4), (1, 5), (2, 5), (4, 6), (3, 6)]
    assert groups(neighbourhood(chain, [match(*pair, *EVIDENCE) for pair in ends])) == [[1, 2, 3, 4, 5, 6]]


@pytest.mark.parametrize(
    ("one", "other", "between"),
    [
        ({"passportNumber": OLD}, {"passportNumber": NEW}, {}),
        ({"birthDate": "1990-03-05"}, {"birthDate": "1987-11-19"}, {"birthDate": ["1990-03-05", "1987-11-19"]}),
        (
            {"passportNumber": OLD, "birthDate": "1990-03-05"},
            {"passportNumber": NEW, "birthDate": "1987-11-19"},
            {"passportNumber": [OLD, NEW]},
        ),
        (
            {"passportNumber": OLD, "sex": "male"},
            {"passportNumber": NEW, "sex": "female"},
            {"passportNumber": [OLD, NEW]},
        ),
        ({"passportNumber": OLD}, {"passportNumber": NEW}, {"passportNumber": [OLD, NEW], "sex": ["male", "female"]}),
        ({"passportNumber": OLD}, {"passportNumber": NEW}, {"passportNumber": [OLD, NEW, LATER, "PB5553331"]}),
    ],
    ids=[
        *("it has neither", "it has two birth dates", "two birth dates besides", "two sexes besides"),
        *("it lists a man and a woman", "it lists more passports than somebody renews"),
    ],
)
def test_what_else_tells_two_apart_keeps_a_third_between_them(
    one: dict[str, str | list[str]], other: dict[str, str | list[str]], between: dict[str, str | list[str]]
) -> None:
    found = neighbourhood(people(one, other, between), [match(1, 3, *EVIDENCE), match(2, 3, *EVIDENCE)])
    assert groups(found) == [[1], [2], [3]]
    assert {step.obstacle for group in clusters(found) for step in group.steps} == {Obstacle.FITS_TWO}


def test_a_human_who_said_that_they_are_two_is_heeded() -> None:
    records = people({"passportNumber": OLD}, {"passportNumber": NEW}, {"passportNumber": [OLD, NEW]})
    pairs = [match(1, 3, *EVIDENCE), match(2, 3, *EVIDENCE)]
    assert groups(neighbourhood(records, pairs, [judgement(1, 2, JudgementValue.NEGATIVE)])) == [[1], [2], [3]]


ONE, OTHER = "1101700230708", "1409901234560"


@pytest.mark.parametrize(
    "given",
    [
        ({"nationalId": ONE}, {"nationalId": OTHER}, {"nationalId": [ONE, OTHER]}),
        (
            {"passportNumber": OLD, "nationalId": ONE},
            {"passportNumber": NEW},
            {"passportNumber": [OLD, NEW], "nationalId": OTHER},
        ),
    ],
    ids=["both on the record between", "another one beside both passports"],
)
def test_two_national_numbers_are_two_persons_or_a_slip(given: tuple[dict[str, str | list[str]], ...]) -> None:
    records = people(*given, country="TH")
    found = neighbourhood(records, [match(1, 3, *EVIDENCE), match(2, 3, *EVIDENCE)])
    assert groups(found) == [[1], [2], [3]]
