"""Charts as SVG, written by hand: what a model weighs, why one pair weighs what it does, and quality by threshold.

A chart is one text without scripts, fonts or links to elsewhere, so that it opens in any browser and in any report.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor

from entity_resolution.comparing.model import Comparator, MatchModel, linked_feature
from entity_resolution.tables.evaluation import Quality
from entity_resolution.tables.pairs import ScoredPair

_FOR, _AGAINST, _SUM = "#1b7f79", "#c4622d", "#33415c"
_INK, _FAINT, _GRID = "#222222", "#666666", "#dddddd"
_CURVES = (("precision", "#33415c", ""), ("recall", "#c4622d", "7 4"), ("F1", "#1b7f79", ""))
_WIDTH = 900
_ROW = 22
_LABELS = 330
_MARGIN = 40
_LONGEST = 46


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWeight:
    """What a comparison level weighed on average in a list, and how many pairs reached it."""

    feature: str
    level: str
    bits: float
    pairs: int


def weights_chart(model: MatchModel, observed: Sequence[LevelWeight] = ()) -> str:
    """Return a bar for every level of every comparison of a model.

    Args:
        model: whose levels are drawn.
        observed: what levels weighed in a list; drawn for names alone, which weigh by their frequency.
    """
    bars: list[_Bar] = []
    for comparison in model.comparisons:
        found = dict(comparison.levels)
        if comparison.comparator is Comparator.NAMES:
            seen = [item for item in observed if item.feature == comparison.feature]
            found = {f"{item.level} (mean of {item.pairs:,})": item.bits for item in seen}
        bars += [
            _Bar(label=f"{comparison.feature}: {level}", low=min(bits, 0.0), high=max(bits, 0.0), bits=bits)
            for level, bits in sorted(found.items(), key=lambda item: -item[1])
        ]
    bars += [
        _Bar(label=f"{linked_feature(kind)}: equal", low=0.0, high=item.bits, bits=item.bits)
        for kind, item in model.linked.items()
    ]
    marks = ((model.match_bits, "match"), (model.review_bits, "review"))
    title = f"Match weights of the model for {model.kind}, version {model.version}"
    return _bars(title, bars, axis="match weight of a comparison level, in bits", marks=marks)


def waterfall_chart(model: MatchModel, pair: ScoredPair, *, title: str) -> str:
    """Return how a pair's weight adds up, comparison by comparison, from nothing to the sum.

    Args:
        model: gives the thresholds that are marked.
        pair: as it was scored.
        title: of the chart.
    """
    bars: list[_Bar] = []
    total = 0.0
    for found in pair.comparisons:
        bits = found.evidence.bits
        label = f"{found.evidence.feature}: {found.evidence.level}"
        values = f"{_short(found.left)}  |  {_short(found.right)}"
        bars.append(
            _Bar(label=label, low=min(total, total + bits), high=max(total, total + bits), bits=bits, note=values)
        )
        total += bits
    if abs(total - pair.bits) > 1e-6:
        # Two comparisons that say the same thing count once.
        repeated = pair.bits - total
        bars.append(_Bar(label="said twice", low=pair.bits, high=total, bits=repeated))
    bars.append(
        _Bar(
            label=f"sum: {pair.outcome.value}",
            low=min(0.0, pair.bits),
            high=max(0.0, pair.bits),
            bits=pair.bits,
            note=f"P(match) = {pair.probability:.4f}",
            is_sum=True,
        )
    )
    marks = ((model.match_bits, "match"), (model.review_bits, "review"))
    return _bars(title, bars, axis="match weight so far, in bits", marks=marks)


def threshold_chart(curve: Sequence[Quality], best: Quality, *, kind: str, pairs: int) -> str:
    """Return precision, recall and F1 by threshold.

    Args:
        curve: by falling threshold.
        best: the threshold that is marked.
        kind: what the pairs are.
        pairs: how many they are.
    """
    left, top, width, height = 70, 70, _WIDTH - 70 - 130, 380
    lows = [point.threshold for point in curve] or [0.0]
    scale = _Scale(floor(min(lows)), ceil(max(lows)) + 1, left, left + width)
    parts = [_heading(f"Precision, recall and F1 by threshold: {pairs:,} pairs of {kind}")]
    for step in range(11):
        y = top + height * (1 - step / 10)
        parts += [_line(left, y, left + width, y, _GRID), _text(left - 8, y + 4, f"{step / 10:.1f}", anchor="end")]
    for tick in scale.ticks():
        parts += [_line(scale(tick), top, scale(tick), top + height, _GRID)]
        parts += [_text(scale(tick), top + height + 18, f"{tick:g}", anchor="middle")]
    for at, (name, colour, dashes) in enumerate(_CURVES):
        points = [(scale(point.threshold), top + height * (1 - _value(point, name))) for point in curve]
        parts.append(_path(points, colour, dashes))
        y = top + 20 + 24 * at
        parts.append(_line(left + width + 16, y, left + width + 46, y, colour, width=3, dashes=dashes))
        parts.append(_text(left + width + 52, y + 4, name))
    x = scale(best.threshold)
    parts.append(_line(x, top, x, top + height, _FAINT, dashes="3 3"))
    side, anchor = (-6, "end") if x > left + width / 2 else (6, "start")
    note = f"best F1 {best.f1:.3f} at {best.threshold:.1f} bits"
    parts.append(_text(x + side, top + height - 10, note, anchor=anchor, bold=True))
    parts.append(
        _text(left + width / 2, top + height + 44, "threshold: least match weight taken, in bits", anchor="middle")
    )
    parts.append(_upright(20, top + height / 2, "share"))
    return _svg(_WIDTH, top + height + 66, parts, "Curves of precision, recall and F1 over the threshold in bits.")


def _value(point: Quality, name: str) -> float:
    return {"precision": point.precision, "recall": point.recall, "F1": point.f1}[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bar:
    label: str
    low: float
    high: float
    bits: float
    note: str = ""
    is_sum: bool = False

    @property
    def colour(self) -> str:
        return _SUM if self.is_sum else _FOR if self.bits >= 0 else _AGAINST


class _Scale:
    """Maps bits to pixels."""

    def __init__(self, low: float, high: float, start: float, end: float) -> None:
        self._low, self._high = low, max(high, low + 1)
        self._start, self._end = start, end

    def __call__(self, bits: float) -> float:
        return self._start + (bits - self._low) / (self._high - self._low) * (self._end - self._start)

    def ticks(self) -> Iterable[float]:
        span = self._high - self._low
        step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if span / step <= 14 or step == 1000)
        return [step * at for at in range(ceil(self._low / step), floor(self._high / step) + 1)]


def _bars(title: str, bars: Sequence[_Bar], *, axis: str, marks: Sequence[tuple[float, str]]) -> str:
    noted = any(bar.note for bar in bars)
    row = _ROW + (18 if noted else 0)
    top, height = 92, row * len(bars)
    values = [0.0, *(bar.low for bar in bars), *(bar.high for bar in bars), *(bits for bits, _ in marks)]
    # Room for the number beside the longest bar on either side.
    scale = _Scale(floor(min(values)) - 2, ceil(max(values)) + 3, _LABELS, _WIDTH - _MARGIN)
    parts = [_heading(title)]
    for tick in scale.ticks():
        parts.append(_line(scale(tick), top - 6, scale(tick), top + height, _GRID))
        parts.append(_text(scale(tick), top + height + 18, f"{tick:g}", anchor="middle"))
    for bits, name in marks:
        parts.append(_line(scale(bits), top - 12, scale(bits), top + height, _FAINT, dashes="5 4"))
        parts.append(_text(scale(bits), top - 18, f"{name} from {bits:g}", anchor="middle", colour=_FAINT))
    for at, bar in enumerate(bars):
        parts += _bar(bar, top + row * at, scale)
    parts.append(_line(scale(0), top - 6, scale(0), top + height, _INK))
    parts.append(_text((_LABELS + _WIDTH - _MARGIN) / 2, top + height + 42, axis, anchor="middle"))
    told = "; ".join(f"{bar.label} {bar.bits:+.1f}" for bar in bars)
    return _svg(_WIDTH, top + height + 62, parts, f"Bars in bits: {told}.")


def _bar(bar: _Bar, y: float, scale: _Scale) -> list[str]:
    left, right = scale(bar.low), scale(bar.high)
    beyond = bar.bits < 0
    size = f'width="{max(right - left, 1):.1f}" height="{_ROW - 7}"'
    parts = [
        f'<rect x="{left:.1f}" y="{y + 3:.1f}" {size} fill="{bar.colour}"/>',
        _text(_LABELS - 10, y + 15, _short(bar.label, 52), anchor="end", bold=bar.is_sum),
        _text(left - 5 if beyond else right + 5, y + 15, f"{bar.bits:+.1f}", anchor="end" if beyond else "start"),
    ]
    if bar.note:
        parts.append(_text(_LABELS - 10, y + 31, bar.note, anchor="end", colour=_FAINT, size=11))
    return parts


def _short(text: str, longest: int = _LONGEST // 2) -> str:
    plain = " ".join("".join(c if c.isprintable() else " " for c in text[:200]).split())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def _heading(title: str) -> str:
    return _text(24, 32, title, size=18, bold=True)


def _text(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 13, bold: bool = False, colour: str = _INK
) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        # The halo keeps a number readable where a line runs behind it.
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}"{weight} '
        f'paint-order="stroke" stroke="white" stroke-width="4">'
        f"{escape(text)}</text>"
    )


def _upright(x: float, y: float, text: str) -> str:
    return f'<g transform="translate({x:.1f} {y:.1f}) rotate(-90)">{_text(0, 0, text, anchor="middle")}</g>'


def _line(x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}" stroke-width="{width}"{dashed}/>'


def _path(points: Sequence[tuple[float, float]], colour: str, dashes: str) -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    told = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{told}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'


def _svg(width: float, height: float, parts: Sequence[str], description: str) -> str:
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
        f'viewBox="0 0 {width:.0f} {height:.0f}" role="img" font-family="Noto Sans, Helvetica, Arial, sans-serif">\n'
        f"<desc>{escape(description)}</desc>\n"
        f'<rect width="{width:.0f}" height="{height:.0f}" fill="white"/>\n{body}\n</svg>\n'
    )
