"""Ways: a view counts a match only where it would have been found without what is hidden (law 1).

The oracle is resolution itself, on records from which all that the scope closes was taken away.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.blocking.companions import MAX_KEYS
from entity_resolution.blocking.keys import key_groups
from entity_resolution.blocking.meeting import meeting_ways, record_keys
from entity_resolution.comparing.comparable import ComparableRecord
from entity_resolution.comparing.decision import Outcome, decide, potential
from entity_resolution.comparing.model import load_models
from entity_resolution.comparing.scoring import promising_evidence
from entity_resolution.views.evidence_in_view import evidence_in_view
from graph import PropertyClass, ReadScope
from graph.blocks import split_terms
from graph.matches import Evidence, Terms, Via, Way, decode_ways, encode_ways
from graph.parts import Part
from graph.selectors import LinkedSelector
from tests.entity_resolution.evidence import linked, parts_of
from tests.graph.building import scope_of

MODELS = load_models()
OPEN = frozenset(PropertyClass)
CONTACT, IDENTITY, LOCATION = PropertyClass.CONTACT, PropertyClass.IDENTITY, PropertyClass.LOCATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What the resolver knows of a record."""

    kind: str
    parts: Mapping[PropertyClass, Part]
    linked: Sequence[LinkedSelector] = ()

    def without(self, scope: ReadScope, compartment: int) -> "Described":
        """Return the record as it would be if all that the scope closes were not there."""
        return Described(
            kind=self.kind,
            parts={c: part for c, part in self.parts.items() if scope.may_read(c, compartment)},
            linked=[
                s
                for s in self.linked
                if s.via.link in scope.visible and scope.may_read(s.property_class, s.via.selector)
            ],
        )


def resolve(one: Described, other: Described, *, published: bool) -> tuple[list[Evidence], tuple[Way, ...]]:
    """Return what the resolver would store of a pair.

    Nothing where no key brings it together, or nothing speaks for it.
    """
    model = MODELS[one.kind]
    keys = [record_keys(model, r.parts, r.linked, published=published) for r in (one, other)]
    indexed = [found.indexed for found in keys]
    meet = any({*split_terms(a.found_by)} & {*split_terms(b.looks_for)} for a, b in permutations(indexed))
    left, right = (ComparableRecord(model, r.parts, r.linked) for r in (one, other))
    evidence = promising_evidence(left, right, published=published) if meet else None
    if evidence is None or potential(model, evidence).outcome is Outcome.NONE:
        return [], ()
    return evidence, meeting_ways(*(found.by_terms for found in keys), published=published)


NUMBERS = ("tel:+66811111111", "tel:+66822222222", "tel:+66833333333")
DOCUMENT = "doc:TH:passport:AA1234567"
VALUES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "Person": {
        "name": (
            "Wichit Busabasombat",
            "Wichit Jaidee Busabasombat",
            "Somchai Busabasombat",
            "Somchai Busabasombat @ Wichit Jaidee",
        ),
        "birthDate": ("1987-03-04", "1987"),
        "nationality": ("TH",),
        "passportNumber": ("AA1234567",),
        "email": ("a@b.example", "c@d.example"),
        "address": ("12 Charoen Mueang Road Chiang Mai",),
    },
    "Organization": {
        "name": ("Jinxin Baosheng Holdings Ltd", "Jinxin Baosheng Lucky Holdings", "Jinxin Baosheng Bank"),
        "incorporationDate": ("2019-03-04",),
        "jurisdiction": ("KH", "MM"),
        "country": ("KH", "MM"),
        "phone": ("+66811111111", "+66844444444"),
        "address": ("12 Charoen Mueang Road Chiang Mai",),
    },
    "Site": {
        "name": ("Golden Mekong Park", "Golden Mekong Lucky Park", "Golden Lucky Mekong Park", "Golden Mekong Casino"),
        "locality": ("Tachileik",),
        "country": ("MM", "KH"),
        "coordinates": ("20.45121,99.88102", "20.45139,99.88087", "20.45,99.88"),
        "address": ("12 Charoen Mueang Road Chiang Mai",),
    },
    "JobAdvertisement": {
        "title": ("Customer service agents Poipet high pay", "Customer service agents for Poipet, high pay"),
        "text": (
            "Customer service agents wanted in Poipet, 1500 USD, visa and accommodation included",
            "Customer service agents wanted in Poipet! 1800 USD, visa and accommodation included",
        ),
        "phone": ("+66811111111", "+66844444444"),
        "workplace": ("Poipet",),
    },
    "FalseBaseStation": {
        "cell": ("520-04-1234-5678", "520-05-1234-5678", "520-05-1235-5678"),
        "senderName": ("KBANK",),
        "lureText": ("Your parcel waits, see https://parcel.example/a", "Parcel held: https://parcel.example/b"),
        "locality": ("Tachileik",),
    },
}


@st.composite
def described(draw: st.DrawFn, kind: str) -> Described:
    chosen = {
        name: draw(st.lists(st.sampled_from(values), min_size=0 if at else 1, max_size=2, unique=True))
        for at, (name, values) in enumerate(VALUES[kind].items())
    }
    selectors = [("PhoneNumber", number) for number in NUMBERS] + [("IdentityDocument", DOCUMENT)]
    numbers = draw(
        st.lists(st.tuples(st.sampled_from(selectors), st.integers(5, 6), st.integers(7, 8)), max_size=3, unique=True)
    )
    return Described(
        kind=kind,
        parts=parts_of(kind, {name: texts for name, texts in chosen.items() if texts}),
        linked=sorted(
            (linked(*number, link=link, selector=selector) for number, link, selector in numbers),
            key=lambda s: (s.key, s.via.link, s.via.selector),
        ),
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Described, Described]:
    kind = draw(st.sampled_from(sorted(VALUES)))
    return draw(described(kind)), draw(described(kind))


SCOPES = st.fixed_dictionaries({c: st.frozensets(st.sampled_from((1, 2, 5, 6, 7, 8)), min_size=3) for c in OPEN})


@given(pairs(), SCOPES, st.booleans())
def test_a_view_makes_of_a_pair_what_resolution_makes_of_the_view(
    pair: tuple[Described, Described], classes: Mapping[PropertyClass, frozenset[int]], published: bool
) -> None:
    scope, (one, other) = scope_of(dict(classes)), pair
    evidence, ways = resolve(one, other, published=published)
    seen = evidence_in_view(scope, scope.readable_classes(1), scope.readable_classes(2), evidence, ways)
    alone, _ = resolve(one.without(scope, 1), other.without(scope, 2), published=published)
    if published and not (scope.may_read(IDENTITY, 1) and scope.may_read(IDENTITY, 2)):
        alone = [e for e in alone if e.feature != "published"]
    model = MODELS[one.kind]
    assert potential(model, seen).outcome is potential(model, alone).outcome
    if potential(model, seen).outcome is not Outcome.NONE:
        assert seen == alone


PLACE = {"locality": "Sihanoukville", "coordinates": "10.61,103.52", "country": "KH"}


@pytest.mark.parametrize("readable", [set(PropertyClass), {IDENTITY, LOCATION}, {IDENTITY}, {LOCATION}])
def test_a_place_with_a_name_alike_in_part_waits_for_whoever_sees_name_and_place(readable: set[PropertyClass]) -> None:
    """Whatever else is on the two records, and whether the viewer may read that."""
    names = ("Jinbei 4", "ជីនប៉ី ៤")
    number = linked("PhoneNumber", NUMBERS[0], link=HIDDEN.link, selector=HIDDEN.selector)
    for ties in ([], [number]):
        sides = [Described(kind="Site", parts=parts_of("Site", {"name": name, **PLACE}), linked=ties) for name in names]
        evidence, ways = resolve(*sides, published=False)
        scope = scope_of({c: [1, 2] for c in readable})
        seen = evidence_in_view(scope, scope.readable_classes(1), scope.readable_classes(2), evidence, ways)
        wanted = Outcome.REVIEW if readable >= {IDENTITY, LOCATION} else Outcome.NONE
        assert decide(MODELS["Site"], seen).outcome is wanted


HIDDEN = Via(link=6, selector=8)


@pytest.mark.parametrize(
    ("kind", "one", "other", "wanted"),
    [
        (
            "Organization",
            {"name": "Jinxin Baosheng Holdings Ltd", "incorporationDate": "2019-03", "jurisdiction": "KH"},
            {"name": "Jinxin Lucky Baosheng Holdings", "incorporationDate": "2019-03", "jurisdiction": "KH"},
            Outcome.REVIEW,
        ),
        (
            "Site",
            {"name": "Golden Mekong Park", "locality": "Tachileik", "coordinates": "20.45,99.88"},
            {"name": "Golden Lucky Mekong Park", "locality": "Tachileik", "coordinates": "20.45,99.88"},
            Outcome.MATCH,
        ),
    ],
)
def test_a_pair_that_a_hidden_number_brought_together_is_no_pair(
    kind: str, one: dict[str, str], other: dict[str, str], wanted: Outcome
) -> None:
    number = linked("PhoneNumber", NUMBERS[0], link=HIDDEN.link, selector=HIDDEN.selector)
    sides = [Described(kind=kind, parts=parts_of(kind, values), linked=[number]) for values in (one, other)]
    evidence, ways = resolve(*sides, published=False)
    by_number = Terms(classes=(IDENTITY,), via=HIDDEN, via_class=CONTACT)
    assert ways == (Way(left=by_number, right=by_number),)
    closed = scope_of({IDENTITY: [1, 2], LOCATION: [1, 2], CONTACT: [1, 2]})
    assert evidence_in_view(closed, closed.readable_classes(1), closed.readable_classes(2), evidence, ways) == []
    opened = scope_of({IDENTITY: [1, 2, 6], LOCATION: [1, 2], CONTACT: [1, 2, 8]})
    seen = evidence_in_view(opened, opened.readable_classes(1), opened.readable_classes(2), evidence, ways)
    assert potential(MODELS[kind], seen).outcome is wanted


def test_a_way_that_needs_more_than_another_is_left_out() -> None:
    born = parts_of(name="Wichit Busabasombat", birthDate="1987-03-04", email="a@b.example")
    numbers = [linked("PhoneNumber", NUMBERS[0])]
    own = record_keys(MODELS["Person"], born, numbers).by_terms
    ways = meeting_ways(own, own, published=False)
    assert {(w.left.classes, w.right.classes, w.left.via) for w in ways} == {
        ((IDENTITY,), (IDENTITY,), None),
        ((CONTACT,), (CONTACT,), None),
    }


def test_a_match_without_ways_counts_nowhere() -> None:
    evidence = [Evidence(feature="name", level="exact", property_class=IDENTITY, bits=30.0, agrees=True)]
    scope = scope_of({name: [1, 2] for name in OPEN})
    assert evidence_in_view(scope, frozenset(OPEN), frozenset(OPEN), evidence, decode_ways(None)) == []


def test_hidden_companions_leave_room_for_visible_ones() -> None:
    aliases = [f"{a}arnat {b}ongkrap {a}isamok" for a in "bdfgklmnprst" for b in "kmps"]
    parts = parts_of(alias=aliases)
    seen = [linked("PhoneNumber", "tel:9", link=1)]
    crowd = [linked("PhoneNumber", f"tel:{i}", link=2) for i in range(200)]
    for kind in ("Person", "Organization"):
        alone, crowded = (
            [g for g in key_groups(MODELS[kind], parts, numbers) if g.terms.via == seen[0].via]
            for numbers in (seen, [*crowd, *seen])
        )
        assert alone
        assert alone == crowded
        assert all(len(group.keys) <= MAX_KEYS for group in alone)
        assert sum(len(group.keys) for group in key_groups(MODELS[kind], parts, [*crowd, *seen])) > MAX_KEYS


@given(pairs(), st.booleans())
def test_ways_survive_their_encoding(pair: tuple[Described, Described], published: bool) -> None:
    ways = resolve(*pair, published=published)[1]
    assert decode_ways(encode_ways(ways)) == ways
