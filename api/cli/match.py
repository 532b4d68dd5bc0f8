"""Commands that score pairs and measure the scores, on any machine and without a database."""

import csv
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Annotated, TextIO

import typer

from api.cli.console import fail, print_json, progress, say
from entity_resolution.charts import LevelWeight, threshold_chart, waterfall_chart, weights_chart
from entity_resolution.errors import PairTableError
from entity_resolution.evaluation import (
    ClusterReport,
    LabelledScore,
    PairReport,
    evaluate_clusters,
    evaluate_pairs,
    quality_at,
    reduction_ratio,
    thinned,
)
from entity_resolution.pairs import (
    ADDED_COLUMNS,
    DEFAULT_PRIOR,
    PairLayout,
    PairScorer,
    ScoredPair,
    prior_bits,
    read_layout,
    scored_kind,
)
from entity_resolution.whole_file import whole_file
from graph import GraphError, KindSchema, UnknownKindError

_STANDARD = "-"
_LABELS = ("label", "match")
_TRUE, _FALSE = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no"})
# Reduction is measured on so many different records of either side, the first ones.
_SAMPLE = 1_000
_GROUPS_SHOWN = 40
_EVERY = 200
_BY_SCRIPT = "script"

Kind = Annotated[str, typer.Option("--kind", help="What the pairs are: Person, Organization, Site, ...")]


def match_pairs(
    pairs: Annotated[
        str, typer.Argument(metavar="PAIRS.csv", help="Table with `left` and `right`; - reads standard input.")
    ],
    kind: Kind,
    out: Annotated[str, typer.Option("--out", help="Where the scores go; - writes standard output.")] = _STANDARD,
    prior: Annotated[
        float, typer.Option(help="P(match) of a pair before its evidence; for the column `probability` alone.")
    ] = DEFAULT_PRIOR,
) -> None:
    """Score pairs of names, with whatever else their rows say, by the model that the graph uses."""
    schema = _kind_or_fail(kind)
    _check_prior(prior)
    if _STANDARD not in (out, pairs) and Path(out).absolute() == Path(pairs).absolute():
        fail(f"`{out}`: the scores would take the place of the table", status=2)
    with _told(pairs), _reading(pairs) as rows, _writing(out) as target:
        header = rows.header
        layout = read_layout(schema, header)
        _tell_unread(layout)
        writer = csv.writer(target, lineterminator="\n")
        writer.writerow((*header, *ADDED_COLUMNS))
        scorer = PairScorer(layout, prior=prior)
        with progress("scoring pairs") as show:
            for done, row in enumerate(rows, start=1):
                writer.writerow((*_padded(row, len(header)), *_cells(scorer.score(row))))
                if done % _EVERY == 0:
                    show(done, max(rows.total, done))
    say(f"{rows.count} pairs scored")


def _cells(scored: ScoredPair) -> tuple[str, ...]:
    return (
        repr(scored.bits),
        f"{scored.probability:.9g}",
        scored.outcome.value,
        "true" if scored.blocked else "false",
        scored.why,
    )


def match_evaluate(
    labelled: Annotated[
        str | None,
        typer.Argument(metavar="LABELLED.csv", help="Pairs with a column `label` or `match`; - is standard input."),
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="What the pairs are.")] = None,
    by: Annotated[str | None, typer.Option("--by", help="Report by the values of this column as well.")] = None,
    clusters: Annotated[
        Path | None, typer.Option("--clusters", help="Table of `id`, `cluster`, `truth`, to measure clusters.")
    ] = None,
    charts: Annotated[Path | None, typer.Option("--charts", help="Folder for charts as SVG.")] = None,
    pair: Annotated[int, typer.Option("--pair", help="The row whose pair is drawn, from 1.", min=1)] = 1,
    json: Annotated[bool, typer.Option("--json", help="Machine-readable output.")] = False,
) -> None:
    """Measure scores against labels, and clusters against a truth."""
    if labelled is None and clusters is None:
        fail("give a table of labelled pairs, or --clusters, or both", status=2)
    if labelled is not None and kind is None:
        fail("say with --kind what the pairs are", status=2)
    schema = _kind_or_fail(kind) if kind is not None else None
    found: dict[str, object] = {}
    if labelled is not None and schema is not None:
        measured = _measure(labelled, schema, by, pair)
        found |= measured.as_dict(kind=schema.name)
        if charts is not None:
            _draw(charts, measured, schema.name, pair)
        if not json:
            _print_pairs(measured, schema.name, by)
    if clusters is not None:
        report = _measure_clusters(clusters)
        found["clusters"] = asdict(report)
        if not json:
            _print_clusters(report)
    if json:
        print_json(found)


# --- measuring


@dataclass(slots=True, kw_only=True)
class _Measured:
    """What was found in a table of labelled pairs; grows while it is read."""

    scorer: PairScorer
    scores: list[LabelledScore]
    groups: dict[tuple[str, str], list[LabelledScore]]
    keys: tuple[dict[frozenset[str], None], dict[frozenset[str], None]]
    levels: dict[tuple[str, str], list[float]]
    drawn: ScoredPair | None

    @property
    def report(self) -> PairReport:
        return evaluate_pairs(self.scores)

    @property
    def reduction(self) -> float:
        return reduction_ratio(list(self.keys[0]), list(self.keys[1]))

    def as_dict(self, *, kind: str) -> dict[str, object]:
        groups: dict[str, dict[str, object]] = {}
        for (column, value), scores in sorted(self.groups.items()):
            groups.setdefault(column, {})[value] = _summary(evaluate_pairs(scores))
        report = self.report
        return {
            "kind": kind,
            **_summary(report),
            "blocking_reduction": self.reduction,
            "by": groups,
            "curve": [asdict(point) for point in thinned(report.curve)],
        }


def _summary(report: PairReport) -> dict[str, object]:
    return {name: value for name, value in asdict(report).items() if name != "curve"}


def _measure(labelled: str, schema: KindSchema, by: str | None, drawn: int) -> _Measured:
    with _told(labelled), _reading(labelled) as rows:
        layout = read_layout(schema, rows.header, added=False)
        _tell_unread(layout)
        label_at = _column(rows.header, _LABELS)
        by_at = _column(rows.header, (by,)) if by is not None else None
        found = _Measured(
            scorer=PairScorer(layout),
            scores=[],
            groups={},
            keys=({}, {}),
            levels={},
            drawn=None,
        )
        with progress("scoring pairs") as show:
            for done, row in enumerate(rows, start=1):
                truth = _truth(row, label_at, rows)
                if truth is None:
                    continue
                scored = _add(found, row, truth, (by or "", row[by_at].strip()) if by_at is not None else None)
                if done == drawn:
                    found.drawn = scored
                if done % _EVERY == 0:
                    show(done, max(rows.total, done))
    if not found.scores:
        fail("no row has a label")
    return found


def _add(found: _Measured, row: Sequence[str], truth: bool, group: tuple[str, str] | None) -> ScoredPair:
    records = found.scorer.records(row)
    scored = found.scorer.score_records(*records)
    pair = LabelledScore(bits=scored.bits, truth=truth, blocked=scored.blocked)
    found.scores.append(pair)
    found.groups.setdefault((_BY_SCRIPT, scored.scripts), []).append(pair)
    if group is not None:
        found.groups.setdefault(group, []).append(pair)
    for keys, record in zip(found.keys, records, strict=True):
        if len(keys) < _SAMPLE:
            keys.setdefault(record.keys)
    for comparison in scored.comparisons:
        level = (comparison.evidence.feature, comparison.evidence.level)
        found.levels.setdefault(level, []).append(comparison.evidence.bits)
    return scored


def _truth(row: Sequence[str], at: int, rows: "_Rows") -> bool | None:
    """Return a row's label, `None` where it has none."""
    text = row[at].strip().casefold() if at < len(row) else ""
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if not text:
        return None
    raise PairTableError(f"row {rows.count}: a label is 1 or 0, true or false, yes or no")


def _measure_clusters(path: Path) -> ClusterReport:
    with _told(str(path)), _reading(str(path)) as rows:
        places = [_column(rows.header, (name,)) for name in ("id", "cluster", "truth")]
        seen: set[str] = set()
        compared: list[tuple[str, str]] = []
        for row in rows:
            record, cluster, truth = (row[at].strip() if at < len(row) else "" for at in places)
            if record in seen:
                raise PairTableError(f"row {rows.count}: the id stands in an earlier row already")
            seen.add(record)
            # A record whose truth is not known says nothing about the clusters.
            if truth:
                compared.append((cluster or f"\x00{record}", truth))
    if not compared:
        fail("no row has a truth")
    return evaluate_clusters(compared)


def _draw(folder: Path, found: _Measured, kind: str, pair: int) -> None:
    model = found.scorer.model
    report = found.report
    observed = [
        LevelWeight(feature=feature, level=level, bits=sum(bits) / len(bits), pairs=len(bits))
        for (feature, level), bits in sorted(found.levels.items())
    ]
    drawings = {
        "match-weights.svg": weights_chart(model, observed),
        "threshold-curve.svg": threshold_chart(thinned(report.curve), report.best, kind=kind, pairs=report.pairs),
    }
    if found.drawn is not None:
        drawings["waterfall.svg"] = waterfall_chart(
            model, found.drawn, title=f"Evidence for one pair of {kind} (row {pair})"
        )
    else:
        say(f"there is no labelled pair in row {pair}: no waterfall is drawn")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, svg in drawings.items():
            (folder / name).write_text(svg, encoding="utf-8")
    except OSError as exc:
        fail(f"cannot write charts into `{folder}`: {exc.strerror}")
    say(f"drawn into `{folder}`: {', '.join(drawings)}")


# --- printing


def _print_pairs(found: _Measured, kind: str, by: str | None) -> None:
    report = found.report
    typer.echo(f"{kind}: {report.pairs} pairs, {report.positives} of them matches")
    typer.echo(
        f"best F1 {report.best.f1:.3f} from {report.best.threshold:.2f} bits on "
        f"(precision {report.best.precision:.3f}, recall {report.best.recall:.3f})"
    )
    typer.echo(f"recall at precision 0.98: {report.recall_at_precision:.3f}")
    typer.echo(f"blocking: recall {report.blocking_recall:.3f}, reduction {found.reduction:.4f}")
    typer.echo("\nbits\tprecision\trecall\tF1")
    lowest, highest = report.curve[-1].threshold, report.curve[0].threshold
    for bits in range(max(-12, 2 * int(lowest // 2)), min(40, int(highest)) + 1, 2):
        point = quality_at(report.curve, float(bits))
        typer.echo(f"{bits}\t{point.precision:.3f}\t{point.recall:.3f}\t{point.f1:.3f}")
    for column in (_BY_SCRIPT, *((by,) if by is not None else ())):
        _print_groups(found, column)


def _print_groups(found: _Measured, column: str) -> None:
    groups = [(value, scores) for (name, value), scores in found.groups.items() if name == column]
    groups.sort(key=lambda group: (-len(group[1]), group[0]))
    typer.echo(f"\n{column}\tpairs\tmatches\tF1\trecall at 0.98\tblocking recall")
    for value, scores in groups[:_GROUPS_SHOWN]:
        report = evaluate_pairs(scores)
        typer.echo(
            f"{value or '(empty)'}\t{report.pairs}\t{report.positives}\t{report.best.f1:.3f}"
            f"\t{report.recall_at_precision:.3f}\t{report.blocking_recall:.3f}"
        )
    if len(groups) > _GROUPS_SHOWN:
        typer.echo(f"and {len(groups) - _GROUPS_SHOWN} smaller groups; --json has all")


def _print_clusters(report: ClusterReport) -> None:
    typer.echo(f"{report.records} records with a truth in {report.clusters} clusters; {report.truths} true clusters")
    for name, quality in (("pairwise", report.pairwise), ("B-cubed", report.b_cubed)):
        typer.echo(f"{name}\tprecision {quality.precision:.4f}\trecall {quality.recall:.4f}\tF1 {quality.f1:.4f}")


# --- tables


class _Rows:
    """The rows of a table, one by one; the header is read at once.

    `count` is the number of rows given out, `total` about how many there are, 0 where that is not known.
    """

    __slots__ = ("_reader", "count", "header", "total")

    def __init__(self, lines: Iterator[str], *, total: int = 0) -> None:
        self.total = total
        # Labelled sets open with comments that name their source.
        first = next((line for line in lines if line.strip() and not line.startswith("#")), "")
        self._reader = csv.reader(chain([first], lines), strict=True)
        self.count = 0
        try:
            self.header = next(self._reader, [])
        except csv.Error as exc:
            raise PairTableError(f"the first line is not sound CSV: {exc}") from exc
        if not any(cell.strip() for cell in self.header):
            raise PairTableError("the table is empty: it needs a line with the names of its columns")

    def __iter__(self) -> Iterator[list[str]]:
        while True:
            try:
                row = next(self._reader, None)
            except csv.Error as exc:
                raise PairTableError(f"row {self.count + 1} is not sound CSV: {exc}") from exc
            if row is None:
                return
            if not row:
                continue
            self.count += 1
            if len(row) > len(self.header):
                raise PairTableError(
                    f"row {self.count} has {len(row)} cells and the header {len(self.header)}: "
                    "quote the cells that hold a comma"
                )
            yield row


def _padded(row: list[str], length: int) -> list[str]:
    return row if len(row) == length else [*row, *[""] * (length - len(row))]


def _column(header: Sequence[str], names: Sequence[str]) -> int:
    found = [at for at, column in enumerate(header) if column.strip() in names]
    if not found:
        raise PairTableError(f"there is no column {' or '.join(f'`{name}`' for name in names)}")
    return found[0]


@contextmanager
def _reading(path: str) -> Iterator[_Rows]:
    # `utf-8-sig` takes off a byte order mark, which spreadsheets write.
    if path != _STANDARD:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            yield _Rows(file, total=_count_lines(Path(path)))
        return
    text = TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", newline="")
    try:
        yield _Rows(text)
    finally:
        text.detach()  # standard input is not ours to close


def _count_lines(path: Path) -> int:
    if not path.is_file():  # a pipe can be read once only
        return 0
    with path.open("rb") as file:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: file.read(1 << 20), b""))


@contextmanager
def _writing(path: str) -> Iterator[TextIO]:
    """Yield the output; a file appears, and standard output gets something, only when all of it is written."""
    if path == _STANDARD:
        with tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as kept:
            yield kept
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout)
        return
    target = Path(path)
    if target.is_dir() or not target.absolute().parent.is_dir():
        raise PairTableError(f"the scores cannot go to `{path}`: give a file in a folder that exists")
    with whole_file(target) as part, part.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Turn what can be wrong with a table into one line."""
    name = "standard input" if path == _STANDARD else f"`{path}`"
    try:
        yield
    except UnicodeDecodeError:
        fail(f"{name} is not UTF-8")
    except (PairTableError, GraphError) as exc:
        fail(f"{name}: {exc}")
    except BrokenPipeError:
        raise
    except OSError as exc:
        fail(f"`{exc.filename or path}`: {(exc.strerror or 'cannot be read').lower()}")


def _tell_unread(layout: PairLayout) -> None:
    for column in layout.unread:
        say(f"column `{column}` is no property of `{layout.kind.name}`: passed through, not compared")


def _kind_or_fail(name: str) -> KindSchema:
    try:
        return scored_kind(name)
    except (UnknownKindError, PairTableError) as exc:
        fail(str(exc), status=2)


def _check_prior(prior: float) -> None:
    try:
        prior_bits(prior)
    except PairTableError as exc:
        fail(str(exc), status=2)
