"""Chinese names with the surname behind a comma or last, beside one that has it in front. All names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, NameLevel, compare_names, may_agree, person_name
from tests.entity_resolution.scored_pairs import outcome_of_persons

OF_ONE = [
    # Taiwan, whose given names begin with Wen, Pei, Chia, Kuan: surnames as well.
    ("江文賢", "CHIANG, WEN-HSIEN"),
    ("曾佩珊", "Tseng, Pei-shan"),
    ("柯冠宏", "KO, KUAN-HUNG"),
    ("魏汝霖", "WEI, JU-LIN"),
    ("涂若瑄", "TU, JO-HSUAN"),
    # Malaysia and Singapore.
    ("陈美玲", "TAN, BEE LENG"),
    ("吴国强", "GOH, KOK KEONG"),
    ("林伟明", "LIM, WEI MING"),
    ("潘瑞杰", "POON, SWEE KIAT"),
    # Hong Kong, with a surname of two words, a husband's order and a name of the West.
    ("陳志強", "CHAN, CHI KEUNG"),
    ("吳子軒", "NG, TSZ HIN"),
    ("鄧麗欣", "TANG, LAI YAN"),
    ("歐陽健華", "AU YEUNG, KIN WAH"),
    ("陳大文", "CHAN, TAI MAN PETER"),
    ("陳大文", "CHAN, PETER TAI MAN"),
    ("陈文豪", "TAN, JASON WEN HAO"),
    ("陳雨", "CHEN, YU"),
]
LAST = [
    ("江文賢", "Wen-hsien Chiang"),
    ("魏汝霖", "Ju-lin Wei"),
    ("陈美玲", "Bee Leng Tan"),
    ("杨金山", "Kim San Yeo"),
    ("何俊傑", "Chun Kit Ho"),
    ("吳子軒", "Tsz Hin Ng"),
    ("陳大文", "Peter Tai Man Chan"),
    ("陈文豪", "Jason Wen Hao Tan"),
]


@pytest.mark.parametrize(("hanzi", "latin"), OF_ONE + LAST)
def test_characters_and_a_surname_behind_are_one_name_that_is_found(hanzi: str, latin: str) -> None:
    one, other = person_name(hanzi), person_name(latin)
    for left, right in ((one, other), (other, one)):
        assert compare_names(left, right, NameKind.PERSON).level is NameLevel.ROMANISED
        assert may_agree(left, right, NameKind.PERSON)
    assert one.keys & other.keys


@pytest.mark.parametrize(("hanzi", "latin"), [("鄧麗欣", "TANG LAI YAN"), ("涂若瑄", "TU JO-HSUAN")])
def test_a_rarer_surname_of_a_spelling_is_found(hanzi: str, latin: str) -> None:
    assert person_name(hanzi).keys & person_name(latin).keys


@pytest.mark.parametrize(
    ("left", "right"), [("Jiang Wenxian", "CHIANG, WEN-HSIEN"), ("Zhou Wenxiong", "CHEW, BOON HIONG")]
)
def test_two_spellings_are_one_name_where_a_comma_says_the_surname(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).level is NameLevel.VARIANT


@pytest.mark.parametrize(
    ("hanzi", "latin"),
    [
        # Siblings, who share the surname and a character.
        ("江文豪", "CHIANG, WEN-HSIEN"),
        ("江武賢", "CHIANG, WEN-HSIEN"),
        ("曾佩君", "TSENG, PEI-SHAN"),
        ("陈美珍", "TAN, BEE LENG"),
        ("陈丽玲", "Bee Leng Tan"),
        ("陳志偉", "CHAN, CHI KEUNG"),
        ("吳子豪", "Tsz Hin Ng"),
        # Of another surname, which is a syllable of the given name or none.
        ("文賢江", "CHIANG, WEN-SHENG"),
        ("溫賢強", "CHIANG, WEN-HSIEN"),
        ("温贤姜", "Wen-hsien Wang"),
        ("林美玲", "TAN, BEE LENG"),
        # What stands before the comma is the surname, though turned the last syllable would be the other's.
        ("陳建宏", "CHIEN, HUNG-CHEN"),
        ("林佳蓉", "CHIA, JUNG-LIN"),
        ("林佩瑜", "PEI, YU-LIN"),
        ("林佳美", "CHIA, BEE LIN"),
        ("李志強", "CHAN, CHI KEUNG"),
    ],
)
def test_siblings_and_other_surnames_stay_two(hanzi: str, latin: str) -> None:
    one, other = person_name(hanzi), person_name(latin)
    for left, right in ((one, other), (other, one)):
        assert not compare_names(left, right, NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CHIEN, HUNG-CHEN", "CHEN, CHIEN-HUNG"),
        ("CHIA, JUNG-LIN", "LIN, CHIA-JUNG"),
        ("WONG, KAR HO", "HO, WONG KAR"),
        ("HENG, SOK LIM", "LIM, SOK HENG"),
    ],
)
def test_two_surnames_before_commas_are_for_a_human(left: str, right: str) -> None:
    one, other = person_name(left), person_name(right)
    for pair in ((one, other), (other, one)):
        assert compare_names(*pair, NameKind.PERSON).level is NameLevel.PARTIAL


@pytest.mark.parametrize(
    ("left", "right"),
    [("TAN, BEE LENG", "CHEN, MEILING"), ("WONG, KAR HO", "HUANG, JIAHAO"), ("NG, WEI MING", "WU, WEIMING")],
)
def test_two_spellings_of_a_surname_before_commas_are_one(left: str, right: str) -> None:
    assert compare_names(person_name(left), person_name(right), NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("left", "right"), [("LIN, WAI YAN", "Wai Yan Lin"), ("TAN, MARY ANN", "Mary Ann Tan"), ("LEE, MAY", "May Lee")]
)
def test_names_of_other_peoples_stay_as_they_are_spoken(left: str, right: str) -> None:
    found = compare_names(person_name(left), person_name(right), NameKind.PERSON)
    assert found.level is NameLevel.EXACT_NATIVE


def test_a_birth_date_asks_a_human_and_a_phone_beside_it_joins() -> None:
    dated = {"birthDate": "1990-03-14"}
    phone = {"phone": "+66812340678"}
    for latin in ("TU, JO-HSUAN", "Jo-hsuan Tu"):
        assert outcome_of_persons("涂若瑄", latin, **dated) is Outcome.REVIEW
        assert outcome_of_persons("涂若瑄", latin, **dated, **phone) is Outcome.MATCH
        # A sister of one birth, by whom the family is called.
        assert outcome_of_persons("涂若涵", latin, **dated) is Outcome.NONE
        assert outcome_of_persons("涂若涵", latin, **dated, **phone) is Outcome.REVIEW
