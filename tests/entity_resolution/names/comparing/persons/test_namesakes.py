"""How many people have a name: names of the commonest words of one people, in its own script and in Latin letters."""

from dataclasses import replace

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import is_one_common_word, person_name
from entity_resolution.names.comparing.persons.bare_names import is_common_name
from entity_resolution.names.comparing.persons.namesakes import namesakes
from entity_resolution.names.comparing.persons.syllable_namesakes import namesakes_by_syllable
from entity_resolution.names.tables import read_rows
from entity_resolution.names.tongues.peoples import peoples_of
from tests.entity_resolution.scored_pairs import scored

_BORN = "1990-03-14"


def _of_one_birth_date(name: str, country: str, **more: str) -> Outcome:
    return scored(
        "Person", left=name, right=name, left_birthDate=_BORN, right_birthDate=_BORN,
        left_nationality=country, right_nationality=country, **more,
    ).outcome  # fmt: skip


@pytest.mark.parametrize(
    ("name", "country"),
    [("Елена Кузнецова", "RU"), ("Elena Kuznetsova", "RU"), ("Иванов Иван Иванович", "RU"),
     ("Олена Шевченко", "UA"), ("Md. Rafiqul Islam", "BD"), ("রফিকুল ইসলাম", "BD"), ("Muhammad Imran", "PK"),
     ("Ram Bahadur Thapa", "NP"), ("राम बहादुर थापा", "NP"), ("Abebe Kebede", "ET"), ("አበበ ከበደ", "ET"),
     ("Otieno Odhiambo", "KE"), ("John Kamau", "KE"), ("David Okello", "UG"), ("Murugan Krishnan", "IN"),
     ("Nimal Perera", "LK"), ("Budi Santoso", "ID"), ("佐藤 健", "JP"), ("佐藤健", "JP"), ("Sato Takashi", "JP"),
     ("عبد الله عمر", "YE"), ("عبدالله عمر", "YE"), ("مصطفى إبراهيم", "EG"), ("João da Silva", "BR"),
     ("Mehmet Yılmaz", "TR"), ("Акмал Каримов", "UZ"), ("Michael Garcia", "PH"), ("王秀英", "CN"),
     ("Wang Xiuying", "CN"), ("Xiuying Wang", "CN"), ("WANG XIU YING", "CN"), ("张婷婷", "CN"), ("Li Qiang", "CN"),
     ("刘德华", "CN"), ("欧阳娜", "CN"), ("陳怡君", "TW"), ("林怡君", "TW"), ("張家豪", "TW"), ("Chen Chih-ming", "TW"),
     ("CHEN, CHUN-HUNG", "TW"), ("Kuan-yu Chen", "TW"), ("Chen Kuanyu", "TW"), ("Chen Shu Fen", "TW"),
     ("Chen Guanyu", "TW"), ("Lin Yi-chun", "TW"), ("Chang Chia-hao", "TW"), ("Chang Wei", "TW"), ("Lee Chiang", "TW"),
     ("김영숙", "KR"), ("Kim Young-sook", "KR"),
     ("Jihoon Park", "KR"), ("Nguyễn Thị Thanh Huyền", "VN"), ("Amit Kumar", "IN"), ("अमित कुमार", "IN"),
     ("Gurpreet Singh", "IN"), ("Srinivasa Rao", "IN"), ("Vijay Patil", "IN"), ("David Jones", "GB"),
     ("Carlos Rodriguez", "CO"), ("Usman Abubakar", "NG"), ("Kwame Mensah", "GH"), ("Thabo Dlamini", "ZA"),
     ("Juma Hassan", "TZ"), ("محمد احمدی", "IR"), ("Mohammad Hosseini", "IR"), ("မအေးအေးဝင်း", "MM"),
     ("San San Myint", "MM"), ("စန်းစန်းမြင့်", "MM"),
     ("Nay Lin Aung", "MM"), ("Khin Mar Aye", "MM")],
)  # fmt: skip
def test_one_birth_date_joins_no_two_of_the_commonest_names_of_a_country(name: str, country: str) -> None:
    assert is_common_name(person_name(name))
    assert _of_one_birth_date(name, country) is Outcome.REVIEW
    mail = {"left_email": "a.b@lotus.example", "right_email": "a.b@lotus.example"}
    assert _of_one_birth_date(name, country, **mail) is Outcome.MATCH


@pytest.mark.parametrize("name", ["Sutrisno", "Slamet", "Sugiyono", "Wagiyem", "Elena", "Rafiqul"])
def test_one_of_the_commonest_words_alone_joins_by_no_birth_date(name: str) -> None:
    assert is_one_common_word(person_name(name))
    assert _of_one_birth_date(name, "ID") is Outcome.REVIEW


@pytest.mark.parametrize(
    ("name", "country"),
    [("Кривцов Андрей Николаевич", "RU"), ("Elena Krivtsova", "RU"), ("Rafiqul Dewanji", "BD"), ("Abebe Wolansa", "ET"),
     ("佐藤 凪紗", "JP"), ("عمر الزيتوني", "YE"), ("Murugan Elavenil", "LK"), ("Timofeev Kirill Vadimovich", "RU"),
     ("She Zhijiang", "CN"), ("佘智江", "CN"), ("Xu Aimin", "CN"), ("陳冠勳", "TW"), ("Chen Kuan-hsun", "TW"),
     ("Tseng Yu-hsiang", "TW"), ("Yeh Pei-shan", "TW"), ("Kim Sreyneang", "KH"),
     ("Kaung Khant Zaw", "MM"), ("Su Myat Noe", "MM"),
     ("Bui Thi Thu Trang", "VN"), ("Amit Badkur", "IN"), ("David Thistlewood", "GB"), ("Kwame Atsyor", "GH")],
)  # fmt: skip
def test_a_name_with_a_rarer_word_joins_as_before(name: str, country: str) -> None:
    assert not is_common_name(person_name(name))
    assert _of_one_birth_date(name, country) is Outcome.MATCH


def test_common_words_of_two_peoples_are_no_common_name_together() -> None:
    assert namesakes(person_name("Otieno Kuznetsov")) == 0
    assert namesakes(person_name("Takashi Otieno")) == 0


def test_characters_tell_more_than_what_they_are_read_alike() -> None:
    characters, pinyin = (namesakes(person_name(name)) for name in ("陈宏杰", "Chen Hongjie"))
    assert 0 < characters < pinyin / 2
    assert namesakes(person_name("陳宏傑")) == characters


@pytest.mark.parametrize(
    ("characters", "spelt"),
    [("陳志明", "Chen Chih-ming"), ("陳俊宏", "Chen Chun-hung"), ("林怡君", "Lin Yi-chun"),
     ("張家豪", "Chang Chia-hao"), ("許淑芬", "Hsu Shu-fen"), ("王偉", "Wang Wei"), ("李強", "Lee Chiang"),
     ("謝美玲", "Hsieh Mei-ling"), ("陳冠宇", "Chen Guanyu"), ("陳建宏", "Chen Jianhong")],
)  # fmt: skip
def test_on_taiwan_a_spelling_has_as_many_bearers_as_its_characters(characters: str, spelt: str) -> None:
    """But for a rounding, as Lee is one of two ways to spell 李 there."""
    there = frozenset({"TW"})
    counted = [namesakes(replace(person_name(name), countries=there)) for name in (characters, spelt)]
    assert 0 < 0.85 * counted[0] <= counted[1]


def test_wade_giles_counts_nobody_of_the_mainland() -> None:
    elsewhere = namesakes(replace(person_name("Chen Chih-ming"), countries=frozenset({"CN"})))
    assert 0 < elsewhere < 1_000


def test_korean_names_are_counted_alike_in_every_spelling() -> None:
    counted = {namesakes(person_name(name)) for name in ("김영희", "Kim Yeong-hui", "Younghee Kim", "KIM YOUNG HEE")}
    assert len(counted) == 1
    assert counted.pop() > 3_000


@pytest.mark.parametrize("name", ["Lina Moreau", "Anna Lin", "Jimin Kowalski", "高橋健", "Susan Lee", "Wang", "Kim"])
def test_what_is_no_name_of_syllables_is_counted_among_none(name: str) -> None:
    assert namesakes_by_syllable(person_name(name)) < 3_000


def test_the_table_of_syllables_says_each_once_and_within_its_people() -> None:
    rows = read_rows("syllable_names.tsv")
    assert {row[0] for row in rows} == {row[0] for row in rows if row[1] == "people"}
    parts = [(people, role, word) for people, role, _, words in rows for word in words.split()]
    assert len(parts) == len(set(parts))
    assert {row[1] for row in rows} == {"people", "surname", "given", "name"}
    surnames = {people: 0.0 for people, *_ in rows}
    for people, role, number, words in rows:
        surnames[people] += float(number) * len(words.split()) if role == "surname" else 0.0
    # Of Taiwan both ways to write a surname stand there.
    assert all(share < (200 if people == "taiwanese" else 100) for people, share in surnames.items())


@pytest.mark.parametrize(
    ("name", "country", "another"),
    [("Tan Wei Ming", "CN", "MY"), ("林志明", "CN", "TW"), ("Chen Chih-ming", "TW", "CN"),
     ("Murugan Krishnan", "IN", "LK"),
     ("David Jones", "GB", "KE"), ("Carlos Rodriguez", "MX", "PH"), ("Park Ji-hoon", "KR", "CN"),
     ("Elena Kuznetsova", "RU", "TH")],
)  # fmt: skip
def test_namesakes_are_those_of_the_country_that_somebody_is_of(name: str, country: str, another: str) -> None:
    assert _of_one_birth_date(name, country) is Outcome.REVIEW
    assert _of_one_birth_date(name, another) is Outcome.MATCH
    form = person_name(name)
    here, elsewhere = (namesakes(replace(form, countries=frozenset({each}))) for each in (country, another))
    assert elsewhere < 3_000 <= here <= namesakes(form)
    assert namesakes(replace(form, countries=frozenset({country, another}))) == here


def test_a_people_has_fewer_in_each_country_than_everywhere() -> None:
    counted = [people for table in ("common_names.tsv", "syllable_names.tsv") for people in peoples_of(table).values()]
    assert len(counted) > 40
    for people in counted:
        assert people.in_countries(frozenset()) == people.everywhere
        assert people.everywhere >= max(people.by_country.values())
        assert people.in_countries({"AQ"}) == min(people.everywhere, 1_000_000)


def test_mohammad_makes_a_bangladeshi_name_hardly_rarer() -> None:
    alone, prefixed = (namesakes(person_name(name)) for name in ("Jahirul Haque", "Md. Jahirul Haque"))
    assert 0.8 * alone < prefixed < alone


def test_an_initial_and_a_particle_tell_nothing() -> None:
    assert namesakes(person_name("Maria C. Santos")) == namesakes(person_name("Maria de Santos"))


def test_the_table_has_shares_of_peoples_that_it_counts() -> None:
    rows = read_rows("common_names.tsv")
    counted = {row[0] for row in rows if row[1] == "people"}
    assert counted == {row[0] for row in rows}
    words = [(row[0], word) for row in rows if row[1] != "people" for word in row[2].split()]
    assert len(words) == len(set(words))
    assert all(0 < float(row[1]) < 100 for row in rows if row[1] != "people")
