"""Commands that score pairs and measure the scores, on any machine and without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import fail, print_json, progress, say, show
from api.cli.options import Json
from api.cli.pair_tables import STANDARD, PairTable, check_cells, column_at, numbered_rows, open_table, write_scores
from entity_resolution.comparing.decision import Outcome
from entity_resolution.comparing.model import load_models, read_properties
from entity_resolution.errors import MatchRequestError, PairTableError
from entity_resolution.tables.charts import LevelWeight, threshold_chart, waterfall_chart, weights_chart
from entity_resolution.tables.evaluation import (
    ClusterReport,
    Counts,
    LabelledScore,
    PairReport,
    counts_at,
    evaluate_clusters,
    evaluate_pairs,
    quality_at,
    reduction_ratio,
    thinned,
)
from entity_resolution.tables.pair_layout import PairLayout, read_layout
from entity_resolution.tables.pairs import DEFAULT_PRIOR, PairScorer, ScoredPair, prior_bits, scored_kind
from graph import KindSchema, UnknownKindError, nearest_hint

_LABELS = ("label", "match")
# A column of whole numbers with gaps is written as fractions by many programs.
_TRUE, _FALSE = frozenset({"1", "1.0", "true", "t", "yes", "y"}), frozenset({"0", "0.0", "false", "f", "no", "n"})
# Reduction is measured on so many different records of either side, the first ones.
_SAMPLE = 1_000
_GROUPS_SHOWN = 40
_EVERY = 200
_BY_SCRIPT, _LIST = "script", "list"

Kind = Annotated[str, typer.Option("--kind", help="What the pairs are: Person, Organization, Site, ...")]
Labelled = Annotated[
    str | None,
    typer.Argument(
        metavar="LABELLED.csv", help="Pairs with a column `label` or `match`, CSV or Parquet; - is standard input."
    ),
]


def match_pairs(
    pairs: Annotated[
        str,
        typer.Argument(
            metavar="PAIRS.csv", help="Table with `left` and `right`, CSV or Parquet; - reads CSV from standard input."
        ),
    ],
    kind: Kind,
    out: Annotated[
        str, typer.Option("--out", help="Where the scores go, CSV or .parquet; - writes CSV to standard output.")
    ] = STANDARD,
    prior: Annotated[
        float, typer.Option(help="P(match) of a pair before its evidence; for the column `probability` alone.")
    ] = DEFAULT_PRIOR,
) -> None:
    """Score pairs of names, with whatever else their rows say, by the model that the graph uses."""
    schema = _kind_or_fail(kind)
    _check_prior(prior)
    _check_apart(pairs, out)
    scored = 0
    with open_table(pairs) as table:
        layout = _layout(schema, table)
        scorer = PairScorer(layout, prior=prior)
        with write_scores(out, table) as writer, progress("scoring pairs") as show:
            for piece in table.pieces:
                writer.write(piece, [scorer.score(row) for row in piece.rows])
                scored += len(piece.rows)
                show(scored, max(table.total, scored))
    say(f"{scored} pairs scored")


def _check_apart(pairs: str, out: str) -> None:
    # Of two devices or pipes either is what it is: a terminal is read and written.
    if STANDARD not in (out, pairs) and Path(pairs).is_file() and Path(out).resolve() == Path(pairs).resolve():
        fail(f"`{out}`: the scores would take the place of the table", status=2)


def match_evaluate(
    labelled: Labelled = None,
    kind: Annotated[str | None, typer.Option("--kind", help="What the pairs are.")] = None,
    label: Annotated[
        str | None, typer.Option("--label", help="The column that holds the label, where it has another name.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", help="Report by the values of this column as well.")] = None,
    threshold: Annotated[
        float | None, typer.Option("--threshold", help="Report what taking pairs from so many bits on gives, too.")
    ] = None,
    clusters: Annotated[
        Path | None, typer.Option("--clusters", help="Table of `id`, `cluster`, `truth`, to measure clusters.")
    ] = None,
    charts: Annotated[Path | None, typer.Option("--charts", help="Folder for charts as SVG.")] = None,
    pair: Annotated[int, typer.Option("--pair", help="The row whose pair is drawn, from 1.", min=1)] = 1,
    json: Json = False,
) -> None:
    """Measure scores against labels, and clusters against a truth."""
    _check_tables(labelled, kind, clusters)
    _check_needs_pairs(labelled, {"--label": label, "--by": by, "--threshold": threshold, "--charts": charts})
    schema = _kind_or_fail(kind) if kind is not None else None
    options = _PairOptions(label=label, by=by, threshold=threshold, charts=charts, drawn=pair)
    found: dict[str, object] = {}
    if labelled is not None and schema is not None:
        found |= _report_pairs(labelled, schema, options, is_printed=not json)
    if clusters is not None:
        found["clusters"] = _report_clusters(clusters, is_printed=not json)
    if json:
        print_json(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PairOptions:
    """What is asked of a table of labelled pairs. `drawn`: the row whose pair is drawn, from 1."""

    label: str | None
    by: str | None
    threshold: float | None
    charts: Path | None
    drawn: int


def _report_pairs(
    labelled: str, schema: KindSchema, options: _PairOptions, *, is_printed: bool
) -> Mapping[str, object]:
    measured = _measure(labelled, schema, options)
    found = measured.as_dict(kind=schema.name, threshold=options.threshold)
    if options.charts is not None:
        _draw(options.charts, measured, schema.name, options.drawn)
    if is_printed:
        _print_pairs(measured, schema.name, options.by, options.threshold)
    return found


def _report_clusters(path: Path, *, is_printed: bool) -> Mapping[str, object]:
    report = _measure_clusters(path)
    if is_printed:
        _print_clusters(report)
    return asdict(report)


# --- measuring


@dataclass(slots=True, kw_only=True)
class _Measured:
    """What was found in a table of labelled pairs; grows while it is read."""

    scorer: PairScorer
    scores: list[LabelledScore]
    groups: dict[tuple[str, str], list[LabelledScore]]
    keys: tuple[dict[frozenset[str], None], dict[frozenset[str], None]]
    levels: dict[tuple[str, str], list[float]]
    outcomes: dict[str, list[int]]
    drawn: ScoredPair | None
    unlabelled: int = 0

    @property
    def report(self) -> PairReport:
        return evaluate_pairs(self.scores)

    @property
    def reduction(self) -> float:
        return reduction_ratio(list(self.keys[0]), list(self.keys[1]))

    def counts(self, threshold: float | None) -> list[Counts]:
        """Return what is right and wrong at the best threshold, and at one that was asked for."""
        asked = [threshold] if threshold is not None else []
        return [counts_at(self.scores, at) for at in (self.report.best.threshold, *asked)]

    def as_dict(self, *, kind: str, threshold: float | None) -> dict[str, object]:
        groups: dict[str, dict[str, object]] = {}
        for (column, value), scores in sorted(self.groups.items()):
            groups.setdefault(column, {})[value] = _summary(evaluate_pairs(scores))
        report = self.report
        return {
            "kind": kind,
            **_summary(report),
            "counts": [asdict(each) for each in self.counts(threshold)],
            "outcomes": {of: {"matches": both[1], "others": both[0]} for of, both in self.outcomes.items()},
            "unlabelled": self.unlabelled,
            "blocking_reduction": self.reduction,
            "by": groups,
            "curve": [asdict(point) for point in thinned(report.curve)],
        }


def _summary(report: PairReport) -> dict[str, object]:
    return {name: value for name, value in asdict(report).items() if name != "curve"}


def _measure(labelled: str, schema: KindSchema, options: _PairOptions) -> _Measured:
    by = options.by
    with open_table(labelled) as table:
        layout = _layout(schema, table, added=False)
        label_at = _label_at(table.header, options.label)
        by_at = _named(table.header, by, "--by") if by is not None else None
        if by == _BY_SCRIPT:
            raise MatchRequestError(f"--by {_BY_SCRIPT} is what is reported anyway: rename the column")
        outcomes = {outcome.value: [0, 0] for outcome in Outcome}
        found = _Measured(
            scorer=PairScorer(layout), scores=[], groups={}, keys=({}, {}), levels={}, outcomes=outcomes, drawn=None
        )
        with progress("scoring pairs") as show:
            for number, row in numbered_rows(table):
                truth = _truth(row[label_at], number)
                if truth is None:
                    found.unlabelled += 1
                    continue
                scored = _add(found, row, truth, (by or "", row[by_at].strip()) if by_at is not None else None)
                if number == options.drawn:
                    found.drawn = scored
                if number % _EVERY == 0:
                    show(number, max(table.total, number))
    _tell_labels(found)
    return found


def _tell_labels(found: _Measured) -> None:
    if not found.scores:
        fail("no row has a label")
    if found.unlabelled:
        say(f"rows without a label, which are left out: {found.unlabelled}")
    matches = sum(pair.truth for pair in found.scores)
    if matches in (0, len(found.scores)):
        say(f"{'no' if not matches else 'every'} labelled row is a match: the figures tell no threshold")


def _label_at(header: Sequence[str], label: str | None) -> int:
    """Return where the labels stand: in the column that was named, else in the one that is called so."""
    if label is not None:
        return _named(header, label, "--label")
    found = [name for name in _LABELS if name in [column.strip() for column in header]]
    if len(found) > 1:
        raise MatchRequestError("the table has both `label` and `match`: say with --label which one holds the label")
    if not found:
        raise PairTableError("there is no column `label` or `match`; --label names another one")
    return column_at(header, found[0])


def _named(header: Sequence[str], name: str, option: str) -> int:
    """Return where the column stands that an option names."""
    if name not in [column.strip() for column in header]:
        hint = nearest_hint(name, header)
        raise MatchRequestError(f"there is no column `{name}`{hint}, which {option} names")
    return column_at(header, name)


def _add(found: _Measured, row: Sequence[str], truth: bool, group: tuple[str, str] | None) -> ScoredPair:
    records = found.scorer.records(row)
    scored = found.scorer.score_records(*records)
    pair = LabelledScore(bits=scored.bits, truth=truth, blocked=scored.blocked)
    found.scores.append(pair)
    found.outcomes[scored.outcome.value][truth] += 1
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


def _truth(cell: str, number: int) -> bool | None:
    """Return a row's label, `None` where it has none."""
    text = cell.strip().casefold()
    if text in _TRUE:
        return True
    if text in _FALSE:
        return False
    if not text:
        return None
    raise PairTableError(f"row {number}: a label is 1 or 0, true or false, yes or no")


def _measure_clusters(path: Path) -> ClusterReport:
    with open_table(str(path)) as table:
        places = [column_at(table.header, name) for name in ("id", "cluster", "truth")]
        # Two lists that were linked may have one id each.
        list_at = column_at(table.header, _LIST) if _LIST in table.header else None
        seen: set[str] = set()
        compared: list[tuple[str, str]] = []
        for number, row in numbered_rows(table):
            record, cluster, truth = (row[at].strip() for at in places)
            record = f"{row[list_at]}\x00{record}" if list_at is not None else record
            if record in seen:
                raise PairTableError(f"row {number}: the id stands in an earlier row already")
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
        fail(f"cannot write charts into `{folder}`: {(exc.strerror or 'unknown reason').lower()}")
    say(f"drawn into `{folder}`: {', '.join(drawings)}")


# --- printing


def _print_pairs(found: _Measured, kind: str, by: str | None, threshold: float | None) -> None:
    report = found.report
    show(f"{kind}: {report.pairs} pairs, {report.positives} of them matches")
    show(
        f"best F1 {report.best.f1:.3f} from {report.best.threshold:.2f} bits on "
        f"(precision {report.best.precision:.3f}, recall {report.best.recall:.3f})"
    )
    for counts in found.counts(threshold):
        _print_counts(counts)
    told = [f"{outcome} {both[1]} of {sum(both)}" for outcome, both in found.outcomes.items()]
    show(f"matches among each outcome: {', '.join(told)}")
    show(f"recall at precision 0.98: {report.recall_at_precision:.3f}")
    show(f"blocking: recall {report.blocking_recall:.3f}, reduction {found.reduction:.4f}")
    show()
    show("bits", "precision", "recall", "F1")
    lowest, highest = report.curve[-1].threshold, report.curve[0].threshold
    for bits in range(max(-12, 2 * int(lowest // 2)), min(40, int(highest)) + 1, 2):
        point = quality_at(report.curve, float(bits))
        show(bits, f"{point.precision:.3f}", f"{point.recall:.3f}", f"{point.f1:.3f}")
    for column in (_BY_SCRIPT, *((by,) if by is not None else ())):
        _print_groups(found, column)


def _print_counts(counts: Counts) -> None:
    shares = {"precision": counts.precision_interval, "recall": counts.recall_interval}
    intervals = ", ".join(f"{name} {low:.3f} to {high:.3f}" for name, (low, high) in shares.items())
    show(
        f"from {counts.threshold:.2f} bits on: {counts.found} found, {counts.missed} missed, {counts.wrong} wrong "
        f"(95 % intervals: {intervals})"
    )


def _print_groups(found: _Measured, column: str) -> None:
    groups = [(value, scores) for (name, value), scores in found.groups.items() if name == column]
    groups.sort(key=lambda group: (-len(group[1]), group[0]))
    show()
    show(column, "pairs", "matches", "F1", "recall at 0.98", "blocking recall")
    for value, scores in groups[:_GROUPS_SHOWN]:
        report = evaluate_pairs(scores)
        show(
            value or "(empty)",
            report.pairs,
            report.positives,
            f"{report.best.f1:.3f}",
            f"{report.recall_at_precision:.3f}",
            f"{report.blocking_recall:.3f}",
        )
    if len(groups) > _GROUPS_SHOWN:
        show(f"and {len(groups) - _GROUPS_SHOWN} smaller groups; --json has all")


def _print_clusters(report: ClusterReport) -> None:
    show(f"{report.records} records with a truth in {report.clusters} clusters; {report.truths} true clusters")
    for name, quality in (("pairwise", report.pairwise), ("B-cubed", report.b_cubed)):
        show(name, f"precision {quality.precision:.4f}", f"recall {quality.recall:.4f}", f"F1 {quality.f1:.4f}")


# --- what is asked for


def _check_tables(labelled: str | None, kind: str | None, clusters: Path | None) -> None:
    if labelled is None and clusters is None:
        fail("give a table of labelled pairs, or --clusters, or both", status=2)
    if labelled is not None and kind is None:
        fail("say with --kind what the pairs are", status=2)


def _check_needs_pairs(labelled: str | None, options: Mapping[str, object]) -> None:
    given = [option for option, value in options.items() if value is not None]
    if labelled is None and given:
        fail(f"{given[0]} needs a table of labelled pairs", status=2)


def _layout(schema: KindSchema, table: PairTable, *, added: bool = True) -> PairLayout:
    """Return where a table holds what, and tell of columns that look like a property's and are none."""
    layout = read_layout(schema, table.header, added=added)
    check_cells(table, layout.places)
    for column, meant in layout.unread.items():
        hint = f"; did you mean `{meant}`?" if meant else ""
        say(f"column `{column}` is no property of `{layout.kind.name}`: passed through, not compared{hint}")
    compared = read_properties(load_models()[schema.name], schema)
    for name in (name for name in layout.properties if name not in compared):
        say(f"nothing is known of what `{name}` tells about `{layout.kind.name}`: passed through, not compared")
    return layout


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
