"""Firms of South Asia: M/S in front, short legal forms and English words in Devanagari and Bengali. Invented names."""

import pytest

from entity_resolution.names import NameKind, compare_names, organisation_name
from entity_resolution.names.companies.legal_forms import is_legal_form_alone, strip_legal_form
from entity_resolution.names.companies.south_asian_firms import trades_in_latin, without_messrs

KIND = NameKind.ORGANISATION


@pytest.mark.parametrize(
    ("name", "native", "form"),
    [
        ("M/S Rahman Traders", "Rahman Traders", ""),
        ("M/s. Rahman Traders Ltd", "Rahman Traders", "ltd"),
        ("Messrs. Rahman Traders", "Rahman Traders", ""),
        ("मे. हिमचुली सेवा", "हिमचुली सेवा", ""),
        ("मेसर्स हिमचुली सेवा", "हिमचुली सेवा", ""),
        ("মেসার্স শাপলা", "শাপলা", ""),
        ("हिमचुली सेवा प्रा. लि.", "हिमचुली सेवा", "ltd"),
        ("हिमचुली सेवा प्रा.लि.", "हिमचुली सेवा", "ltd"),
        ("हिमचुली सेवा प्रा॰ लि॰", "हिमचुली सेवा", "ltd"),
        ("हिमचुली सेवा लि.", "हिमचुली सेवा", "ltd"),
        ("हिमचुली सेवा प्राइवेट लिमिटेड", "हिमचुली सेवा", "ltd"),
        ("শাপলা লিঃ", "শাপলা", "ltd"),
        ("শাপলা প্রাঃ লিঃ", "শাপলা", "ltd"),
        ("শাপলা প্রাইভেট লিমিটেড", "শাপলা", "ltd"),
        ("मेघा", "मेघा", ""),
        ("अली", "अली", ""),
        ("लि राम", "लि राम", ""),
        ("MS Rahman Traders", "MS Rahman Traders", ""),  # initials
        ("Messi Ltd", "Messi", "ltd"),
    ],
)
def test_what_says_nothing_of_a_firm_is_taken_off(name: str, native: str, form: str) -> None:
    found = organisation_name(name)
    assert (found.native, found.legal_form) == (native, form)


@pytest.mark.parametrize("name", ["प्रा. लि.", "লিঃ", "প্রাঃ লিমিটেড"])
def test_a_short_form_alone_names_nobody(name: str) -> None:
    assert is_legal_form_alone(name)
    assert organisation_name(name).native == ""


def test_messrs_alone_stays() -> None:
    assert without_messrs("M/S") == "M/S"
    assert strip_legal_form("लि.").canonical == ""


@pytest.mark.parametrize(
    ("left", "right", "other"),
    [
        ("M/S Rahman Traders", "Rahman Traders", "Rahim Traders"),
        ("মেসার্স রহমান ট্রেডার্স", "M/S Rahman Traders", "Rahim Traders"),
        ("রহমান ট্রেডার্স", "Rahman Traders", "Rahman Overseas"),
        ("करीम एन्टरप्राइज प्रा. लि.", "Karim Enterprise Pvt. Ltd.", "Kamal Enterprise"),
        ("बुद्ध म्यानपावर प्रा.लि.", "Buddha Manpower Pvt. Ltd.", "Buddha Traders"),
        ("আল-মদিনা রিক্রুটিং এজেন্সি লিঃ", "Al-Madina Recruiting Agency Ltd.", "Al-Madina Travels Ltd."),
    ],
)
def test_a_firm_is_one_in_its_letters_and_in_english(left: str, right: str, other: str) -> None:
    one, same, another = map(organisation_name, (left, right, other))
    found = compare_names(one, same, KIND)
    assert found.agrees
    assert found.level != "sister"
    assert found.bits > 6
    assert compare_names(one, another, KIND).bits < found.bits - 4
    assert not one.keys.isdisjoint(same.keys)


def test_words_of_trade_alone_stay_as_they_are_written() -> None:
    assert trades_in_latin("ट्रेडर्स") == "ट्रेडर्स"
    assert trades_in_latin("राम ट्रेडर्स") == "राम traders"
    assert trades_in_latin("Rahman Traders") == "Rahman Traders"
