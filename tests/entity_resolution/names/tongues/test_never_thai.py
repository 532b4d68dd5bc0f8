"""Western names are not heard as Thai, whatever syllables of Thai stand in them. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Jan Blake", "Jane Blake"),
        ("Jan Blake", "Chan Blake"),
        ("Jan Hart", "Jane Hart"),
        ("Pat Watkins", "Pad Watkins"),
        ("Martin Chandler", "Martine Chandler"),
        ("Carol Wannamaker", "Carole Wannamaker"),
        ("Brad Ratcliff", "Brat Ratcliff"),
    ],
)
def test_a_western_name_is_not_heard_as_thai(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert not compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"), [("Jon Patton", "Jone Patton"), ("Ron Lane", "Rone Lane"), ("Jan Benson", "Jane Benson")]
)
def test_nor_is_it_read_as_burmese_or_lao(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Ploypan Jensen", "Ploiphan Jensen"),
        ("Anna Suwannarat", "Anna Suvannarat"),
        ("Janpen Rattana", "Chanpen Ratana"),
        ("Boonsong Chaiyasit", "Bunsong Chaiyasit"),
        ("May Thu Zaw", "Mae Thu Zaw"),
    ],
)
def test_a_name_of_the_region_beside_a_western_one_is_heard_as_such(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees
