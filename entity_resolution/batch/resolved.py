"""What a driver made of a list: scored pairs and clusters."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from entity_resolution.batch.blocking import pair_keys, split_keys
from entity_resolution.batch.clustering import Labels
from entity_resolution.batch.dictionary import Codes, Floats
from entity_resolution.batch.weights import ClassSizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Scored pairs and clusters of a list.

    Attributes:
        left, right: scored pairs worth keeping, and those that were scored because others connect them.
        bits: how far each lies above the threshold from which a pair joins, in bits.
        pairs: the number of candidate pairs.
        cut_blocks: the number of blocks that were too large to be taken whole.
        labels: of each record, the smallest record of its cluster.
        sizes: of the classes of pairs; `None` where the kind's own rule decided.
    """

    left: Codes
    right: Codes
    bits: Floats
    pairs: int
    cut_blocks: int
    labels: Labels
    sizes: ClassSizes | None


Scored: TypeAlias = tuple[Codes, Codes, Floats]
"""Pairs with their bits: left, right, bits."""


def each_once(scored: Scored, inner: Scored) -> Scored:
    """Return the candidate pairs and those that were scored because others connect them, each once."""
    keys = np.concatenate((pair_keys(scored[0], scored[1]), pair_keys(inner[0], inner[1])))
    _, first = np.unique(keys, return_index=True)
    left, right = split_keys(keys[first])
    return left, right, np.concatenate((scored[2], inner[2]))[first]
