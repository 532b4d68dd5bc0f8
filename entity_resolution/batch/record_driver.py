"""Resolves a list by the kind's match model, pair by pair, as the graph does: for whole names and for other kinds.

The scorer, the blocking keys and the rule are those of the graph, so a pair weighs the same in both. It takes some
100 microseconds a pair and processor; lists of persons with names in fields of their own have a faster way.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from itertools import chain, count, repeat

from entity_resolution.batch.blocking import CandidatePairs, across, distinct, expand_blocks, gathered_blocks
from entity_resolution.batch.clustering import Clustered, Weigh, WeighedPairs, clusters, impossible, votes_of
from entity_resolution.batch.dictionary import Codes
from entity_resolution.batch.explaining import RecordExplainer
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.pair_keys import pair_keys, split_keys
from entity_resolution.batch.reading import ListReader
from entity_resolution.batch.record_scoring import RecordScorer
from entity_resolution.batch.resolved import Resolved, each_once
from entity_resolution.batch.resuming import KeptWeights
from entity_resolution.batch.stages import Stages
from entity_resolution.comparing.model import MatchModel
from entity_resolution.tables.pair_records import Described, PairRecord, read_pair
from graph import KindSchema

_PAIRS_PER_RECORD, _PAIRS_AT_LEAST = 40, 100_000


def read_records(reader: ListReader, kind: KindSchema, stages: Stages) -> tuple[ListShape, list[PairRecord]]:
    """Return the shape of a list and its records as the scorer reads them.

    Args:
        reader: the list.
        kind: what the records are; it has a match model.
        stages: measures the work as `encode`.
    """
    with stages.stage("encode"):
        return reader.shape(), _records(reader, kind)


Spread = Callable[[RecordScorer], AbstractContextManager[Weigh]]
"""Where pairs are weighed: in processes of this machine, or on Spark."""


def resolve_records(
    model: MatchModel,
    records: list[PairRecord],
    shape: ListShape,
    stages: Stages,
    *,
    kept: KeptWeights,
    spread: Spread,
    joins_from: float,
) -> tuple[Resolved, RecordExplainer]:
    """Return the scored pairs and the clusters of a list, and what explains them.

    Args:
        model: of the records' kind.
        records: of the list, or of two.
        shape: their order.
        stages: measures the work.
        kept: what an earlier run of the same weighed before it was killed.
        spread: where pairs are weighed.
        joins_from: the weight in bits from which a pair joins, the model's `match_bits` or more.
    """
    with stages.stage("block"):
        candidates = _candidates(records, shape)
        scorer = RecordScorer(model, records)
    with spread(scorer) as on_many:
        scored, found = _weighed_and_clustered(
            candidates, shape, stages, _InParts(kept=kept, on_many=on_many, higher=joins_from - model.match_bits)
        )
    pairs = each_once(*((of.left, of.right, of.bits) for of in (scored, *found.scored)))
    resolved = Resolved(
        left=pairs[0],
        right=pairs[1],
        bits=pairs[2],
        pairs=len(candidates),
        cut_blocks=candidates.cut_blocks,
        labels=found.labels,
        sizes=None,
        shared=scorer.sharing.counts,
    )
    return resolved, RecordExplainer(scorer=scorer, joins_from=joins_from)


@dataclass(frozen=True, slots=True, kw_only=True)
class _InParts:
    """Weighs pairs in parts, which are kept; `higher`: by how many bits the threshold lies above the model's."""

    kept: KeptWeights
    on_many: Weigh
    higher: float

    def weigh(self, stage: str, left: Codes, right: Codes, stages: Stages) -> WeighedPairs:
        """Return how far pairs lie above the threshold from which they join."""
        found = self.kept.weigh(stage, (left, right), self.on_many, stages.proceed)
        return replace(found, bits=found.bits - self.higher)


def _weighed_and_clustered(
    candidates: CandidatePairs, shape: ListShape, stages: Stages, parts: _InParts
) -> tuple[WeighedPairs, Clustered]:
    rounds = count(1)

    def weigh(left: Codes, right: Codes) -> WeighedPairs:
        found = parts.weigh(f"round-{next(rounds)}", left, right, stages)
        # What the rule would join contradicts nothing, also where a higher threshold was asked for.
        return replace(found, bits=votes_of(found.bits, against=found.against, may_join=found.bits > -parts.higher))

    with stages.stage("score"):
        scored = parts.weigh("candidates", candidates.left, candidates.right, stages)
    with stages.stage("cluster"):
        never = pair_keys(scored.left, scored.right)[impossible(scored)]
        joins = (scored.bits > 0) & ~impossible(scored)
        found = clusters(shape.size, scored.left[joins], scored.right[joins], scored.bits[joins], weigh, never=never)
    return scored, found


def described_rows(reader: ListReader, kind: KindSchema) -> Iterator[Described]:
    """Yield the name and the other texts of each row, as the scorer reads them; of the texts none is empty."""
    caption = next(prop.name for prop in kind.properties.values() if prop.caption)
    names = sorted({name for mapping in reader.mappings for name in mapping.columns})
    columns = [reader.column(name).to_pylist() for name in names]
    for row, country in zip(zip(*columns, strict=True), _country_of_each_row(reader), strict=True):
        extra = {"country": country} if country and "country" in kind.properties else {}
        texts = {**extra, **{name: text for name, text in zip(names, row, strict=True) if text}}
        yield texts.pop(caption, ""), texts


def _records(reader: ListReader, kind: KindSchema) -> list[PairRecord]:
    countries = _country_of_each_row(reader)
    return [
        read_pair(kind, described, ("", {}), file_country=country)[0]
        for described, country in zip(described_rows(reader, kind), countries, strict=True)
    ]


def _country_of_each_row(reader: ListReader) -> Iterator[str | None]:
    return chain.from_iterable(
        repeat(country, file.size) for file, country in zip(reader.files, reader.countries, strict=True)
    )


def _candidates(records: Sequence[PairRecord], shape: ListShape) -> CandidatePairs:
    members, starts = gathered_blocks([record.keys for record in records])
    at_most = max(_PAIRS_PER_RECORD * shape.size, _PAIRS_AT_LEAST)
    pairs, cut = expand_blocks(members, starts, at_most=at_most)
    left, right = split_keys(across(distinct([pairs]), shape.right_from))
    return CandidatePairs(left=left, right=right, cut_blocks=cut)
