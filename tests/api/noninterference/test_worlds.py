"""What is hidden comes from the scope that the policies give, and a world shows some of it and hides the rest."""

from dataclasses import replace

import pytest

from api.noninterference import alike_viewers, viewers_of
from api.noninterference.seen_worlds import seen_by
from api.noninterference.worlds import HOTLINE, UNKNOWN_DAY, Filing, Hiding, key_of, link, record, world_of
from graph import LINK_KIND, CompartmentKey, PropertyClass, SubjectRole, load_ontology
from ingest import SubmittedLink, SubmittedRecord
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


def key(originator: str, profile: str, kind: str = "PhoneNumber") -> CompartmentKey:
    return CompartmentKey(originator=originator, profile=profile, kind=kind)


def test_what_is_hidden_is_what_the_policies_hide(hiding: Hiding) -> None:
    assert hiding.is_seen(key("us-ofac", "open"))
    assert hiding.is_seen(key("sg-fiu", "originator-controlled"))
    assert not hiding.is_seen(key("kh-hotline", "victim-protection", "Person"))
    assert hiding.hides(key("kh-hotline", "victim-protection", "Person"))
    assert hiding.is_told(key("my-telco", "hit-only")) or hiding.hides(key("my-telco", "hit-only"))
    closed = hiding.closed_classes(
        CompartmentKey(originator="th-police", profile="law-enforcement", kind="Person", role=SubjectRole.SUSPECT)
    )
    assert PropertyClass.NARRATIVE in closed
    assert PropertyClass.IDENTITY not in closed


def test_a_world_is_the_same_for_the_same_seed_and_another_for_another(bundle: Bundle, hiding: Hiding) -> None:
    one, again, other = (world_of(bundle, [hiding], seed=seed) for seed in (1, 1, 2))
    assert one == again != other
    assert one[0].originator == "sg-fiu"
    kinds = {i.kind for f in one for i in f.items if isinstance(i, SubmittedRecord)}
    assert {"Person", "PhoneNumber", "Site", "Organization", "Wallet", "JobAdvertisement"} <= kinds


@pytest.mark.parametrize("seed", range(1, 6))
def test_a_number_and_a_day_of_birth_are_shared_by_many_in_a_world(bundle: Bundle, hiding: Hiding, seed: int) -> None:
    things = [(f, i) for f in world_of(bundle, [hiding], seed=seed) for i in f.items if isinstance(i, SubmittedRecord)]
    assert {f.originator for f, i in things if HOTLINE in i.properties.get("number", ())} == {
        f.originator for f, _ in things
    }
    assert len([i for _, i in things if UNKNOWN_DAY in i.properties.get("birthDate", ())]) >= 3


@pytest.mark.parametrize("seed", range(1, 6))
def test_half_of_the_others_in_a_world_show_something_to_the_viewer(bundle: Bundle, hiding: Hiding, seed: int) -> None:
    world = world_of(bundle, [hiding], seed=seed)
    seen = {
        f.originator
        for f in world
        for i in f.items
        if isinstance(i, SubmittedRecord) and hiding.is_seen(key_of(f, i)) and f.originator != FIU.agency
    }
    assert len({f.originator for f in world}) == 7
    assert len(seen) >= 3


def test_the_world_without_what_is_hidden_holds_no_record_link_or_value_of_it(bundle: Bundle, hiding: Hiding) -> None:
    world = world_of(bundle, [hiding])
    left = seen_by(hiding, world, CLASSES)
    for filing in left:
        records = {i.reference: i for i in filing.items if isinstance(i, SubmittedRecord)}
        for item in filing.items:
            if isinstance(item, SubmittedLink):
                assert {item.source_reference, item.target_reference} <= set(records)
                assert not hiding.hides(key(filing.originator, filing.profile, LINK_KIND))
            elif not hiding.is_told(key_of(filing, item)):
                closed = hiding.closed_classes(key_of(filing, item))
                assert not [name for name in item.properties if CLASSES[item.kind][name] in closed]
    count = [sum(len(f.items) for f in filings) for filings in (world, left)]
    assert 0 < count[1] < count[0]


def test_what_stays_whole_stays_as_it_is_with_the_links_among_it(bundle: Bundle) -> None:
    hiding = Hiding.of(replace(FIU, agency="my-police"), bundle, KINDS)
    filing = Filing(
        originator="kh-hotline",
        profile="victim-protection",
        items=(
            *(record("Site", f"s{n}", name="Golden Mekong Park", notes="closed", locality="Tachileik") for n in (1, 2)),
            *(record("Person", f"v{n}", role=SubjectRole.PRESUMED_VICTIM, name="Anong Siriwattana") for n in (1, 2)),
            *(link("HELD_AT", f"v{v}", f"s{s}") for v in (1, 2) for s in (1, 2)),
        ),
    )
    [left] = seen_by(hiding, [filing], CLASSES, {("kh-hotline", "s1"), ("kh-hotline", "v1"), ("kh-police", "v2")})
    assert left.items == (
        filing.items[0],
        record("Site", "s2", locality="Tachileik"),
        filing.items[2],
        link("HELD_AT", "v1", "s1"),
    )


def test_every_kind_of_viewer_is_one_of_each_view(bundle: Bundle) -> None:
    found = viewers_of(bundle, ("Person", "PhoneNumber"))
    assert len({(v.agency, v.roles, v.purpose) for v in found}) == len(found)
    assert {v.agency for v in found} == set(bundle.registers.parties)
    assert len(found) < len(bundle.registers.parties) * len(bundle.registers.roles) * len(bundle.registers.purposes)


def test_a_viewer_of_a_kind_holds_every_role_that_opens_the_same(bundle: Bundle) -> None:
    found = {(v.purpose, v.roles) for v in viewers_of(bundle) if v.agency == "th-police"}
    everybody = frozenset(bundle.registers.roles)
    assert found == {
        ("investigation", everybody),
        ("financial-intelligence", everybody),
        ("border-control", everybody),
        ("victim-protection", everybody - {"victim-support"}),
        ("victim-protection", frozenset({"victim-support"})),
    }


def test_a_filing_tells_what_is_filed() -> None:
    filing = Filing(originator="kh-police", profile="open", items=(record("Person", "x1", name="A"),))
    assert str(filing) == "kh-police files Person `x1` under open"


@pytest.mark.long
def test_a_selector_whose_key_is_closed_keeps_another_key_in_the_world_without_what_is_hidden(bundle: Bundle) -> None:
    kept = []
    for alike in alike_viewers(bundle):
        hiding = Hiding.of(alike.viewer, bundle, KINDS)
        world = world_of(bundle, [hiding])
        held = {text for f in world for i in f.items if isinstance(i, SubmittedRecord) for text in keys_of(i)}
        for filing in seen_by(hiding, world, CLASSES):
            for item in filing.items:
                if isinstance(item, SubmittedRecord) and item.kind in {"PhoneNumber", "Wallet"}:
                    [found] = keys_of(item)
                    names = {CLASSES[item.kind][name] for name in item.properties if name in {"number", "address"}}
                    closed = names & hiding.closed_classes(key_of(filing, item))
                    if closed and not hiding.is_told(key_of(filing, item)):
                        assert found not in held
                        kept.append(found)
    assert kept


def keys_of(item: SubmittedRecord) -> list[str]:
    return [text for name in ("number", "address") for text in item.properties.get(name, ())]
