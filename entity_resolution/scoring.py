"""Scores a pair of records: the evidence of every comparison of their kind's model, in a canonical order.

A pure function of two records' values and their linked selectors, so bulk and one-by-one resolution end alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from entity_resolution.comparisons import Compared, compare, part_of
from entity_resolution.decision import linked_feature
from entity_resolution.model import ComparisonModel, MatchModel
from graph import PropertyClass
from graph.matches import Evidence, Via
from graph.parts import Part
from graph.store import LinkedSelector


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredComparison:
    """One comparison of a pair, for an explanation: the evidence and the values compared."""

    evidence: Evidence
    left: str
    right: str
    detail: str


Parts = Mapping[PropertyClass, Part]


def score(
    model: MatchModel,
    left: Parts,
    right: Parts,
    left_linked: Sequence[LinkedSelector],
    right_linked: Sequence[LinkedSelector],
) -> list[ScoredComparison]:
    """Return every comparison that both ends have values for: own properties in the model's order, then selectors."""
    scored = []
    for comparison in model.comparisons:
        found = compare(
            comparison, part_of(left, comparison.property_class), part_of(right, comparison.property_class)
        )
        if found is not None and (found.bits != 0.0 or found.agrees):
            scored.append(_scored(comparison, found))
    return scored + _score_linked(model, left_linked, right_linked)


def is_promising(
    model: MatchModel,
    left: Parts,
    right: Parts,
    left_linked: Sequence[LinkedSelector],
    right_linked: Sequence[LinkedSelector],
) -> bool:
    """Return whether a pair can come to anything: its names agree, or a telling identifier does.

    Most candidate pairs end here, before their dates, addresses and numbers are compared.
    """
    for comparison in model.comparisons:
        if not comparison.is_name and not comparison.telling:
            continue
        found = compare(
            comparison, part_of(left, comparison.property_class), part_of(right, comparison.property_class)
        )
        if found is not None and (
            found.level in comparison.telling or (comparison.is_name and found.agrees and found.bits > 0)
        ):
            return True
    telling = {kind for kind, item in model.linked.items() if item.telling}
    left_keys = {s.key for s in left_linked if s.kind in telling}
    return any(s.key in left_keys for s in right_linked if s.kind in telling)


def _scored(comparison: ComparisonModel, found: Compared) -> ScoredComparison:
    evidence = Evidence(
        feature=comparison.feature,
        level=found.level,
        property_class=comparison.property_class,
        bits=round(found.bits, 6),
        agrees=found.agrees,
    )
    return ScoredComparison(evidence=evidence, left=found.left, right=found.right, detail=found.detail)


def _score_linked(
    model: MatchModel, left: Sequence[LinkedSelector], right: Sequence[LinkedSelector]
) -> list[ScoredComparison]:
    by_key: dict[str, list[LinkedSelector]] = {}
    for selector in right:
        by_key.setdefault(selector.key, []).append(selector)
    scored = []
    counted: set[tuple[str, Via, Via]] = set()
    for one in left:
        for other in by_key.get(one.key, ()):
            weight = model.linked.get(one.kind)
            pair = (one.kind, one.via, other.via)
            # Two numbers shared under the same terms are one piece of evidence: a household shares them all.
            if weight is None or pair in counted:
                continue
            counted.add(pair)
            evidence = Evidence(
                feature=linked_feature(one.kind),
                level="equal",
                property_class=one.property_class,
                bits=weight.bits,
                agrees=True,
                left=one.via,
                right=other.via,
            )
            value = one.key.split(":", 1)[-1]
            scored.append(ScoredComparison(evidence=evidence, left=value, right=value, detail="linked by both agencies"))
    return scored
