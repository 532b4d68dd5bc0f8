"""What is stored of a pair: enough of it for every view, and for the queue of whoever may have the pair in it."""

from collections.abc import Mapping

from hypothesis import example, given
from hypothesis import strategies as st

from entity_resolution.blocking.meeting import record_keys
from entity_resolution.comparing.decision import Outcome, decide, potential
from entity_resolution.comparing.model import load_models
from entity_resolution.resolving.pair_matcher import Candidate, match_of
from entity_resolution.views.evidence_in_view import visible_evidence
from entity_resolution.views.plausibility import facts_of, settle
from graph import PropertyClass, RecordId, load_ontology
from graph.selectors import LinkedSelector
from graph.store import ResolvableRecord
from tests.entity_resolution.evidence import linked, parts_of
from tests.graph.building import open_scope

MODEL = load_models()["Person"]
PERSON = load_ontology().kind("Person")
VALUES = st.fixed_dictionaries(
    {"name": st.just("Siti Aminah"), "nationality": st.just("ID")},
    optional={
        "birthDate": st.sampled_from(["1990-03-05", "1990-03-06", "1971-12-24"]),
        "sex": st.sampled_from(["female", "male"]),
        "nationalId": st.sampled_from(["3171014503900001", "3171014503900002", "3171019903900002"]),
        "passportNumber": st.sampled_from(["A1234567", "A1234568", "B7654321"]),
        "email": st.just("siti@aminah.example"),
    },
)


def candidate(number: int, values: Mapping[str, str], *ties: LinkedSelector) -> Candidate:
    """Return a record as the resolver reads it."""
    read = ResolvableRecord(
        id=RecordId(f"r-{number}"),
        compartment=1,
        kind="Person",
        originator="th-police",
        profile="law-enforcement",
        parts=parts_of("Person", values, country="ID"),
        key=None,
        component=number,
        revision=1,
        linked=ties,
        digest="",
    )
    return Candidate.of(MODEL, read)


@given(VALUES, VALUES, st.frozensets(st.sampled_from(list(PropertyClass))))
def test_what_any_view_leaves_to_a_human_is_stored_as_to_be_looked_at(
    left: Mapping[str, str], right: Mapping[str, str], readable: frozenset[PropertyClass]
) -> None:
    one, other = candidate(1, left), candidate(2, right)
    stored = match_of(one, other)
    if stored is None:
        return
    evidence = visible_evidence(open_scope([1]), readable, readable, stored.match.evidence)
    facts = [facts_of("Person", {c: p for c, p in side.record.parts.items() if c in readable}) for side in (one, other)]
    decision, _ = settle(decide(MODEL, evidence), *facts)
    assert stored.reviewable or decision.outcome is not Outcome.REVIEW


SLIPS = st.fixed_dictionaries(
    {"name": st.sampled_from(["Linh Mei Hidayat", "Lihn Mei Hidayat", "Mei Linh Hidayet", "Linh Mei", "Siti Aminah"])},
    optional={
        "birthDate": st.sampled_from(["1990-03-05", "1990-03-06"]),
        "nationality": st.just("ID"),
        "phone": st.just("+62 812 0000 0101"),
        "email": st.just("linh@hidayat.example"),
        "address": st.just("12 Jalan Kenanga, Medan"),
        "passportNumber": st.sampled_from(["A1234567", "B7654321"]),
    },
)


HIDDEN_PASSPORT = linked("IdentityDocument", "doc:ID/A1234567", link=2, selector=3)


NAMED_ALIKE = ({"name": "Linh Mei Hidayat"}, {"name": "Lihn Mei Hidayat"})
HOUSEHOLD = {"phone": "+62 812 0000 0101", "email": "linh@hidayat.example", "address": "12 Jalan Kenanga, Medan"}


@example(*({**HOUSEHOLD, **name} for name in NAMED_ALIKE), frozenset(PropertyClass), True)
@example(*({**HOUSEHOLD, **name, "birthDate": "1990-03-05"} for name in NAMED_ALIKE), frozenset(PropertyClass), True)
@given(SLIPS, SLIPS, st.frozensets(st.sampled_from(list(PropertyClass))), st.booleans())
def test_what_a_view_leaves_to_a_human_is_stored_without_what_it_hides_too(
    left: Mapping[str, str], right: Mapping[str, str], readable: frozenset[PropertyClass], tied: bool
) -> None:
    """What is hidden must not decide whether a pair waits in a queue that shows the rest of it."""
    hidden = (HIDDEN_PASSPORT,) if tied else ()

    def seen(values: Mapping[str, str]) -> dict[str, str]:
        return {name: v for name, v in values.items() if PERSON.property(name).property_class in readable}

    whole = match_of(candidate(1, left, *hidden), candidate(2, right, *hidden))
    bare = match_of(candidate(1, seen(left)), candidate(2, seen(right)))
    in_view = [
        set(() if m is None else visible_evidence(open_scope([1]), readable, readable, m.match.evidence))
        for m in (whole, bare)
    ]
    outcomes = [decide(MODEL, sorted(evidence, key=str)).outcome for evidence in in_view]
    assert outcomes[0] is outcomes[1]


@given(VALUES, VALUES, st.booleans())
def test_keys_that_are_kept_with_a_record_lead_to_the_match_that_its_values_do(
    left: Mapping[str, str], right: Mapping[str, str], tied: bool
) -> None:
    sides = [candidate(at, values, *((HIDDEN_PASSPORT,) if tied else ())) for at, values in enumerate((left, right))]
    kept = [Candidate.of(MODEL, c.record, record_keys(MODEL, c.record.parts, c.record.linked).by_terms) for c in sides]
    assert match_of(kept[0], kept[1]) == match_of(sides[0], sides[1])
    assert all(one.keys in (None, other.keys) for one, other in zip(sides, kept, strict=True))


@given(VALUES, VALUES)
def test_a_match_that_nothing_speaks_against_waits_for_nobody_who_sees_it_whole(
    left: Mapping[str, str], right: Mapping[str, str]
) -> None:
    one, other = candidate(1, left), candidate(2, right)
    stored = match_of(one, other)
    if stored is not None and not stored.reviewable:
        decision, kept_apart = settle(
            decide(MODEL, stored.match.evidence), *(facts_of(c.record.kind, c.record.parts) for c in (one, other))
        )
        assert (decision.outcome, kept_apart) == (Outcome.MATCH, None)


@given(SLIPS, SLIPS, st.booleans())
def test_a_match_says_whether_some_view_may_join_the_two(
    left: Mapping[str, str], right: Mapping[str, str], tied: bool
) -> None:
    hidden = (HIDDEN_PASSPORT,) if tied else ()
    stored = match_of(candidate(1, left, *hidden), candidate(2, right, *hidden))
    if stored is not None:
        evidence = stored.match.evidence
        assert stored.joins is (potential(MODEL, evidence).outcome is Outcome.MATCH)
        assert stored.positive is (decide(MODEL, evidence).outcome is Outcome.MATCH)
