"""Names in Arabic letters whose consonants are another's, and known spellings that keep to none. All are invented."""

import pytest

from entity_resolution.comparing.name_comparison import compare_names_of, name_form
from entity_resolution.names import NameKind, NameLevel, compare_names, person_name


@pytest.mark.parametrize(
    ("written", "spelled", "level"),
    [
        # AYN is not spelt, and tells as any other letter which name is meant.
        ("محمد عامر بھٹی", "Muhammad Umair Bhatti", NameLevel.WEAK),
        ("سيد المنشاوي", "Said Elmenshawy", NameLevel.SIBLING),
        ("سعيد المنشاوي", "Syed Elmenshawy", NameLevel.WEAK),
        ("محمد ارشد بھٹی", "Muhammad Rashid Bhatti", NameLevel.SIBLING),
        ("محمد سلمان بھٹی", "Muhammad Suleman Bhatti", NameLevel.WEAK),
        ("نازیہ بھٹی", "Nadia Bhatti", NameLevel.WEAK),
        ("صالح المنشاوي", "Salah Elmenshawy", NameLevel.SIBLING),
        ("عمر بنعلي", "Amir Benali", NameLevel.WEAK),
        # A man and a woman, both known by their AYN.
        ("سعد بنعلي", "Souad Benali", NameLevel.WEAK),
    ],
)
def test_two_known_names_of_the_same_consonants_are_joined_by_nothing(
    written: str, spelled: str, level: NameLevel
) -> None:
    assert compare_names(person_name(written), person_name(spelled), NameKind.PERSON).level is level


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("محمد عمیر بھٹی", "Muhammad Umair Bhatti"),
        ("سعيد المنشاوي", "Saeed Elmenshawy"),
        ("ثمینہ بھٹی", "Samina Bhatti"),
        ("کوثر بھٹی", "Kousar Bhatti"),
        ("محمد عاقب چوہدری", "Muhammad Aqib Chaudhry"),
    ],
)
def test_a_known_name_is_each_of_its_spellings(written: str, spelled: str) -> None:
    assert compare_names(person_name(written), person_name(spelled), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("one", "other", "country"),
    [("Yehia Elmenshawy", "Yahya Elmenshawy", "EG"), ("Younas Bhatti", "Younis Bhatti", "PK")],
)
def test_two_spellings_of_one_known_name_are_for_a_human(one: str, other: str, country: str) -> None:
    left, right = (name_form(name, NameKind.PERSON, countries=frozenset({country})) for name in (one, other))
    assert compare_names_of(NameKind.PERSON, [left], [right]).level == "perhaps a sibling"
