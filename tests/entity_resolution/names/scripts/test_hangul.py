"""Korean names: the surname as its bearers spell it, the given name by syllables. All names are invented."""

import pytest

from entity_resolution.names import NameKind, compare_names, person_name
from entity_resolution.names.scripts.hangul import romanise_hangul
from entity_resolution.names.tongues.korean import korean_syllables


@pytest.mark.parametrize(
    ("hangul", "first"),
    [
        ("김영철", "kim yeong cheol"),
        ("이 민정", "lee min jeong"),
        ("남궁민수", "namgung min su"),
        ("최", "choe"),
        ("", ""),
    ],
)
def test_the_commonest_spelling_comes_first(hangul: str, first: str) -> None:
    assert (romanise_hangul(hangul) or ("",))[0] == first


@pytest.mark.parametrize(
    ("latin", "hangul", "agrees"),
    [
        ("Kim Young-chul", "김영철", True),
        ("Pak Sang-hun", "박상훈", True),
        ("Yi Min-jeong", "이민정", True),
        ("Min-jung Lee", "이민정", True),
        ("Kim Young-soo", "김영철", False),
        ("Pak Chong-su", "박정수", True),
        ("Pak Chong-su", "박종수", True),
        ("Pak Chong-su", "박창수", False),
        # as the North spells: an O without its mark is two vowels, and an R and an N before Y stay
        ("Pak Jong Hye", "박정혜", True),
        ("Pak Jong Hye", "박종혜", True),
        ("Pak Jang Hye", "박정혜", False),
        ("Pak Jong Hae", "박정혜", False),
        ("Pak Jung-hye", "박종혜", False),
        ("Pak Jong Sok", "박정석", True),
        ("Choe Ryong Min", "최룡민", True),
        ("Choe Ryong Min", "최량민", False),
        ("Ho Jong Chol", "허정철", True),
        ("Ho Jong Chol", "허정칠", False),
        ("Hyon Song Ryol", "현성렬", True),
        ("Ryang Chol Min", "량철민", True),
        ("Jon Yong Su", "전영수", True),
        ("Hyon Kim", "김현", True),
        # SUK is a syllable of its own and a spelling of another
        ("Kang Jong Suk", "강정숙", True),
        ("Kang Jeong-sook", "강정숙", True),
        ("Kang Jeong-suk", "강정석", True),
        ("Kang Jeong-seok", "강정숙", False),
        ("Yun Jong Suk", "윤정석", True),
        ("Yun Jong Suk", "윤종석", True),
        ("Yun Jong Suk", "윤정숙", True),
        ("Yun Jong Suk", "윤종숙", True),
        ("Yun Jong Suk", "윤장석", False),
        ("Yun Jung Suk", "윤종숙", False),
        ("Yun Jung Sook", "윤종숙", False),
        # an apostrophe marks a breath, and none tells nothing
        ("Chon Jong-suk", "전정숙", True),
        ("Ch'on Jong-suk", "전정숙", False),
        ("Jong-suk Ch\u2019ŏn", "전정숙", False),
        # that of a given name which is a surname too is none of the surname
        ("Chong Ch'an", "정찬", True),
        ("Cho Ch'ung", "조충", True),
        ("Chang Ch'a", "장차", True),
        ("Pak Ch'an", "박찬", True),  # no Malay title before it
    ],
)
def test_a_name_in_hangul_meets_its_spellings_and_shares_a_key(latin: str, hangul: str, agrees: bool) -> None:
    one, other = person_name(latin), person_name(hangul)
    assert compare_names(one, other, NameKind.PERSON).agrees is agrees
    if agrees:
        assert one.keys & other.keys


@pytest.mark.parametrize(
    ("left", "right", "other"),
    [
        ("Pak Chong-min", "Park Chung-min", "Park Chang-min"),  # by McCune-Reischauer without its marks
        ("Yi Myong-su", "Lee Myung-soo", "Lee Min-soo"),
        ("Chon Su-hwan", "Chun Soo-hwan", "Chun Soo-han"),
        ("Choe Ryong-su", "Choi Yong-soo", "Choi Yang-soo"),  # as the North and as the South spells it
        ("Ri Yong-min", "Lee Young-min", "Lee Young-mi"),
        ("Pak Jong Hye", "Park Jeong-hye", "Park Jang-hye"),
        ("Choe Jong Chol", "Choi Jung-chul", "Choi Jung-chil"),
        ("Ryoo Su-hyeon", "Suhyoun Ryu", "Suhyeok Ryu"),
        ("Kim Dan-bi", "Kim Tan-bi", "Kim Daniel"),  # a syllable, and no short name
    ],
)
def test_old_and_northern_spellings_are_one_name_and_another_syllable_is_another(
    left: str, right: str, other: str
) -> None:
    name = person_name(left)
    assert compare_names(name, person_name(right), NameKind.PERSON).agrees
    assert not compare_names(name, person_name(other), NameKind.PERSON).agrees


def test_a_surname_of_the_south_is_none_that_the_north_alone_spells_so() -> None:
    assert korean_syllables(("song", "min", "ho"))[0] == "song"
    assert korean_syllables(("hyon", "min", "ho"))[0] == "hyun"


def test_a_name_for_the_other_sex_does_not_agree_by_its_last_letter() -> None:
    one, other = person_name("Francisco Moreno"), person_name("Francisca Moreno")
    assert not compare_names(one, other, NameKind.PERSON).agrees


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Park Min Ah", "Park Min Ahn"),
        ("Park Min Grace", "Park Min Esther"),
        ("Park Min A", "Park Min An"),
        ("Song Ah Reum", "Song Reum"),
        ("Kim Ah Young", "Kim Young"),
        ("Hwang Dong Woo", "Hwang Dong Wook"),
        ("Ji-woo Kwon", "Ji-wook Kwon"),
        ("황동욱", "Hwang Dong Woo"),
        ("박민안", "Park Min Ah"),
    ],
)
def test_no_spelling_drops_a_syllable_or_the_consonant_that_ends_it(one: str, other: str) -> None:
    found = compare_names(person_name(one), person_name(other), NameKind.PERSON)
    assert not found.agrees
    assert found.bits < 0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Park Min Ah", "Park Min A"),
        ("Park Mina", "Park Min Ah"),
        ("Song Ah Reum", "Song A Reum"),
        ("Song Ara", "Song Ah Ra"),
        ("Oh Yuna", "Oh Yun-a"),
        ("Kim Min Suh", "Kim Min Seo"),
        ("Hwang Dong Uk", "Hwang Dong Wook"),
        ("Park Min Ji", "Park Min"),
        ("박민아", "Park Min Ah"),
    ],
)
def test_an_h_that_lengthens_a_vowel_and_another_cut_of_the_letters_make_no_other_name(one: str, other: str) -> None:
    found = compare_names(person_name(one), person_name(other), NameKind.PERSON)
    assert found.agrees


def test_a_word_with_a_slip_stays_in_a_name_and_tells_no_two_apart() -> None:
    assert korean_syllables(("kwon", "tae", "yhoun")) == ("kwon", "te", "yhon")
    assert korean_syllables(("lee", "ah", "reum")) == ("lee", "a", "lum")
