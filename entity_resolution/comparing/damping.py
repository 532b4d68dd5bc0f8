"""What an equal identifier says that many share: less with each, and never anything more.

For a view of the graph (`entity_resolution.views.sharing`) and for a list (`entity_resolution.batch.list_sharing`).
"""

from dataclasses import replace
from math import log2

from entity_resolution.comparing.hubs import HUB_BITS, HUB_LEVEL
from graph.matches import Evidence

FREE_SHARERS = 8
"""So many visible records may share an identifier at full weight: a family whose members several agencies describe."""
HUB_SHARERS = 16
"""From so many on it weighs as what is published as shared by many, and is no strong evidence any more."""


def damp(evidence: Evidence, sharers: int) -> Evidence:
    """Return evidence of an equal identifier as it weighs where so many visible records share it.

    Full weight up to `FREE_SHARERS`; then, by the logarithm of their number, less and less; from `HUB_SHARERS` on it
    weighs `HUB_BITS` and is never strong.
    """
    if sharers <= FREE_SHARERS or evidence.bits <= HUB_BITS:
        return evidence
    if sharers >= HUB_SHARERS:
        return replace(evidence, bits=HUB_BITS, level=HUB_LEVEL, agrees=False)
    taken = log2(sharers / FREE_SHARERS) / log2(HUB_SHARERS / FREE_SHARERS)
    return replace(evidence, bits=round(evidence.bits - taken * (evidence.bits - HUB_BITS), 6))
