"""Scores pairs of a table, without a graph: two names in a row, and what else the row says about either.

The scorer and the decision are those of the graph; this module takes the two sides from a row's cells, says whether
blocking would bring them together, and why they weigh what they weigh. Pure: the command reads and writes the files.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp2, log2

from entity_resolution.comparing.decision import SUPPORT_BITS, Decision, Doubt, Outcome, decide, told_apart_by
from entity_resolution.comparing.model import MatchModel, load_models
from entity_resolution.comparing.scoring import ScoredComparison, mark_counted, score
from entity_resolution.errors import PairTableError
from entity_resolution.names import NameLevel
from entity_resolution.places.houses import KIND, OWN_WORDS, House, tell_apart
from entity_resolution.tables.pair_layout import SIDES, PairLayout
from entity_resolution.tables.pair_records import PairRecord, read_pair
from entity_resolution.views.plausibility import Objection, facts_of, settle
from graph import KindSchema, PropertyClass, UnknownKindError, load_ontology
from graph.matches import Evidence

# One in a thousand of the pairs that blocking brings together is taken to be a match, where nothing else is said.
DEFAULT_PRIOR = 0.001
# What two kinds of house, or two words of their own, weigh beside one address: a hotel's Cafe and its Dining Room.
_OTHER_HOUSE = -6.0
_APART = frozenset({KIND, OWN_WORDS})
_SISTERS = {"Organization": "companies of one house", "Site": "houses of one name"}
_TOLD_APART = {
    "jurisdiction": "of two countries",
    "incorporation-date": "founded on two days",
    "region": "in two provinces",
    "workplace": "for work in two places",
    "country": "for work in two countries",
}
_DOUBTS: Mapping[Doubt, str] = {
    Doubt.NAMESAKES: "many are called so, and nothing but {shared} speaks for it",
    Doubt.RELATIVES: "perhaps two of one family, who share {shared}",
    Doubt.ALIAS: "another name of both agrees and no own name of either, and nothing but {shared} speaks for it",
    Doubt.WORD: "one name is a part of the other, and nothing but {shared} speaks for it",
    Doubt.DESCRIPTION: "the name says a kind and not which, and nothing but {shared} speaks for it",
    Doubt.SISTERS: "perhaps two {sisters}, which share {shared}",
    Doubt.LONGER: "one name has a word more, or may hold the other, and nothing but {shared} speaks for it",
    Doubt.TWO_HOUSES: "each is said to be another type of house, and nothing but {shared} speaks for it",
    Doubt.PART: "perhaps a place and a part of it, which share {shared}",
    Doubt.TOLD_APART: "{told_apart}, and nothing but {shared} speaks for it",
}
_MAX_DETAIL = 240


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredPair:
    """What is said of a pair.

    Attributes:
        bits: match weight, the sum of all comparisons.
        probability: that the two are one, under the prior.
        outcome: what the graph would do with it; of a pair that it keeps apart though it weighs enough, `review`.
        blocked: whether a blocking rule brings the two together.
        why: every comparison with its level and bits, on one line.
        comparisons: the same for a chart.
        scripts: the writing systems of the two names, sorted, as in `latin-thai`.
    """

    bits: float
    probability: float
    outcome: Outcome
    blocked: bool
    why: str
    comparisons: tuple[ScoredComparison, ...]
    scripts: str


def scored_kind(name: str) -> KindSchema:
    """Return a kind whose pairs are scored.

    Raises:
        UnknownKindError: there is no such kind.
        PairTableError: records of this kind are one by equal keys, or never.
    """
    models = load_models()
    ontology = load_ontology()
    if name not in ontology.kinds:
        raise UnknownKindError(name, models)
    if name not in models:
        raise PairTableError(f"pairs of `{name}` are not scored; scored are {', '.join(sorted(models))}")
    return ontology.kind(name)


class PairScorer:
    """Scores the rows of one table, one by one; keeps nothing of a row."""

    __slots__ = ("_layout", "_model", "_prior_bits")

    def __init__(self, layout: PairLayout, *, prior: float = DEFAULT_PRIOR) -> None:
        self._layout = layout
        self._model = load_models()[layout.kind.name]
        self._prior_bits = prior_bits(prior)

    @property
    def model(self) -> MatchModel:
        """The kind's match model."""
        return self._model

    def score(self, row: Sequence[str]) -> ScoredPair:
        """Return the score of one row.

        Args:
            row: its cells; those missing at the end count as empty.
        """
        return self.score_records(*self.records(row))

    def score_records(self, left: PairRecord, right: PairRecord) -> ScoredPair:
        """Return the score of two sides read before."""
        return score_records(self._model, left, right, prior_bits=self._prior_bits)

    def records(self, row: Sequence[str]) -> tuple[PairRecord, PairRecord]:
        """Return the two sides of a row."""
        layout = self._layout
        texts: list[dict[str, str]] = []
        for side in (0, 1):
            found = {}
            for name, places in layout.properties.items():
                text = _cell(row, places[side])
                if text:
                    found[name] = text
            texts.append(found)
        left, right = (_cell(row, at) for at in layout.names)
        return read_pair(layout.kind, (left, texts[0]), (right, texts[1]))


def _cell(row: Sequence[str], at: int | None) -> str:
    return row[at].strip() if at is not None and at < len(row) else ""


def prior_bits(prior: float) -> float:
    """Return the log odds of a prior probability, in bits.

    Raises:
        PairTableError: the prior lies outside (0, 1).
    """
    if not 0 < prior < 1:
        raise PairTableError("the prior lies between 0 and 1, both excluded")
    return log2(prior / (1 - prior))


def match_probability(bits: float, prior: float) -> float:
    """Return P(one thing | evidence) for a match weight in bits under log odds of the prior in bits."""
    odds = bits + prior
    if odds >= 0:
        return 1 / (1 + exp2(-min(odds, 1000.0)))
    raised = exp2(max(odds, -1000.0))
    return raised / (1 + raised)


def score_records(model: MatchModel, left: PairRecord, right: PairRecord, *, prior_bits: float) -> ScoredPair:
    """Return the score of a pair under the log odds of a prior, in bits."""
    found = score(model, left.parts, right.parts, (), ())
    named = max((c.evidence.bits for c in found if c.evidence.feature in model.names), default=0.0)
    comparisons = mark_counted(model, [*found, *_of_two_houses(left.house, right.house, named=named)])
    weighed = decide(model, [c.evidence for c in comparisons], name_alone=True)
    decision, objection = settle(weighed, *(facts_of(model.kind, side.parts) for side in (left, right)))
    if decision.outcome is Outcome.MATCH and any(c.evidence.feature in _APART for c in comparisons):
        decision = replace(decision, outcome=Outcome.REVIEW)
    return ScoredPair(
        bits=float(decision.bits),
        probability=match_probability(decision.bits, prior_bits),
        outcome=decision.outcome,
        blocked=not left.keys.isdisjoint(right.keys),
        why=_why(model, (left, right), comparisons, decision, objection),
        comparisons=comparisons,
        scripts="-".join(sorted(str(side.script or "none") for side in (left, right))),
    )


def _of_two_houses(left: House | None, right: House | None, *, named: float) -> Iterator[ScoredComparison]:
    """Yield what speaks against two names at one address that say two houses: they are left to a human.

    What such names have in common tells little: of two with other words of their own, or rooms of one hotel, it is
    taken back.

    Args:
        left: a house; `None` of what is no site with an address.
        right: likewise.
        named: what their names weigh.
    """
    found = tell_apart(left, right) if left is not None and right is not None else None
    if found is not None and (found.named is None or found.named < named):
        bits = _OTHER_HOUSE if found.named is None else found.named - named
        evidence = Evidence(
            feature=found.feature, level="different", property_class=PropertyClass.IDENTITY, bits=bits, agrees=False
        )
        detail = f"`{found.left}` against `{found.right}`"
        yield ScoredComparison(evidence=evidence, left=found.left, right=found.right, detail=detail)


def _why(
    model: MatchModel,
    records: tuple[PairRecord, PairRecord],
    comparisons: Sequence[ScoredComparison],
    decision: Decision,
    objection: Objection | None,
) -> str:
    said = [f"{side} {told}" for side, record in zip(SIDES, records, strict=True) for told in record.problems]
    for found in comparisons:
        detail = " ".join(found.detail.split())
        if len(detail) > _MAX_DETAIL:
            detail = detail[: _MAX_DETAIL - 1] + "…"
        about = f" ({detail})" if detail else ""
        about += "" if found.counts else " (not counted, says the same again)"
        said.append(f"{found.evidence.feature} {found.evidence.level} {found.evidence.bits:+.1f}{about}")
    is_lacking = decision.doubt is not None or not (decision.strong and decision.name_agrees)
    if objection is not None:
        said.append(objection.words)
    elif decision.outcome is Outcome.REVIEW and (is_lacking or decision.bits >= model.match_bits):
        said.append(why_not_joined(model, comparisons, decision))
    return "; ".join([*said, f"sum {decision.bits:+.1f} bits{_short_of(model, decision)}"])


def why_not_joined(model: MatchModel, comparisons: Sequence[ScoredComparison], decision: Decision) -> str:
    """Return in words what a pair lacks that no strong identifier stands beside its name."""
    if decision.strong and decision.doubt is not None:
        return _words_of(decision.doubt, model, [c.evidence for c in comparisons], decision.strong)
    if not decision.name_agrees:
        names = [c.evidence for c in comparisons if c.evidence.feature in model.names]
        in_part = any(name.bits > 0 or name.level == NameLevel.PARTIAL for name in names)
        return "the names agree in part alone" if in_part else "the names do not agree"
    for found in comparisons:
        comparison = model.comparison(found.evidence.feature)
        if comparison is not None and comparison.needs and found.evidence.level in comparison.strong:
            return f"{comparison.feature} joins nobody unless {comparison.needs} agrees"
    if any(c.evidence.bits >= SUPPORT_BITS and c.evidence.feature not in model.names for c in comparisons):
        return "no strong identifier speaks for it"
    return "nothing but the name speaks for it"


def _words_of(doubt: Doubt, model: MatchModel, evidence: Sequence[Evidence], strong: Sequence[str]) -> str:
    sisters = _SISTERS[model.kind] if doubt is Doubt.SISTERS else ""
    told_apart = _TOLD_APART[str(told_apart_by(model, evidence, strong))] if doubt is Doubt.TOLD_APART else ""
    return _DOUBTS[doubt].format(shared=" and ".join(strong), sisters=sisters, told_apart=told_apart)


def _short_of(model: MatchModel, decision: Decision) -> str:
    """Return why a pair is left to nobody though something speaks for it, or to a human in spite of its sum."""
    if decision.outcome is Outcome.REVIEW and decision.name_agrees and decision.bits < model.review_bits:
        return ", which keeps no human from it: it may have moved" if model.least_for_review else ""
    if decision.outcome is not Outcome.NONE or decision.bits <= 0:
        return ""
    if decision.bits < model.review_bits:
        return f", less than the {model.review_bits:g} of a review"
    return ", but one name is a part of the other" if decision.name_agrees else ", but the names do not agree"
