"""Titles tell the sex of who bears a name, where the language of the name says that they are titles."""

import pytest

from entity_resolution.names import addressed_as, person_name, title_of_sex


def told(name: str) -> str | None:
    found = title_of_sex(person_name(name))
    return found[0] if found is not None else None


@pytest.mark.parametrize(
    ("man", "woman"),
    [
        ("นายกนก ใจดี", "นางสาวกนก ใจดี"),
        ("ด.ช.กนก ใจดี", "เด็กหญิงกนก ใจดี"),
        ("Mr. Kanok Jaidee", "Ms. Kanok Jaidee"),
        ("Nai Kanok Jaidee", "Nang Kanok Jaidee"),
        ("U Thida", "Daw Thida"),
        ("Ko Thida", "Ma Thida"),
        ("Maung Zaw Min", "Ma Khin Htwe"),
        ("ဦးသီတာ", "ဒေါ်သီတာ"),
        ("ທ້າວ ສົມພອນ", "ນາງ ສົມພອນ"),
        ("លោក សុខ ដារ៉ា", "លោកស្រី សុខ ដារ៉ា"),
        ("Lok Sok Dara", "Lok Srey Sok Dara"),
        ("陈志明先生", "陈志明女士"),
        ("Ông Nguyễn Văn Nam", "Bà Nguyễn Thị Hoa"),
        ("Bapak Budi Santoso", "Ibu Siti Rahayu"),
        ("Encik Ahmad bin Zaki", "Puan Siti binti Zaki"),
        ("Mr. Shamim Akter", "Mst. Shamim Akter"),
        ("Mr. Shamim Akter", "MOST SHAMIM AKTER"),
        ("Mr. Shamim Akter", "Most. Shamim Akter"),
        ("Mr. Shamim Akter", "Mosa. Shamim Akter"),
        ("জনাব শামীম আক্তার", "মোছাঃ শামীম আক্তার"),
    ],
)
def test_a_title_tells_the_sex(man: str, woman: str) -> None:
    assert (told(man), told(woman)) == ("male", "female")


def test_a_rank_tells_none_unless_it_says_that_a_woman_has_it() -> None:
    assert told("พันตำรวจโท สมศรี ใจดี") is None
    assert told("พันตำรวจโทหญิง สมศรี ใจดี") == "female"


@pytest.mark.parametrize(
    "name",
    [
        *("Ma Weiming", "Ma Wei Ming", "Ma Min Yi", "Ma Jun"),  # 馬
        *("Ko Jin Woo", "Ko Min Ji", "Ko Ye Rin", "Ko Wen-je"),  # 고, 柯
        *("Ma. Theresa Cruz", "Sai Kumar", "Nai Wei Ming", "Nang Sokha Chan", "U Jin Woo", "Pak Min Ho"),
        *("Dr. Kanok Jaidee", "Pol. Lt. Col. Kanok Jaidee", "Datuk Michelle Lim", "Sheikh Rahima Begum", "Naw Seng"),
        *("Kanok Jaidee", "Mr. Ms. Kanok Jaidee"),
        *("Mosa Ali Khan", "Most Jan Novak", "Novak Most"),
    ],
)
def test_what_is_a_name_a_rank_or_of_both_sexes_tells_none(name: str) -> None:
    assert told(name) is None


@pytest.mark.parametrize(
    ("man", "woman"),
    [
        ("Md. Shamim Akter", "Mst. Shamim Akter"),
        ("Mohammad Shamim Akter", "Mosammat Shamim Akter"),
        ("Md Shamim Akter", "Mosa. Shamim Akter"),
        ("মোঃ শামীম আক্তার", "মোছাঃ শামীম আক্তার"),
        ("Saw Htoo Wah", "Naw Htoo Wah"),
        ("Saw David", "Naw David"),
        ("စောထူးဝါး", "နော်ထူးဝါး"),
        ("Salai Lian Thang", "Mai Lian Thang"),
    ],
)
def test_the_addresses_of_one_people_tell_its_men_from_its_women(man: str, woman: str) -> None:
    his, hers = addressed_as(person_name(man)), addressed_as(person_name(woman))
    assert his is not None
    assert hers is not None
    assert his[0] == hers[0]
    assert (his[1], hers[1]) == ("male", "female")


@pytest.mark.parametrize("name", ["Daw Saw Yu Nandar", "U Naw Seng", "Mr. Mai Van Nam", "Mosa Ali", "Rafiqul Islam"])
def test_another_title_and_other_names_are_no_address(name: str) -> None:
    assert addressed_as(person_name(name)) is None
