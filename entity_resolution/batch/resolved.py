"""What a driver made of a list: scored pairs and clusters."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from entity_resolution.batch.class_sizes import ClassSizes
from entity_resolution.batch.dictionary import Codes, Floats
from entity_resolution.batch.groups import Labels
from entity_resolution.batch.pair_keys import pair_keys, split_keys


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Scored pairs and clusters of a list.

    Attributes:
        left, right: scored pairs worth keeping, and those that were scored because others connect them,
            and of copies that were not looked at, each with the first of its kind.
        bits: how far each lies above the threshold from which a pair joins, in bits.
        pairs: the number of candidate pairs.
        cut_blocks: the number of blocks that were too large to be taken whole.
        labels: of each record, the smallest record of its cluster.
        sizes: of the classes of pairs; `None` where the kind's own rule decided.
        copies: the number of records that were not looked at, since enough equal ones were.
        silent: fields that were not compared, since all who have a value there have the same.
        shared: by feature, the number of values that weigh less, since many names share them.
    """

    left: Codes
    right: Codes
    bits: Floats
    pairs: int
    cut_blocks: int
    labels: Labels
    sizes: ClassSizes | None
    copies: int = 0
    silent: tuple[str, ...] = ()
    shared: Mapping[str, int] = field(default_factory=dict)


Scored: TypeAlias = tuple[Codes, Codes, Floats]
"""Pairs with their bits: left, right, bits."""


def each_once(*scored: Scored) -> Scored:
    """Return pairs that were scored for one reason or another, each once."""
    keys = np.concatenate([pair_keys(left, right) for left, right, _ in scored])
    _, first = np.unique(keys, return_index=True)
    left, right = split_keys(keys[first])
    return left, right, np.concatenate([bits for _, _, bits in scored])[first]
