"""Burmese letters one by one give keys that a foreign name's own spelling has. All names are invented."""

import pytest

from entity_resolution.names import person_name
from entity_resolution.names.keys.key_budget import MAX_KEYS
from entity_resolution.names.tongues.burmese_by_letters import burmese_by_letters


@pytest.mark.parametrize(
    ("native", "spelt"),
    [
        ("ရာဂျေ့ရှ် ကူမား", ("rajesh kuma",)),
        ("ဆွမ်ချိုင်း ထောင်ဒီ", ("somchai thongdi",)),
        ("ဗီဂျေး", ("bije", "vije")),  # one letter is B and V
        ("ပရာကာရှ်", ("prakash", "parakash")),  # a vowel that is not written is said, or none
        ("ဥမာ", ("uma",)),
        ("ဆွာတီ", ("swati",)),
        ("Kumar", ()),
    ],
)
def test_letters_are_spelt_one_by_one(native: str, spelt: tuple[str, ...]) -> None:
    assert burmese_by_letters(native) == spelt


@pytest.mark.parametrize(
    ("native", "other"),
    [
        ("ရာဂျေ့ရှ် ကူမား", "Rajesh Kumar"),
        ("ပရာကာရှ် ပတေးလ်", "Prakash Patel"),
        ("ဂျာမာလ် အစ်လာမ်", "Jamal Islam"),
        ("ယူနွတ်စ် ဆလမ်", "Yunus Salam"),
        ("ပရာဆစ် ဘွန်မာ", "Prasit Boonma"),
        ("ဝီရာချိုင်း ပန်ယာ", "Weerachai Panya"),
    ],
)
def test_a_foreign_name_in_burmese_letters_is_found(native: str, other: str) -> None:
    keys = person_name(native).keys
    assert keys & person_name(other).keys
    assert len(keys) <= MAX_KEYS
