"""What a judgement of a pair is worth: how likely the two are one, times what would come together if they are.

Everything is computed from what the reviewer sees of both ends, so a queue in this order tells nothing else.
"""

from collections.abc import Collection
from math import exp2

from entity_resolution.comparing.decision import Decision
from graph.store import VisibleRecord

PRIOR_BITS = -10.0
"""P(one thing) of a candidate pair before its evidence, in bits: about one in a thousand."""
KEPT_APART = 0.125
"""How many in one are one of which facts say that they are two, as a value is wrong: about one in eight (reasoned)."""
_ACROSS = 2.0  # two agencies learn of each other; within one agency there is one to learn


def expected_worth(
    decision: Decision,
    left: VisibleRecord,
    right: VisibleRecord,
    left_keys: Collection[str],
    right_keys: Collection[str],
    *,
    kept_apart: bool = False,
) -> float:
    """Return the expected number of things that somebody would newly know of a person, organisation or place.

    Args:
        decision: what the evidence in the view makes of the pair.
        left: one end.
        right: the other.
        left_keys: the selectors that the left record is visibly linked to.
        right_keys: those of the right one.
        kept_apart: facts of which one thing has one keep the two apart.

    Returns:
        P(one thing) times the thing itself and each selector that one side alone knows, twice between two agencies.
    """
    probability = 1.0 / (1.0 + exp2(-(decision.bits + PRIOR_BITS)))
    probability *= KEPT_APART if kept_apart else 1.0
    news = 1 + len(set(left_keys) ^ set(right_keys))
    across = _ACROSS if left.originator != right.originator else 1.0
    return round(probability * across * news, 6)
