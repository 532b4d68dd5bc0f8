"""A run of batch resolution from the files to the clusters: read, block, score, cluster, write, and then the truth."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from entity_resolution.batch.class_sizes import ClassSizes
from entity_resolution.batch.connection import connect
from entity_resolution.batch.duckdb_driver import DuckDbDriver
from entity_resolution.batch.explaining import (
    Explainer,
    FieldExplainer,
    RecordExplainer,
    explained_tables,
    kept_apart_tables,
)
from entity_resolution.batch.learning import learn_from_list
from entity_resolution.batch.list_shape import ListShape
from entity_resolution.batch.mapping import ListMapping, read_mapping
from entity_resolution.batch.metrics import BatchQuality, batch_quality
from entity_resolution.batch.output import check_output, write_clusters, write_tables
from entity_resolution.batch.parameters import BatchModel, batch_model, model_text, shipped_kinds, shipped_model
from entity_resolution.batch.reading import BatchFields, ListFile, ListReader, batch_fields
from entity_resolution.batch.record_driver import Spread, read_records, resolve_records
from entity_resolution.batch.record_learning import learn_from_records
from entity_resolution.batch.record_workers import in_processes
from entity_resolution.batch.resolved import Resolved
from entity_resolution.batch.resolving import resolve_with
from entity_resolution.batch.resuming import KeptWeights, remove_weights
from entity_resolution.batch.stages import Stages
from entity_resolution.batch.threshold import joins_from
from entity_resolution.batch.unread_values import UnreadValues, unread_fields, unread_of_records, unread_table
from entity_resolution.comparing.model import MatchModel, load_models, match_model, match_model_text, read_properties
from entity_resolution.errors import BatchInputError, BatchMappingError, MatchRequestError
from graph import KindSchema, load_ontology, nearest_hint, read_marked_yaml
from graph.files import whole_file

_EXPLAINED, _REVIEW, _UNREAD = "explained pairs", "pairs to review", "unread values"


class Engine(StrEnum):
    """Which driver does the work."""

    DUCKDB = "duckdb"
    SPARK = "spark"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRequest:
    """What a run is asked for.

    Attributes:
        lists: one file to be deduplicated, or two to be linked.
        mappings: the mapping of each.
        kind: what the records are.
        out: where the clusters go.
        engine: the driver.
        parameters: a parameter file in place of the shipped one.
        train: whether to learn the parameters from the list first.
        truth: a column of the lists that holds the true cluster; read when the clusters are written.
        explain: where the pairs go that are explained.
        review: where the pairs go that are heavy enough and were kept apart, for a human.
        unread: where it goes which values could not be read, and why.
        threshold: from how many bits on a pair joins, as `threshold.joins_from` has it; `None` for the model's.
    """

    lists: tuple[Path, ...]
    mappings: tuple[Path, ...]
    kind: str
    out: Path
    engine: Engine = Engine.DUCKDB
    parameters: Path | None = None
    train: bool = False
    truth: str | None = None
    explain: Path | None = None
    review: Path | None = None
    unread: Path | None = None
    threshold: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """What a run did.

    Attributes:
        records, pairs, cut_blocks, clusters: counts; pairs are the candidates, clusters those of two records or more.
        copies: the number of records that went where others equal to them went.
        silent: properties that were not compared, since their column has one value.
        shared: of whole names, by feature, the number of values that weigh less, since many names share them.
        unread: of each property compared by fields on one machine, how many values stood there and could not be read.
        uncompared: properties of which the model has no comparison.
        empty: mapped properties whose column has no value in a list, each with the list's name.
        named: whether a name is among those that it has one of.
        unsupported: mapped features that join nobody by the feature that they need beside them, which no column has.
        joins_from: the weight in bits from which pairs joined.
        sizes: of the classes of pairs, `None` where the kind's own rule decided.
        parameters: version and head of the parameters, as text.
        learned: the file of learned parameters.
        quality: against the truth.
        explained: the number of pairs that were explained, `None` where none were asked for.
        to_review: the number of pairs in the file of those for a human, `None` where it was not asked for.
        listed_unread: the number of values in the file of what could not be read, `None` where it was not asked for.
    """

    kind: str
    engine: Engine
    records: int
    pairs: int
    cut_blocks: int
    copies: int
    silent: tuple[str, ...]
    shared: Mapping[str, int]
    unread: Mapping[str, int]
    uncompared: tuple[str, ...]
    empty: tuple[tuple[str, str], ...]
    named: bool
    unsupported: Mapping[str, str]
    clusters: int
    joins_from: float
    sizes: ClassSizes | None
    parameters: str
    learned: Path | None
    wall_seconds: dict[str, float]
    processor_seconds: dict[str, float]
    memory_peak_mib: float
    quality: BatchQuality | None
    explained: int | None
    to_review: int | None
    listed_unread: int | None


def resolve_list(
    request: BatchRequest,
    tell: Callable[[str, float], None],
    on_progress: Callable[[int, int], None] | None = None,
) -> BatchReport:
    """Resolve a list, or link two, and write the clusters.

    Of whole names and other kinds, whose pairs take longest, a run that was killed is gone on with by the next one that
    asks for the same.

    Args:
        request: what is asked for.
        tell: hears of each stage as it ends, with its seconds.
        on_progress: hears how many pairs are weighed, of how many.

    Raises:
        BatchInputError: a list cannot be read or the clusters cannot be written.
        BatchMappingError: a mapping or a parameter file is wrong.
        MatchRequestError: what is asked for cannot be.
    """
    _check_files(request)
    kind = load_ontology().kind(request.kind)
    stages = Stages(tell=tell, on_progress=on_progress)
    given = _parameters(request.parameters, kind) if request.parameters is not None else None
    by_fields = given if isinstance(given, BatchModel) else _shipped(kind)
    connection = _connect()
    with stages.stage("read"):
        files, mappings = _read_lists(request, kind, by_fields, connection)
    model = _model_for(kind, mappings, given, by_fields)
    joins_from(model, request.threshold)  # refused before anything is weighed
    if isinstance(model, MatchModel):
        _check_whole(kind, mappings)
    found = _resolve(request, kind, model, ListReader(files=files, mappings=mappings), stages)
    learned = _keep_learned(request, found.model) if request.train else None
    with stages.stage("write"):
        write_clusters(request.out, found.shape, found.resolved.labels)
        remove_weights(request.out)
    beside = _Beside(
        learned=learned,
        explained=_write_explained(request, found, stages),
        to_review=_write_review(request, found, stages),
        listed_unread=_write_unread(request, kind, found, stages),
        quality=_measure(request, files, found, stages),
    )
    return _report(request, kind, found, beside, stages)


@dataclass(frozen=True, slots=True, kw_only=True)
class _ResolvedList:
    """A list whose records are resolved, and what by."""

    model: BatchModel | MatchModel
    reader: ListReader
    shape: ListShape
    resolved: Resolved
    explainer: Explainer | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Beside:
    """What a run gave beside the clusters, each where it was asked for; as `BatchReport` has it."""

    learned: Path | None
    explained: int | None
    to_review: int | None
    listed_unread: int | None
    quality: BatchQuality | None


def _resolve(
    request: BatchRequest, kind: KindSchema, model: BatchModel | MatchModel, reader: ListReader, stages: Stages
) -> _ResolvedList:
    """Resolve a list by fields or by whole records, as its model is; learn that first where it is asked for."""
    explainer: Explainer | None
    if isinstance(model, BatchModel):
        if request.train:
            model = learn_from_list(reader, model, kind, stages)
            reader = ListReader(files=reader.files, mappings=reader.mappings)
        shape, resolved, explainer = _resolve_fields(request, kind, model, reader, stages)
    else:
        model, shape, resolved, explainer = _resolve_whole(request, kind, model, reader, stages)
    return _ResolvedList(model=model, reader=reader, shape=shape, resolved=resolved, explainer=explainer)


def _write_explained(request: BatchRequest, found: _ResolvedList, stages: Stages) -> int | None:
    if request.explain is None or found.explainer is None:
        return None
    with stages.stage("explain"):
        return write_tables(request.explain, explained_tables(found.explainer, found.shape, found.resolved))


def _write_review(request: BatchRequest, found: _ResolvedList, stages: Stages) -> int | None:
    if request.review is None or found.explainer is None:
        return None
    with stages.stage("review"):
        return write_tables(request.review, kept_apart_tables(found.explainer, found.shape, found.resolved))


def _write_unread(request: BatchRequest, kind: KindSchema, found: _ResolvedList, stages: Stages) -> int | None:
    if request.unread is None:
        return None
    with stages.stage("unread"):
        unread = _unread(found.reader, kind, found.model)
        # In the order of the file, which is not for every engine that of the clusters.
        return write_tables(request.unread, [unread_table(unread, found.reader.shape())])


def _measure(
    request: BatchRequest, files: Sequence[ListFile], found: _ResolvedList, stages: Stages
) -> BatchQuality | None:
    if request.truth is None:
        return None
    resolved, right_from = found.resolved, found.shape.right_from
    with stages.stage("truth"):
        chunks = [chunk for file in files for chunk in file.texts(request.truth).chunks]
        encoded = pa.chunked_array(chunks, pa.string()).combine_chunks().dictionary_encode()
        truth = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        return batch_quality(
            truth, resolved.labels, resolved.left, resolved.right, resolved.bits, right_from=right_from
        )


def _report(
    request: BatchRequest, kind: KindSchema, found: _ResolvedList, beside: _Beside, stages: Stages
) -> BatchReport:
    model, shape, resolved, mappings = found.model, found.shape, found.resolved, found.reader.mappings
    return BatchReport(
        kind=kind.name,
        engine=request.engine,
        records=shape.size,
        pairs=resolved.pairs,
        cut_blocks=resolved.cut_blocks,
        copies=resolved.copies,
        silent=resolved.silent,
        shared=resolved.shared,
        unread={name: count for name, count in found.reader.unread.items() if count},
        uncompared=_uncompared(kind, model, mappings),
        empty=found.reader.empty_columns(),
        named=isinstance(model, BatchModel) or _is_named(model, mappings),
        unsupported=_unsupported(model, mappings) if isinstance(model, MatchModel) else {},
        clusters=int((np.bincount(resolved.labels) > 1).sum()) if shape.size else 0,
        joins_from=joins_from(model, request.threshold),
        sizes=resolved.sizes,
        parameters=f"{kind.name}, version {model.version}, {_when_learned(model)}",
        learned=beside.learned,
        wall_seconds=stages.wall_seconds,
        processor_seconds=stages.processor_seconds,
        memory_peak_mib=stages.memory_peak_mib(),
        quality=beside.quality,
        explained=beside.explained,
        to_review=beside.to_review,
        listed_unread=beside.listed_unread,
    )


def _read_lists(
    request: BatchRequest, kind: KindSchema, by_fields: BatchModel | None, connection: duckdb.DuckDBPyConnection
) -> tuple[list[ListFile], list[ListMapping]]:
    """Return the lists and their mappings, which fit them."""
    properties = _properties(kind, by_fields)
    mappings = [read_mapping(path, kind=kind.name, properties=properties) for path in request.mappings]
    files = [ListFile(connection, path, table=f"list_{at}") for at, path in enumerate(request.lists)]
    for file, mapping in zip(files, mappings, strict=True):
        mapping.check_columns(file.columns)
        _check_truth(file, request.truth)
        file.check_cells(mapping.column_names)
    return files, mappings


def _check_files(request: BatchRequest) -> None:
    check_output(request.out)
    read = [*request.lists, *request.mappings, *([request.parameters] if request.parameters is not None else [])]
    for path in read:
        if not path.is_file():
            raise BatchInputError(str(path), "it is a folder" if path.is_dir() else "there is no such file")
    inputs = {path.resolve() for path in read}
    learned = [_learned_path(request)] if request.train else []
    others = {_EXPLAINED: request.explain, _REVIEW: request.review, _UNREAD: request.unread}
    asked_for = {what: path for what, path in others.items() if path is not None}
    for out in (request.out, *asked_for.values(), *learned):
        if out.resolve() in inputs:
            raise MatchRequestError(f"`{out.name}`: the output would take the place of an input")
    taken = {request.out.resolve(): "clusters"}
    for what, path in asked_for.items():
        check_output(path, what=what)
        first = taken.setdefault(path.resolve(), what)
        if first != what:
            raise MatchRequestError(f"`{path.name}`: {first} and {what} go to two files")


def _parameters(path: Path, kind: KindSchema) -> BatchModel | MatchModel:
    """Return the parameters in a file: of records by fields, or of whole records, as a match model has them."""
    document = read_marked_yaml(path, BatchMappingError)
    found = match_model(document) if "match_bits" in document.entries() else batch_model(document)
    if found.kind != kind.name:
        document.fail(f"the parameters are of `{found.kind}`, not of `{kind.name}`")
    return found


def _shipped(kind: KindSchema) -> BatchModel | None:
    return shipped_model(kind.name) if kind.name in shipped_kinds() else None


def _model_for(
    kind: KindSchema,
    mappings: Sequence[ListMapping],
    given: BatchModel | MatchModel | None,
    by_fields: BatchModel | None,
) -> BatchModel | MatchModel:
    """Return the model of a list: given, or as its names come in fields of their own or whole."""
    are_by_fields = by_fields is not None and _is_by_fields(by_fields, mappings)
    if given is not None and isinstance(given, BatchModel) is not are_by_fields:
        of, has = ("whole names", "fields") if are_by_fields else ("names in given and family name", "whole names")
        raise BatchMappingError(mappings[0].file, 0, f"the parameters are of {of}, and the list has {has}")
    if by_fields is not None and are_by_fields:
        return by_fields
    return given or load_models()[kind.name]


def _check_whole(kind: KindSchema, mappings: Sequence[ListMapping]) -> None:
    """Check that lists of whole names map what the kind has, and no parts of an address.

    Raises:
        BatchMappingError: one does; the message has the line.
    """
    for mapping in mappings:
        for name, column in mapping.columns.items():
            if name not in kind.properties:
                problem = f"`{name}` goes with names in fields of their own; a whole `name` or `address` has it"
                raise BatchMappingError(mapping.file, column.line, problem)


def _resolve_whole(
    request: BatchRequest, kind: KindSchema, model: MatchModel, reader: ListReader, stages: Stages
) -> tuple[MatchModel, ListShape, Resolved, RecordExplainer]:
    spread, pairs_a_part = _spread(request.engine, stages)
    shape, records = read_records(reader, kind, stages)
    if request.train:
        with stages.stage("train"):
            model = learn_from_records(model, records, shape, file=reader.files[0].name)
    resolved, explainer = resolve_records(
        model,
        records,
        shape,
        stages,
        kept=_kept_weights(request, model, pairs_a_part),
        spread=spread,
        joins_from=joins_from(model, request.threshold),
    )
    return model, shape, resolved, explainer


def _spread(engine: Engine, stages: Stages) -> tuple[Spread, int | None]:
    """Return where pairs of whole records are weighed, and how many of them at once where that is special."""
    if engine is Engine.SPARK:
        from entity_resolution.batch.record_spark import PAIRS_A_PART, on_spark  # noqa: PLC0415 - an extra

        return on_spark, PAIRS_A_PART
    return lambda scorer: in_processes(scorer, stages.add_use), None


def _kept_weights(request: BatchRequest, model: MatchModel, pairs_a_part: int | None) -> KeptWeights:
    inputs = (*request.lists, *request.mappings)
    return KeptWeights(request.out, inputs, match_model_text(model), pairs_a_part=pairs_a_part)


def _learned_path(request: BatchRequest) -> Path:
    return request.out.with_name(request.out.name + ".parameters.yml")


def _keep_learned(request: BatchRequest, model: BatchModel | MatchModel) -> Path:
    path = _learned_path(request)
    text = model_text(model) if isinstance(model, BatchModel) else match_model_text(model)
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8")
    return path


def _when_learned(model: BatchModel | MatchModel) -> str:
    return f"learned {model.learned['date']}" if "date" in model.learned else "set by hand"


def _properties(kind: KindSchema, model: BatchModel | None) -> list[str]:
    return [*kind.properties, *(model.fields if model is not None else ())]


def _is_by_fields(model: BatchModel, mappings: Sequence[ListMapping]) -> bool:
    """Return whether names come in fields of their own, which the kind itself does not have."""
    names = {name for comparison in model.comparisons if comparison.is_name for name in comparison.reads}
    return any(names & set(mapping.columns) for mapping in mappings)


def _uncompared(kind: KindSchema, model: BatchModel | MatchModel, mappings: Sequence[ListMapping]) -> tuple[str, ...]:
    """Return the mapped properties that no comparison reads, nor is anything read with them."""
    if isinstance(model, BatchModel):
        read = frozenset(batch_fields(model, kind, mappings).types)
    else:
        read = read_properties(model, kind)
    return tuple(sorted({name for mapping in mappings for name in mapping.columns} - read))


def _unread(reader: ListReader, kind: KindSchema, model: BatchModel | MatchModel) -> list[UnreadValues]:
    """Return the values of a list that could not be read, by fields or of whole records, as its model is."""
    if isinstance(model, BatchModel):
        return list(unread_fields(reader, batch_fields(model, kind, reader.mappings).types))
    return list(unread_of_records(reader, kind))


def _is_named(model: MatchModel, mappings: Sequence[ListMapping]) -> bool:
    names = {name for comparison in model.comparisons if comparison.is_name for name in comparison.properties}
    return any(names & set(mapping.columns) for mapping in mappings)


def _unsupported(model: MatchModel, mappings: Sequence[ListMapping]) -> dict[str, str]:
    mapped = {name for mapping in mappings for name in mapping.columns}
    there = {c.feature for c in model.comparisons if mapped & set(c.properties)}
    needs = {c.feature: c.needs for c in model.comparisons if c.needs is not None and c.feature in there}
    return {feature: needed for feature, needed in needs.items() if needed not in there}


def _connect() -> duckdb.DuckDBPyConnection:
    connection = connect()
    connection.execute(f"SET threads = {os.cpu_count() or 1}")
    connection.execute("SET enable_progress_bar = false")
    return connection


def _check_truth(file: ListFile, truth: str | None) -> None:
    if truth is not None and truth not in file.columns:
        hint = nearest_hint(truth, file.columns)
        raise MatchRequestError(f"`{file.name}`: there is no column `{truth}`{hint}, which --truth names")


def _resolve_fields(
    request: BatchRequest, kind: KindSchema, model: BatchModel, reader: ListReader, stages: Stages
) -> tuple[ListShape, Resolved, Explainer | None]:
    fields, threshold = batch_fields(model, kind, reader.mappings), joins_from(model, request.threshold)
    if request.engine is Engine.SPARK:
        from entity_resolution.batch.spark_driver import spark_driver  # noqa: PLC0415 - an extra

        with spark_driver(request.lists, reader.mappings, model, fields, stages) as driver:
            shape, resolved = driver.shape, resolve_with(driver, model, stages, joins_from=threshold)
        # The drivers agree on every pair, so what is written on this machine is explained on it.
        is_asked = request.explain is not None or request.review is not None
        local = _local_driver(reader, model, fields, stages) if is_asked else None
        if local is not None and not local.shape.ids.equals(shape.ids):
            raise BatchInputError(reader.files[0].name, "Spark gave the records in another order than the file has")
    else:
        local = _local_driver(reader, model, fields, stages)
        shape, resolved = local.shape, resolve_with(local, model, stages, joins_from=threshold)
    if local is None or resolved.sizes is None:
        return shape, resolved, None
    return shape, resolved, FieldExplainer(driver=local, sizes=resolved.sizes, joins_from=threshold)


def _local_driver(reader: ListReader, model: BatchModel, fields: BatchFields, stages: Stages) -> DuckDbDriver:
    with stages.stage("encode"):
        records = reader.encode(fields.types)
        return DuckDbDriver.of(model, fields.more, records, on_use=stages.add_use)
