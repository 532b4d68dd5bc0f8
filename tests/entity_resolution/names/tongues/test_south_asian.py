"""Spellings of South Asian names in Latin letters on both sides, and names near them. All names are invented."""

import pytest

from entity_resolution.names import NameLevel
from tests.entity_resolution.names.one_or_another import assert_another, assert_one


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Md. Rofiqul Hossain", "Md. Rafiqul Hossen", NameLevel.VARIANT, 12.6),
        ("Sajjad Hosain", "Sajjad Hosen", NameLevel.VARIANT, 11.4),
        ("Sajjad Hosen", "Sajjad Hussain", NameLevel.VARIANT, 11.4),
        ("Golam Mostofa", "Ghulam Mustafa", NameLevel.VARIANT, 11.4),
        ("Nuwan Wickramasinghe", "Nuwan Wickremesinghe", NameLevel.VARIANT, 11.4),
        ("Nuwan Wickramasingha", "Nuwan Wickremesinghe", NameLevel.VARIANT, 11.4),
        ("Chamari Bandaranayake", "Chamari Bandaranaike", NameLevel.VARIANT, 11.4),
        ("Chamari Gunaratna", "Chamari Guneratne", NameLevel.VARIANT, 11.4),
        ("Pasang Tshering", "Pasang Chhiring", NameLevel.VARIANT, 8.7),
        ("Pasang Cering", "Pasang Tsering", NameLevel.VARIANT, 8.7),
    ],
)
def test_one_name_is_spelt_in_several_ways(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_one(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("Sajjad Hasan", "Sajjad Hossain", NameLevel.DIFFERENT, -5.8),
        ("Sajjad Hosen", "Sajjad Hasin", NameLevel.WEAK, -4.7),
        ("Hasina Begum", "Hosna Begum", NameLevel.PARTIAL, 2.7),
        ("Golam Mostofa", "Golam Mostakim", NameLevel.DIFFERENT, -6.5),
        ("Golam Mostofa", "Ghulam Murtaza", NameLevel.WEAK, -5.3),
        ("Nuwan Wickramasinghe", "Nuwan Wickramaratne", NameLevel.DIFFERENT, -5.8),
        ("Nuwan Wickramasinghe", "Nuwan Jayasinghe", NameLevel.DIFFERENT, -6.1),
        ("Nuwan Wickramasinghe", "Nuwan Singh", NameLevel.DIFFERENT, -6.8),
        ("Chamari Bandaranayake", "Chamari Bandara", NameLevel.WEAK, -3.3),
        ("Chamari Bandaranayake", "Chamari Senanayake", NameLevel.DIFFERENT, -5.6),
        ("Chamari Gunaratna", "Chamari Gunatunga", NameLevel.DIFFERENT, -5.8),
        ("Chamari Gunaratna", "Chamari Jayaratne", NameLevel.DIFFERENT, -6.0),
        ("Pasang Tshering", "Pasang Tenzin", NameLevel.DIFFERENT, -9.3),
        ("Pasang Tshering", "Pasang Tsetan", NameLevel.DIFFERENT, -6.6),
        ("Pasang Chhiring", "Pasang Choeying", NameLevel.DIFFERENT, -5.9),
        ("Abdul Karim", "Abdul Kabir", NameLevel.DIFFERENT, -5.8),
        ("Abdul Karim", "Abdul Rahim", NameLevel.DIFFERENT, -5.8),
    ],
)
def test_a_name_near_it_stays_another(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_another(left, right, level, bits)
