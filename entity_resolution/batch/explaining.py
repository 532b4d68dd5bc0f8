"""Why the pairs of a list are one entity or not: each comparison with level, bits and both values, for a file.

Explained are the scored pairs within the clusters, those that would have joined and were kept apart, and near misses.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import isnan
from typing import Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entity_resolution.batch.class_sizes import ClassSizes, match_bits
from entity_resolution.batch.comparators import LEVELS, Comparator
from entity_resolution.batch.dictionary import UNKNOWN, Codes, FieldPairs, Flags, Floats, Levels
from entity_resolution.batch.duckdb_driver import DuckDbDriver
from entity_resolution.batch.fields import SEX_BY_TITLE
from entity_resolution.batch.joining_signs import Refusal
from entity_resolution.batch.kind_comparisons import mapped_country
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.objections import objections_in_words
from entity_resolution.batch.parameters import BatchComparison
from entity_resolution.batch.record_scoring import RecordScorer
from entity_resolution.batch.resolved import Resolved
from entity_resolution.batch.weights import comparison_bits, pair_levels, refusals
from entity_resolution.batch.whole_name_objections import WholeNamesSay
from entity_resolution.comparing.decision import Decision, Outcome, decide
from entity_resolution.comparing.scoring import ScoredComparison
from entity_resolution.tables.pairs import DEFAULT_PRIOR, match_probability, prior_bits, why_not_joined
from entity_resolution.views.plausibility import objection

# A pair below the threshold by no more than this is a near miss.
NEAR_BITS = -5.0
# Pairs explained at a time.
SLICE = 50_000
_LONGEST_VALUE = 60
_NO_VALUE = float("nan")
_BY_OTHERS = "kept apart by other pairs of the two clusters"


class PairOutcome(StrEnum):
    """What became of a pair."""

    MATCH = "match"
    THROUGH_OTHERS = "through-others"
    KEPT_APART = "kept-apart"
    NEAR_MISS = "near-miss"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One comparison of many pairs.

    Attributes:
        feature: its name.
        levels: by pair, empty where there is nothing to compare.
        bits: by pair, not a number where there is nothing to compare.
        values: by pair, what was compared.
    """

    feature: str
    levels: list[str]
    bits: Floats
    values: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """Pairs with their match weights, the probability that each is one entity, and every reason.

    `objections`: in words, what keeps each apart whatever it weighs, and what whole names say of it; empty where there
    is nothing. `heavy`: which weigh
    enough to join by themselves, were there nothing else to ask.
    """

    bits: Floats
    probabilities: Floats
    reasons: list[Reason]
    objections: Sequence[str]
    heavy: Flags


class Explainer(Protocol):
    """Says why pairs of a list weigh what they weigh."""

    def explain(self, left: Codes, right: Codes) -> Explained:
        """Return the reasons of pairs."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldExplainer:
    """Explains pairs of a list whose fields are compared by learned parameters.

    Two reasons stand behind the comparisons: how rare a match is among all pairs of the list (`list`), and how much of
    the agreement relatives of one household would show as well (`relatives`).
    """

    driver: DuckDbDriver
    sizes: ClassSizes
    joins_from: float = 0.0

    def explain(self, left: Codes, right: Codes) -> Explained:
        """Return the reasons of pairs."""
        fields = self.driver.pairs(left, right)
        size = len(left)
        model = self.driver.model
        found = zip(model.comparisons, pair_levels(model, fields, size), strict=True)
        reasons = [self._reason(comparison, levels, fields) for comparison, levels in found]
        for other in self.driver.more:
            levels, bits = other.found(fields, size)
            reasons.append(
                Reason(
                    feature=other.model.feature,
                    levels=levels,
                    bits=bits,
                    values=_values([fields[other.property]], size),
                )
            )
        evidence = self.driver.evidence(left, right)
        total = match_bits(evidence, self.sizes)
        rarity = float(np.log2(self.sizes.match / self.sizes.stranger))
        said = np.sum([np.nan_to_num(reason.bits) for reason in reasons], axis=0)
        reasons.append(_plain("list", np.full(size, rarity)))
        reasons.append(_plain("relatives", total - said - rarity))
        probabilities = 1.0 / (1.0 + np.exp2(-total))
        heavy = total >= self.joins_from
        named = [WholeNamesSay(said).words for said in np.where(heavy, evidence.named, WholeNamesSay.NOTHING).tolist()]
        refused = self._refusals(fields, heavy)
        said = zip(named, refused, objections_in_words(fields, heavy, mapped_country(self.driver.more)), strict=True)
        objections = ["; ".join(filter(None, each)) for each in said]
        return Explained(bits=total, probabilities=probabilities, reasons=reasons, objections=objections, heavy=heavy)

    def _refusals(self, fields: Mapping[str, FieldPairs], heavy: Flags) -> list[str]:
        """Return in words why heavy pairs may not join by what they have in common, empty where they may."""
        driver, size = self.driver, len(heavy)
        found = refusals(driver.model, driver.more, fields, driver.frequencies, size)
        return [Refusal(said).words for said in np.where(heavy, found, Refusal.NONE).tolist()]

    def _reason(self, comparison: BatchComparison, levels: Levels, fields: dict[str, FieldPairs]) -> Reason:
        names = (*LEVELS[comparison.comparator], "")
        bits = comparison_bits(self.driver.model, comparison, levels, fields, self.driver.frequencies)
        bits[levels == UNKNOWN] = _NO_VALUE
        of_a_name = comparison.is_name or comparison.comparator is Comparator.MIDDLE_NAME
        shown = comparison.reads[:1] if of_a_name else comparison.reads
        compared = self.driver.model.compared(fields)
        read = [compared[name] for name in shown if name in compared]
        return Reason(
            feature=comparison.feature,
            levels=[names[level] for level in levels.tolist()],
            bits=bits,
            values=_with_sexes(comparison, fields, _values(read, len(levels))),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordExplainer:
    """Explains pairs of a list that the kind's match model decides."""

    scorer: RecordScorer
    joins_from: float

    def explain(self, left: Codes, right: Codes) -> Explained:
        """Return the reasons of pairs."""
        size = len(left)
        found = {c.feature: _nothing(c.feature, size) for c in self.scorer.model.comparisons}
        total, objections = np.empty(size), [""] * size
        for at, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
            comparisons = self.scorer.comparisons(one, other)
            decision = decide(self.scorer.model, [c.evidence for c in comparisons])
            total[at], objections[at] = decision.bits, self._objection(one, other, comparisons, decision)
            for scored in comparisons:
                reason = found[scored.evidence.feature]
                reason.levels[at] = scored.evidence.level
                reason.bits[at] = scored.evidence.bits
                reason.values[at] = " ".join(scored.detail.split()) or _both(scored.left, scored.right)
        prior = prior_bits(DEFAULT_PRIOR)
        probabilities = np.array([match_probability(bits, prior) for bits in total.tolist()])
        return Explained(
            bits=total,
            probabilities=probabilities,
            reasons=list(found.values()),
            objections=objections,
            heavy=total >= self.joins_from,
        )

    def _objection(self, one: int, other: int, comparisons: Sequence[ScoredComparison], decision: Decision) -> str:
        found = objection(*(self.scorer.facts[at] for at in (one, other)))
        if found is not None:
            return found.words
        left_to_human = decision.outcome is not Outcome.MATCH and decision.bits >= self.scorer.model.match_bits
        return why_not_joined(self.scorer.model, comparisons, decision) if left_to_human else ""


def explained_tables(
    explainer: Explainer, shape: ListShape, resolved: Resolved, *, size: int = SLICE
) -> Iterator[pa.Table]:
    """Yield tables of explained pairs, by cluster, the heaviest first; one empty table where there is no pair.

    Args:
        explainer: says why.
        shape: gives the ids.
        resolved: gives the scored pairs and the clusters.
        size: rows of a table at most.
    """
    same = _in_one_cluster(resolved)
    chosen = np.nonzero(same | (resolved.bits >= NEAR_BITS))[0]
    order = np.lexsort((-resolved.bits[chosen], ~same[chosen], resolved.labels[resolved.left[chosen]]))
    chosen = chosen[order]
    for start in range(0, max(len(chosen), 1), size):
        places = chosen[start : start + size]
        yield _table(explainer, shape, resolved, places, same[places])


def kept_apart_tables(
    explainer: Explainer, shape: ListShape, resolved: Resolved, *, size: int = SLICE
) -> Iterator[pa.Table]:
    """Yield tables of the pairs that were kept apart though they are heavy enough, for a human; the heaviest first.

    Args:
        explainer: says why.
        shape: gives the ids.
        resolved: gives the scored pairs and the clusters.
        size: pairs looked at for a table at most, which may be empty.
    """
    apart = ~_in_one_cluster(resolved)
    chosen = np.nonzero(apart & (resolved.bits >= NEAR_BITS))[0]
    chosen = chosen[np.argsort(-resolved.bits[chosen], kind="stable")]
    for start in range(0, max(len(chosen), 1), size):
        places = chosen[start : start + size]
        table = _table(explainer, shape, resolved, places, ~apart[places])
        yield table.filter(pc.equal(table["outcome"], PairOutcome.KEPT_APART.value))


def _in_one_cluster(resolved: Resolved) -> Flags:
    same: Flags = resolved.labels[resolved.left] == resolved.labels[resolved.right]
    return same


def _table(
    explainer: Explainer,
    shape: ListShape,
    resolved: Resolved,
    places: npt.NDArray[np.intp],
    same: Flags,
) -> pa.Table:
    left, right = resolved.left[places], resolved.right[places]
    found = explainer.explain(left, right)
    outcomes = _outcomes(same, resolved.bits[places] >= 0, found.heavy)
    columns: dict[str, object] = {
        "left": shape.ids.take(pa.array(left)).combine_chunks(),
        "right": shape.ids.take(pa.array(right)).combine_chunks(),
        **_lists(shape, left, right),
        "left_cluster": pa.array(resolved.labels[left]),
        "right_cluster": pa.array(resolved.labels[right]),
        "outcome": pa.array(outcomes, pa.string()),
        "weight_bits": pa.array(np.round(found.bits, 6)),
        "probability": pa.array(np.round(found.probabilities, 9)),
        "why": pa.array(list(_why(found, outcomes)), pa.string()),
    }
    for reason in found.reasons:
        columns[reason.feature] = pa.array([level or None for level in reason.levels], pa.string())
        columns[f"{reason.feature}_bits"] = pa.array(np.round(reason.bits, 6), from_pandas=True)
    return pa.table(columns)


def _lists(shape: ListShape, left: Codes, right: Codes) -> dict[str, object]:
    """Return which of two lists each end is in: two records of one list can be one through the other's."""
    if shape.right_from is None:
        return {}
    ends = {"left_list": left, "right_list": right}
    return {
        name: pa.array(np.where(end >= shape.right_from, "right", "left"), pa.string()) for name, end in ends.items()
    }


def _outcomes(same: Flags, joins: Flags, heavy: Flags) -> list[str]:
    together = np.where(joins, PairOutcome.MATCH.value, PairOutcome.THROUGH_OTHERS.value)
    apart = np.where(joins | heavy, PairOutcome.KEPT_APART.value, PairOutcome.NEAR_MISS.value)
    return [str(outcome) for outcome in np.where(same, together, apart)]


def _why(found: Explained, outcomes: Sequence[str]) -> Iterator[str]:
    bits = [reason.bits.tolist() for reason in found.reasons]
    for at, total in enumerate(found.bits.tolist()):
        said = []
        for reason, weights in zip(found.reasons, bits, strict=True):
            weight = weights[at]
            if not isnan(weight):
                level = f" {reason.levels[at]}" if reason.levels[at] else ""
                values = f" ({reason.values[at]})" if reason.values[at] else ""
                said.append(f"{reason.feature}{level} {weight:+.1f}{values}")
        # What nothing in the two keeps apart, others of their clusters do.
        others = _BY_OTHERS if outcomes[at] == PairOutcome.KEPT_APART else ""
        said += [reason for reason in (found.objections[at] or others,) if reason]
        yield "; ".join([*said, f"sum {total:+.1f} bits"])


def _nothing(feature: str, size: int) -> Reason:
    return Reason(feature=feature, levels=[""] * size, bits=np.full(size, _NO_VALUE), values=[""] * size)


def _plain(feature: str, bits: Floats) -> Reason:
    return Reason(feature=feature, levels=[""] * len(bits), bits=bits, values=[""] * len(bits))


def _values(fields: Sequence[FieldPairs], size: int) -> list[str]:
    """Return both sides' values of pairs, once where they are equal."""
    sides = [[""] * size, [""] * size]
    for field in fields:
        values = field.dictionary.values
        for side, codes in zip(sides, (field.left, field.right), strict=True):
            for at, code in enumerate(codes.tolist()):
                if code >= 0:
                    side[at] = f"{side[at]} {values[code]}".lstrip()
    return [_both(one[:_LONGEST_VALUE], other[:_LONGEST_VALUE]) for one, other in zip(*sides, strict=True)]


def _with_sexes(comparison: BatchComparison, fields: Mapping[str, FieldPairs], values: list[str]) -> list[str]:
    """Return both sides' given names, with the sexes that titles tell where these set them apart."""
    sexes = fields.get(SEX_BY_TITLE)
    if sexes is not None and comparison.comparator is Comparator.GIVEN_NAME:
        places = np.nonzero(sexes.known & ~sexes.equal)[0]
        read = [fields[name].at(places) for name in (comparison.reads[0], SEX_BY_TITLE) if name in fields]
        for at, found in zip(places.tolist(), _values(read, len(places)), strict=True):
            values[at] = found
    return values


def _both(one: str, other: str) -> str:
    if one == other:
        return one
    return f"{one or '-'} | {other or '-'}"
