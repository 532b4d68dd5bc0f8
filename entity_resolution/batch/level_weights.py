"""What the levels of one comparison weigh, and what each says beyond that, as tables over the levels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from entity_resolution.batch.comparators import (
    APART,
    IN_ONE_AREA,
    LEVELS,
    NO_SUPPORT,
    OF_ANOTHER,
    OF_TWO_VALUES,
    ON_ONE_STREET,
    PERSONAL,
    STRONG,
    Comparator,
)
from entity_resolution.batch.dictionary import Flags, Floats, Levels
from entity_resolution.batch.kind_comparisons import AGREES_FROM_BITS
from entity_resolution.batch.parameters import BatchComparison, PairClass


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWeights:
    """Tables over the levels of one comparison; the last entry, which -1 finds, is that of an unknown value."""

    match: Floats
    relative: Floats
    against: Floats
    agrees: Flags
    is_strong: Flags
    is_near: Flags
    is_another: Flags
    is_apart: Flags
    is_personal: Flags
    on_street: Flags
    in_area: Flags
    by_chance: float
    area_by_chance: float
    match_share: float
    relative_share: float

    @classmethod
    def of(cls, comparison: BatchComparison) -> "LevelWeights":
        """Return the tables of a comparison."""
        strangers = comparison.probabilities[PairClass.STRANGER]
        logs = {of: np.append(np.log(p / strangers), 0.0) for of, p in comparison.probabilities.items()}
        bits = logs[PairClass.MATCH] / np.log(2)
        agrees = (bits >= AGREES_FROM_BITS) & ~_are_among(NO_SUPPORT, comparison)
        return cls(
            match=logs[PairClass.MATCH],
            relative=logs[PairClass.RELATIVE],
            against=np.minimum(bits, 0.0),
            agrees=agrees,
            is_strong=agrees & _are_among(STRONG, comparison) if comparison.comparator in STRONG else agrees,
            is_near=_near_levels(comparison),
            is_another=_are_among(OF_ANOTHER, comparison),
            is_apart=_are_among(APART, comparison),
            is_personal=_are_among(PERSONAL, comparison),
            on_street=_are_among(ON_ONE_STREET, comparison),
            in_area=_are_among(IN_ONE_AREA, comparison),
            by_chance=comparison.by_chance,
            area_by_chance=comparison.area_by_chance,
            match_share=_share(comparison, PairClass.MATCH),
            relative_share=_share(comparison, PairClass.RELATIVE),
        )

    def logs(self, levels: Levels, shares: Floats | None, areas: Floats | None = None) -> tuple[Floats, Floats]:
        """Return what levels say for a match and for relatives, both against strangers, as natural logarithms.

        An equal value weighs by its own frequency f: two strangers have it with f squared, sharers with f. A near one
        says no more for a match than the commoner of the two values would, were it equal: strangers have a name like a
        common one by chance more often than on average. That is said of strangers, and lowers both classes alike.

        Args:
            levels: of pairs.
            shares: the frequency of the commoner value of each pair, `None` where it does not weigh.
            areas: the same of the area, of an address.
        """
        match, relative = self.match[levels], self.relative[levels]
        if areas is not None:
            _lower_as_common(np.nonzero(self.in_area[levels])[0], areas, self.area_by_chance, match, relative)
        if shares is None:
            return match, relative
        if self.on_street.any():
            _lower_as_common(np.nonzero(self.on_street[levels])[0], shares, self.by_chance, match, relative)
            return match, relative
        equal, near = np.nonzero(levels == 0)[0], np.nonzero(self.is_near[levels])[0]
        of_equal = np.log(self.match_share / shares[near] + (1 - self.match_share))
        relative[near] -= np.maximum(match[near] - of_equal, 0)
        match[near] = np.minimum(match[near], of_equal)
        for logs, share in ((match, self.match_share), (relative, self.relative_share)):
            logs[equal] = np.log(share / shares[equal] + (1 - share))
        return match, relative


def _lower_as_common(
    places: npt.NDArray[np.intp], shares: Floats, by_chance: float, match: Floats, relative: Floats
) -> None:
    """Lower what a house says that is on a commoner street, or in a commoner area, than two strangers share on average.

    Strangers live there by chance so much more often, which is said of strangers and lowers both classes alike. It
    speaks against nobody.
    """
    commoner = np.maximum(np.log(shares[places] / by_chance), 0.0)
    less = np.minimum(commoner, np.maximum(match[places], 0.0))
    match[places] -= less
    relative[places] -= less


def _are_among(chosen: Mapping[Comparator, Sequence[str]], comparison: BatchComparison) -> Flags:
    """Return which levels of a comparison are among the chosen ones; the last entry is that of an unknown one."""
    of = chosen.get(comparison.comparator, ())
    return np.array([*(name in of for name in LEVELS[comparison.comparator]), False])


def _share(comparison: BatchComparison, of: PairClass) -> float:
    """Return how often a class's pairs have an equal value because it is shared, rather than by chance.

    P(equal | class) = share + (1 - share) P(equal by chance).
    """
    by_chance = float(comparison.probabilities[PairClass.STRANGER][0])
    return max(0.0, (float(comparison.probabilities[of][0]) - by_chance) / (1 - by_chance))


def _near_levels(comparison: BatchComparison) -> Flags:
    """Return which levels are of two values that are not equal but nearly; the last entry is that of an unknown one."""
    names = LEVELS[comparison.comparator]
    near = [at > 0 and (comparison.comparator, name) not in OF_TWO_VALUES for at, name in enumerate(names)]
    return np.array([*near, False])
