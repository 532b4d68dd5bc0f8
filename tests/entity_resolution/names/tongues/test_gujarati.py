"""What Gujarat joins to a given name is left out beside a name without it; a man's and a woman's word stay two."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name


def agree(left: str, right: str) -> bool:
    """Tell whether two names agree, in either order."""
    one, other = person_name(left), person_name(right)
    found = compare_names(one, other, NameKind.PERSON)
    assert compare_names(other, one, NameKind.PERSON).agrees is found.agrees
    assert not found.agrees or "read as the other has it" in found.how
    return found.agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Bhaveshbhai Patel", "Bhavesh Patel"),
        ("Sangeetaben Vasava", "Sangita Vasava"),
        ("Mukeshkumar Chauhan", "Mukesh Chauhan"),
        ("Maheshbhai Prajapati", "PRAJAPATI MAHESH"),
        ("રમેશભાઈ સોલંકી", "Ramesh Solanki"),
        ("ગીતાબેન શાહ", "Geeta Shah"),
        ("Geetaben Shah", "Gita Shah"),
    ],
)
def test_a_brother_s_or_sister_s_word_is_left_out(left: str, right: str) -> None:
    assert agree(left, right)
    assert not person_name(left).keys.isdisjoint(person_name(right).keys)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Hetalbhai Patel", "Hetalben Patel"),
        ("Raj Mehta", "Rajkumar Mehta"),
        ("Haribhai Desai", "Harishbhai Desai"),
        ("Nita Patel", "Nitinbhai Patel"),
        ("Vijayakumar Reddy", "Vijaya Reddy"),
        ("Ajitkumari Sharma", "Ajit Sharma"),
        ("Torben Hansen", "Tor Hansen"),
        ("Haoben Li", "Hao Li"),
    ],
)
def test_two_names_stay_two(left: str, right: str) -> None:
    assert not agree(left, right)
