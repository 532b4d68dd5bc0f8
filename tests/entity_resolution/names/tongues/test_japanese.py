"""Japanese names in the spellings of several systems, and names that kana write as two. All names are invented."""

import pytest

from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, may_agree, person_name
from entity_resolution.names.tongues.japanese import are_two_in_kana, japanese_form, japanese_forms
from tests.entity_resolution.names.one_or_another import assert_another, assert_one


def compared(left: str, right: str) -> NameComparison:
    return compare_names(person_name(left), person_name(right), NameKind.PERSON)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yōsuke Ōtsuka", "OHTSUKA Yohsuke"),
        ("Kazuhiro Tsujimoto", "TUZIMOTO Kazuhiro"),
        ("Shoji Honma", "Syouji Homma"),
        ("Fujiko Itō", "ITOH, Huziko"),
        ("Yūko Endō", "Endo Yuuko"),
        ("Kazuhiro Yamamoto", "Kazuhiro Yamamtoo"),
        ("Jun'ichi Saitō", "J. Saito"),
    ],
)
def test_a_japanese_name_agrees_in_every_system_and_shares_a_key(left: str, right: str) -> None:
    assert compared(left, right).agrees
    assert person_name(left).keys & person_name(right).keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yōsuke Ōtsuka", "OTSUKA Yusuke"),
        ("Kazuhiro Shimizu", "Shimizu Katsuhiro"),
        ("Yūko Itō", "Yoko Ito"),
        ("Jun'ichi Itō", "Junichi Ido"),
        ("Kazuhiro Ōno", "UNO, Kazuhiro"),
        ("Akira Sato", "Akira Saito"),
    ],
)
def test_two_names_in_kana_stay_two(left: str, right: str) -> None:
    assert not compared(left, right).agrees


def test_what_is_no_japanese_name_is_left_to_its_sound() -> None:
    assert japanese_form("endpu") == ""
    assert japanese_forms(("kazuhiro", "smith")) == ()
    assert japanese_forms(("kazuhiro",)) == ()
    assert not are_two_in_kana(("mario", "moreno"), ("maria", "moreno"))
    assert are_two_in_kana(("yosuke", "chiba"), ("yusuke", "chiba"))


@pytest.mark.parametrize(
    ("spelled", "form"),
    [
        ("tuzimoto", "tsujimoto"),
        ("ohno", "ono"),
        ("inoue", "inoue"),
        ("syouji", "shoji"),
        ("homma", "honma"),
        ("tyuuzou", "chuzo"),
    ],
)
def test_a_word_is_spelled_as_hepburn_spells_it(spelled: str, form: str) -> None:
    assert japanese_form(spelled) == form


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("OHUCHI JUN", "Jun Ouchi", NameLevel.TOKENS_REORDERED, 7.4),
        ("OHISHI JUN", "Jun Oishi", NameLevel.TOKENS_REORDERED, 7.4),
    ],
)
def test_an_h_lengthens_an_o_before_a_vowel_of_known_families(
    left: str, right: str, level: NameLevel, bits: float
) -> None:
    assert_one(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right", "level", "bits"),
    [
        ("OHUCHI JUN", "Jun Uchida", NameLevel.DIFFERENT, -7.0),
        ("OHUCHI JUN", "Jun Okuchi", NameLevel.WEAK, -4.1),
        ("OHIRA JUN", "Jun Oira", NameLevel.DIFFERENT, -6.7),
        ("OHISHI JUN", "Jun Ohashi", NameLevel.WEAK, -4.1),
    ],
)
def test_another_family_stays_another(left: str, right: str, level: NameLevel, bits: float) -> None:
    assert_another(left, right, level, bits)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Yuki Homma", "Yuki Honma"),
        ("HOMMA Rumi", "Rumi Honma"),
        ("Shimpei Homma", "Shinpei Honma"),
        ("Kimpachi Namba", "Kinpachi Nanba"),
        ("Teppei Shimbo", "Teppei Shinbo"),
        ("Kemmochi Aya", "Kenmochi Aya"),
        ("Jun Kambara", "Jun Kanbara"),
    ],
)
def test_an_m_and_an_n_before_b_m_and_p_are_one_in_any_name_and_share_a_key(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    for pair in ((one, other), (other, one)):
        assert compare_names(*pair, NameKind.PERSON).level in (NameLevel.VARIANT, NameLevel.TOKENS_REORDERED)
        assert may_agree(*pair, NameKind.PERSON)
    assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Kenta Nanba", "Kenta Manba"),
        ("Kenta Nanba", "Kenta Naba"),
        ("Yuki Homma", "Yuki Hoshima"),
        ("Temba Sala", "Tenba Sara"),  # of elsewhere, L is no R
        ("Wenbo Li", "Wenmo Li"),
    ],
)
def test_an_n_for_an_m_makes_no_other_name_one(left: str, right: str) -> None:
    assert not compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees
