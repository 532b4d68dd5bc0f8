"""Pairs of records or of codes, each as one number, so that they are sorted, counted and looked up as numbers are."""

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

PairKeys: TypeAlias = npt.NDArray[np.int64]
_Codes: TypeAlias = npt.NDArray[np.int32]


def pair_keys(left: npt.NDArray[np.integer], right: npt.NDArray[np.integer]) -> PairKeys:
    """Return each pair as one number, the smaller one first."""
    low, high = np.minimum(left, right), np.maximum(left, right)
    keys: PairKeys = low.astype(np.int64) << 32 | high.astype(np.int64)
    return keys


def split_keys(keys: PairKeys) -> tuple[_Codes, _Codes]:
    """Return the left and the right sides of pairs made by `pair_keys`."""
    return (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32)
