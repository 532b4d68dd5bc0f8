"""How many people have a name: names of the commonest words of one people, in its own script and in Latin letters."""

import pytest

from entity_resolution.decision import Outcome
from entity_resolution.names import is_one_common_word, person_name
from entity_resolution.names.bare_names import is_common_name
from entity_resolution.names.namesakes import namesakes
from entity_resolution.names.tables import read_rows
from tests.entity_resolution.scored_pairs import scored

_BORN = "1990-03-14"


def _of_one_birth_date(name: str, country: str, **more: str) -> Outcome:
    return scored(
        "Person", left=name, right=name, left_birthDate=_BORN, right_birthDate=_BORN,
        left_nationality=country, right_nationality=country, **more,
    ).outcome  # fmt: skip


@pytest.mark.parametrize(
    ("name", "country"),
    [("Елена Кузнецова", "RU"), ("Elena Kuznetsova", "RU"), ("Иванов Иван Иванович", "RU"), ("Олена Шевченко", "UA"),
     ("Md. Rafiqul Islam", "BD"), ("রফিকুল ইসলাম", "BD"), ("Muhammad Imran", "PK"), ("Ram Bahadur Thapa", "NP"),
     ("राम बहादुर थापा", "NP"), ("Abebe Kebede", "ET"), ("አበበ ከበደ", "ET"), ("Otieno Odhiambo", "KE"),
     ("John Kamau", "KE"), ("David Okello", "UG"), ("Murugan Krishnan", "LK"), ("Nimal Perera", "LK"),
     ("Budi Santoso", "ID"), ("佐藤 健", "JP"), ("佐藤健", "JP"), ("Sato Takashi", "JP"), ("عبد الله عمر", "YE"),
     ("عبدالله عمر", "YE"), ("مصطفى إبراهيم", "EG"), ("João da Silva", "BR"), ("Mehmet Yılmaz", "TR"),
     ("Акмал Каримов", "UZ"), ("Michael Garcia", "PH")],
)  # fmt: skip
def test_one_birth_date_joins_no_two_of_the_commonest_names_of_a_country(name: str, country: str) -> None:
    assert is_common_name(person_name(name))
    assert _of_one_birth_date(name, country) is Outcome.REVIEW
    mail = {"left_email": "a.b@example.org", "right_email": "a.b@example.org"}
    assert _of_one_birth_date(name, country, **mail) is Outcome.MATCH


@pytest.mark.parametrize("name", ["Sutrisno", "Slamet", "Sugiyono", "Wagiyem", "Elena", "Rafiqul"])
def test_one_of_the_commonest_words_alone_joins_by_no_birth_date(name: str) -> None:
    assert is_one_common_word(person_name(name))
    assert _of_one_birth_date(name, "ID") is Outcome.REVIEW


@pytest.mark.parametrize(
    ("name", "country"),
    [("Кривцов Андрей Николаевич", "RU"), ("Elena Krivtsova", "RU"), ("Rafiqul Dewanji", "BD"), ("Abebe Wolansa", "ET"),
     ("佐藤 凪紗", "JP"), ("عمر الزيتوني", "YE"), ("Murugan Elavenil", "LK"), ("Timofeev Kirill Vadimovich", "RU")],
)  # fmt: skip
def test_a_name_with_a_rarer_word_joins_as_before(name: str, country: str) -> None:
    assert not is_common_name(person_name(name))
    assert _of_one_birth_date(name, country) is Outcome.MATCH


def test_common_words_of_two_peoples_are_no_common_name_together() -> None:
    assert namesakes(person_name("Otieno Kuznetsov")) == 0
    assert namesakes(person_name("Takashi Otieno")) == 0


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
