"""Sites of one name that say two kinds of thing. All names are invented but KK Park."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.name_comparison import compare_names_of
from entity_resolution.names import NameKind, NameLevel, site_name
from tests.entity_resolution.scored_pairs import on_both, scored

TOWN = {"locality": "Tachileik", "country": "MM"}
# 1.3 km from each other.
HERE = {"left_coordinates": "20.4500,99.8800", "right_coordinates": "20.4620,99.8807"}


def level(left: str, right: str) -> NameLevel | None:
    """Return how two names agree, whichever stands first; `None` where they do not."""
    one, other = site_name(left), site_name(right)
    there, back = (compare_names_of(NameKind.SITE, [a], [b]) for a, b in ((one, other), (other, one)))
    assert (there.level, there.agrees) == (back.level, back.agrees)
    return NameLevel(there.level) if there.agrees else None


def outcome(left: str, right: str, *, where: dict[str, str] = HERE) -> Outcome:
    return scored("Site", left=left, right=right, **on_both(TOWN), **where).outcome


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Shwe Melati Casino", "Shwe Melati Hospital"),
        ("Shwe Melati Casino", "Shwe Melati Restaurant"),
        ("Shwe Melati Hotel", "Shwe Melati Bridge"),
        ("Shwe Melati School", "Shwe Melati Bank"),
        ("Shwe Melati Park", "Shwe Melati Market"),
        ("Shwe Melati Compound", "Shwe Melati Pagoda"),
        ("Shwe Melati Zone", "Shwe Melati Checkpoint"),
        ("Shwe Melati Building", "Shwe Melati Factory"),
        ("Shwe Melati Tower", "Shwe Melati Port"),
        ("Bệnh viện Hải Long", "Hai Long Casino"),
        ("金福医院", "Jin Fu Casino"),
        ("Shwe Melati Park", "Shwe Melati Hotel"),
        ("Golden Kenanga Melati Park", "Golden Kenanga Melati Monastery"),
        ("Golden Kenanga Melati Casino", "Golden Kenanga Melati Police Station"),
        ("Shwe Melati Airport Hotel", "Shwe Melati Airport Casino"),
        ("Rumah Sakit Mutiara Kenanga", "Kasino Mutiara Kenanga"),
        ("Kompleks Mutiara Kenanga Indah", "Masjid Mutiara Kenanga Indah"),
        ("โรงพยาบาลทองมะลิ", "Thongmali Casino"),
    ],
)
def test_two_kinds_of_one_name_are_left_to_a_human(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert outcome(one, other) is Outcome.REVIEW
    assert level(left, right) in (NameLevel.SISTER, None)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Shwe Melati Park", "Shwe Melati Compound"),
        ("Shwe Melati Building", "Shwe Melati Tower"),
        ("Kompleks Mutiara Kenanga", "Mutiara Kenanga Compound"),
        ("Tòa nhà Hải Long", "Hai Long Building"),
        ("KK Park", "KK Park Hotel"),
        ("Shwe Melati", "Shwe Melati Casino"),
        ("Shwe Melati Casino", "Shwe Melati Casino & Hotel"),
        ("Shwe Melati Casino Compound", "Shwe Melati Casino"),
        ("Shwe Melati Hotel", "Shwe Melati Resort"),
        ("Rumah Sakit Mutiara Kenanga", "Mutiara Kenanga Hospital"),
        ("โรงพยาบาลทองมะลิ", "Thongmali Hospital"),
        ("金福医院", "Jin Fu Hospital"),
        ("ဆေးရုံ ရွှေမြတ်နိုး", "Shwe Myat Noe Hospital"),
        ("Shwe Melati Hospital, near Melati Bridge", "Shwe Melati Hospital"),
    ],
)
def test_words_for_a_compound_a_word_left_out_and_one_kind_in_two_languages_are_one(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert outcome(one, other) is Outcome.MATCH


def test_what_may_hold_the_other_is_joined_at_one_point_and_not_by_two_in_a_town() -> None:
    one_point = on_both({"coordinates": "20.4500,99.8800"})
    for one, other in (("Shwe Melati Park", "Shwe Melati Zone"), ("Shwe Melati Zone", "Shwe Melati Park")):
        assert outcome(one, other) is Outcome.REVIEW
        assert outcome(one, other, where=one_point) is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Shwe Melati", "Shwe Melati Hospital"),
        ("Shwe Melati", "Shwe Melati Pagoda"),
        ("KK Park", "KK Park Hospital"),
        ("Mutiara Kenanga", "Jambatan Mutiara Kenanga"),
        ("金福", "Jin Fu Hospital"),
    ],
)
def test_a_hospital_or_a_bridge_named_for_a_place_is_left_to_a_human_but_at_its_address(left: str, right: str) -> None:
    for one, other in ((left, right), (right, left)):
        assert outcome(one, other) is Outcome.REVIEW
    assert level(left, right) in (NameLevel.PART, None)
    if level(left, right) is NameLevel.PART:
        street = TOWN | {"address": "12 Lotus Rd."}
        assert scored("Site", left=left, right=right, **on_both(street)).outcome is Outcome.MATCH


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("ยางตลาด", "Yangtalad"),
        ("ตลาดน้อย", "Taladnoi"),
        ("ផ្សារត្នោត", "Phsartnot"),
        ("တံတားဦး", "Tada-U"),
        ("ဆိပ်ကမ်း", "Seikkan"),
        ("木牌口岸", "Moc Bai"),
    ],
)
def test_a_word_for_a_kind_that_the_other_name_spells_by_sound_is_a_syllable_of_it(left: str, right: str) -> None:
    assert level(left, right) not in (NameLevel.SISTER, NameLevel.PART, None)
