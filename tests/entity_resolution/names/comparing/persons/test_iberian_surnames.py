"""A Filipina's surname that became her middle name, and two words of four, are for a human and join nobody.

All names and numbers are invented.
"""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of, may_agree_of, name_form
from entity_resolution.names import NameKind, NameLevel
from tests.entity_resolution.scored_pairs import outcome_of_persons

PHONE, BORN, PASSPORT = "+639171234067", "1994-03-05", "P1234567A"
FOR_A_HUMAN = [
    ("PH", "Jocelyn Dimaano Abella", "Jocelyn Abella Cortez"),
    ("PH", "Ma. Theresa Lumbre Padua", "Maria Theresa Padua Villar"),
    ("PH", "Analyn Ramos de Leon", "Analyn de Leon Torres"),
    ("PH", "Ma. Cristina Lacsamana Tolentino", "Maria Cristina Tolentino"),
    ("PH", "Jose Rizalino Catacutan Uy", "Rizalino Uy"),
    ("BR", "João Pedro Figueiredo Carvalhal", "João Carvalhal"),
    ("BR", "Camila Beatriz Fontes da Luz", "Camila da Luz"),
    ("BR", "Carlos Eduardo Bittencourt Leal", "Carlos Bittencourt"),
]
OF_TWO = [
    ("PH", "Jocelyn Dimaano Abella", "Jonalyn Abella Cortez"),
    ("PH", "Jocelyn Dimaano Abella", "Jocelyn Dimaano Cortez"),
    ("PH", "Rowena Pineda Salonga", "Rowena Medina Salonga"),
    ("PH", "Ma. Cristina Lacsamana Tolentino", "Maria Carmina Tolentino"),
    ("BR", "Jocelyn Dimaano Abella", "Jocelyn Abella Cortez"),
    ("BR", "João Pedro Figueiredo Carvalhal", "Paulo Carvalhal"),
    ("BR", "Ana Carolina Nogueira Peixoto", "Beatriz Peixoto"),
    ("BR", "João Pedro Figueiredo Carvalhal Filho", "João Carvalhal Neto"),
    ("TH", "João Pedro Figueiredo Carvalhal", "João Carvalhal"),
]


@pytest.mark.parametrize(("nationality", "left", "right"), FOR_A_HUMAN)
def test_a_phone_leaves_it_to_a_human_and_a_birth_date_beside_it_joins_nobody(
    nationality: str, left: str, right: str
) -> None:
    assert outcome_of_persons(left, right, nationality=nationality) is Outcome.NONE
    assert outcome_of_persons(left, right, nationality=nationality, phone=PHONE) is Outcome.REVIEW
    both = {"nationality": nationality, "phone": PHONE, "birthDate": BORN}
    assert outcome_of_persons(left, right, **both) is Outcome.REVIEW
    assert outcome_of_persons(left, right, **both, passportNumber=PASSPORT) is Outcome.MATCH


@pytest.mark.parametrize(("nationality", "left", "right"), FOR_A_HUMAN)
def test_what_may_agree_is_known_before_it_is_compared(nationality: str, left: str, right: str) -> None:
    forms = [name_form(name, NameKind.PERSON, countries=frozenset({nationality})) for name in (left, right)]
    found = compare_names_of(NameKind.PERSON, forms[:1], forms[1:])
    assert (found.level, found.agrees) == (NameLevel.SOME_WORDS, True)
    assert may_agree_of(NameKind.PERSON, forms[1:], forms[:1])


@pytest.mark.parametrize(("nationality", "left", "right"), OF_TWO)
def test_other_words_in_common_leave_nobody_to_a_human(nationality: str, left: str, right: str) -> None:
    assert outcome_of_persons(left, right, nationality=nationality, phone=PHONE) is Outcome.NONE
