"""Names of houses without the words for what kind of house each is, in many languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.names.tables import read_rows
from entity_resolution.places.house_names import bare_name, kinds_of_house


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Delacroix's Chop House", "Delacroix's"),
        ("The Brass Pearl Oyster Bar", "Brass Pearl"),
        ("Casa Gaviota", "Gaviota"),
        ("Chez Lambertine", "Lambertine"),
        ("Gasthaus Zur Eule", "Zur Eule"),
        ("Tasca do Alvim", "Alvim"),
        ("Warung Bu Darmi", "Bu Darmi"),
        ("Krua Mae Lamduan", "Mae Lamduan's Kitchen"),
        ("Kusina ni Lola Ising", "Lola Ising’s Kitchen"),
        ("Rumah Makan Tanjung Sari", "RM Tanjung Sari"),
        ("R.M. Tanjung Sari", "Tanjung Sari"),
        ("Nhà hàng Lúa Vàng", "Quán Ăn Lúa Vàng"),
        ("Uncle Moe's Smokehouse", "Uncle Moe's Bar-B-Q"),
        ("Uncle Moe's Bar B Q", "Uncle Moe's"),
        ("Pizzeria Stromboli", "Stromboli Pizza"),
        ("Taquería Don Chuy", "Don Chuy's Tacos"),
        ("Kuaitiao Lung Daeng", "Lung Daeng Noodles"),
        ("House of Ling", "Ling House"),
        ("Osteria da Norina", "Da Norina"),
        ("Café de Lelie", "De Lelie"),
        ("Gasthaus Die Eule", "Die Eule"),
        ("Spice Garden Indian Cuisine", "Spice Garden"),
    ],
)
def test_two_names_of_one_house_are_one_without_the_words_for_it(one: str, other: str) -> None:
    assert bare_name(one) == bare_name(other) != ""


@pytest.mark.parametrize("name", ["Casa", "The Oyster Bar", "Thai Kitchen", "Pizzeria", "", "ครัวคุณน้อย"])
def test_a_name_of_nothing_else_has_none(name: str) -> None:
    assert bare_name(name) == ""


@pytest.mark.parametrize(("name", "bare"), [("K9 Bar", "K9"), ("Club 12 RM", "Club 12 RM"), ("Casas Vie", "Casas Vie")])
def test_what_is_no_word_for_a_house_stays(name: str, bare: str) -> None:
    assert bare_name(name) == bare


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Merrion Cafe", {"cafe"}),
        ("Merrion Dining Room", {"dining"}),
        ("Merrion Oyster Bar", set()),
        ("Merrion Wine Bar", {"bar"}),
        ("Moe's Smokehouse", {"grill"}),
        ("Moe's Barbecue", {"grill"}),
        ("Bar and Grill Merrion", {"bar", "grill"}),
        ("RM Merrion", set()),
        ("Tek Guan Laksa", {"laksa"}),
        ("Tek Guan Chicken Rice", {"nasi"}),
    ],
)
def test_of_some_kinds_one_building_may_have_two(name: str, kinds: set[str]) -> None:
    assert kinds_of_house(name) == kinds


@given(st.text(max_size=80))
def test_any_name_is_read(name: str) -> None:
    assert len(bare_name(name)) <= len(name)
    assert "-" not in kinds_of_house(name)


def test_the_table_names_its_languages() -> None:
    assert {"english", "spanish", "german", "indonesian", "thai", "vietnamese", "filipino"} <= {
        language for language, _, _ in read_rows("house_words.tsv")
    }


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Blue Store", {"shop"}),
        ("Golden School", {"school"}),
        ("Lim Hotel", {"hotel"}),
        ("Noodle Shop", set()),
        ("Burger Shop", {"burger"}),
    ],
)
def test_a_shop_is_a_kind_unless_its_food_is_eaten_there(name: str, kinds: set[str]) -> None:
    assert kinds_of_house(name) == kinds
