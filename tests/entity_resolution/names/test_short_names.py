"""Short forms of given names lead to one full form each, however many steps away. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.short_names import full_form, is_short_for
from entity_resolution.names.tables import read_rows


def test_a_full_form_is_the_last_one() -> None:
    rows = read_rows("short_names.tsv")
    assert len({row[0] for row in rows}) == len(rows)
    assert [row[0] for row in rows if full_form(full_form(row[0])) != full_form(row[0])] == []
    assert [row[0] for row in rows if full_form(row[0]) == row[0]] == []


@pytest.mark.parametrize(
    ("left", "right", "shared"),
    [
        ("joe robert miller", "joseph miller", {"joseph", "miller"}),
        ("misha orlov", "mikhail orlov", {"michael", "orlov"}),
        ("mikhail orlov", "michael orlov", {"michael", "orlov"}),
        ("misha orlov", "michael orlov", {"michael", "orlov"}),
        ("paco moreno", "francisco moreno", {"francis", "moreno"}),
        ("francisco moreno", "francis moreno", {"francis", "moreno"}),
        ("paco moreno", "francis moreno", {"francis", "moreno"}),
    ],
)
def test_forms_of_one_name_meet_in_full(left: str, right: str, shared: set[str]) -> None:
    assert {full_form(word) for word in left.split()} & {full_form(word) for word in right.split()} == shared
    assert person_name(left).keys & person_name(right).keys


def test_forms_of_one_name_agree_in_either_direction() -> None:
    for short, *rest in read_rows("short_names.tsv"):
        for full in (*rest[0].split(), full_form(short)):
            assert is_short_for(short, full), (short, full)
            assert is_short_for(full, short), (full, short)


def test_yusuf_and_joseph_are_one_name_and_so_are_hun_and_hoon() -> None:
    assert full_form("yusuf") == full_form("joe") == full_form("joseph") == "joseph"
    assert is_short_for("yusuf", "joseph")
    assert is_short_for("hun", "hoon")
    assert full_form("joon") == "joon"


def test_andrea_is_not_andrew() -> None:
    found = compare_names(person_name("Andrea Rossi"), person_name("Andrew Rossi"), NameKind.PERSON)
    assert found.level is NameLevel.WEAK
    assert not found.agrees


def test_sayed_is_a_title_of_descent_and_not_said() -> None:
    assert is_short_for("sayed", "syed")
    assert not is_short_for("sayed", "said")
