"""What happens unseen stays under terms that are hidden, and is of every kind."""

from dataclasses import replace
from random import Random
from typing import TypeGuard

import pytest

from api.noninterference import Hiding, Secrets
from api.noninterference.worlds import HOTLINE, LOCAL_PHONES, UNKNOWN_DAY, Filing, key_of, world_of
from graph import LINK_KIND, CompartmentKey, PropertyClass, SubjectRole, load_ontology
from graph.values import normalise_phone
from ingest import SubmittedItem, SubmittedLink, SubmittedRecord
from policies import Bundle, ViewerContext, load_bundle, shipped_bundle_folder

KINDS = load_ontology().kinds
CLASSES = {name: {p.name: p.property_class for p in kind.properties.values()} for name, kind in KINDS.items()}
FIU = ViewerContext(agency="sg-fiu", subject="a", roles=frozenset({"analyst"}), purpose="investigation", case_ref="K-1")


@pytest.fixture(scope="module")
def bundle() -> Bundle:
    return load_bundle(shipped_bundle_folder())


@pytest.fixture(scope="module")
def hiding(bundle: Bundle) -> Hiding:
    return Hiding.of(FIU, bundle, KINDS)


@pytest.mark.long
def test_secrets_are_drawn_of_every_kind_and_stay_hidden(bundle: Bundle, hiding: Hiding) -> None:
    world = world_of(bundle, [hiding])
    secrets = Secrets(hiding=hiding, filings=world, classes=CLASSES, agency=FIU.agency)
    known = {(f.originator, i.reference): i for f in world for i in f.items if isinstance(i, SubmittedRecord)}
    dice, drawn = Random(3), []  # noqa: S311 - a choice of invented data
    for number in range(150):
        made = secrets.draw(dice, str(number))
        assert made
        drawn += made
        for filing, item in ((f, i) for f in made for i in f.items):
            if isinstance(item, SubmittedRecord):
                before = known.get((filing.originator, item.reference))
                if before is None:
                    assert hiding.hides(key_of(filing, item)), str(filing)
                else:
                    changed = {n for n in item.properties if item.properties[n] != before.properties.get(n)}
                    closed = hiding.closed_classes(key_of(filing, item))
                    assert {CLASSES[item.kind][n] for n in changed} <= closed
    kinds = {i.kind for f in drawn for i in f.items if isinstance(i, SubmittedRecord)}
    assert {"Person", "PhoneNumber", "Site", "Organization"} <= kinds
    # Among them links alone that their own terms hide, whatever stands at their ends.
    alone = [f for f in drawn if all(isinstance(i, SubmittedLink) for i in f.items)]
    assert alone
    assert all(hiding.hides(link_key(f)) for f in alone)
    assert all(f.originator != FIU.agency for f in drawn)


@pytest.mark.long
def test_a_hidden_number_ties_two_things_in_sight_that_are_not_called_the_same(bundle: Bundle, hiding: Hiding) -> None:
    world = world_of(bundle, [hiding], seed=3)
    secrets = Secrets(hiding=hiding, filings=world, classes=CLASSES, agency=FIU.agency)
    known = {(f.originator, i.reference): (f, i) for f in world for i in f.items if isinstance(i, SubmittedRecord)}
    dice, tied = Random(1), set()  # noqa: S311 - a choice of invented data
    for number in range(200):
        made = secrets.draw(dice, str(number))
        ends = [(f, i) for f in made for i in f.items if isinstance(i, SubmittedLink)]
        if len(made) == 2 and len(ends) == 2:
            assert len({tuple(i.properties["number"]) for f in made for i in f.items[:1]}) == 1  # type: ignore[union-attr]
            one, other = (known[f.originator, i.source_reference] for f, i in ends)
            assert all(hiding.is_seen(key_of(*end)) for end in (one, other))
            assert one[1].kind == other[1].kind
            tied.add((one[1].kind, *sorted(end[1].properties["name"][0] for end in (one, other))))
    assert ("Organization", "East Side Jinxin Ltd", "Eastside Jinxin Ltd") in tied
    assert all(one != other and set(one.split()) & set(other.split()) for _, one, other in tied)


def test_closed_values_change_of_what_the_viewer_is_told_of_too(bundle: Bundle, hiding: Hiding) -> None:
    world = world_of(bundle, [hiding])
    secrets = Secrets(hiding=hiding, filings=world, classes=CLASSES, agency=FIU.agency)
    known = {(f.originator, i.reference): i for f in world for i in f.items if isinstance(i, SubmittedRecord)}
    dice, changed = Random(2), 0  # noqa: S311 - a choice of invented data
    for _ in range(30):
        [filing] = secrets.change(dice, told=True)
        [item] = filing.items
        assert isinstance(item, SubmittedRecord)
        terms, before = key_of(filing, item), known[filing.originator, item.reference]
        assert hiding.is_seen(terms)
        assert hiding.is_told(terms)
        other = {n for n in item.properties if item.properties[n] != before.properties.get(n)}
        assert {CLASSES[item.kind][n] for n in other} <= hiding.closed_classes(terms)
        changed += bool(other)
    assert changed > 10


def test_a_closed_country_changes_beside_a_number_that_it_would_read(bundle: Bundle) -> None:
    """Without this the kit would not see that a number is read with what is closed to who reads the number."""
    police = replace(FIU, agency="th-police")
    hiding = Hiding.of(police, bundle, KINDS)
    ads = CompartmentKey(originator="my-telco", profile="law-enforcement", kind="JobAdvertisement")
    assert PropertyClass.LOCATION in hiding.closed_classes(ads)
    assert PropertyClass.CONTACT not in hiding.closed_classes(ads)
    worlds = (world_of(bundle, [hiding], seed=seed) for seed in range(1, 60))
    world = next(w for w in worlds if ads in {key_of(f, i) for f in w for i in f.items if _is_local(i)})
    secrets = Secrets(hiding=hiding, filings=world, classes=CLASSES, agency=police.agency)
    found = set()
    dice = Random(1)  # noqa: S311 - a choice of invented data
    for _ in range(200):
        for filing in secrets.change(dice, told=True):
            [item] = filing.items
            if _is_local(item) and key_of(filing, item) == ads:
                found.add((item.properties["phone"][0], item.properties["country"][0]))
    closed = {c for _, c in found}
    assert {number for number, _ in found} <= set(LOCAL_PHONES)
    assert len(closed) > 1
    for number, _ in found:
        assert len({normalise_phone(number, country=country).value for country in closed}) > 1


def _is_local(item: SubmittedItem) -> TypeGuard[SubmittedRecord]:
    return isinstance(item, SubmittedRecord) and item.properties.get("phone", [""])[0] in LOCAL_PHONES


def test_a_number_is_filed_that_the_viewer_is_told_of_and_does_not_see(bundle: Bundle, hiding: Hiding) -> None:
    world = world_of(bundle, [hiding])
    secrets = Secrets(hiding=hiding, filings=world, classes=CLASSES, agency=FIU.agency)
    [filing] = secrets.told_number(Random(1), "1")  # noqa: S311 - a choice of invented data
    [item] = filing.items
    assert isinstance(item, SubmittedRecord)
    assert hiding.is_told(key_of(filing, item))
    assert not hiding.is_seen(key_of(filing, item))
    held = {v for f in world for i in f.items if isinstance(i, SubmittedRecord) for v in i.properties.get("number", ())}
    assert set(item.properties["number"]) <= held


@pytest.mark.long
def test_a_crowd_shares_what_many_share_with_somebody_in_sight(bundle: Bundle, hiding: Hiding) -> None:
    world = world_of(bundle, [hiding])
    secrets = Secrets(hiding=hiding, filings=world, classes=CLASSES, agency=FIU.agency)
    seen = [i for f in world for i in f.items if isinstance(i, SubmittedRecord) and hiding.is_seen(key_of(f, i))]
    in_sight = {text for i in seen for name in ("name", "number") for text in i.properties.get(name, ())}
    dice, namesakes, callers = Random(1), 0, 0  # noqa: S311 - a choice of invented data
    for number in range(200):
        for filing in secrets.draw(dice, str(number)):
            people = [i for i in filing.items if isinstance(i, SubmittedRecord) and i.kind == "Person"]
            if len(people) < 6:
                continue
            names = {text for one in people for text in one.properties["name"]}
            numbers = {
                t for i in filing.items if isinstance(i, SubmittedRecord) for t in i.properties.get("number", ())
            }
            [shared] = numbers or names
            assert shared in in_sight | {HOTLINE}
            links = [i for i in filing.items if isinstance(i, SubmittedLink)]
            assert {link.source_reference for link in links} == ({p.reference for p in people} if numbers else set())
            assert {tuple(one.properties["birthDate"]) for one in people} == {(UNKNOWN_DAY,)}
            namesakes, callers = namesakes + (not numbers), callers + bool(numbers)
    assert namesakes > 3
    assert callers > 3


def link_key(filing: Filing) -> CompartmentKey:
    return CompartmentKey(originator=filing.originator, profile=filing.profile, kind=LINK_KIND, role=SubjectRole.NONE)


@pytest.mark.long
def test_a_hidden_person_is_like_two_in_sight_that_have_nothing_but_a_part_of_their_names_in_common(
    bundle: Bundle, hiding: Hiding
) -> None:
    world = world_of(bundle, [hiding])
    secrets = Secrets(hiding=hiding, filings=world, classes=CLASSES, agency=FIU.agency)
    seen = [i for f in world for i in f.items if isinstance(i, SubmittedRecord) and hiding.is_seen(key_of(f, i))]
    names = {name for i in seen if i.kind == "Person" for name in i.properties["name"]}
    numbers = {text for i in seen if i.kind == "PhoneNumber" for text in i.properties["number"]}
    dice, bridges = Random(1), []  # noqa: S311 - a choice of invented data
    for number in range(200):
        for filing in secrets.draw(dice, str(number)):
            people = [i for i in filing.items if isinstance(i, SubmittedRecord) and i.kind == "Person"]
            used = {t for i in filing.items if isinstance(i, SubmittedRecord) for t in i.properties.get("number", ())}
            bridges += [(p, used) for p in people if len(p.properties["name"]) > 1 or len(used) > 1]
    assert len(bridges) >= 5
    for person, used in bridges:
        assert names.issuperset(person.properties["name"])
        assert numbers.issuperset(used)
        assert len(person.properties.get("birthDate", ())) < 2


@pytest.mark.long
def test_a_link_that_passes_is_hidden_and_joins_what_is_in_sight(bundle: Bundle, hiding: Hiding) -> None:
    world = world_of(bundle, [hiding])
    secrets = Secrets(hiding=hiding, filings=world, classes=CLASSES, agency=FIU.agency)
    seen = {
        (f.originator, i.reference)
        for f in world
        for i in f.items
        if isinstance(i, SubmittedRecord) and hiding.is_seen(key_of(f, i))
    }
    for number in range(20):
        drawn = secrets.passing_link(Random(number), str(number))  # noqa: S311 - a choice of invented data
        assert drawn is not None
        filing, made = drawn
        assert filing.items == (made,)
        assert {(filing.originator, end) for end in (made.source_reference, made.target_reference)} <= seen
        own = CompartmentKey(originator=filing.originator, profile=filing.profile, kind=LINK_KIND)
        assert not hiding.is_seen(own)
        assert made.reference == f"x{number}-passing"


@pytest.mark.long
def test_no_link_of_a_presumed_victim_passes_as_those_alone_who_protect_her_withdraw_it(bundle: Bundle) -> None:
    protecting = replace(FIU, agency="kh-hotline", roles=frozenset({"victim-support"}), purpose="victim-protection")
    hiding = Hiding.of(protecting, bundle, KINDS)
    world = world_of(bundle, [hiding])
    secrets = Secrets(hiding=hiding, filings=world, classes=CLASSES, agency=protecting.agency)
    victims = {
        (f.originator, i.reference): hiding.is_seen(key_of(f, i))
        for f in world
        for i in f.items
        if isinstance(i, SubmittedRecord) and SubjectRole(i.subject_role or "none").is_victim
    }
    assert any(victims.values())
    for number in range(200):
        drawn = secrets.passing_link(Random(number), str(number))  # noqa: S311 - a choice of invented data
        assert drawn is not None
        filing, made = drawn
        assert victims.keys().isdisjoint((filing.originator, e) for e in (made.source_reference, made.target_reference))
