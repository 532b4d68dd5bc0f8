"""Pairs of companies: legal forms, former names, houses and streets, and numbers that decide."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.model import load_models
from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import PairScorer, scored_kind
from tests.entity_resolution.scored_pairs import on_both, scored


@pytest.mark.parametrize(
    ("name", "other", "cells", "words"),
    [
        (
            "PT Sinar Jaya Abadi",
            "PT Sinar Jaya Abadi",
            {"left_registrationNumber": "9120001234567", "right_registrationNumber": "8120207654321"},
            "kept apart by two numbers of one company register",
        ),
        (
            "Kwang Hup Brothers Pte Ltd",
            "Kwang Hup Brothers Sdn Bhd",
            on_both({"website": "kwang-hup.com"}),
            "kept apart by legal forms of two countries",
        ),
        (
            "Kwang Hup Brothers Pte Ltd",
            "Kwang Hup Brothers Sdn Bhd",
            {},
            "perhaps two companies of one house, which share phone",
        ),
    ],
)
def test_two_companies_of_one_name_and_phone_are_left_to_a_human(
    name: str, other: str, cells: dict[str, str], words: str
) -> None:
    shared = {"jurisdiction": "ID", "phone": "+62 812 3456 7801"}
    cells |= on_both(shared)
    found = scored("Organization", left=name, right=other, **cells)
    assert found.bits >= load_models()["Organization"].match_bits
    assert found.outcome is Outcome.REVIEW
    assert found.why.endswith(f"; {words}; sum {found.bits:+.1f} bits")


def test_two_companies_of_two_countries_are_joined_by_no_day_of_incorporation() -> None:
    def of(left: str, right: str, **cells: str) -> tuple[Outcome, str]:
        shared = {"incorporationDate": "2019-06-14", **cells}
        both = on_both(shared)
        found = scored(
            "Organization",
            left="Lucky Marlin Ltd",
            right="Lucky Marlin Ltd",
            left_jurisdiction=left,
            right_jurisdiction=right,
            **both,
        )
        return found.outcome, found.why

    outcome, why = of("KH", "HK")
    assert outcome is Outcome.REVIEW
    assert "; of two countries, and nothing but incorporation-date speaks for it; sum +" in why
    assert of("KH", "KH")[0] is Outcome.MATCH
    assert of("KH", "")[0] is Outcome.MATCH
    assert of("KH", "HK", phone="+85512340678")[0] is Outcome.REVIEW  # as one agent has founded both
    assert of("KH", "HK", registrationNumber="HK 2233445")[0] is Outcome.MATCH


def test_two_companies_founded_on_two_days_are_joined_by_no_phone_nor_website() -> None:
    def of(left: str, right: str, **cells: str) -> tuple[Outcome, str]:
        found = scored(
            "Organization",
            left="Lucky Marlin Co., Ltd",
            right="Lucky Marlin Co., Ltd",
            left_incorporationDate=left,
            right_incorporationDate=right,
            **on_both({"jurisdiction": "KH", "phone": "+85512340678", **cells}),
        )
        return found.outcome, found.why

    outcome, why = of("2009-02-03", "2021-05-06", website="lucky-marlin.com")
    assert outcome is Outcome.REVIEW
    assert "; founded on two days, and nothing but phone and website speaks for it; sum +" in why
    assert of("2009-02-03", "2009-02-03")[0] is Outcome.MATCH
    assert of("2009-02-03", "2009-03-02")[0] is Outcome.MATCH  # day and month changed places
    assert of("2009-02-03", "2009")[0] is Outcome.MATCH
    assert of("2009-02-03", "")[0] is Outcome.MATCH


@pytest.mark.parametrize(
    "name", ["Ltd", "Co., Ltd.", "Sdn. Bhd.", "บริษัท จำกัด", "有限公司", "Company Limited", "PT", "Ltd., Part."]
)
def test_a_legal_form_alone_is_no_evidence(name: str) -> None:
    found = scored("Organization", left=name, right=name)
    assert (found.bits, found.outcome, found.blocked) == (0.0, Outcome.NONE, False)
    assert found.why.startswith("left name is a legal form alone; right name is a legal form alone; sum +0.0 bits")


@pytest.mark.parametrize("name", ["SIA", "AS Co., Ltd.", "UD Pte Ltd", "Ltd Edition", "Company 3 Ltd"])
def test_what_may_be_a_name_beside_a_legal_form_is_evidence(name: str) -> None:
    assert scored("Organization", left=name, right=name).bits > 0


@pytest.mark.parametrize("name", ["Lotus World Bhd", "Bamboo Malaysia Berhad"])
def test_a_company_is_compared_by_a_former_name_too(name: str) -> None:
    scorer = PairScorer(read_layout(scored_kind("Organization"), ["left", "right"]))
    assert scorer.score([name, "Bamboo Malaysia Bhd (formerly Lotus World Bhd)"]).bits > 5


HOUSE = {"left_address": "12 Kenanga Rd, Portville", "right_address": "12 Kenanga Rd, Portville"}
COUNTRY = {"left_jurisdiction": "SG", "right_jurisdiction": "SG"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Tan Boon Seng Trading Pte Ltd", "Tan Boon Seng Construction Pte Ltd"),
        ("Kwek Brothers Sdn Bhd", "Kwek Brothers Holdings Sdn Bhd"),
        ("PT Bintang Abadi Sentosa", "CV Bintang Abadi Sentosa"),
        ("Fujian Jingcheng Group Co Ltd", "Fujian Jincheng Group Co Ltd"),
    ],
)
def test_companies_of_one_house_are_left_to_a_human_and_a_number_still_decides(left: str, right: str) -> None:
    names = {"left": left, "right": right}
    day = {"left_incorporationDate": "2019-03-05", "right_incorporationDate": "2019-03-05"}
    for shared in (COUNTRY, day | COUNTRY):
        found = scored("Organization", **names, **HOUSE, **shared)
        assert found.outcome is Outcome.REVIEW
        assert "perhaps two companies of one house, which share address" in found.why
    number = {"left_registrationNumber": "201012345K", "right_registrationNumber": "201012345K"}
    assert scored("Organization", **names, **HOUSE, **number).outcome is Outcome.MATCH
    assert scored("Organization", left=left, right=left, **HOUSE, **COUNTRY).outcome is Outcome.MATCH


def test_a_company_that_goes_by_the_others_name_is_no_sister_and_an_alias_of_both_makes_none_one() -> None:
    names = {"left": "Tan Boon Seng Trading Pte Ltd", "right": "Tan Boon Seng Construction Pte Ltd"}
    found = scored("Organization", **names, left_alias=names["right"], **HOUSE, **COUNTRY)
    assert found.comparisons[0].evidence.level == "exact native"
    assert found.outcome is Outcome.MATCH
    house = {"left_alias": "Tan Boon Seng Group", "right_alias": "Tan Boon Seng Group"}
    of_one_house = scored("Organization", **names, **house, **HOUSE, **COUNTRY)
    assert of_one_house.comparisons[0].evidence.level == "sister"
    assert of_one_house.outcome is Outcome.REVIEW


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Lindenstraße 12, Berlin", "Lindenweg 12, Berlin"),
        ("Piazza Garibaldi 5", "Via Garibaldi 5"),
        ("Rosenallee 4", "Rosengasse 4"),
        ("12 Jalan Bukit", "12 Lebuh Bukit"),
        ("12 Đường Lê Lợi", "12 Phố Lê Lợi"),
    ],
)
def test_a_company_in_another_street_is_left_to_a_human(one: str, other: str) -> None:
    columns = ["left", "left_address", "right", "right_address"]
    scorer = PairScorer(read_layout(scored_kind("Organization"), columns))
    found = scorer.score(["Sao Mai", one, "Sao Mai", other])
    assert (found.outcome, "address other-street" in found.why) == (Outcome.REVIEW, True)
    assert scorer.score(["Sao Mai", one, "Sao Mai", one]).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    "address",
    [
        *("unknown", "N/A", "-", "ไม่ทราบ", "不详", "Cambodia", "Phnom Penh", "Hong Kong", "BVI", "online", "Telegram"),
        *("Street 271", "Room 1", "P.O. Box 418, Road Town, Tortola"),
    ],
)
def test_an_address_that_says_no_house_joins_no_two_companies(address: str) -> None:
    name = "Tarvin Metal Trading Co Ltd"
    found = scored("Organization", left=name, right=name, left_address=address, right_address=address)
    assert found.outcome is Outcome.REVIEW
    told = scored("Organization", left=name, right=name, left_address="KK Park", right_address="KK Park")
    assert told.outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("name", "other", "country"),
    [
        ("Công ty TNHH An Lộc Phát", "Công ty Cổ phần An Lộc Phát", "VN"),
        ("CV Karya Mutiara", "PT Karya Mutiara", "ID"),
        ("Mekong Marlin Co. Ltd", "Mekong Marlin Group Co. Ltd", "LA"),
        ("Mekong Marlin Ltd", "Mekong Marlin Holdings Ltd", "HK"),
    ],
)
def test_a_phone_a_mailbox_and_an_address_join_no_two_forms_of_one_house(name: str, other: str, country: str) -> None:
    house = {"phone": "+6621383223", "email": "office@marlin.example", "address": "12 Lotus Road, Vientiane"}
    cells = on_both({**house, "jurisdiction": country})
    for left, right in ((name, other), (other, name)):
        found = scored("Organization", left=left, right=right, **cells)
        assert (found.outcome, "perhaps two companies of one house" in found.why) == (Outcome.REVIEW, True)
    assert scored("Organization", left=name, right=name, **cells).outcome is Outcome.MATCH
    registered = on_both({"registrationNumber": "9120001234567"})
    assert scored("Organization", left=name, right=other, **cells, **registered).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("country", "left", "right"),
    [
        ("MY", "201901000777 (1309777-X)", "201901000777"),
        ("MY", "201901000777 (1309777-X)", "1309777-X"),
        ("KH", "Co. 00034567", "34567"),
        ("PH", "SEC Reg. No. CS201912345", "CS201912345"),
        ("TH", "เลขทะเบียน 0105536000313", "0105536000313"),
    ],
)
def test_a_company_is_found_by_its_number_however_the_register_is_named_before_it(
    country: str, left: str, right: str
) -> None:
    cells = {"left_registrationNumber": left, "right_registrationNumber": right}
    jurisdictions = {"left_jurisdiction": country, "right_jurisdiction": country}
    for other, outcome in (("Permata Laut Selatan", Outcome.MATCH), ("Global Apex Ventures", Outcome.REVIEW)):
        found = scored("Organization", left="Permata Laut Selatan", right=other, **cells, **jurisdictions)
        assert ("registration", "equal") in [(c.evidence.feature, c.evidence.level) for c in found.comparisons]
        assert found.outcome is outcome


@pytest.mark.parametrize(
    ("left", "right", "country"),
    [("PT Sinar Bintang", "PT Sinar Bintang Jaya", "ID"), ("Sky Marlin Ltd", "Sky Marlin Asia Ltd", "HK")],
)
def test_two_sisters_of_one_phone_and_address_are_left_to_a_human(left: str, right: str, country: str) -> None:
    shared = {"jurisdiction": country, "phone": "+85223555140", "address": "Unit 5, 10/F, Star House, Tsim Sha Tsui"}
    found = scored("Organization", left=left, right=right, **on_both(shared))
    assert (found.outcome, found.bits > 20) == (Outcome.REVIEW, True)
    numbered = on_both({"registrationNumber": "HK 2233445"})
    assert scored("Organization", left=left, right=right, **on_both(shared), **numbered).outcome is Outcome.MATCH
