"""What the websites of two companies say: one host is one site, a hoster of everybody's pages is none."""

import pytest

from entity_resolution.comparing.decision import Outcome
from tests.entity_resolution.scored_pairs import scored

NAME = "Amber Otter Fintech"


def level_of(left: str, right: str) -> tuple[str | None, Outcome]:
    cells = {"left_website": left, "right_website": right, "left_jurisdiction": "KH", "right_jurisdiction": "KH"}
    found = scored("Organization", left=NAME, right=NAME, **cells)
    return next((c.evidence.level for c in found.comparisons if c.evidence.feature == "website"), None), found.outcome


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("https://www.amberotter.com", "amberotter.com"),
        ("http://www.amberotter.com/", "https://amberotter.com"),
        ("https://amberotter.com/about-us.html", "amberotter.com"),
        ("www.amberotter.com", "https://amberotter.com/en/contact?x=1"),
        ("https://amberotter.com/about", "https://www.amberotter.com/about"),
        ("https://amberotter.com/about", "https://amberotter.com/about/"),
        ("https://www.facebook.com/amberotter", "https://m.facebook.com/Amber.Otter/?mibextid=abc"),
        ("https://www.facebook.com/profile.php?id=100012345678901", "fb.com/100012345678901"),
        ("https://telegram.me/amberotter", "t.me/s/amberotter"),
    ],
)
def test_a_site_is_one_with_and_without_www_and_with_a_page_of_it(left: str, right: str) -> None:
    assert level_of(left, right) == ("equal", Outcome.MATCH)
    assert level_of(right, left) == ("equal", Outcome.MATCH)


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("https://yellow.example/c/amber", "https://yellow.example/c/otter", None),
        ("https://www.facebook.com/amberotter", "https://facebook.com/otter.amber", "different"),
        ("https://www.facebook.com/amberotter", "https://m.facebook.com/amberotter/posts/12345", None),
        ("https://t.me/amberotter/12", "https://telegram.me/amberotter/55", None),
        ("https://t.me/amberotter", "https://t.me/otteramber", "different"),
        ("https://sites.google.com/amber", "https://sites.google.com/otter", "different"),
        ("amberotter.com", "amber-otter.com", None),
        ("amberotter.com", "otters.example", "different"),
        ("shop.amberotter.com", "amberotter.com", "different"),
    ],
)
def test_pages_of_several_and_other_hosts_join_no_two_companies(left: str, right: str, level: str | None) -> None:
    found, outcome = level_of(left, right)
    assert found == level
    assert outcome is Outcome.REVIEW
