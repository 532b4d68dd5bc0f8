"""The obvious way to tell whether a pair can come to anything: every comparison that decides it, made in full."""

from collections.abc import Mapping, Sequence

from entity_resolution.comparing.comparable import own_selectors
from entity_resolution.comparing.comparisons import compare
from entity_resolution.comparing.model import MatchModel
from entity_resolution.comparing.scoring import score
from graph import PropertyClass
from graph.matches import Evidence
from graph.parts import Part
from graph.selectors import LinkedSelector

Side = tuple[Mapping[PropertyClass, Part], Sequence[LinkedSelector]]


def slow_evidence(model: MatchModel, left: Side, right: Side, *, published: bool) -> list[Evidence] | None:
    """Return the evidence of a pair, `None` of one that can come to nothing."""
    if not is_promising(model, left, right):
        return None
    return [s.evidence for s in score(model, left[0], right[0], left[1], right[1], published=published)]


def is_promising(model: MatchModel, left: Side, right: Side) -> bool:
    """Return whether the names of a pair agree or tell in part, or a telling identifier or the day of birth agrees."""
    for comparison in model.comparisons:
        parts = [side[0].get(comparison.property_class, {}) for side in (left, right)]
        found = compare(comparison, *parts)
        alike = found is not None and comparison.is_name and found.bits > 0
        agrees = alike and found is not None and (model.review_in_part or found.agrees)
        if agrees or (found is not None and found.level in comparison.telling):
            return True
    telling = {kind for kind, item in model.linked.items() if item.telling}
    ties = [{s.key for s in linked if s.kind in telling} for _, linked in (left, right)]
    owns = [{s.key for s in own_selectors(model, parts) if s.kind in telling} for parts, _ in (left, right)]
    # Numbers that both hold themselves are compared above.
    tied = not (ties[0].isdisjoint(ties[1] | owns[1]) and owns[0].isdisjoint(ties[1]))
    return tied or _is_one_birth(model, left, right)


def _is_one_birth(model: MatchModel, left: Side, right: Side) -> bool:
    for comparison in model.comparisons:
        if comparison.feature == model.review_with:
            found = compare(comparison, *(side[0].get(comparison.property_class, {}) for side in (left, right)))
            return found is not None and found.level in comparison.strong
    return False
