"""Advertisements posted again meet and match; others of their kind do not. All texts are invented."""

import time
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.blocking.keys import blocking_keys
from entity_resolution.blocking.near_duplicates import SHORTEST_TEXT, similarity_keys
from entity_resolution.comparing.decision import Outcome, decide, potential
from entity_resolution.comparing.model import load_models
from entity_resolution.comparing.scoring import score
from tests.entity_resolution.evidence import parts_of

MODEL = load_models()["JobAdvertisement"]
ENGLISH = (
    "Customer service staff wanted in Poipet, Cambodia. Salary 1,200 USD, free room and meals, no experience needed. "
    "Chinese or English speakers. Contact us on Telegram now."
)
THAI = "รับสมัครแอดมินตอบแชททำงานที่ปอยเปตเงินเดือนสามหมื่นบาทมีที่พักอาหารฟรีไม่ต้องมีประสบการณ์สนใจติดต่อทางไลน์ได้ทันที"
AGAIN = {
    "a frame of emoji": "🔥🔥 HOT JOB 🔥🔥 " + ENGLISH + " Hurry!!",
    "another salary": ENGLISH.replace("1,200", "1,500"),
    "words moved": ENGLISH.replace("Customer service staff wanted", "Wanted: customer-service staff").replace(
        "free room and meals", "meals and room free"
    ),
    "another messenger": ENGLISH.replace("experience", "experiences").replace("Telegram", "WhatsApp"),
    "another beginning": "We are hiring. " + ENGLISH,
}
OTHERS = (
    "Driver needed in Bangkok for a hotel, day shift, 15,000 THB, licence required, apply at the front desk.",
    "Online sales staff for a shop in Phnom Penh that sells motorbike parts; Khmer speakers; walk in any morning.",
)


def outcome(left: str, right: str, *, phones: tuple[str, str], **more: tuple[str, str]) -> Outcome:
    one, other = (
        parts_of(
            "JobAdvertisement",
            {name: values[side] for name, values in more.items()},
            text=(left, right)[side],
            title="Customer service Cambodia",
            phone=phones[side],
            country="KH",
        )
        for side in (0, 1)
    )
    return decide(MODEL, [s.evidence for s in score(MODEL, one, other, [], [])]).outcome


def meet(left: str, right: str) -> bool:
    """Return whether two advertisements meet by their texts alone."""
    keys = [set(blocking_keys(MODEL, parts_of("JobAdvertisement", text=t))) for t in (left, right)]
    return bool(keys[0] & keys[1])


@pytest.mark.parametrize("text", AGAIN.values(), ids=AGAIN)
def test_a_text_posted_again_meets_the_first_and_matches_with_its_contact(text: str) -> None:
    assert meet(ENGLISH, text)
    assert outcome(ENGLISH, text, phones=("+855 12 340 678", "012 340 678")) is Outcome.MATCH


def test_a_thai_text_without_spaces_meets_its_copy_with_another_pay() -> None:
    assert meet(THAI, THAI.replace("สามหมื่นบาท", "สี่หมื่นบาท"))
    assert not meet(THAI, ENGLISH)


def test_a_pattern_under_another_contact_is_for_a_human_only_where_the_employer_or_a_contact_agrees() -> None:
    phones = ("+855 12 340 678", "+855 98 760 432")
    assert outcome(ENGLISH, ENGLISH, phones=phones) is Outcome.NONE
    assert outcome(ENGLISH, AGAIN["another salary"], phones=phones) is Outcome.NONE
    employers = {"employer": ("Golden Typing Services", "Golden Typing Services Co., Ltd.")}
    assert outcome(ENGLISH, ENGLISH, phones=phones, **employers) is not Outcome.NONE
    handles = {"contactHandle": ("telegram:@sample_hr_77", "https://t.me/sample_hr_77")}
    assert outcome(ENGLISH, ENGLISH, phones=phones, **handles) is not Outcome.NONE
    others = {"employer": ("Golden Typing Services", "Bright Harbor Staffing")}
    assert outcome(ENGLISH, ENGLISH, phones=phones, **others) is Outcome.NONE


def test_another_text_is_for_nobody_even_under_the_same_contact() -> None:
    phones = ("+855 12 340 678", "+855 98 760 432")
    for other in OTHERS:
        assert outcome(ENGLISH, other, phones=phones) is Outcome.NONE
        assert outcome(ENGLISH, other, phones=(phones[0], phones[0])) is Outcome.NONE
        assert not meet(ENGLISH, other)


def test_copies_of_one_pattern_by_many_recruiters_wait_for_no_human() -> None:
    copies = [
        parts_of(
            "JobAdvertisement",
            text=ENGLISH,
            title="Customer service Cambodia",
            workplace="Poipet",
            phone=f"+8551234067{n}",
        )
        for n in range(10)
    ]
    found = [
        potential(MODEL, [s.evidence for s in score(MODEL, one, other, [], [])]).outcome
        for one, other in combinations(copies, 2)
    ]
    assert set(found) == {Outcome.NONE}


@given(st.text(max_size=SHORTEST_TEXT - 1))
def test_a_short_text_has_no_such_keys(text: str) -> None:
    assert len(similarity_keys(text)) in {0, 6}  # compatibility forms can grow


def test_keys_are_fixed_for_ever() -> None:
    assert similarity_keys(ENGLISH)[0] == similarity_keys(ENGLISH.upper())[0]
    assert len(set(similarity_keys(ENGLISH))) == 6


def test_a_text_of_a_million_characters_takes_no_longer_than_its_beginning() -> None:
    text = "".join(chr(97 + n * n % 26) + str(n) for n in range(200_000))
    began = time.process_time()
    similarity_keys(text)
    assert time.process_time() - began < 0.5
