"""Towns behind an address: one, a city and its quarter, two cities, or a name that nobody knows."""

import pytest

from entity_resolution.names.scripts.latin import ascii_fold
from entity_resolution.names.tables import read_rows
from entity_resolution.places.towns import Towns, are_two_states, is_known_town, relate_towns, state_in


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hanoi", "Ho Chi Minh City"),
        ("York", "New York"),
        ("Chester", "Manchester"),
        ("Boston", "Los Angeles"),
        ("Wien", "Graz"),
        ("Trastevere", "Napoli"),
        ("1070 Wien", "5020 Salzburg"),
        ("Makati", "Cebu City"),
        ("金边市", "Bangkok"),
    ],
)
def test_two_well_known_cities_are_two(one: str, other: str) -> None:
    assert relate_towns([one], [other]) is Towns.OTHER
    assert relate_towns([other], [one]) is Towns.OTHER


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Manhattan", "New York"),
        ("Hollywood", "Los Angeles"),
        ("Little Italy", "New York City"),
        ("Little Italy", "Baltimore"),
        ("Sathorn", "Bangkok"),
        ("Q.1", "TP. Hồ Chí Minh"),
        ("Quận 1", "HCMC"),
        ("Vienna", "1070 Wien"),
        ("Praha 1", "Prague"),
        ("London E1", "Spitalfields"),
        ("Makati City", "Manila"),
        ("Ubud", "Bali"),
        ("西港", "Sihanoukville"),
        ("Queens", "Astoria"),
        ("East L.A.", "Los Angeles"),
        ("Sherman Oaks", "L.A."),
        ("Boulogne-Billancourt", "Paris"),
        ("Santiago", "Santiago de Compostela"),
        ("Kingston", "Kingston City"),
        ("Springfeld", "Springfield"),
    ],
)
def test_a_city_is_one_with_its_quarter_and_with_its_other_names(one: str, other: str) -> None:
    assert relate_towns([one], [other]) is Towns.ONE
    assert relate_towns([other], [one]) is Towns.ONE


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Boston", "Portville"),
        ("Manhattan", "Brooklyn"),
        ("Silom", "Thonglor"),
        ("Ballard", "Portville"),
        ("Sathorn", "Portville"),
        ("Old Town", "Cleveland"),
    ],
)
def test_a_large_city_may_have_a_suburb_or_a_quarter_that_nobody_knows(one: str, other: str) -> None:
    assert relate_towns([one], [other]) is Towns.UNKNOWN
    assert relate_towns([other], [one]) is Towns.UNKNOWN


@pytest.mark.parametrize(
    ("one", "other"), [("Eastlake", "Portville"), ("Annapolis", "Portville"), ("Eastlake", "Bath")]
)
def test_two_names_of_which_neither_is_a_large_city_are_strange_to_each_other(one: str, other: str) -> None:
    assert relate_towns([one], [other]) is Towns.STRANGE
    assert relate_towns([other], [one]) is Towns.STRANGE


@pytest.mark.parametrize(
    ("one", "other"), [("Richmond", "Vancouver"), ("Richmond", "Melbourne"), ("Kensington", "London")]
)
def test_a_quarter_alone_whose_name_a_town_elsewhere_has_may_be_that_town(one: str, other: str) -> None:
    assert relate_towns([one], [other]) is Towns.UNKNOWN
    assert relate_towns([other], [one]) is Towns.UNKNOWN
    assert relate_towns([one, other], [other]) is Towns.ONE
    assert relate_towns([one], [one, other]) is Towns.ONE


@pytest.mark.parametrize(
    ("parts", "state"),
    [
        (["Portland", "OR"], "OR"),
        (["Portland", "OR 97201", "USA"], "OR"),
        (["Portland OR 97201-1234"], "OR"),
        (["Toronto", "ON M5V 2T6"], "ON"),
        (["Parramatta NSW 2150"], "NSW"),
        (["DC"], ""),  # alone behind a street it is the town
        (["Hollywood", "LA"], ""),
        (["Bangkok", "TH"], ""),
    ],
)
def test_a_state_stands_behind_its_town(parts: list[str], state: str) -> None:
    assert state_in(parts) == state


def test_two_states_are_two_unless_one_may_be_a_country() -> None:
    assert are_two_states("OR", "ME")
    assert are_two_states("WA", "BC")
    assert not are_two_states("ON", "CA")
    assert not are_two_states("OR", "OR")
    assert not are_two_states("OR", "")


def test_a_city_tells_which_quarter_of_a_name_is_meant() -> None:
    assert relate_towns(["Chinatown", "Boston"], ["Chinatown", "New York"]) is Towns.OTHER
    assert relate_towns(["Chinatown"], ["Chinatown", "New York"]) is Towns.ONE
    assert relate_towns(["Soho", "London"], ["London"]) is Towns.ONE
    assert relate_towns(["Astoria"], ["Queens", "New York"]) is Towns.ONE
    assert relate_towns([], ["London"]) is Towns.ONE


def test_the_table_is_in_latin_letters_without_marks_and_a_city_stands_once() -> None:
    rows = read_rows("cities.tsv")
    cities = [city for city, _, _ in rows]
    assert len(cities) == len(set(cities)) > 400
    names = [name for city, others, within in rows for name in (city, *others.split(";"), *within.split(";")) if name]
    assert [name for name in names if name != " ".join(ascii_fold(name).split())] == []
    assert all(map(is_known_town, cities))
