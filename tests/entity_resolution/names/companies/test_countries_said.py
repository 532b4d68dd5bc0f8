"""Companies whose names say two countries are two, by the countries' codes. All names are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.names import NameKind, NameLevel, compare_names
from entity_resolution.names.companies.countries_said import countries_said, say_two_countries
from entity_resolution.names.reading import organisation_name
from tests.entity_resolution.scored_pairs import on_both, scored

GOLDEN = "Golden Tiger Vault Digital"


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        (f"{GOLDEN} (Cambodia) Co., Ltd.", {"KH"}),
        (f"{GOLDEN} Kampuchea Ltd", {"KH"}),
        (f"{GOLDEN} (Lao PDR) Ltd", {"LA"}),
        (f"{GOLDEN} Viet Nam JSC", {"VN"}),
        (f"Công ty TNHH {GOLDEN} Trung Quốc", {"CN"}),
        (f"{GOLDEN} (Korea)", {"KR"}),
        (f"{GOLDEN} (UAE)", {"AE"}),
        (f"{GOLDEN} (KH) Co., Ltd.", {"KH"}),
        (f"{GOLDEN} (Thai)", {"TH"}),
        (f"{GOLDEN} （Cambo）", {"KH"}),
        ("KH Golden Tiger Ltd", set()),  # somebody's initials
        ("Công ty TNHH Minh Anh SG", set()),  # Sài Gòn
        ("Lim TH Co., Ltd", set()),
        (f"{GOLDEN} (LA) Inc", set()),  # Los Angeles as well
        ("柬埔寨金虎数码有限公司", {"KH"}),
        ("บริษัท โกลเด้น ไทเกอร์ (ประเทศไทย) จำกัด", {"TH"}),
        ("ហ្គោលដិន ថាយហ្គឺ (កម្ពុជា)", {"KH"}),
        ("ရွှေကျား (ထိုင်း)", {"TH"}),
        ("Co My In Is Trading", set()),  # codes of ISO, and words
        ("Golden Chinese Thai Kitchen", set()),
        ("Công ty TNHH Hoàng Thái Nhật Minh", set()),
        ("老金虎数码有限公司", set()),  # lao is no Laos
    ],
)
def test_the_countries_that_a_company_says(name: str, codes: set[str]) -> None:
    assert countries_said(organisation_name(name)) == codes


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (f"{GOLDEN} (Singapore) Ltd", f"{GOLDEN} (Cambodia) Ltd"),
        (f"{GOLDEN} Singapore Ltd", f"{GOLDEN} Cambodia Ltd"),
        (f"Singapore {GOLDEN} Ltd", f"Cambodia {GOLDEN} Ltd"),
        (f"{GOLDEN} (Burma) Ltd", f"{GOLDEN} (Thailand) Ltd"),
        (f"{GOLDEN} (KH) Ltd", f"{GOLDEN} (TH) Ltd"),
        ("บริษัท โกลเด้น ไทเกอร์ ดิจิทัล (ประเทศไทย) จำกัด", "Golden Tiger Digital (Cambodia) Co., Ltd."),
        (f"PT {GOLDEN} Indonesia", f"PT {GOLDEN} Malaysia"),
    ],
)
def test_two_countries_are_two_companies_however_long_the_names_are(left: str, right: str) -> None:
    one, other = organisation_name(left), organisation_name(right)
    for pair in ((one, other), (other, one)):
        found = compare_names(*pair, NameKind.ORGANISATION)
        assert say_two_countries(*pair)
        assert not found.agrees
        assert found.level is NameLevel.PARTIAL
        assert found.bits > 0  # a contact in common makes them a human's


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (f"{GOLDEN} (Burma) Ltd", f"{GOLDEN} (Myanmar) Ltd"),
        (f"{GOLDEN} (Kampuchea) Ltd", f"{GOLDEN} (Cambodia) Ltd"),
        (f"{GOLDEN} (HK) Ltd", f"{GOLDEN} (Hong Kong) Limited"),
        (f"{GOLDEN} H.K.", f"{GOLDEN} Hong Kong"),
        (f"{GOLDEN} (Lao PDR)", f"{GOLDEN} (Laos)"),
        (f"{GOLDEN} (PRC)", f"{GOLDEN} (China)"),
        (f"{GOLDEN} (KH) Ltd", f"{GOLDEN} (Cambodia) Ltd"),
        (f"{GOLDEN} (Thai) Ltd", f"{GOLDEN} (TH) Ltd"),
    ],
)
def test_two_words_for_one_country_are_one_company(left: str, right: str) -> None:
    found = compare_names(organisation_name(left), organisation_name(right), NameKind.ORGANISATION)
    assert found.agrees
    assert found.level is NameLevel.EXACT_NATIVE


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        (f"{GOLDEN} (Cambodia) Ltd", f"{GOLDEN} Ltd", NameLevel.VARIANT),
        (f"{GOLDEN} (KH) Ltd", f"{GOLDEN} Ltd", NameLevel.SISTER),
    ],
)
def test_a_country_on_one_side_alone_stays_as_it_is(left: str, right: str, level: NameLevel) -> None:
    found = compare_names(organisation_name(left), organisation_name(right), NameKind.ORGANISATION)
    assert found.agrees
    assert found.level is level


@pytest.mark.parametrize(
    ("aliases", "outcome"),
    [
        ({"left_alias": GOLDEN}, Outcome.REVIEW),
        ({"left_alias": GOLDEN, "right_alias": GOLDEN}, Outcome.REVIEW),
        ({"left_alias": f"{GOLDEN} (Thailand) Ltd"}, Outcome.MATCH),  # it says so of itself
        ({"left_alias": GOLDEN, **on_both({"registrationNumber": "00043217"})}, Outcome.MATCH),
    ],
)
def test_what_both_are_called_without_a_country_makes_no_one_of_two_countries(
    aliases: dict[str, str], outcome: Outcome
) -> None:
    names = {"left": f"{GOLDEN} (Cambo) Ltd", "right": f"{GOLDEN} (Thailand) Ltd"}
    shared = on_both({"phone": "+85512345611", "email": "office@oakvault.com"})
    assert scored("Organization", **names, **aliases, **shared).outcome is outcome
