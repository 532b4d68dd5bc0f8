"""Blocking keys meet across scripts, stay few, and never rest on a very common token alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from entity_resolution.names import (
    NameForm,
    name_frequency,
    organisation_name,
    person_name,
    site_name,
)
from entity_resolution.names.keys.blocking_keys import stop_keys
from entity_resolution.names.keys.key_budget import MAX_KEYS
from entity_resolution.names.scripts.skeletons import skeleton
from entity_resolution.names.tongues.frequency import common_tokens


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("สมชาย ใจดี", "Somchai Jaidee"),
        ("ហ៊ុន សែន", "Hun Sen"),
        ("ထွန်းထွန်းဦး", "Htun Htun Oo"),
        ("佘智江", "She Zhijiang"),
        ("Tan Wei Ming", "Chan Weiming"),
        ("Mohd Ali Hassan", "Mohamed Ali bin Hassan"),
        ("Somchai Jaidee", "Jaidee Somchai"),
        ("Siriporn", "Siriphon"),
        ("Htet", "Htat"),
    ],
)
def test_spellings_of_one_name_share_a_key(left: str, right: str) -> None:
    assert person_name(left).keys & person_name(right).keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Lotusneft", "NK Lotusneft"),
        ("Bank Mardanat", "Bank Mardanat Iran"),
        ("Лотуснефть", "Lotusneft Rossii PJSC"),
        ("LNPC", "Lotus National Petroleum Corporation"),
        ("NLOC", "National Lotus Oil Company"),
        ("Pinbrightim", "Pinnacle and Brightwater Timber Ltd."),  # which has many keys besides
        ("LD Tech Solutions", "Lotus Dawn Technology Solutions Pte Ltd"),
        ("LDMS Holdings", "Lotus Dawn Maritime Services Holdings"),
        ("Lotubank", "Lotus Bank & Trust"),
        ("Lobrasil", "Lotus Brasileiro S.A."),
        ("Lomid", "Lotus Mining Development Trading Corporation"),
        ("トヨト自動車株式会社", "Toyoto Motor Corporation"),
    ],
)
def test_a_companys_only_word_and_what_is_short_for_it_find_it(left: str, right: str) -> None:
    assert organisation_name(left).keys & organisation_name(right).keys


@pytest.mark.parametrize("name", ["Golden", "Co", "Bank"])
def test_a_common_word_alone_is_no_key_of_a_companys_other_names(name: str) -> None:
    assert not {key for key in organisation_name(name).keys if key.startswith("t:")}


def test_names_that_differ_share_none() -> None:
    assert not person_name("สมชาย ใจดี").keys & person_name("Nguyen Van Hung").keys


@pytest.mark.parametrize("name", ["Aung Kyaw Moe", "Nguyen Thi Mai", "Mohamed Ahmad Ali"])
def test_common_tokens_have_no_key_of_their_own(name: str) -> None:
    assert set(name.lower().split()) & common_tokens()
    assert not {key for key in person_name(name).keys if key.startswith("t:")}


@pytest.mark.parametrize("read", [person_name, organisation_name, site_name])
@pytest.mark.parametrize("raw", ["ณัฐวุฒิ สุวรรณรัตน์ ประเสริฐ", "a b c d e f g h i j k l m n", "ក្រុមហ៊ុន រតនគិរី", "王" * 40])
def test_keys_are_no_more_than_a_limit(read: Callable[[str], NameForm], raw: str) -> None:
    assert len(read(raw).keys) <= MAX_KEYS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("somchai", "somjai"),
        ("phon", "porn"),
        ("sri", "si"),
        ("vichai", "wichai"),
        ("apichart", "aphichat"),
        ("hla", "la"),
    ],
)
def test_skeletons_merge_what_spellings_confuse(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_frequency_of_a_rare_token_is_small_and_of_a_common_one_large() -> None:
    assert name_frequency("nguyen") == 0.38
    assert name_frequency("tran") == 0.11
    assert name_frequency("zzyzx") < 0.001
    assert name_frequency("ouyang") < 0.01


@pytest.mark.parametrize(
    ("token", "least"),
    [
        ("kim", 0.2),
        ("kwang", 0.01),
        ("lee", 0.1),
        ("suzuki", 0.01),
        ("wei", 0.015),
        ("ming", 0.005),
        ("hiroshi", 0.005),
    ],
)
def test_what_is_common_in_korea_japan_china_and_south_asia_is_not_rare_and_keeps_its_key(
    token: str, least: float
) -> None:
    """`Kim Kwang-il` had been one name in 250,000,000."""
    assert name_frequency(token) >= least
    if token not in {"kim", "lee", "ming"}:  # common elsewhere too
        assert token not in common_tokens()


def test_a_part_of_a_persons_name_is_no_common_word_of_companies() -> None:
    assert name_frequency("suzuki", person=False) < 0.001 < name_frequency("suzuki")
    assert name_frequency("wei", person=False) < name_frequency("wei")


def test_stop_keys_are_short_and_come_from_the_public_tables() -> None:
    assert {f"w:{skeleton(token)}" for token in common_tokens() if len(skeleton(token)) <= 2} == stop_keys()
    assert f"w:{skeleton('nguyen')}" not in stop_keys()
    assert f"w:{skeleton('aung')}" in stop_keys()


@pytest.mark.parametrize(
    ("native", "latin"),
    [
        ("สมศักดิ์ ปริศนานันทกุล", "Somsak Prissanananthakul"),
        ("စောမူတူးစေးဖိုး", "Saw Mutu Say Poe"),
    ],
)
def test_a_name_of_many_readings_is_found_by_one_word(native: str, latin: str) -> None:
    assert person_name(native).keys & person_name(latin).keys


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Golden Delta Export Corp. (GODECO)", "GODECO"),
        ("Shenzhen DJX Sciences and Technologies Ltd", "SZ DJX Technology Co Ltd"),
        ("Al Noor General Trading LLC", "Alnoor Gen. Trading L.L.C."),
        ("Société Minière de la Haute Vallée", "Haute Vallée Mining Company"),
        ("Ho Chi Minh City Lotus Trading", "HCMC Lotus Trading"),
    ],
)
def test_companies_meet_by_short_words_acronyms_and_joined_articles(left: str, right: str) -> None:
    assert organisation_name(left).keys & organisation_name(right).keys


def test_a_name_of_capitals_alone_shows_no_acronym() -> None:
    assert organisation_name("SHENZHEN DJX TECHNOLOGY").keys.isdisjoint({"a:djx"})
