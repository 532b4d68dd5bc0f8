"""No text takes the product for ever to read: one name would stop the service for everybody."""

import re
from random import Random

import pytest

from tests.long_patterns import TakesForEverError, patterns, takes_for_ever, texts_for, within

KNOWN_FEWEST = 1_000


@pytest.mark.long
def test_no_pattern_of_the_product_takes_for_ever() -> None:
    found = patterns()
    assert len(found) > KNOWN_FEWEST
    dice = Random(5)  # noqa: S311 - the same texts in every run
    slow = {where: takes_for_ever(one, texts_for(one, dice, most=60)) for where, one in sorted(found.items())}
    assert {where: text for where, text in slow.items() if text is not None} == {}


def test_a_pattern_that_can_be_parted_in_many_ways_is_found() -> None:
    dice = Random(5)  # noqa: S311
    for text in ("(?:a+)+b", "(?:a|ya|y|aa)+q", r"(?:\d{1,4}x?)*$"):
        pattern = re.compile(text)
        assert takes_for_ever(pattern, texts_for(pattern, dice, most=60)) is not None, text
    whole = re.compile("(?:a++)*+b")
    assert takes_for_ever(whole, texts_for(whole, dice, most=60)) is None


def test_what_takes_its_time_is_ended() -> None:
    with pytest.raises(TakesForEverError), within(0.05):
        re.compile("(?:a+)+b").search("a" * 60)
