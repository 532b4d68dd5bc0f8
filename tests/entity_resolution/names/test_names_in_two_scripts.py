"""Names of which a part stands in Latin letters and a part in the bearer's own. All names are invented."""

import pytest

from entity_resolution.names import NameKind, Script, compare_names, person_name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yusuf al-Hashimi", "al-Hashimi, يوسف"),
        ("Aisha Benali", "BENALI عائشة"),
        ("Georgi Hristov", "ХРИСТОВ Georgi"),
        ("สมชาย Jaidee", "Somchai ใจดี"),
    ],
)
def test_a_name_in_two_scripts_agrees_and_shares_a_key(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert one.keys & other.keys


def test_another_name_in_two_scripts_does_not_agree() -> None:
    for left, right in (("Yusuf al-Hashimi", "al-Hashimi, محمود"), ("สมชาย Jaidee", "Somsak ใจดี")):
        assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


def test_a_part_that_is_read_in_one_way_is_read_in_latin_letters() -> None:
    assert person_name("Иван Petroff").script is Script.LATIN
    assert person_name("สมชาย Jaidee").script is Script.MIXED
