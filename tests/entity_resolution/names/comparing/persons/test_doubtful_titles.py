"""Words that are a title or belong to the name: a syllable in Burmese letters, Sheikh. All names are invented."""

import pytest

from entity_resolution.names import NameKind, NameLevel, compare_names, person_name
from entity_resolution.names.comparing.comparison import may_agree
from entity_resolution.names.comparing.far_apart import are_far_apart
from entity_resolution.names.tongues.honorifics import without_doubtful_title
from tests.entity_resolution.names.one_or_another import assert_another, assert_one


@pytest.mark.parametrize(
    ("native", "other"),
    [
        ("မသီတာ", "Ma Thida"),
        ("မ သီတာ", "Ma Thida"),
        ("မသီတာ", "Mathida"),
        ("မသီတာဝင်း", "ဒေါ်သီတာဝင်း"),
        ("မမြင့်မြင့်ခိုင်", "Daw Myint Myint Khaing"),
        ("မမိုးမိုး", "Ma Moe Moe"),
        ("မအေးမြ", "Aye Mya"),
        ("မခင်", "Ma Khin"),
        ("မလှ", "Ma Hla"),
        ("နော်ဖောဖော", "Naw Paw Paw"),
        ("နော်ဖောဖော", "Paw Paw"),
        ("နော်အေးမြ", "Naw Aye Mya"),
        ("နော်ထူးဆဲ", "Naw Htoo Hse"),
        # where it is of the name
        ("မနန္ဒာ", "Manandar"),
        ("မဟာသန်း", "Maha Than"),
        ("မမကြီး", "Ma Ma Gyi"),
        ("မင်းသူ", "Min Thu"),
        ("မြမြဝင်း", "Mya Mya Win"),
        ("မိုးမိုး", "Moe Moe"),
        ("နော်ဝင်း", "Naw Win"),
    ],
)
def test_a_name_agrees_with_and_without_the_syllable_and_shares_a_key(native: str, other: str) -> None:
    for left, right in ((native, other), (other, native)):
        one, another = person_name(left), person_name(right)
        assert compare_names(one, another, NameKind.PERSON).agrees
        assert may_agree(one, another, NameKind.PERSON)
        assert not are_far_apart(one, another, NameKind.PERSON)
        assert one.keys & another.keys


@pytest.mark.parametrize(
    ("native", "other"),
    [
        ("မသီတာ", "Ma Nilar"),
        ("မသီတာ", "U Thida"),  # a man
        ("မသီတာ", "ဦးသီတာ"),
        ("မသီတာဝင်း", "Ma Thida Myint"),
        ("မသီတာဝင်း", "ဒေါ်သီတာမြင့်"),
        ("မမကြီး", "Gyi Win"),
        ("မင်းသူ", "Thu"),
        ("နော်ဖောဖော", "Naw Saw Saw"),
        ("နော်အေးမြ", "Naw Aye Khin"),
    ],
)
def test_another_name_stays_another(native: str, other: str) -> None:
    assert not compare_names(person_name(native), person_name(other), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("မသီတာ", "သီတာ"),
        ("မမြင့်", "မြင့်"),
        ("မ အေးမြ", "အေးမြ"),
        ("နော်အေးမြ", "အေးမြ"),
        ("မ", ""),
        ("မမ", ""),
        ("မမကြီး", ""),
        ("မင်္ဂလာ", ""),
        ("မတ္တရာ", ""),
        ("မန်းဝင်း", ""),
        ("မာမာ", ""),
        ("မြမြ", ""),
        ("နော်နော်", ""),
        ("သီတာ", ""),
    ],
)
def test_only_before_a_whole_syllable_may_it_be_a_title(text: str, rest: str) -> None:
    assert without_doubtful_title(text) == rest


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("စောဖောဒို", "Saw Paw Do", NameLevel.ROMANISED, 10.8),
        ("စောဖောဒို", "Paw Do", NameLevel.ROMANISED, 9.1),
    ],
)
def test_a_karen_mans_title_may_stand_in_latin_letters_too(
    left: str, right: str, level: NameLevel, bits: float
) -> None:
    assert_one(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("စောဖောဒို", "Naw Paw Do", NameLevel.PARTIAL, -1.7),
        ("စောဖောဒို", "Saw Paw Wah", NameLevel.DIFFERENT, -6.3),
        ("စောဖောဒို", "Saw Htoo Do", NameLevel.DIFFERENT, -6.3),
    ],
)
def test_another_karen_name_stays_another(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_another(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sheikh Anwarul Tareque", "Anwarul Tareque Sheikh"),
        ("Shaikh Anwarul Tareque", "Tareque Sheikh Anwarul"),
        ("Sheikh Mohammad Tareque", "Tareque Sheikh"),
        ("Haji Usman Dimaporo", "Usman Haji Dimaporo"),
        ("Datu Anwar Dimaporo", "Anwar Dimaporo Datu"),
        ("Datuk Anwar Dimaporo", "Anwar Datuk Dimaporo"),
    ],
)
def test_a_title_that_the_other_name_has_as_a_word_is_one(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert compare_names(other, one, NameKind.PERSON).agrees
    assert may_agree(one, other, NameKind.PERSON)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sheikh Anwarul Tareque", "Anwarul Tareque"),
        ("Sheikh Anwarul Tareque", "Shaikh Anwarul Tareque"),
        ("Datuk Seri Anwarul Tareque", "Haji Anwarul Tareque"),
    ],
)
def test_a_title_of_one_or_both_names_is_left_out_as_before(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).level is NameLevel.EXACT_NATIVE


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sheikh Anwarul Tareque", "Rafiqul Sheikh"),
        ("Haji Usman Dimaporo", "Saripada Haji Dimaporo"),
        # One word without the title: whoever is called so may be anybody.
        ("Sheikh Tareque", "Anwarul Sheikh"),
        ("Mr. Anwarul Tareque", "Anwarul Mir"),
    ],
)
def test_a_title_makes_no_other_name_one(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees
