"""A copy of an advertisement without contacts makes no one of two whose contacts differ. All values are invented."""

import pytest

from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.model import load_models
from entity_resolution.places.workplaces import are_two_known_places
from entity_resolution.views.plausibility import Objection, facts_of, objection
from tests.entity_resolution.evidence import parts_of
from tests.entity_resolution.resolved_records import together
from tests.entity_resolution.scored_pairs import on_both, scored
from tests.world import World, record

TEXT = (
    "Urgent: Thai speaking typist needed at Bavet, 1000 USD and bonus, visa provided, age 18-35, no experience. "
    "Ruby Bridge Property."
)
COPIED = {"title": "Thai customer service Bavet", "text": TEXT, "employer": "Ruby Bridge Property"}
ONE = {"phone": "+639152238166", "contactHandle": "t.me/bee_hr232"}
OTHER = {"phone": "+639179990045", "contactHandle": "t.me/x82846x"}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        (ONE, OTHER, True),
        ({"phone": ONE["phone"]}, {"phone": OTHER["phone"]}, True),
        ({"contactHandle": "@bee_hr232"}, {"contactHandle": "@x82846x"}, True),
        (ONE, {}, False),
        ({}, {}, False),
        (ONE, ONE, False),
        (ONE, {**OTHER, "contactHandle": "@Bee_HR232"}, False),  # one account, and a second number
        ({"phone": ONE["phone"]}, {"phone": "+639152238167"}, False),  # a digit differs
        ({"phone": ONE["phone"]}, {"contactHandle": OTHER["contactHandle"]}, False),
        ({"contactHandle": "t.me/bee_hr232"}, {"contactHandle": "LINE: x82846x"}, False),  # two platforms
        ({"phone": ONE["phone"]}, {"phone": "0999999999"}, False),  # no number
    ],
)
def test_two_advertisements_with_other_contacts_are_two(
    one: dict[str, str], other: dict[str, str], apart: bool
) -> None:
    facts = [facts_of("JobAdvertisement", parts_of("JobAdvertisement", given)) for given in (one, other)]
    found = Objection.CONTACTS if apart else None
    assert objection(*facts) is objection(*reversed(facts)) is found


def test_no_one_class_of_an_advertisements_values_reaches_a_match() -> None:
    model = load_models()["JobAdvertisement"]
    most: dict[str, float] = {}
    for comparison in model.comparisons:
        bits = max(comparison.levels.values(), default=14.0)
        most[comparison.property_class] = most.get(comparison.property_class, 0.0) + bits
    assert max(most.values()) < model.match_bits


def _file(world: World, **contacts: dict[str, str]) -> list[tuple[str, str]]:
    for agency, given in contacts.items():
        world.file(agency.replace("_", "-"), record("JobAdvertisement", "1", **COPIED, **given))
    return [(agency.replace("_", "-"), "1") for agency in contacts]


def test_a_copy_without_contacts_goes_to_neither_of_two_and_all_wait_for_a_human(world: World) -> None:
    ends = _file(world, th_police=ONE, kh_police={}, my_police=OTHER)
    for one, other in ((ends[0], ends[1]), (ends[1], ends[2]), (ends[0], ends[2])):
        assert not together(world, one, other)
    queue = world.run(world.app.review.queue(world.system()))
    waiting = {frozenset((pair.left.id, pair.right.id)): pair.kept_apart for pair in queue}
    ids = [world.id(*end) for end in ends]
    assert waiting[frozenset(ids[:2])] is waiting[frozenset(ids[1:])] is Objection.FITS_TWO


def test_a_copy_without_contacts_goes_with_the_only_one_that_has_some(world: World) -> None:
    assert together(world, *_file(world, th_police=ONE, kh_police={}, my_police=ONE))


EDITED = TEXT.replace("1000 USD and bonus", "1200 USD & bonus").replace("needed", "wanted")
BARE = "@bee_hr232"


@pytest.mark.parametrize(
    ("one", "other", "waits"),
    [
        ({"text": TEXT, "contactHandle": BARE}, {"text": TEXT, "contactHandle": "bee_hr232"}, True),
        ({"text": TEXT, "contactHandle": BARE}, {"text": TEXT, "contactHandle": "t.me/bee_hr232"}, True),
        ({"text": TEXT, "contactHandle": BARE}, {"text": EDITED, "contactHandle": BARE}, True),
        (
            {"text": TEXT, "contactHandle": BARE},
            {"text": "Drivers for Rayong, by day", "contactHandle": BARE},
            False,
        ),
        ({"text": TEXT, "contactHandle": BARE}, {"text": TEXT, "contactHandle": "@dee_hr919"}, False),
        ({"text": TEXT, "contactHandle": "t.me/bee_hr232"}, {"text": TEXT, "contactHandle": "LINE: bee_hr232"}, True),
    ],
)
def test_one_text_with_an_account_of_one_name_waits_for_a_human_whatever_its_platform(
    world: World, one: dict[str, str], other: dict[str, str], waits: bool
) -> None:
    world.file("th-police", record("JobAdvertisement", "1", **one))
    world.file("kh-police", record("JobAdvertisement", "1", **other))
    ends = ("th-police", "1"), ("kh-police", "1")
    assert not together(world, *ends)
    queue = world.run(world.app.review.queue(world.system()))
    waiting = [{pair.left.id, pair.right.id} for pair in queue]
    assert waiting == ([{world.id(*end) for end in ends}] if waits else [])


@pytest.mark.parametrize(("countries", "joined"), [(("KH", "MM"), False), (("KH", "KH"), True), (("KH", None), True)])
def test_one_text_and_contact_for_work_in_two_countries_waits_for_a_human(
    world: World, countries: tuple[str, str | None], joined: bool
) -> None:
    given = [{**ONE, **({"country": country} if country else {})} for country in countries]
    ends = _file(world, th_police=given[0], kh_police=given[1])
    assert together(world, *ends) is joined
    waiting = world.run(world.app.review.queue(world.system()))
    assert bool(waiting) is not joined


@pytest.mark.parametrize(
    ("left", "right", "two"),
    [
        ("Myawaddy", "Sihanoukville", True),
        ("Bavet", "Sihanoukville", True),
        ("เมียวดี", "西港", True),
        ("KK Park, Myanmar", "Oak Plaza, Cambodia", True),
        ("Cambodia", "Myanmar", True),
        ("Bavet", "Svay Rieng", False),
        ("Bavet", "Oak Plaza", False),
        ("Cambodia", "Bavet", False),
        ("Sihanoukville", "西港", False),
        ("Oak Plaza, Sihanoukville", "Oak Plaza, Phnom Penh", True),
        ("Oak Plaza Koh Kong", "Lotus Park Clark", True),
        ("柬埔寨西港", "KK园区", True),
        ("Bavet", "Myanmar", True),  # the country of a town that the table has
        ("Kandal", "Oddar Meanchey", True),
        ("Oak Plaza", "Oak Plaza, Sihanoukville", False),
        ("Sihanoukville or Bavet", "Bavet", False),
        ("Oak Plaza, Shwe Kokko", "Myawaddy", False),
        ("Clark Freeport Zone", "Angeles City", False),
        ("果敢老街", "Kokang", False),
        ("Kings Romans", "Bokeo", False),
        ("Kings Romans", "Golden Triangle, Laos", False),
        ("O'Smach", "Oddar Meanchey Province", False),
        ("Pasay", "Parañaque", False),
        ("Batam", "Kepulauan Riau", False),
        ("Los Angeles", "Hollywood", False),
        ("Moc Bai", "Tây Ninh", False),
        *(("Golden Triangle", other, False) for other in ("Bokeo Province", "ບໍ່ແກ້ວ", "Chiang Rai Province", "เชียงราย")),
        ("Singapore Casino, Cambodia", "Bavet", False),  # a house's name
        ("Noida (NCR)", "Noida, India", False),
    ],
)
def test_which_places_of_work_are_two(left: str, right: str, two: bool) -> None:
    assert are_two_known_places(left, right) is are_two_known_places(right, left) is two


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("Oak Plaza, Sihanoukville", "Oak Plaza, Phnom Penh", False),
        ("Oak Plaza, Shwe Kokko", "Oak Plaza, Myawaddy", True),
        ("Oak Plaza", "Oak Plaza, Sihanoukville", True),
    ],
)
def test_one_building_in_two_towns_waits_for_a_human(left: str, right: str, joined: bool) -> None:
    shared = on_both({"text": TEXT, "phone": ONE["phone"]})
    found = scored(
        "JobAdvertisement", left="Typist", right="Typist", left_workplace=left, right_workplace=right, **shared
    )
    assert found.outcome is (Outcome.MATCH if joined else Outcome.REVIEW)
