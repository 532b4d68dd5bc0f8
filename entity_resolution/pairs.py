"""Scores pairs of a table, without a graph: two names in a row, and what else the row says about either.

The scorer and the decision are those of the graph; this module reads cells into the parts of two records, says whether
blocking would bring them together, and why they weigh what they weigh. Pure: the command reads and writes the files.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import exp2, log2

from rapidfuzz import fuzz

from entity_resolution.blocking import blocking_keys, is_whole_name_key
from entity_resolution.comparisons import compare_values, lacks_country
from entity_resolution.decision import SUPPORT_BITS, Decision, Outcome, are_namesakes_of_one_day, are_sisters, decide
from entity_resolution.errors import PairTableError
from entity_resolution.model import MatchModel, load_models
from entity_resolution.name_comparison import name_form
from entity_resolution.names import (
    NameForm,
    NameLevel,
    Script,
    split_company_names,
    split_other_names,
    split_site_names,
)
from entity_resolution.pair_layout import SIDES, PairLayout
from entity_resolution.places.address_parts import COMMA
from entity_resolution.places.addresses import canonical_address
from entity_resolution.places.german_houses import is_in_dative, without_endings
from entity_resolution.places.house_names import bare_name, core_name, named_behind_host
from entity_resolution.places.houses import KIND, OWN_WORDS, House, read_house, tell_apart
from entity_resolution.places.place_lines import (
    PlaceLine,
    name_without_place,
    read_place_line,
    split_at_number,
    with_number_of_district,
)
from entity_resolution.places.street_words import address_words
from entity_resolution.plausibility import Objection, facts_of, settle
from entity_resolution.scoring import ScoredComparison, mark_counted, score
from graph import KindSchema, PropertyClass, PropertySchema, UnknownKindError, load_ontology
from graph.matches import Evidence
from graph.parts import StoredValue
from graph.values import NormalisedValue, normalise, script_of

# One in a thousand of the pairs that blocking brings together is taken to be a match, where nothing else is said.
DEFAULT_PRIOR = 0.001
# What two kinds of house, or two words of their own, weigh beside one address: a hotel's Cafe and its Dining Room.
_OTHER_HOUSE = -6.0
_APART = frozenset({KIND, OWN_WORDS})
_SISTERS = {"Organization": "companies of one house", "Site": "houses of one name"}
_MAX_DETAIL = 240
_NAME_KEY = "n:"
# The graph reads no value longer than this either; names are compared by their beginning alone.
_MAX_NAME = 10_000
_UNREAD = "it could not be read"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRecord:
    """One side of a pair as the scorer reads it.

    Attributes:
        parts: its values.
        keys: its blocking keys.
        script: the writing system of its name.
        problems: what of it cannot be compared, the name first.
        house: what the name of a site with an address says of the house.
    """

    parts: Mapping[PropertyClass, Mapping[str, tuple[StoredValue, ...]]]
    keys: frozenset[str]
    script: Script | None
    problems: tuple[str, ...]
    house: House | None = None


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


Described = tuple[str, Mapping[str, str]]


def read_pair(kind: KindSchema, left: Described, right: Described) -> tuple[PairRecord, PairRecord]:
    """Return both sides of a pair as the scorer reads them.

    Args:
        kind: what they are.
        left: the name (of a site perhaps with its address), and the other properties' texts by property name.
        right: the other side's.
    """
    if kind.name in _SPLIT_NAMES:
        return _read_with_others(kind, left), _read_with_others(kind, right)
    if kind.name != "Site":
        return _read_record(kind, left, ()), _read_record(kind, right, ())
    return _read_sites(kind, left, right)


def _read_sites(kind: KindSchema, left: Described, right: Described) -> tuple[PairRecord, PairRecord]:
    """Return two sites, each with the other names that its line and the other one's tell."""
    (left, former), (right, others_former) = map(_without_former_names, (left, right))
    lines = _read_lines((left[0], right[0]))
    # A line that does not tell its address apart is held against the other's whole line as well.
    whole = bool(lines[0].street) is not bool(lines[1].street) and not any(
        "address" in side[1] for side in (left, right)
    )
    one_address = _at_one_address(kind, lines, (left, right))
    declined = one_address and any(is_in_dative(line.name) for line in lines)
    names = [former, others_former]
    for at, (text, _) in enumerate((left, right) if one_address else ()):
        names[at] += named_behind_host(lines[at].name, COMMA.split(text[:_MAX_NAME])[1:], lines[1 - at].name)
    sides = [
        _read_site(kind, line, given, told, whole=whole, one_address=one_address, declined=declined)
        for line, given, told in zip(lines, (left, right), names, strict=True)
    ]
    for at, told in enumerate(names):
        if told and sides[at].house is not None:
            sides[at] = replace(sides[at], house=_house_called(lines[at], told, lines[1 - at].name, sides[at]))
    return sides[0], sides[1]


def _read_lines(texts: Sequence[str]) -> list[PlaceLine]:
    """Return two lines taken apart, each as far as the other tells where its street stands."""
    texts = [text[:_MAX_NAME] for text in texts]
    lines = [read_place_line(text) for text in texts]
    streets = [line.street for line in lines]
    for at, text in enumerate(texts):
        lines[at] = with_number_of_district(lines[at], text, streets[1 - at])
    for at, text in enumerate(texts):
        if lines[1 - at].street and not lines[at].street:
            lines[at] = split_at_number(text, lines[1 - at].street) or lines[at]
    return lines


def _house_called(line: PlaceLine, others: Sequence[str], other: str, read: PairRecord) -> House:
    """Return what a house's name says, or another one of it where that is more like another house's."""
    name = max((line.name, *others), key=lambda called: fuzz.token_sort_ratio(called, other))
    return read_house(name, sorted(read.house.place) if read.house is not None else ())


def _at_one_address(kind: KindSchema, lines: Sequence[PlaceLine], sides: Sequence[Described]) -> bool:
    """Tell whether two sites have addresses that agree."""
    texts = [given.get("address") or _address_of(line) for line, (_, given) in zip(lines, sides, strict=True)]
    comparison = load_models()[kind.name].comparison("address")
    if comparison is None or not all(texts):
        return False
    one, other = ([_read(kind, kind.property("address"), text, None, {})] for text in texts)
    found = compare_values(comparison, one, other)
    return found is not None and found.level in comparison.strong


def _address_of(line: PlaceLine) -> str:
    return ", ".join(filter(None, (line.street, line.locality, line.state))) if line.street else ""


_SPLIT_NAMES = {"Person": split_other_names, "Organization": split_company_names}


def _read_with_others(kind: KindSchema, given: Described) -> PairRecord:
    own, others = _SPLIT_NAMES[kind.name](given[0][:_MAX_NAME])
    return _read_record(kind, (own if own != given[0][:_MAX_NAME] else given[0], given[1]), others)


def _without_former_names(given: Described) -> tuple[Described, tuple[str, ...]]:
    text, former = split_site_names(given[0][:_MAX_NAME])
    return (text, given[1]) if former else given, former


def _read_site(
    kind: KindSchema,
    line: PlaceLine,
    given: Described,
    others: Sequence[str],
    *,
    whole: bool,
    one_address: bool,
    declined: bool,
) -> PairRecord:
    text, properties = given
    found = dict(properties)
    if line.street:
        found.setdefault("address", _address_of(line))
    elif line.locality:
        found.setdefault("country" if normalise("country", line.locality).value else "locality", line.locality)
    # With an address to hold on to, the kind of house and whose it is in count little: `Marigold Cafe at the Imperial`.
    aliases = [core_name(line.name), name_without_place(line)] if "address" in found else []
    if one_address:  # of two houses that stand elsewhere, Casa Blanca and Chez Blanca, that is no name
        aliases.append(bare_name(line.name))
    if declined:
        aliases.append(without_endings(bare_name(line.name)))
    read = _read_record(kind, (line.name, found), [*aliases, *others, *([text] if whole else [])])
    return replace(read, house=read_house(line.name, address_words(found["address"]))) if aliases else read


def _read_record(kind: KindSchema, given: Described, aliases: Sequence[str]) -> PairRecord:
    text, properties = given
    model = load_models()[kind.name]
    caption = next(prop for prop in kind.properties.values() if prop.caption)
    values = dict(_values(kind, properties))
    named = _read(kind, caption, text, None, {})
    if named.value:
        values[caption.name] = (named, *values.get(caption.name, ()))
    if aliases and "alias" in kind.properties:
        own = {value.raw for value in values.get(caption.name, ())}
        others = [alias for alias in dict.fromkeys(aliases) if alias and alias not in own]
        if more := tuple(_read(kind, caption, alias, None, {}) for alias in others):
            values["alias"] = (*values.get("alias", ()), *more)
    parts: dict[PropertyClass, dict[str, tuple[StoredValue, ...]]] = {}
    for name, found in values.items():
        parts.setdefault(kind.property(name).property_class, {})[name] = found
    name_kind = next((c.name_kind for c in model.comparisons if c.is_name and c.name_kind is not None), None)
    form = name_form(named.raw, name_kind) if name_kind is not None and named.value else None
    return PairRecord(
        parts=parts,
        keys=frozenset(blocking_keys(model, parts)) | _all_name_keys(model, parts),
        script=form.script if form is not None else None,
        problems=tuple(_problems(kind, caption, text, form, values)),
    )


def _problems(
    kind: KindSchema,
    caption: PropertySchema,
    text: str,
    form: NameForm | None,
    values: Mapping[str, tuple[StoredValue, ...]],
) -> Iterator[str]:
    """Yield what of a record cannot be compared; of its properties no value, which stands in the row."""
    named = values.get(caption.name, ())
    if not any(value.value for value in named):
        yield _problem(kind, caption, text)
    elif form is not None and not form.native:
        what = "a title or a placeholder" if kind.name == "Person" else "a legal form"
        yield f"{caption.name} is {what} alone"
    for name, found in values.items():
        # A placeholder such as `00/00/0000` was read: it says that the date is not known.
        unread = not any(value.value or value.type == "default-day" for value in found)
        if name != caption.name and unread:
            yield f"{name} could not be read{' by itself' if any(map(lacks_country, found)) else ''}"


def unread_values(kind: KindSchema, given: Described) -> Iterator[tuple[str, str]]:
    """Yield each property of a row whose value says nothing where the row is read by itself, and why; never the value.

    The name comes first. A property without a value is none of them.
    """
    text, properties = given
    caption = next(prop for prop in kind.properties.values() if prop.caption)
    named = _normalised(kind, caption, text, None, {}) if text else None
    model = load_models()[kind.name]
    name_kind = next((c.name_kind for c in model.comparisons if c.is_name and c.name_kind is not None), None)
    if named is not None and not named.value:
        yield caption.name, named.reason or _UNREAD
    elif named is not None and name_kind is not None and not name_form(text[:_MAX_NAME], name_kind).native:
        yield caption.name, "a title or a placeholder alone" if kind.name == "Person" else "a legal form alone"
    for name, value in _normalised_values(kind, properties):
        if not value.value:
            yield name, value.reason or _UNREAD


def whole_name_keys(keys: Iterable[str]) -> frozenset[str]:
    """Return those of a record's keys that are of a whole name; all of a kind that has no names of its own."""
    given = frozenset(keys)
    return frozenset(key for key in given if key.startswith(_NAME_KEY) and is_whole_name_key(key[2:])) or given


def _all_name_keys(
    model: MatchModel, parts: Mapping[PropertyClass, Mapping[str, tuple[StoredValue, ...]]]
) -> frozenset[str]:
    """Return all keys of the names, those of a part of a name too, which the graph joins with a companion."""
    return frozenset(
        f"{_NAME_KEY}{key}"
        for comparison in model.comparisons
        if comparison.is_name and comparison.name_kind is not None
        for name in comparison.properties
        for value in parts.get(comparison.property_class, {}).get(name, ())
        if value.value
        for key in name_form(value.raw, comparison.name_kind).keys
    )


def _values(kind: KindSchema, texts: Mapping[str, str]) -> Iterator[tuple[str, tuple[StoredValue, ...]]]:
    """Yield each property's value, as it is compared."""
    for name, value in _normalised_values(kind, texts):
        yield name, (_stored(texts[name], value),)


def _normalised_values(kind: KindSchema, texts: Mapping[str, str]) -> Iterator[tuple[str, NormalisedValue]]:
    """Yield each property's value; what others are read with comes first, as a country before a phone number."""
    found: dict[str, NormalisedValue] = {}
    ordered = sorted((kind.property(name) for name in texts), key=lambda p: p.country is not None or bool(p.hints))
    for prop in ordered:
        country = found[prop.country].value if prop.country is not None and prop.country in found else None
        hints = dict(prop.fixed_hints)
        hints.update({h: found[of].value or texts[of] for h, of in prop.hints.items() if of in found})
        found[prop.name] = _normalised(kind, prop, texts[prop.name], country, hints)
        yield prop.name, found[prop.name]


def _read(
    kind: KindSchema, prop: PropertySchema, text: str, country: str | None, hints: Mapping[str, str]
) -> StoredValue:
    return _stored(text, _normalised(kind, prop, text, country, hints))


def _normalised(
    kind: KindSchema, prop: PropertySchema, text: str, country: str | None, hints: Mapping[str, str]
) -> NormalisedValue:
    if prop.type == "name":
        return _read_name(kind, text)
    known = prop.word(text) if prop.vocabulary else None
    value = normalise(prop.type, known or text, country=country, hints=hints)
    if prop.type == "timestamp" and value.value is None:
        value = normalise("date", text, country=country)
    if prop.vocabulary and value.value not in prop.vocabulary:
        # A word of no vocabulary weighs nothing: it would contradict every word that is one.
        value = replace(value, value=None, reason=value.reason or "none of the words that it may have")
    if prop.name == "address" and value.value:
        value = replace(value, value=canonical_address(text) or value.value)
    return value


def _read_name(kind: KindSchema, text: str) -> NormalisedValue:
    """Return a name's value; damage that the graph would send to quarantine is taken out, as a score is wanted here."""
    value = normalise("name", text)
    if value.value is not None:
        return value
    cut = text[:_MAX_NAME]
    mended = "".join(" " if c in "\t\r\n" else c for c in cut if c in "\t\r\n" or _is_sound(c))
    again = normalise("name", mended)
    numbered = script_of(mended) is None and any(c.isdigit() for c in mended)
    if again.value is None and numbered and kind.name == "Site":
        # A house may be called `21`: digits are all that there is to compare.
        return replace(again, value=" ".join(mended.split()))
    return again


def _is_sound(char: str) -> bool:
    return not ("\x00" <= char < " " or "\x7f" <= char <= "\x9f" or "\ud800" <= char <= "\udfff")


def _stored(raw: str, value: NormalisedValue) -> StoredValue:
    return StoredValue(raw=raw, value=value.value, status=value.status, type=value.type, key=value.key)


def _problem(kind: KindSchema, caption: PropertySchema, text: str) -> str:
    if not text:
        return f"{caption.name} is empty"
    value = _read_name(kind, text) if caption.type == "name" else normalise(caption.type, text)
    return f"{caption.name} {value.reason or 'cannot be read'}"


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
    sisters = are_sisters(model, [c.evidence for c in comparisons])
    if objection is not None:
        said.append(objection.words)
    elif decision.outcome is Outcome.REVIEW and (
        sisters or decision.bits >= model.match_bits or not (decision.strong and decision.name_agrees)
    ):
        said.append(why_not_joined(model, comparisons, decision))
    return "; ".join([*said, f"sum {decision.bits:+.1f} bits{_short_of(model, decision)}"])


def why_not_joined(model: MatchModel, comparisons: Sequence[ScoredComparison], decision: Decision) -> str:
    """Return in words what a pair lacks that no strong identifier stands beside its name."""
    evidence = [c.evidence for c in comparisons]
    if decision.strong and are_namesakes_of_one_day(model, evidence, decision.strong):
        return f"many are called so, and nothing but {' and '.join(decision.strong)} speaks for it"
    if decision.strong and are_sisters(model, evidence):
        return f"perhaps two {_SISTERS[model.kind]}, which share {' and '.join(decision.strong)}"
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


def _short_of(model: MatchModel, decision: Decision) -> str:
    """Return why a pair is left to nobody though something speaks for it, or to a human in spite of its sum."""
    if decision.outcome is Outcome.REVIEW and decision.name_agrees and decision.bits < model.review_bits:
        return ", which keeps no human from it: it may have moved" if model.least_for_review else ""
    if decision.outcome is not Outcome.NONE or decision.bits <= 0:
        return ""
    if decision.bits < model.review_bits:
        return f", less than the {model.review_bits:g} of a review"
    return ", but the names do not agree"
