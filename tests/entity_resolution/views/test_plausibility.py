"""Plausibility: what one person has one of keeps groups apart, a slip of the pen does not. All values are invented."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.comparing.model import load_models
from entity_resolution.views.clustering import Cluster, cluster
from entity_resolution.views.groups import Basis, Obstacle
from entity_resolution.views.plausibility import Facts, Objection, facts_of, objection
from graph import load_ontology
from graph.matches import JudgementValue
from graph.store import Neighbourhood
from tests.entity_resolution.evidence import judgement, match, neighbourhood, parts_of, visible
from tests.graph.building import open_scope

OPEN = open_scope([1, 2, 3])
DATES = ["1980-02-03", "1980-02-04", "1975-07-08"]
PASSPORTS = ["AA1234567", "AB7654321", "MC0011223"]


def company(*, jurisdiction: str | None = "ID", **values: str) -> Facts:
    given = {**({"jurisdiction": jurisdiction} if jurisdiction else {}), **values}
    return facts_of("Organization", parts_of("Organization", given, country=jurisdiction))


def facts(country: str = "TH", **values: str | Sequence[str]) -> Facts:
    return facts_of("Person", parts_of("Person", values, country=country))


@pytest.mark.parametrize(
    ("left", "right", "found"),
    [
        ({"birthDate": "1980-02-03"}, {"birthDate": "1975-07-08"}, Objection.BIRTH_DATES),
        ({"birthDate": "1980-02-03"}, {"birthDate": "1980-03-02"}, None),  # day and month swapped
        ({"birthDate": "1980-02-03"}, {"birthDate": "1975"}, Objection.BIRTH_DATES),
        ({"birthDate": "1960"}, {"birthDate": "1992"}, Objection.BIRTH_DATES),
        ({"birthDate": "1990-05"}, {"birthDate": "1993-05"}, Objection.BIRTH_DATES),
        ({"birthDate": "1990-05"}, {"birthDate": "1992-06"}, None),  # an age told roughly
        ({"birthDate": "1990-01-01"}, {"birthDate": "1992-06-07"}, None),  # likewise, of a day that nobody knows
        ({"birthDate": "1990-07-01"}, {"birthDate": "1993-06-07"}, Objection.BIRTH_DATES),
        ({"birthDate": ["1990", "1975"]}, {"birthDate": "1976-03-04"}, None),
        (
            {"birthDate": "00/00/2503"},
            {"birthDate": "1992"},
            Objection.BIRTH_DATES,
        ),  # 1960, some day
        ({"birthDate": "c. 1980"}, {"birthDate": "1990-05-05"}, None),  # a guess
        ({"birthDate": "c. 1980"}, {"birthDate": "1991-05-05"}, Objection.BIRTH_DATES),
        ({"birthDate": "1960/1965"}, {"birthDate": "1975"}, None),
        ({"birthDate": "1960/1965"}, {"birthDate": "1976"}, Objection.BIRTH_DATES),
        ({"birthDate": "until 1992"}, {"birthDate": "1960"}, None),
        ({"birthDate": "May 1410"}, {"birthDate": "1990"}, None),  # a year of another calendar
        ({"birthDate": "1985", "nationality": "ET"}, {"birthDate": "1993"}, None),  # as Ethiopia counts, one year
        ({"birthDate": "1980", "nationality": "ET"}, {"birthDate": "1993"}, Objection.BIRTH_DATES),
        ({"birthDate": ["1980-02-03", "1975-07-08"]}, {"birthDate": "1975-07-08"}, None),
        ({"birthDate": "1/2/90"}, {"birthDate": "1990-02-01"}, None),  # 1947 or 1990: two digits are no year
        ({"birthDate": "1/2/2490"}, {"birthDate": "1990-02-01"}, Objection.BIRTH_DATES),
        ({"birthDate": "7/10/1410"}, {"birthDate": "1990-05-03"}, None),  # a year of another calendar
        ({"birthDate": "2050-05-12"}, {"birthDate": "1993-08-28"}, None),  # and Nepal's
        ({"sex": "male"}, {"sex": "female"}, Objection.SEXES),
        ({"sex": "male"}, {"birthDate": "1975-07-08"}, None),
        ({"name": "นายกนก ใจดี"}, {"name": "Ms. Kanok Jaidee"}, Objection.SEXES),
        ({"sex": "male"}, {"name": "Daw Thida"}, Objection.SEXES),
        ({"sex": "male"}, {"name": "Ms. Kanok Jaidee", "sex": "male"}, None),  # the property decides
        ({"name": "Mr. Kanok Jaidee"}, {"name": "Ms. Kanok Jaidee", "sex": "other"}, None),
        ({"name": "Ms. Kanok Jaidee"}, {"name": "Dr. Kanok Jaidee"}, None),
        ({"name": "Saw Htoo Wah"}, {"name": "Naw Htoo Wah"}, Objection.SEXES),
        ({"name": "Md. Shamim Akter"}, {"name": "Most. Shamim Akter"}, Objection.SEXES),
        ({"name": "Salai Lian Thang"}, {"name": "Mai Lian Thang"}, Objection.SEXES),
        ({"name": "Saw Htoo Wah", "sex": "male"}, {"name": "Naw Htoo Wah"}, Objection.SEXES),
        ({"name": "Naw Seng", "sex": "male"}, {"name": "Saw Seng"}, None),  # Naw of the Kachin is a man
        ({"name": "Saw Yu Mon", "sex": "female"}, {"name": "Naw Yu Mon"}, None),
        ({"name": "Saw Htoo Wah", "alias": "Naw Htoo Wah"}, {"name": "Naw Htoo Wah"}, None),
        ({"name": "Naw Seng"}, {"name": "Seng", "sex": "male"}, None),
        ({"name": "Ms. Kanok Jaidee"}, {"name": "Ms. Kanok Jaidee", "alias": "Mr. Kanok Jaidee"}, None),
        ({"passportNumber": "AA1234567"}, {"passportNumber": "AB7654321"}, Objection.DOCUMENTS),
        ({"passportNumber": "AA1234567"}, {"passportNumber": "AA1234568"}, None),  # a digit differs
        ({"passportNumber": "AA1234567"}, {"passportNumber": "AA123456"}, None),  # a digit less
        ({"passportNumber": ["AA1234567", "AB7654321"]}, {"passportNumber": "AB7654321"}, None),  # renewed
        ({"passportNumber": "AA1234567"}, {"nationalId": "1101700203451"}, None),
        ({"passportNumber": "AA1234567"}, {"passportNumber": "QNAA1234567"}, None),  # letters that no table has
        ({"passportNumber": "AA1234567"}, {"passportNumber": "QNAB7654321"}, Objection.DOCUMENTS),
        ({"nationalId": "1101700230708"}, {"nationalId": "AA7654321"}, None),  # no form of Thai cards
        ({"nationalId": "1101700230708"}, {"nationalId": "QN 1409901234560"}, None),
        ({"nationalId": "1101700230708"}, {"nationalId": "1101700230709"}, None),  # a slip that the check digit tells
        ({"nationalId": "1101700230708"}, {"nationalId": "1111700230708"}, Objection.DOCUMENTS),  # both are right
        ({"nationalId": "1101700230708"}, {"nationalId": "1409901234567"}, Objection.DOCUMENTS),  # a bad check digit
        ({"nationalId": "1409901234567"}, {"nationalId": "1101700230717"}, Objection.DOCUMENTS),  # two of them
        (
            {"nationalId": "1101700230708", "passportNumber": "AA1234567"},
            {"nationalId": "1409901234560", "passportNumber": "AA1234568"},
            Objection.DOCUMENTS,  # a near passport does not speak against two cards
        ),
        (
            {"nationalId": "1101700230708", "passportNumber": "AA1234567"},
            {"nationalId": "1101700230708", "passportNumber": "AB7654321"},
            None,  # a renewed passport
        ),
        (
            {"nationalId": "1101700230708", "passportNumber": "AA1234567"},
            {"nationalId": "1409901234560", "passportNumber": "AA1234567"},
            None,
        ),
    ],
)
def test_an_objection_needs_values_that_cannot_be_one_persons(
    left: dict[str, str | list[str]], right: dict[str, str | list[str]], found: Objection | None
) -> None:
    one, other = (facts_of("Person", parts_of("Person", values, country="TH")) for values in (left, right))
    assert objection(one, other) is found
    assert objection(other, one) is found


@pytest.mark.parametrize(
    ("country", "left", "right", "apart"),
    [
        ("ID", "9120001234567", "8120207654321", True),
        ("ID", "9120001234567", "9120001234568", False),  # a digit differs
        ("ID", "9120001234567", "AHU-0012345.AH.01.01", False),  # a number and a deed
        ("SG", "201512345K", "199812876E", True),  # whether or not the check letters are right
        ("SG", "201512345K", "53123456X", False),  # a company's number and a business's
        ("MY", "1134567-X", "201601012345", False),  # before and after 2019
        ("MY", "1134567-X", "201601012345 (1134567-X)", False),
        ("MY", "1134567-X", "834567-W", True),
        ("MY", "201601012345", "201701054321", True),
        ("VN", "0100109106", "0102003110", False),  # one since 2010 and one before
        ("US", "5512345", "3398761", False),  # of two states, perhaps
    ],
)
def test_two_numbers_of_one_company_register_keep_apart(country: str, left: str, right: str, apart: bool) -> None:
    one, other = (company(jurisdiction=country, registrationNumber=number) for number in (left, right))
    assert objection(one, other) is objection(other, one) is (Objection.COMPANY_NUMBERS if apart else None)


@pytest.mark.parametrize(
    ("country", "left", "right", "apart"),
    [
        ("KH", "00012345", "00054321", True),
        (None, "00012345", "00054321", True),
        ("KH", "00012345", "00012346", False),  # a digit differs
        ("MY", "1134567-X", "201601012345", False),  # of two forms
        ("MY", "1134567-X", "987650-T", True),  # of one, which grew by a digit
        ("US", "5512345", "3398761", False),  # of two states, perhaps
    ],
)
def test_a_number_without_its_country_may_be_of_the_register_of_one_with_its_form(
    country: str | None, left: str, right: str, apart: bool
) -> None:
    one, other = (
        company(jurisdiction=country, registrationNumber=left),
        company(jurisdiction=None, registrationNumber=right),
    )
    assert objection(one, other) is objection(other, one) is (Objection.COMPANY_NUMBERS if apart else None)
    assert objection(one, company(jurisdiction=None, taxNumber=right)) is None


def test_a_companys_numbers_of_two_kinds_or_that_agree_somewhere_are_no_objection() -> None:
    of_register, taxed = company(registrationNumber="8120207654321"), company(taxNumber="9120001234567")
    assert objection(company(registrationNumber="9120001234567"), company(registrationNumber="8120207654321"))
    assert objection(company(registrationNumber="9120001234567"), taxed) is None
    assert objection(company(taxNumber="9120001234567"), company(taxNumber="8120207654321")) is None
    assert objection(of_register | taxed, taxed | company(registrationNumber="7120207654399")) is None
    thai = [{"registrationNumber": "0105536000315"}, {"taxNumber": "0107537000114"}]
    one, other = (company(jurisdiction="TH", **numbers) for numbers in thai)
    assert objection(one, other) is Objection.COMPANY_NUMBERS  # where one number is both


def test_legal_forms_of_two_countries_keep_apart_unless_a_name_of_both_agrees() -> None:
    here, there = company(name="Kwang Hup Pte Ltd"), company(name="Kwang Hup Sdn Bhd")
    assert objection(here, there) is Objection.LEGAL_FORMS
    assert objection(here | there, there) is None
    assert objection(here, company(name="Kwang Hup Co., Ltd.")) is None
    indian, british, american = (company(name=f"Kwang Hup {form}") for form in ("Pvt Ltd", "PLC", "Inc"))
    for one, other in ((here, indian), (british, american), (indian, american), (here, american)):
        assert objection(one, other) is objection(other, one) is Objection.LEGAL_FORMS
    assert objection(indian, company(name="Kwang Hup Private Limited")) is None  # Singapore has it as well
    assert objection(american, company(name="Công ty Cổ phần Kwang Hup")) is None  # which translates itself so
    assert objection(british, company(name="Kwang Hup PCL")) is None
    assert objection(facts(name="Kwang Hup Pte Ltd"), facts(name="Kwang Hup Sdn Bhd")) is None  # of persons


def test_passports_of_two_countries_are_no_objection() -> None:
    assert objection(facts("TH", passportNumber="AA1234567"), facts("MY", passportNumber="A12345678")) is None


@pytest.mark.parametrize(
    ("country", "left", "right"),
    [("ID", "3171014503900001", "3171014503900002"), ("MY", "870304145677", "870304145678")],
)
def test_neighbours_in_a_register_without_check_digits_are_two_until_a_human_says_else(
    country: str, left: str, right: str
) -> None:
    assert objection(facts(country, nationalId=left), facts(country, nationalId=right)) is Objection.DOCUMENTS


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "birthDate": st.sampled_from(DATES),
        "sex": st.sampled_from(["male", "female"]),
        "passportNumber": st.sampled_from(PASSPORTS),
    },
)


def chain(people: Sequence[dict[str, str]]) -> Neighbourhood:
    """Return people of whom each matches the next: a village in which everybody shares something with a neighbour."""
    records = [visible(n, parts=parts_of("Person", p, country="TH")) for n, p in enumerate(people, start=1)]
    return neighbourhood(records, [match(n, n + 1) for n in range(1, len(people))])


def clusters(found: Neighbourhood) -> list[Cluster]:
    return cluster(found, OPEN, load_models(), load_ontology())


@given(st.lists(VALUES, min_size=2, max_size=12))
def test_no_chain_of_edges_puts_two_birth_dates_sexes_or_passports_into_one_person(
    people: list[dict[str, str]],
) -> None:
    for made in clusters(chain(people)):
        members = [people[int(r.id.removeprefix("r-")) - 1] for r in made.records]
        sexes = {m["sex"] for m in members if "sex" in m}
        dates = {m["birthDate"] for m in members if "birthDate" in m}
        passports = {m["passportNumber"] for m in members if "passportNumber" in m}
        assert len(sexes) <= 1
        assert dates in (set(), {DATES[0]}, {DATES[1]}, {DATES[2]}, {DATES[0], DATES[1]})  # a digit apart
        assert len(passports) <= 1


@given(st.lists(VALUES, min_size=2, max_size=10))
def test_the_steps_tell_how_each_entity_was_formed(people: list[dict[str, str]]) -> None:
    for made in clusters(chain(people)):
        ids = {r.id for r in made.records}
        joined = [s for s in made.steps if s.obstacle is None]
        refused = [s for s in made.steps if s.obstacle is not None]
        # One step for each record beyond the first, whose ends lie inside; a refused one has an end outside.
        assert len(joined) == len(made.records) - 1
        assert all({s.left_id, s.right_id} <= ids and s.basis is Basis.MATCH for s in joined)
        assert all(len({s.left_id, s.right_id} & ids) == 1 for s in refused)
        if joined:
            assert joined[-1].left_size + joined[-1].right_size == len(made.records)


def test_a_step_says_what_kept_two_groups_apart() -> None:
    people = [visible(n, parts=parts_of("Person", birthDate=d)) for n, d in enumerate(DATES, start=1)]
    found = clusters(
        neighbourhood(
            people,
            [match(1, 2), match(2, 3)],
            [judgement(1, 2, JudgementValue.NEGATIVE), judgement(1, 3, JudgementValue.POSITIVE)],
        )
    )
    steps = {(s.left_id, s.right_id): (s.basis, s.obstacle) for made in found for s in made.steps}
    assert steps == {
        ("r-01", "r-03"): (Basis.JUDGEMENT, None),  # a human's word goes before plausibility
        ("r-02", "r-03"): (Basis.MATCH, Obstacle.NEGATIVE_JUDGEMENT),
    }
    only_match = clusters(neighbourhood(people, [match(1, 3)]))
    assert [s.obstacle for s in only_match[0].steps] == [Obstacle.BIRTH_DATES]
