"""Scores a pair of records: the evidence of every comparison of their kind's model, in a canonical order.

A pure function of two records' values and their linked selectors, so bulk and one-by-one resolution end alike.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from entity_resolution.comparisons import Compared, compare, part_of
from entity_resolution.decision import SUPPORT_BITS, counted
from entity_resolution.hubs import HUB_BITS, HUB_LEVEL, load_hubs
from entity_resolution.model import Comparator, ComparisonModel, MatchModel, linked_feature
from graph import PropertyClass
from graph.matches import Evidence, Via
from graph.parts import Part
from graph.store import LinkedSelector


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredComparison:
    """One comparison of a pair, for an explanation: the evidence and the values compared.

    `counts`: it is part of the pair's sum; what says the same again as a stronger one is not.
    """

    evidence: Evidence
    left: str
    right: str
    detail: str
    counts: bool = True


Parts = Mapping[PropertyClass, Part]

_SELECTOR_KINDS = {"tel": "PhoneNumber", "doc": "IdentityDocument", "url": "WebResource", "host": "WebResource"}
_HOW = {
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
    scored = [_PUBLISHED] if published else []
    for comparison in model.comparisons:
        found = compare(comparison, part_of(left, comparison.property_class), part_of(right, comparison.property_class))
        if found is not None and (found.bits != 0.0 or found.agrees):
            scored.append(_scored(comparison, found))
    return scored + _score_linked(
        model, [*own_selectors(model, left), *left_linked], [*own_selectors(model, right), *right_linked]
    )


def mark_counted(model: MatchModel, comparisons: Sequence[ScoredComparison]) -> tuple[ScoredComparison, ...]:
    """Return the comparisons of a pair, each with whether it is part of the sum."""
    counting = {id(evidence) for evidence in counted(model, [c.evidence for c in comparisons])}
    return tuple(c if id(c.evidence) in counting else replace(c, counts=False) for c in comparisons)


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
        found = compare(comparison, part_of(left, comparison.property_class), part_of(right, comparison.property_class))
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


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnSelector:
    """A number that stands on the record itself, to be compared with the other record's linked selectors."""

    kind: str
    key: str
    property_class: PropertyClass
    via: None = None


Selector: TypeAlias = OwnSelector | LinkedSelector


def own_selectors(model: MatchModel, parts: Parts) -> list[OwnSelector]:
    """Return the record's own numbers as selectors, with keys of the form that linked ones have."""
    found = {}
    for comparison in model.comparisons:
        if comparison.comparator is Comparator.KEYS:
            part = part_of(parts, comparison.property_class)
            for value in (v for name in comparison.properties for v in part.get(name, ())):
                kind = _SELECTOR_KINDS.get((value.key or "").partition(":")[0])
                if kind is not None:
                    key = f"{kind}|{value.key}"
                    found[key] = OwnSelector(kind=kind, key=key, property_class=comparison.property_class)
    return [found[key] for key in sorted(found)]


def _score_linked(model: MatchModel, left: Sequence[Selector], right: Sequence[Selector]) -> list[ScoredComparison]:
    by_key: dict[str, list[Selector]] = {}
    for selector in right:
        by_key.setdefault(selector.key, []).append(selector)
    scored = []
    counted: set[tuple[str, Via | None, Via | None]] = set()
    # Hubs last: a number that is published as shared by many must not stand in for one that tells.
    for one in sorted(left, key=lambda s: load_hubs().holds_key(s.key)):
        for other in by_key.get(one.key, ()):
            weight = model.linked.get(one.kind)
            pair = (one.kind, one.via, other.via)
            # Two numbers shared under the same terms are one piece of evidence: a household shares them all.
            both_own = one.via is None and other.via is None  # compared above already
            if weight is None or pair in counted or both_own or one.property_class is not other.property_class:
                continue
            counted.add(pair)
            hub = load_hubs().holds_key(one.key)
            evidence = Evidence(
                feature=linked_feature(one.kind),
                level=HUB_LEVEL if hub else "equal",
                property_class=one.property_class,
                bits=min(HUB_BITS, weight.bits) if hub else weight.bits,
                agrees=not hub,
                left=one.via,
                right=other.via,
            )
            value, how = one.key.split(":", 1)[-1], _HOW[one.via is None, other.via is None]
            detail = f"{how}; published as shared by many" if hub else how
            scored.append(ScoredComparison(evidence=evidence, left=value, right=value, detail=detail))
    return scored
