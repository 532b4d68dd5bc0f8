"""A name whose last word the field of a passport's lines cut is the name in full, and another word is not."""

import pytest

from entity_resolution.names import NameKind, are_far_apart, compare_names, may_agree, person_name

KIND = NameKind.PERSON
CUT = "WOLDEGIORGIS<<HAILEMARIAM<TEWELDEMEDHI"


@pytest.mark.parametrize(
    ("field", "full"),
    [
        (CUT, "Hailemariam Teweldemedhin Woldegiorgis"),
        ("ALBUQUERQUE<DOS<SANTOS<<MARIA<APARECID", "Maria Aparecida Albuquerque dos Santos"),
        ("PHROMPHAKPHINITPHONG<<THANYALAKKAMONCHA", "Thanyalakkamonchanok Phromphakphinitphong"),
        ("RAJAPAKSHA<PATHIRANNAHELAGE<<NIMAL<PRI", "Nimal Priyantha Rajapaksha Pathirannahelage"),
        ("OYELARAN<<FOLASHADE<OLUWADAMIL", "Folashade Oluwadamilola Oyelaran"),
    ],
)
def test_a_word_that_its_field_cut_is_the_one_that_it_begins(field: str, full: str) -> None:
    for left, right in ((field, full), (full, field)):
        forms = person_name(left), person_name(right)
        assert may_agree(*forms, KIND)
        assert not are_far_apart(*forms, KIND)
        found = compare_names(*forms, KIND)
        assert found.agrees
        assert found.bits > 7


@pytest.mark.parametrize(
    ("field", "full"),
    [
        # Another word, one that begins with less, and a field with room behind the name.
        (CUT, "Hailemariam Teklemichael Woldegiorgis"),
        (CUT[:-8] + "<<<<<<<<", "Hailemariam Teweldemedhin Woldegiorgis"),
        ("SUKSAI<<SOM", "Somchai Suksai"),
    ],
)
def test_another_word_is_another_and_a_field_with_room_was_not_cut(field: str, full: str) -> None:
    one, other = person_name(field), person_name(full)
    cut = person_name(field.replace("<", " "))
    assert compare_names(one, other, KIND).bits == compare_names(cut, other, KIND).bits
    assert not compare_names(one, other, KIND).agrees
