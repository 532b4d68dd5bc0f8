"""Scores a pair of records: the evidence of every comparison of their kind's model, in a canonical order.

A pure function of two records' values and their linked selectors, so bulk and one-by-one resolution end alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from entity_resolution.comparing.comparable import ComparableRecord, OwnSelector, Parts, Selector
from entity_resolution.comparing.compared import Compared
from entity_resolution.comparing.decision import SUPPORT_BITS, Outcome, counted, decide, hold_private_selectors
from entity_resolution.comparing.hubs import HUB_BITS, HUB_LEVEL, load_hubs
from entity_resolution.comparing.model import Comparator, ComparisonModel, MatchModel, linked_feature
from graph import PropertyClass
from graph.matches import Evidence, Via
from graph.selectors import LinkedSelector


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredComparison:
    """One comparison of a pair, for an explanation: the evidence and the values compared.

    `counts`: it is part of the pair's sum; what says the same again as a stronger one is not. `frequency`: how common a
    name is, a share; `None` of what no frequency weighs.
    """

    evidence: Evidence
    left: str
    right: str
    detail: str
    counts: bool = True
    frequency: float | None = None


# What takes no time to compare, and what else a name may weigh, in bits.
_AT_ONCE = frozenset({Comparator.DATES, Comparator.KEYS})
_MOST_OF_A_NAME = 20.0
_HOW = {
    (True, True): "on both records themselves, as a phone number and as an account",
    (False, False): "linked on both sides",
    (True, False): "on the left record itself, linked on the right",
    (False, True): "linked on the left, on the right record itself",
}


_PUBLISHED = ScoredComparison(
    evidence=Evidence(
        feature="published", level="listed", property_class=PropertyClass.IDENTITY, bits=SUPPORT_BITS, agrees=True
    ),
    left="",
    right="",
    detail="one of the two is on a public list",
)


def score(
    model: MatchModel,
    left: Parts,
    right: Parts,
    left_linked: Sequence[LinkedSelector],
    right_linked: Sequence[LinkedSelector],
    *,
    published: bool = False,
) -> list[ScoredComparison]:
    """Return every comparison that both ends have values for: own properties in the model's order, then selectors.

    `published`: one end is on a public list, whose persons are looked for: a namesake of theirs is worth a human's
    look.
    """
    one, other = ComparableRecord(model, left, left_linked), ComparableRecord(model, right, right_linked)
    scored = [_PUBLISHED] if published else []
    for comparison in model.comparisons:
        found = one.compare(comparison, other)
        if found is not None and (found.bits != 0.0 or found.agrees):
            evidence = _evidence(comparison, found)
            scored.append(_scored(evidence, found))
    return scored + [_explained(one, evidence) for one, evidence in _shared_selectors(one, other)]


def promising_evidence(
    left: ComparableRecord, right: ComparableRecord, *, published: bool = False
) -> list[Evidence] | None:
    """Return the evidence of every comparison as `score` does; `None` of a pair that cannot come to anything.

    Such a one agrees neither in its names (nor in part, of kinds for which that is worth a look) nor in a telling
    identifier, nor was it born on one day, nor has it an account and a wallet in common. Most candidate pairs end so,
    before their addresses and numbers are compared; and most before their names are, where these would be all that they
    have in common.
    """
    compared: dict[str, Compared | None] = {}
    shared = [evidence for _, evidence in _shared_selectors(left, right)]
    if not published and not _comes_to_something_of_one_name(left, right, shared, compared):
        return None
    if not hold_private_selectors(left.model, shared) and not _is_promising(left, right, compared):
        return None
    evidence = [_PUBLISHED.evidence] if published else []
    for comparison in left.model.comparisons:
        found = _compared_once(left, comparison, right, compared)
        if found is not None and (found.bits != 0.0 or found.agrees):
            evidence.append(_evidence(comparison, found))
    return evidence + shared


def _comes_to_something_of_one_name(
    left: ComparableRecord, right: ComparableRecord, shared: Sequence[Evidence], compared: dict[str, Compared | None]
) -> bool:
    """Tell whether a pair would come to anything if its names, and whatever takes long to compare, agreed in full.

    Dates and keys are compared, and put into `compared`.
    """
    if not left.model.needs_support:
        return True
    evidence = [*shared]
    for comparison in left.model.comparisons:
        if not comparison.is_name and comparison.comparator in _AT_ONCE:
            found = _compared_once(left, comparison, right, compared)
            if found is not None and found.bits > 0:
                evidence.append(_evidence(comparison, found))
    if _is_enough_beside_names(left.model, tuple(evidence), at_home=False):
        return True
    at_home = all(side.values(c) for c in left.model.comparisons if c.homes for side in (left, right))
    return at_home and _is_enough_beside_names(left.model, tuple(evidence), at_home=True)


@lru_cache(maxsize=10_000)
def _is_enough_beside_names(model: MatchModel, evidence: tuple[Evidence, ...], *, at_home: bool) -> bool:
    """Tell whether a pair comes to anything by this, if its names, and what takes long to compare, agreed in full.

    Most pairs have the same few things in common, or nothing. `at_home`: both give addresses, which may be one home.
    """
    late = [c for c in model.comparisons if c.is_name or c.comparator not in _AT_ONCE]
    in_full = [_in_full(c) for c in late if at_home or not c.homes]
    return decide(model, [*evidence, *in_full]).outcome is not Outcome.NONE


def _in_full(comparison: ComparisonModel) -> Evidence:
    """Return the most that a comparison can say for a pair."""
    return _same_evidence(
        feature=comparison.feature,
        level=min(comparison.strong, default="in full") if not comparison.homes else "equal",
        property_class=comparison.property_class,
        bits=max(comparison.levels.values(), default=_MOST_OF_A_NAME),
        agrees=True,
    )


def _is_promising(left: ComparableRecord, right: ComparableRecord, compared: dict[str, Compared | None]) -> bool:
    """Tell whether names agree or a telling identifier does; what was compared in full is put into `compared`.

    What takes no time is looked at first: most pairs that a key of a name and a birth date brings up were born on one
    day, and whether their names might agree need not be asked.
    """
    if left.shares_telling_selector(right) or _share_birth(left, right, compared):
        return True
    for comparison in left.model.comparisons:
        if not comparison.is_name and not comparison.telling:
            continue
        in_part = comparison.is_name and left.model.review_in_part
        names = comparison.comparator is Comparator.NAMES and not comparison.telling and not in_part
        if names and not left.may_agree(comparison, right):
            continue
        if in_part and comparison.name_kind is not None and left.are_two_by_numbers(comparison, right):
            continue
        found = _compared_once(left, comparison, right, compared)
        if found is not None and (
            found.level in comparison.telling or (comparison.is_name and found.bits > 0 and (in_part or found.agrees))
        ):
            return True
    return False


def _share_birth(left: ComparableRecord, right: ComparableRecord, compared: dict[str, Compared | None]) -> bool:
    """Tell whether two were born on one day, which beside another identifier is worth a look whatever the names."""
    comparison = left.model.comparison(left.model.review_with) if left.model.review_with else None
    if comparison is None:
        return False
    found = _compared_once(left, comparison, right, compared)
    return found is not None and found.level in comparison.strong


def _compared_once(
    left: ComparableRecord, comparison: ComparisonModel, right: ComparableRecord, compared: dict[str, Compared | None]
) -> Compared | None:
    """Return what a comparison finds, from `compared` where it was made before, and else put into it."""
    if comparison.feature not in compared:
        compared[comparison.feature] = left.compare(comparison, right)
    return compared[comparison.feature]


def mark_counted(model: MatchModel, comparisons: Sequence[ScoredComparison]) -> tuple[ScoredComparison, ...]:
    """Return the comparisons of a pair, each with whether it is part of the sum."""
    counting = {id(evidence) for evidence in counted(model, [c.evidence for c in comparisons])}
    return tuple(c if id(c.evidence) in counting else replace(c, counts=False) for c in comparisons)


def _evidence(comparison: ComparisonModel, found: Compared) -> Evidence:
    make = Evidence if comparison.comparator is Comparator.NAMES else _same_evidence
    return make(
        feature=comparison.feature,
        level=found.level,
        property_class=comparison.property_class,
        bits=round(found.bits, 6),
        agrees=found.agrees,
    )


# All but names have a few levels with a weight each: the same evidence need not be made twice.
_same_evidence = lru_cache(maxsize=10_000)(Evidence)


def _shared_selectors(left: ComparableRecord, right: ComparableRecord) -> list[tuple[Selector, Evidence]]:
    """Return the left record's selectors that the right one has too, as far as they weigh, with what they say."""
    if not left.shares_a_key(right):
        return []
    by_key = right.selectors_by_key
    found = []
    counted: set[tuple[str, Via | None, Via | None]] = set()
    for one in left.selectors:
        for other in by_key.get(one.key, ()):
            weight = left.model.linked.get(one.kind)
            pair = (one.kind, one.via, other.via)
            # Two numbers shared under the same terms are one piece of evidence: a household shares them all.
            if weight is None or pair in counted or _is_compared_alone(one, other):
                continue
            if one.property_class is not other.property_class:
                continue
            counted.add(pair)
            hub = load_hubs().holds_key(one.key)
            level, bits = (HUB_LEVEL, min(HUB_BITS, weight.bits)) if hub else ("equal", weight.bits)
            evidence = _same_evidence(
                feature=linked_feature(one.kind),
                level=level,
                property_class=one.property_class,
                bits=bits,
                agrees=not hub,
                left=one.via,
                right=other.via,
            )
            found.append((one, evidence))
    return found


def _is_compared_alone(left: Selector, right: Selector) -> bool:
    """Return whether both are the records' own numbers, and one comparison of the model has read them."""
    if not isinstance(left, OwnSelector) or not isinstance(right, OwnSelector):
        return False
    return not left.features.isdisjoint(right.features)


def _scored(evidence: Evidence, found: Compared) -> ScoredComparison:
    return ScoredComparison(
        evidence=evidence, left=found.left, right=found.right, detail=found.detail, frequency=found.frequency
    )


def _explained(selector: Selector, evidence: Evidence) -> ScoredComparison:
    value, how = selector.key.split(":", 1)[-1], _HOW[evidence.left is None, evidence.right is None]
    detail = how if evidence.agrees else f"{how}; published as shared by many"
    return ScoredComparison(evidence=evidence, left=value, right=value, detail=detail)
