"""Mongolian, Uzbek, Kyrgyz and Kazakh names in each of their spellings, and those of others. All invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import compare_names, may_agree, person_name
from entity_resolution.names.scripts.form import NameKind
from entity_resolution.names.tongues.mongolian import Father, father_said, looks_mongolian
from entity_resolution.names.tongues.uzbek import looks_uzbek, uzbek_forms, with_surname_of_father
from tests.entity_resolution.scored_pairs import on_both, scored


@pytest.mark.parametrize(
    ("country", "left", "right"),
    [
        ("MN", "Бат-Эрдэнийн Ганзориг", "Bat-Erdene Ganzorig"),
        ("MN", "Доржийн Болормаа", "Bolormaa Dorj"),
        ("MN", "Доржийн Болормаа", "Dorjiin Bolormaa"),
        ("MN", "Доржийн Болормаа", "Дорж Болормаа"),
        ("MN", "Dorjiin Bolormaa", "Bolormaa Dorj"),
        ("MN", "Ганбаатарын Отгонбаяр", "Otgonbayar Ganbaatar"),
        ("MN", "Цэрэндоржийн Мөнхбат", "Munkhbat Tserendorj"),
        ("MN", "Цахиагийн Элбэгболд", "Elbegbold Tsakhia"),
        ("UZ", "Qodirov Sherbek", "Kadyrov Sherbek"),
        ("UZ", "Қодиров Шербек", "Kadyrov Sherbek"),
        ("UZ", "O'rinboyev G'ulom", "Urinbaev Gulom"),
        ("UZ", "Қодиров Шербек", "Кадыров Шербек"),
        ("KG", "Жумабек уулу Азамат", "Азамат Жумабеков"),
        ("UZ", "Yoʻldoshev Javlon", "Yuldashev Zhavlon"),
        ("UZ", "Хўжаев Бахтиёр", "Xo‘jayev Baxtiyor"),
        ("UZ", "Хўжаев Бахтиёр", "Khujaev Bakhtiyar"),
        ("UZ", "Toʻxtayev Shavkat", "Tukhtaev Shavkat"),
        ("UZ", "Xasanov Botir", "Khasanov Batyr"),
        ("UZ", "Qodirov Sherbek Alisher o‘g‘li", "Кадыров Шербек Алишерович"),
        ("UZ", "Karimova Nilufar Alisher qizi", "Karimova Nilufar Alisherovna"),
        ("KG", "Жумабек уулу Азамат", "Azamat Zhumabekov"),
        ("KG", "Жумабек уулу Азамат", "Jumabek uulu Azamat"),
        ("KG", "Жумабек кызы Айгүл", "Aigul Zhumabekova"),
        ("KZ", "Асхат Ерболұлы", "Асхат Ерболович"),
        ("KZ", "Динара Маратқызы", "Динара Маратовна"),
        ("KZ", "Aigerim Bolatkyzy", "Aigerim Bolatovna"),
        ("KZ", "Нұрбол Қанатұлы Сейітов", "Сеитов Нурбол Канатович"),
        ("KZ", "Әсел Жанатқызы", "Асель Жанатовна"),
        ("KZ", "Timur Serikuly", "Тимур Серикович"),
    ],
)
def test_each_spelling_of_a_name_is_one_name(country: str, left: str, right: str) -> None:
    shared = {"nationality": country, "birthDate": "1987-03-04"}
    for one, other in ((left, right), (right, left)):
        found = scored("Person", left=one, right=other, **on_both(shared))
        assert (found.outcome, found.blocked) == (Outcome.MATCH, True)
        forms = person_name(one), person_name(other)
        assert compare_names(*forms, NameKind.PERSON).agrees
        assert may_agree(*forms, NameKind.PERSON)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Доржийн Болормаа", "Доржийн Болор"),  # sisters
        ("Доржийн Болормаа", "Bolor Dorj"),
        ("Доржийн Болормаа", "Болор Дорж"),
        ("Қодиров Шербек", "Кадыров Шерзод"),
        ("Доржийн Болормаа", "Болормаагийн Дорж"),  # a daughter, and the son of one of her name
        ("Ганбаатарын Отгонбаяр", "Otgonbayar Ganbold"),
        ("Ганбаатарын Отгонбаяр", "Ганбаатарын Отгонтуяа"),
        ("Qodirov Sherzod", "Kadyrov Sardor"),
        ("Xasanov Botir", "Khusanov Batyr"),
        ("Toʻxtayev Shavkat", "Tukhtaev Shuhrat"),
        ("Qodirov Sherbek Alisher o‘g‘li", "Кадыров Шербек Анварович"),
        ("Karimova Nilufar Alisher qizi", "Karimov Nilufar Alisher o'g'li"),
        ("Жумабек уулу Азамат", "Жумабек уулу Айбек"),
        ("Жумабек кызы Айгүл", "Жумабек уулу Азамат"),
        ("Жумабек уулу Азамат", "Azamat Zhumagulov"),
        ("Golitsyn Sergei", "Golits Sergei"),
        ("Ерлан Серікұлы", "Ерлан Болатович"),
        ("Айдар Серікұлы", "Айдана Сериковна"),
        ("Данияр Болатұлы", "Данияра Болатовна"),
        ("Асхат Маратұлы", "Марат Асхатович"),
        ("Ерболат Канатұлы", "Ербол Канатович"),
    ],
)
def test_brothers_sisters_and_others_are_two(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert not compare_names(person_name(one), person_name(other), NameKind.PERSON).agrees


def test_a_fathers_initial_leaves_a_name_to_a_human() -> None:
    shared = {"nationality": "MN", "birthDate": "1987-03-04"}
    for left in ("Ц. Мөнхбат", "Ts. Munkhbat", "T. Munkhbat"):
        assert scored("Person", left=left, right="Munkhbat Tserendorj", **on_both(shared)).outcome is Outcome.REVIEW
    other = compare_names(person_name("Ц. Мөнхбат"), person_name("Munkhbat Dorj"), NameKind.PERSON)
    assert not other.agrees


def test_signs_are_of_the_peoples_alone() -> None:
    for name in ("O'Brien Sean", "Alexeev Maxim", "Qasim Ali", "Xu Wei", "Quentin Ivanov", "Әлия Қасымова", "Li Xiang"):
        assert not looks_uzbek(name)
    for name in ("Qodirov Sherzod", "G'ulomov Nodir", "Xasanova Zulfiya", "Ғуломов Нодир", "Alisher o'g'li Sherzod"):
        assert looks_uzbek(name)
    for name in ("Golitsyn Sergei", "Kathryn Smith", "Жумабек уулу Үсөн", "Nguyen Van Nam"):
        assert not looks_mongolian(name) or name.startswith("Жумабек")
    assert [father_said(name) for name in ("Доржийн Болормаа", "Д. Болормаа", "Dorj Bolormaa")] == list(Father)


def test_a_word_for_a_child_makes_a_surname_or_beside_one_a_patronymic() -> None:
    assert with_surname_of_father(("jumabek", "uulu", "azamat")) == ("jumabekov", "azamat")
    assert with_surname_of_father(("musa", "kyzy", "aigul")) == ("musaeva", "aigul")
    assert with_surname_of_father(("karimov", "nodir", "alisher", "ugli")) == ("karimov", "nodir", "alisherovich")
    assert with_surname_of_father(("uulu", "azamat")) == ("uulu", "azamat")
    assert uzbek_forms("Yo‘ldoshev Jasur") == uzbek_forms("Юлдашев Жасур")


@pytest.mark.parametrize(
    ("cyrillic", "latin"),
    [
        ("Фарҳод Раҳимзода", "Farkhod Rakhimzoda"),
        ("Фарҳод Раҳимзода", "Farhod Rahimzoda"),
        ("Фарход Рахимзода", "Farhod Rahimzoda"),
        ("Фарход Рахимзода", "Farkhod Rakhimzoda"),
        ("Ҳасан Алихон", "Khasan Alikhon"),
    ],
)
def test_a_name_in_cyrillic_meets_its_latin_spellings_with_h_and_with_kh(cyrillic: str, latin: str) -> None:
    one, other = person_name(cyrillic), person_name(latin)
    assert compare_names(one, other, NameKind.PERSON).agrees
    assert any(key.startswith("w:") for key in one.keys & other.keys)


# The letters show nothing of Uzbek: of whom both are tells it.
OF_UZBEKS = [
    ("Toshmatov Aziz", "Ташматов Азиз"),
    ("Boltaboyev Otabek", "Балтабаев Атабек"),
    ("Ochilov Bobur", "Ачилов Бабур"),
    ("Oripov Olim", "Арипов Алим"),
    ("Sobirov Shokir", "Сабиров Шакир"),
    ("Komilova Nozima", "Камилова Назима"),
    ("Toshkentov Anvar", "Tashkentov Anvar"),
    ("Otaboyev Islom", "Atabaev Islam"),
    ("Рахмонов Шароф", "Рахманов Шараф"),
]


@pytest.mark.parametrize(("left", "right"), OF_UZBEKS)
def test_an_uzbek_o_is_a_russian_a_where_somebody_is_known_to_be_uzbek(left: str, right: str) -> None:
    born = {"birthDate": "1990-03-05"}
    uzbek, kazakh = on_both({**born, "nationality": "UZ"}), on_both({**born, "nationality": "KZ"})
    assert scored("Person", left=left, right=right, **uzbek).outcome is Outcome.MATCH
    assert scored("Person", left=right, right=left, **uzbek).outcome is Outcome.MATCH
    assert scored("Person", left=left, right=right, **kazakh).outcome is not Outcome.MATCH
    assert person_name(left).keys & person_name(right).keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sobirov Hasan", "Sobirov Husan"),
        ("Karimov Olim", "Karimov Halim"),
        ("Karimov Komil", "Karimov Kamol"),
        ("Normatov Jamol", "Normatov Jamil"),
        ("Sobirov Shokir", "Sobirov Shukur"),
        ("Sobirova Nodira", "Sobirov Nodir"),
        ("Karimov Omon", "Karimov Amin"),
        ("Rahmonov Farrux", "Rahimov Farrux"),
        ("Sobirov Otabek", "Sobirov Oybek"),
    ],
)
def test_an_uzbek_sibling_and_another_family_stay_apart(left: str, right: str) -> None:
    for shared in ({"birthDate": "1990-03-05"}, {"phone": "+998901234567"}, {"birthDate": "1990"}):
        both = on_both({**shared, "nationality": "UZ"})
        assert scored("Person", left=left, right=right, **both).outcome is not Outcome.MATCH


def test_siblings_of_one_alphabet_who_differ_in_an_o_share_no_household_number() -> None:
    household = on_both({"phone": "+998901234511", "nationality": "UZ"})
    assert scored("Person", left="Karimova Lola", right="Karimova Lala", **household).outcome is Outcome.REVIEW
    # Of two alphabets they are one.
    assert scored("Person", left="Sobirov Nodir", right="Сабиров Надир", **household).outcome is Outcome.MATCH
