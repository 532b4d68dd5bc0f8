"""Resolution of a list by its fields with any driver: candidate pairs, their weights, and the clusters."""

import numpy as np

from entity_resolution.batch.blocking import CandidatePairs
from entity_resolution.batch.class_sizes import ClassSizes, least_match, match_bits, sizes_of_list
from entity_resolution.batch.clustering import Weigh, WeighedPairs, clusters, votes_of
from entity_resolution.batch.dictionary import Codes, Floats
from entity_resolution.batch.driver import Driver
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.parameters import BatchModel
from entity_resolution.batch.resolved import Resolved, Scored, each_once
from entity_resolution.batch.stages import Stages
from entity_resolution.batch.weights import PairEvidence

# Pairs that lie further below what joins are not kept.
_KEPT_FROM_BITS = -15.0


def resolve_with(driver: Driver, model: BatchModel, stages: Stages, *, joins_from: float = 0.0) -> Resolved:
    """Return the scored pairs and the clusters of a list by any driver.

    Args:
        driver: brings pairs together and weighs them.
        model: the parameters.
        stages: measures the work.
        joins_from: the weight in bits from which a pair joins, where nothing else keeps it apart.
    """
    copies = driver.copies
    with stages.stage("block"):
        candidates = driver.candidates()
    with stages.stage("score"):
        least = _least_match(driver, model, candidates) + joins_from * float(np.log(2))
        evidence = driver.evidence(candidates.left, candidates.right, least=least)
        sizes = _class_sizes(driver, model, evidence)
        bits = match_bits(evidence, sizes) - joins_from
    with stages.stage("cluster"):
        joins = (bits > 0) & evidence.may_join
        left, right = candidates.left[joins], candidates.right[joins]
        found = clusters(driver.shape.size, left, right, bits[joins], _votes_by(driver, sizes, least, joins_from))
        labels = copies.with_the_first(found.labels)
        # A copy is told of once, beside the first of its kind, so that many of them cost a line each.
        as_copies = match_bits(driver.evidence(copies.first, copies.rest, least=least), sizes) - joins_from
    within = ((inner.left, inner.right, inner.bits) for inner in found.scored)
    scored = each_once(_worth_keeping(candidates, bits), *within, (copies.first, copies.rest, as_copies))
    return Resolved(
        left=scored[0],
        right=scored[1],
        bits=scored[2],
        pairs=len(candidates),
        cut_blocks=candidates.cut_blocks,
        labels=labels,
        sizes=sizes,
        copies=len(copies),
        silent=driver.silent,
    )


def _class_sizes(driver: Driver, model: BatchModel, evidence: PairEvidence) -> ClassSizes:
    """Return the sizes of the classes of pairs; a record with copies counts once."""
    looked_at = _looked_at(driver)
    return sizes_of_list(model, evidence, records=looked_at.size, pairs=looked_at.pairs)


def _least_match(driver: Driver, model: BatchModel, candidates: CandidatePairs) -> float:
    looked_at = _looked_at(driver)
    return least_match(model, candidates=len(candidates), records=looked_at.size, pairs=looked_at.pairs)


def _looked_at(driver: Driver) -> ListShape:
    shape, copies = driver.shape, driver.copies
    return shape.at(copies.looked_at(shape.size)) if len(copies) else shape


def _votes_by(driver: Driver, sizes: ClassSizes, least: float, joins_from: float) -> Weigh:
    """Return what weighs the pairs of a cluster as votes, in a list with classes of these sizes."""

    def weigh(left: Codes, right: Codes) -> WeighedPairs:
        found = driver.evidence(left, right, least=least)
        bits = votes_of(match_bits(found, sizes) - joins_from, against=found.against, may_join=found.may_join)
        return WeighedPairs(left=left, right=right, bits=bits, against=found.against)

    return weigh


def _worth_keeping(candidates: CandidatePairs, bits: Floats) -> Scored:
    kept = bits >= _KEPT_FROM_BITS
    return candidates.left[kept], candidates.right[kept], bits[kept]
