"""Commands that resolve whole lists, on any machine and without a database."""

import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import orjson
import typer

from api.cli.console import fail, progress, say

if TYPE_CHECKING:
    from entity_resolution.batch.metrics import BatchQuality
    from entity_resolution.batch.pipeline import BatchReport, BatchRequest

_Kind = Annotated[str, typer.Option("--kind", help="What the records are: Person, Organization, Site, ...")]
_Mapping = Annotated[Path, typer.Option("--mapping", help="Which column is the id and which holds what property.")]
_Out = Annotated[Path, typer.Option("--out", help="Where the clusters go, .parquet or .csv: `id` and `cluster`.")]
_Engine = Annotated[str, typer.Option("--engine", help="duckdb for one machine, spark (an extra) beyond it.")]
_Train = Annotated[bool, typer.Option("--train", help="Learn the parameters from the list first, and keep them.")]
_Parameters = Annotated[Path | None, typer.Option("--parameters", help="A parameter file in place of the shipped one.")]
_Truth = Annotated[str | None, typer.Option("--truth", help="Column with the true cluster; read last, to measure.")]
_Explain = Annotated[
    Path | None, typer.Option("--explain", help="Where the pairs go with the reasons of each, .parquet or .csv.")
]
_Review = Annotated[
    Path | None,
    typer.Option("--review", help="Where the pairs go that are heavy enough and were kept apart, for a human."),
]
_Unread = Annotated[
    Path | None, typer.Option("--unread", help="Where it goes which values could not be read, and why; no values.")
]
_Threshold = Annotated[
    float | None, typer.Option("--threshold", help="From how many bits on pairs join, in place of the model's.")
]
_Json = Annotated[bool, typer.Option("--json", help="One line of JSON on standard output.")]


def match_dedupe(
    records: Annotated[Path, typer.Argument(metavar="FILE", help="A list, .csv or .parquet.")],
    kind: _Kind,
    mapping: _Mapping,
    out: _Out,
    engine: _Engine = "duckdb",
    parameters: _Parameters = None,
    truth: _Truth = None,
    train: _Train = False,
    explain: _Explain = None,
    review: _Review = None,
    unread: _Unread = None,
    threshold: _Threshold = None,
    json: _Json = False,
) -> None:
    """Find which records of one list are one entity."""
    lists = ((records, mapping),)
    options = _Options(
        engine=engine,
        parameters=parameters,
        truth=truth,
        train=train,
        explain=explain,
        review=review,
        unread=unread,
        threshold=threshold,
    )
    _run(_request(lists, kind, out, options), json=json)


def match_link(
    left: Annotated[Path, typer.Argument(metavar="LEFT", help="A list, .csv or .parquet.")],
    right: Annotated[Path, typer.Argument(metavar="RIGHT", help="Another list.")],
    kind: _Kind,
    mapping: _Mapping,
    out: _Out,
    right_mapping: Annotated[
        Path | None, typer.Option("--right-mapping", help="The right list's mapping, where its columns differ.")
    ] = None,
    engine: _Engine = "duckdb",
    parameters: _Parameters = None,
    truth: _Truth = None,
    train: _Train = False,
    explain: _Explain = None,
    review: _Review = None,
    unread: _Unread = None,
    threshold: _Threshold = None,
    json: _Json = False,
) -> None:
    """Find which records of one list are in another; records of one list meet only through the other."""
    lists = ((left, mapping), (right, right_mapping or mapping))
    options = _Options(
        engine=engine,
        parameters=parameters,
        truth=truth,
        train=train,
        explain=explain,
        review=review,
        unread=unread,
        threshold=threshold,
    )
    _run(_request(lists, kind, out, options), json=json)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Options:
    """How lists are resolved, and what is written beside the clusters."""

    engine: str
    parameters: Path | None
    truth: str | None
    train: bool
    explain: Path | None
    review: Path | None
    unread: Path | None
    threshold: float | None


def _request(lists: tuple[tuple[Path, Path], ...], kind: str, out: Path, options: _Options) -> "BatchRequest":
    from entity_resolution.batch.pipeline import BatchRequest, Engine  # noqa: PLC0415 - numpy and DuckDB load slowly

    if options.engine not in tuple(Engine):
        fail(f"no engine `{options.engine}`: give {' or '.join(Engine)}", status=2)
    return BatchRequest(
        lists=tuple(path for path, _ in lists),
        mappings=tuple(mapping for _, mapping in lists),
        kind=_kind_or_fail(kind),
        out=out,
        engine=Engine(options.engine),
        parameters=options.parameters,
        train=options.train,
        truth=options.truth,
        explain=options.explain,
        review=options.review,
        unread=options.unread,
        threshold=options.threshold,
    )


def _run(request: "BatchRequest", *, json: bool) -> None:
    report = _resolve(request)
    if json:
        sys.stdout.write(orjson.dumps(_as_dict(report)).decode() + "\n")
    _tell(report, request.out)
    if request.explain is not None:
        say(f"explained pairs: `{request.explain}`, {report.explained or 0} of them")
    if request.review is not None:
        say(f"pairs to review: `{request.review}`, {report.to_review or 0} of them")
    if request.unread is not None:
        say(f"unread values: `{request.unread}`, {report.listed_unread or 0} of them")


def _kind_or_fail(name: str) -> str:
    from entity_resolution.errors import PairTableError  # noqa: PLC0415 - as above
    from entity_resolution.tables.pairs import scored_kind  # noqa: PLC0415 - as above
    from graph import UnknownKindError  # noqa: PLC0415 - as above

    try:
        return scored_kind(name).name
    except (UnknownKindError, PairTableError) as exc:
        fail(str(exc), status=2)


def _resolve(request: "BatchRequest") -> "BatchReport":
    from entity_resolution.batch.pipeline import resolve_list  # noqa: PLC0415 - as above
    from entity_resolution.errors import (  # noqa: PLC0415 - as above
        BatchInputError,
        BatchMappingError,
        MatchRequestError,
    )

    try:
        with progress("weighing pairs") as show:
            return resolve_list(request, lambda stage, seconds: say(f"{stage}: {seconds:.1f} s"), show)
    except (BatchMappingError, MatchRequestError) as exc:
        fail(str(exc), status=2)
    except BatchInputError as exc:
        fail(str(exc))
    except OSError as exc:
        fail(f"`{exc.filename or request.out}`: {(exc.strerror or 'cannot be read or written').lower()}")
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _as_dict(report: "BatchReport") -> dict[str, object]:
    found: dict[str, object] = {
        "kind": report.kind,
        "engine": report.engine.value,
        "parameters": report.parameters,
        "records": report.records,
        "pairs": report.pairs,
        "cut_blocks": report.cut_blocks,
        "copies": report.copies,
        "one_value": list(report.silent),
        "shared_by_many": dict(report.shared),
        "not_compared": list(report.uncompared),
        "no_value": [{"property": name, "list": file} for name, file in report.empty],
        "joins_only_with": dict(report.unsupported),
        "not_read": dict(report.unread),
        "clusters": report.clusters,
        "stages": report.wall_seconds,
        "total": round(sum(report.wall_seconds.values()), 3),
        "cpu": report.processor_seconds,
        "total_cpu": round(sum(report.processor_seconds.values()), 3),
        "memory_peak_mib": report.memory_peak_mib,
        "thresholds": {"joins_from_bits": report.joins_from},
        "class_sizes": asdict(report.sizes) if report.sizes is not None else None,
        "learned": str(report.learned) if report.learned is not None else None,
        "explained": report.explained,
        "to_review": report.to_review,
        "listed_unread": report.listed_unread,
        "metrics": None,
    }
    if report.quality is not None:
        best = round(report.joins_from + report.quality.best.threshold, 6)
        found["thresholds"] = {"joins_from_bits": report.joins_from, "best_bits": best}
        found["metrics"] = asdict(report.quality)
    return found


def _tell(report: "BatchReport", out: Path) -> None:
    say(f"{report.records} records, {report.pairs} pairs scored, {report.clusters} clusters of two records or more")
    if report.cut_blocks:
        say(f"{report.cut_blocks} blocks were too large to be taken whole: their records met their neighbours alone")
    if not report.named:
        say("the mapping names no property that is a name, and without one no two records are joined")
    for feature, needed in report.unsupported.items():
        say(f"`{feature}` joins nobody unless `{needed}` agrees, and the mapping names none: see `--review FILE`")
    hint = "; `--unread FILE` tells whose and why" if report.listed_unread is None else ""
    for name, count in report.unread.items():
        say(f"`{name}`: {count} values could not be read and say nothing{hint}")
    for name in report.uncompared:
        say(f"nothing is known of what `{name}` tells in such a list: it was not compared")
    for name, file in report.empty:
        say(f"`{name}`: its column in `{file}` has no value: see whether the mapping names the right one")
    for name in report.silent:
        say(f"`{name}` has one value in the whole list: it tells nothing and was not compared")
    for name, count in report.shared.items():
        say(f"`{name}`: values that many different names share, and that weigh less for it: {count}")
    if report.copies:
        say(f"{report.copies} records go where records equal to them in every field go")
    if report.learned is not None:
        say(f"learned parameters: `{report.learned}`")
    if report.quality is not None:
        _tell_quality(report.quality)
    say(f"clusters: `{out}`; {sum(report.wall_seconds.values()):.1f} s, {report.memory_peak_mib:.0f} MiB at most")


def _tell_quality(quality: "BatchQuality") -> None:
    say(f"{quality.records} records have a truth: {quality.true_pairs} pairs to find")
    if not quality.true_pairs:
        return  # of nothing to find, the figures would be zeros that read as a failure
    for name, found in (
        (f"pairs, from {quality.best.threshold:+.1f} bits beside what joins", quality.best),
        ("pairs, from what joins on", quality.at_threshold),
        ("clusters", quality.clusters),
        ("B-cubed", quality.b_cubed),
    ):
        say(f"{name}: precision {found.precision:.4f}, recall {found.recall:.4f}, F1 {found.f1:.4f}")
    say(f"true pairs that were scored: {quality.scored_recall:.4f}")
