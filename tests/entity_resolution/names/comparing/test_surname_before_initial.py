"""A surname in front of one name and an initial in the other. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, may_agree, person_name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("SUMULONG LOURDES DIMAANO", "Lourdes D. Sumulong"),
        ("SUMULONG LOURDES D", "Lourdes Dimaano Sumulong"),
        ("Simiyu Brian Wekesa", "Brian W. Simiyu"),
    ],
)
def test_a_middle_initial_agrees_whichever_end_the_surname_stands_at(left: str, right: str) -> None:
    for one, other in ((person_name(left), person_name(right)), (person_name(right), person_name(left))):
        assert compare_names(one, other, NameKind.PERSON).agrees
        assert may_agree(one, other, NameKind.PERSON)
    assert person_name(left).keys & person_name(right).keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("SUMULONG LOURDES DIMAANO", "Lourdes C. Sumulong"),
        ("SUMULONG LOURDES DIMAANO", "Lorna D. Sumulong"),
        ("SUMULONG LOURDES DIMAANO", "Dimaano S. Lourdes"),
        # Another order of a Burmese name is another name.
        ("Zaw Min Htut", "Min H. Zaw"),
    ],
)
def test_another_initial_name_or_order_stays_another(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert not compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees
