"""A pair of a table, scored as `benang match pairs` does."""

from collections.abc import Mapping

from entity_resolution.comparing.decision import Outcome
from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import PairScorer, ScoredPair, scored_kind


def scored(kind: str, **cells: str) -> ScoredPair:
    """Return the score of one pair; cells by the names of their columns."""
    return PairScorer(read_layout(scored_kind(kind), list(cells))).score(list(cells.values()))


def on_both(cells: Mapping[str, str]) -> dict[str, str]:
    """Return the cells of a pair of which both records have the same properties."""
    return {f"{side}_{name}": value for side in ("left", "right") for name, value in cells.items()}


def outcome_of_persons(left: str, right: str, **shared: str) -> Outcome:
    """Return what becomes of two persons by their names who share some values, whichever of them stands first."""
    there = scored("Person", left=left, right=right, **on_both(shared)).outcome
    assert scored("Person", left=right, right=left, **on_both(shared)).outcome is there
    return there
