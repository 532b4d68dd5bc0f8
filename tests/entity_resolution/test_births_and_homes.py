"""Pairs that the rule leaves to a human, or joins, meet in the graph, however an agency files a number.

All names, numbers and addresses are invented.
"""

from collections.abc import Mapping, Sequence

import pytest

from entity_resolution.blocking.meeting import record_keys
from entity_resolution.comparing.decision import Outcome, decide
from entity_resolution.comparing.model import load_models
from entity_resolution.views.evidence_in_view import evidence_in_view
from graph import PropertyClass
from graph.blocks import split_terms
from graph.selectors import LinkedSelector
from tests.entity_resolution.evidence import linked, parts_of
from tests.entity_resolution.resolved_records import edges
from tests.entity_resolution.slow_blocking import slow_groups
from tests.entity_resolution.test_ways import Described, resolve
from tests.graph.building import scope_of
from tests.world import World, link, record

PERSON = load_models()["Person"]
IDENTITY, LOCATION = PropertyClass.IDENTITY, PropertyClass.LOCATION
PHONE = "+639176593816"
NUMBER = linked("PhoneNumber", f"tel:{PHONE}")
ACCOUNT = linked("BankAccount", "acct:SG:OCBC:9548747016")
WALLET = linked("Wallet", "wallet:TRON:TNNUV4MyAXyQM2WHqgLUcXCWkKgt3MUmnZ")
HOME = "244 Bypass Rd, Salé"

Ties = Sequence[LinkedSelector]


def person(values: Mapping[str, str], *ties: LinkedSelector) -> Described:
    return Described(kind="Person", parts=parts_of("Person", values, country="PH"), linked=list(ties))


def outcome(one: Described, other: Described) -> Outcome:
    """Return what becomes of a pair in the graph; the obvious way to make keys finds the same pairs."""
    evidence, ways = resolve(one, other, published=False)
    slow = [slow_groups(PERSON, side.parts, side.linked) for side in (one, other)]
    met = any(mine[1] & theirs[2] for mine in slow[0] for theirs in slow[1] if not mine[3])
    assert met or not ways
    return decide(PERSON, evidence).outcome


BORN = {"birthDate": "1993-02-26", "nationality": "PH"}
ARNELS = ("Arnel Paniglinan", "Arnel Dela Cruz Pangilinan")


@pytest.mark.parametrize("filed", [("own", "own"), ("own", "linked"), ("linked", "own"), ("linked", "linked")])
def test_one_birth_date_and_one_number_are_for_a_human_however_the_number_is_filed(filed: tuple[str, str]) -> None:
    one, other = (
        person({"name": name, **BORN, **({"phone": PHONE} if how == "own" else {})}, *([NUMBER] * (how == "linked")))
        for name, how in zip(ARNELS, filed, strict=True)
    )
    assert outcome(one, other) is Outcome.REVIEW


@pytest.mark.parametrize(
    ("ties", "born", "wanted"),
    [
        ([ACCOUNT], BORN, Outcome.REVIEW),
        ([WALLET], BORN, Outcome.REVIEW),
        ([ACCOUNT, WALLET], BORN, Outcome.REVIEW),
        ([ACCOUNT], {"nationality": "PH"}, Outcome.NONE),
        ([NUMBER], {"birthDate": "1993-01-01", "nationality": "PH"}, Outcome.NONE),  # a day that nobody knows
        ([linked("Vehicle", "plate:PH:ABC1234")], BORN, Outcome.NONE),  # a family's
        ([linked("PhoneNumber", "tel:+60355501100")], BORN, Outcome.NONE),  # published as shared by many
    ],
)
def test_two_wholly_other_names_meet_by_one_birth_date_and_what_somebody_holds(
    ties: Ties, born: Mapping[str, str], wanted: Outcome
) -> None:
    one, other = (person({"name": name, **born}, *ties) for name in ("Sheikh Mohammad Delwar", "Delowar Shaikh"))
    assert outcome(one, other) is wanted


TRAVELLER = {"birthDate": "1994-03-02", "nationality": "PK"}
NUMBERED = "K1000518"


def of_passports(name: str, number: str, **more: str) -> Outcome:
    """Return what becomes of Zeeshan Ahmed Bhatti and a record of another name and number, whichever comes first."""
    one = person({"name": "BHATTI, ZEESHAN AHMED", **TRAVELLER, "passportNumber": NUMBERED})
    other = person({"name": name, **TRAVELLER, "passportNumber": number, **more})
    there = outcome(one, other)
    assert outcome(other, one) is there
    return there


@pytest.mark.parametrize("name", ["ZEESHAN AHMAD", "Zeeshan", "Phyae Zone Ong"])
@pytest.mark.parametrize("number", ["K1000S18", "K1007518", "K100518", "K1005018", "K10005189"])
def test_one_birth_date_and_a_passport_with_a_slip_are_for_a_human_whatever_the_names(name: str, number: str) -> None:
    assert of_passports(name, number) is Outcome.REVIEW


@pytest.mark.parametrize("name", ["Zahid Ahmed Bhatti", "AHMAD ZEESHAN", "Phyae Zone Ong"])
@pytest.mark.parametrize("number", ["K1000519", "K1000517", "K2000777"])
def test_twins_with_passports_in_a_row_are_for_nobody(name: str, number: str) -> None:
    assert of_passports(name, number) is Outcome.NONE


@pytest.mark.parametrize("born", ["1994", "1994-03", "1994-01-01", "1994-03-05", "1995-03-02"])
def test_a_passport_with_a_slip_beside_less_than_one_whole_birth_date_is_for_nobody(born: str) -> None:
    for number in ("K1000S18", "K1007518"):
        assert of_passports("ZEESHAN AHMAD", number, birthDate=born) is Outcome.NONE


def test_a_made_up_number_with_a_slip_is_none() -> None:
    one, other = (
        person({"name": name, **TRAVELLER, "passportNumber": number})
        for name, number in (("BHATTI, ZEESHAN AHMED", "K1234567"), ("AHMAD ZEESHAN", "K1234507"))
    )
    assert outcome(one, other) is Outcome.NONE


def test_who_may_read_no_identities_sees_nothing_of_two_who_met_by_a_slip() -> None:
    one = person({"name": "BHATTI, ZEESHAN AHMED", **TRAVELLER, "passportNumber": NUMBERED})
    other = person({"name": "Phyae Zone Ong", **TRAVELLER, "passportNumber": "K1007518"})
    evidence, ways = resolve(one, other, published=False)
    for readable, seen in (({IDENTITY}, Outcome.REVIEW), ({LOCATION}, Outcome.NONE)):
        scope = scope_of({c: [1, 2] for c in readable})
        shown = evidence_in_view(scope, scope.readable_classes(1), scope.readable_classes(2), evidence, ways)
        assert decide(PERSON, shown).outcome is seen
        assert bool(shown) is (seen is Outcome.REVIEW)


def test_one_birth_date_and_one_house_bring_a_name_in_two_scripts_together() -> None:
    born = {"birthDate": "2004-08-02", "nationality": "MA", "address": HOME}
    one, other = person({"name": "Ayub BBenali", **born}), person({"name": "أيوب بنعلي", **born})
    assert outcome(one, other) is Outcome.MATCH
    with_country = person({"name": "أيوب بنعلي", **born, "address": f"{HOME}, Maroc"})
    assert outcome(one, with_country) is Outcome.MATCH
    elsewhere = person({"name": "أيوب بنعلي", **born, "address": "245 Bypass Rd, Salé"})
    assert outcome(one, elsewhere) is Outcome.NONE


NAME = "Patrícia Gonçalves Cavalcanti"
AT_HOME = {"name": NAME, "nationality": "BR", "sex": "female", "address": "57 Station Rd, Goiânia"}


@pytest.mark.parametrize(
    ("more", "wanted"),
    [
        ({}, Outcome.REVIEW),
        ({"birthDate": "1982-07-10"}, Outcome.REVIEW),
        ({"address": "57 STATION ROAD, GOIANIA"}, Outcome.REVIEW),
        ({"name": "Cavalcanti, Patricia Gonçalves"}, Outcome.REVIEW),
        ({"name": "Patricia Gonçalves Caval Canti"}, Outcome.REVIEW),
        ({"sex": "male"}, Outcome.NONE),
        ({"address": "58 Station Rd, Goiânia"}, Outcome.NONE),
        ({"address": "Goiânia"}, Outcome.NONE),
        ({"name": "Beatriz Gonçalves Cavalcanti"}, Outcome.NONE),
        ({"name": "Patrícia"}, Outcome.NONE),
    ],
)
def test_one_whole_name_in_one_home_is_for_a_human_where_nothing_speaks_against_it(
    more: Mapping[str, str], wanted: Outcome
) -> None:
    one, other = person({**AT_HOME, "birthPlace": "Anápolis"}), person({**AT_HOME, **more})
    assert outcome(one, other) is wanted
    assert outcome(other, one) is wanted


def test_two_birth_dates_or_birth_places_speak_against_one_home() -> None:
    for name, texts in (("birthDate", ("1982-07-10", "1961-03-02")), ("birthPlace", ("Anápolis", "Recife"))):
        one, other = (person({**AT_HOME, name: text}) for text in texts)
        assert outcome(one, other) is Outcome.NONE


@pytest.mark.parametrize("address", ["Emergency Shelter, Goiânia", "Lotus Hotel, Goiânia", "Station Rd, Goiânia"])
def test_one_name_where_many_stay_is_for_nobody(address: str) -> None:
    one, other = person({**AT_HOME, "address": address}), person({**AT_HOME, "address": address})
    assert outcome(one, other) is Outcome.NONE


def test_who_may_read_no_homes_sees_nothing_of_two_who_met_by_one() -> None:
    one, other = person(AT_HOME), person(AT_HOME)
    evidence, ways = resolve(one, other, published=False)
    for readable, seen in (({IDENTITY, LOCATION}, Outcome.REVIEW), ({IDENTITY}, Outcome.NONE)):
        scope = scope_of({c: [1, 2] for c in readable})
        shown = evidence_in_view(scope, scope.readable_classes(1), scope.readable_classes(2), evidence, ways)
        assert decide(PERSON, shown).outcome is seen
        assert bool(shown) is (seen is Outcome.REVIEW)


SLIP = ("Tahndar Win", "Thanadr Win")


@pytest.mark.parametrize(
    ("ties", "born", "wanted"),
    [
        ([ACCOUNT, WALLET], ("2003", "2003-08-08"), Outcome.REVIEW),
        ([ACCOUNT, WALLET], ("2003-08", "2003-08-08"), Outcome.REVIEW),
        ([ACCOUNT, WALLET], ("2003", ""), Outcome.NONE),
        ([ACCOUNT, NUMBER], ("2003", "2003-08-08"), Outcome.NONE),
        ([ACCOUNT], ("2003", "2003-08-08"), Outcome.NONE),
        ([], ("2003", "2003-08-08"), Outcome.NONE),
    ],
)
def test_a_slip_beside_an_account_a_wallet_and_a_birth_year_is_for_a_human(
    ties: Ties, born: tuple[str, str], wanted: Outcome
) -> None:
    one, other = (
        person({"name": name, "nationality": "MM", **({"birthDate": date} if date else {})}, *ties)
        for name, date in zip(SLIP, born, strict=True)
    )
    assert outcome(one, other) is wanted
    assert outcome(other, one) is wanted


def terms_of(values: Mapping[str, str], *ties: LinkedSelector) -> int:
    described = person(values, *ties)
    return len({*split_terms(record_keys(PERSON, described.parts, described.linked).indexed.found_by)})


def test_a_person_has_a_term_more_for_a_day_and_a_number_and_three_for_a_home() -> None:
    """Of a name that is read in one way. The one beside a birth date stands only where both are known."""
    name = {"name": ARNELS[0]}
    alone, dated = terms_of(name), terms_of({**name, **BORN})
    beside_name, beside_both = terms_of(name, NUMBER), terms_of({**name, **BORN}, NUMBER)
    assert beside_both - dated == beside_name - alone + 1
    assert terms_of({**name, "address": HOME}) == alone + 2
    assert terms_of({**name, **BORN, "address": HOME}) == dated + 3
    assert terms_of({**name, **BORN, "address": "Salé"}) == dated


def test_two_agencies_find_one_person_of_another_spelling_by_a_linked_number_and_a_birth_date(world: World) -> None:
    for agency, name in zip(("ph-police", "th-police"), ARNELS, strict=True):
        world.file(
            agency,
            record("Person", "p", name=name, birthDate=BORN["birthDate"], nationality="PH"),
            record("PhoneNumber", "n", number=PHONE),
            link("USES", "p", "n"),
        )
    people = {world.id(agency, "p") for agency in ("ph-police", "th-police")}
    found = [edge for edge in edges(world) if {edge["a"], edge["b"]} == people]
    assert [(edge["p"], edge["r"]) for edge in found] == [(False, True)]
