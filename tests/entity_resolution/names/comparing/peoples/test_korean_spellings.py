"""Korean given names in Latin letters are told apart where nobody spells one as the other. All names are invented."""

from dataclasses import replace

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameComparison, NameKind, NameLevel, compare_names, may_agree, person_name
from tests.entity_resolution.scored_pairs import on_both, scored

_HOME = {"phone": "+821012340678", "address": "12 Mapo-ro, Seoul", "nationality": "KR"}
_BORN = {"birthDate": "1990-03-14", "nationality": "KR"}
_OF_A_FAMILY = (NameLevel.FATHER, NameLevel.SIBLING)

# One person's given name: in Hangul, as passports and the Revised Romanisation spell it, and by the older systems.
SPELLINGS = [
    ("성훈", "Seong-hoon Seonghun Sung-hoon Sunghoon Sung-hun", "Song-hun"),
    ("승훈", "Seung-hoon Seunghun Seung-hun", "Sung-hun"),
    ("서연", "Seo-yeon Seoyeon Seo-youn", "So-yon"),
    ("소연", "So-yeon Soyeon So-youn", "So-yon"),
    ("영호", "Yeong-ho Young-ho Youngho", "Yong-ho"),
    ("용호", "Yong-ho Yongho", "Yong-ho"),
    ("은석", "Eun-seok Eunseok Eun-suk", "Un-sok"),
    ("은숙", "Eun-sook Eunsuk Eun-suk", "Un-suk"),
    ("경석", "Gyeong-seok Kyung-seok Kyung-suk Kyoung-suk", "Kyong-sok"),
    ("대현", "Dae-hyun Daehyeon Dai-hyun", "Tae-hyon"),
    ("태현", "Tae-hyun Taehyeon", "Tae-hyon"),
    ("정훈", "Jeong-hoon Jeonghun Jung-hoon Chung-hoon", "Chong-hun"),
    ("종훈", "Jong-hoon Jonghun", "Chong-hun"),
    ("재현", "Jae-hyun Jaehyeon", "Chae-hyon"),
    ("근우", "Geun-woo Keun-woo Gun-woo Kun-woo", "Kun-u"),
    ("연희", "Yeon-hee Yeonhui Youn-hee", "Yon-hui"),
    ("금희", "Geum-hee Keum-hee Kum-hee", "Kum-hui"),
    ("병철", "Byung-chul Byeongcheol Byung-cheol", "Pyong-chol"),
    ("범수", "Beom-soo Beomsu Bum-soo", "Pom-su"),
    ("명숙", "Myung-sook Myeongsuk Myoung-sook", "Myong-suk"),
    ("창수", "Chang-soo Changsu", "Chang-su"),
    ("장수", "Jang-soo Jangsu Chang-soo", "Chang-su"),
]


def compared(left: str, right: str) -> NameComparison:
    one, other = person_name(left), person_name(right)
    found = compare_names(one, other, NameKind.PERSON)
    assert compare_names(other, one, NameKind.PERSON).level is found.level
    assert may_agree(one, other, NameKind.PERSON) or not found.agrees
    return found


@pytest.mark.parametrize(("hangul", "new", "old"), SPELLINGS)
def test_each_spelling_of_a_name_is_that_name(hangul: str, new: str, old: str) -> None:
    latin = [f"Bae {spelt}" for spelt in new.split()] + [f"Pae {old}"]
    found = [compared(f"배{hangul}", spelt) for spelt in latin]
    assert [each.level for each in found] == [NameLevel.ROMANISED] * len(latin)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("배서연", "Bae So-yeon"),
        ("배소연", "Bae Seo-yeon"),
        ("배용호", "Bae Young-ho"),
        ("배영수", "Bae Yong-soo"),
        ("배성훈", "Bae Seung-hoon"),
        ("배승훈", "Bae Seong-hoon"),
        ("배은석", "Bae Eun-sook"),
        ("남궁경석", "Namgung Kyung-sook"),
        ("배태현", "Bae Dae-hyun"),
        ("배대현", "Bae Tae-hyun"),
        ("배채현", "Bae Jae-hyun"),
        ("배지은", "Bae Ji-woon"),
        ("Bae Seo-yeon", "Bae So-yeon"),
        ("Young-soo Bae", "Bae Yong-soo"),
        ("Bae Seong-hoon", "Bae Seung-hoon"),
        ("Bae Eun-seok", "Bae Eun-sook"),
        ("Bae Young-soo", "Bae Yong-soo"),
        ("Bae Dae-hyun", "Bae Tae-hyun"),
        ("Bae Seohee", "Bae So-hee"),
    ],
)
def test_syllables_that_nobody_spells_alike_are_a_siblings(left: str, right: str) -> None:
    assert compared(left, right).level is NameLevel.SIBLING
    for evidence in (_HOME, _BORN):
        found = scored("Person", left=left, right=right, **on_both(evidence))
        assert found.outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("배영호", "Bae Yong-ho"),  # McCune-Reischauer without its mark, or another name
        ("Bae Young-min", "Bae Yong-min"),
        ("배승훈", "Bae Sung-hoon"),  # as few passports have it
        ("Bae Sung-min", "Bae Seung-min"),
        ("배정훈", "Bae Jong-hoon"),
        ("Bae Jae-won", "Bae Chae-won"),
    ],
)
def test_of_a_spelling_that_some_have_for_another_syllable_a_birth_date_tells(left: str, right: str) -> None:
    assert compared(left, right).level is NameLevel.FATHER
    home = scored("Person", left=left, right=right, **on_both(_HOME))
    born = scored("Person", left=left, right=right, **on_both(_BORN))
    assert (home.outcome, born.outcome) == (Outcome.REVIEW, Outcome.MATCH)


@pytest.mark.parametrize(
    ("hangul", "latin"),
    [("배영호", "Pae Yong Ho"), ("김영철", "Kim Yong Chol"), ("리성훈", "Ri Song Hun"), ("김현희", "Kim Hyon Hui")],
)
def test_who_spells_as_the_north_or_by_the_old_system_throughout_is_the_same(hangul: str, latin: str) -> None:
    assert compared(hangul, latin).level not in _OF_A_FAMILY


@pytest.mark.parametrize(
    ("left", "right"), [("Lee Yong", "Lee Young"), ("Choi Ji-hoon", "Choi Grace Ji-hoon"), ("배서A", "Bae So-a")]
)
def test_other_names_are_compared_as_before(left: str, right: str) -> None:
    assert compared(left, right).level is not NameLevel.SIBLING


@pytest.mark.parametrize(("country", "level"), [("KP", NameLevel.ROMANISED), ("KR", NameLevel.FATHER)])
def test_whoever_is_of_the_north_spells_as_it_does(country: str, level: NameLevel) -> None:
    of_there = replace(person_name("Bae Yong Ho"), countries=frozenset({country}))
    assert compare_names(person_name("배영호"), of_there, NameKind.PERSON).level is level
