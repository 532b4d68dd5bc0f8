"""Blocking: the keys that bring two records of one kind together, and the terms that each stands under.

No key is dropped because its block is large: that would count what is hidden (law 13). Common names get combined keys
from fixed, public frequency tables instead.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from entity_resolution.comparisons import cell_within_network, name_form, part_of
from entity_resolution.model import Comparator, ComparisonModel, MatchModel
from entity_resolution.names import NameForm, NameKind
from entity_resolution.near_duplicates import similarity_keys
from graph import PropertyClass
from graph.matches import Terms, Via, Way
from graph.parts import Part, StoredValue
from graph.store import BlockingKeys, LinkedSelector, block_term

# Of what stands under the same terms: a bound on more would let hidden keys crowd out visible ones.
MAX_KEYS = 120
_MAX_SELECTORS = 5
# Keys of a whole name stand alone. Keys of a part of it are far too common: they need a companion.
_WHOLE = ("w:", "n:", "c:", "b:", "a:")
_PUBLISHED = "published"
_WORD, _WORD_AND_INITIALS, _INITIALS = "t:", "x:", "i:"
_MONTH, _FULL_DATE = 7, 10  # characters of `1987-03` and `1987-03-04`


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyGroup:
    """The keys of a record that are visible to the same viewers.

    Attributes:
        terms: what must be open for them.
        keys: under which the record is found.
        seeks: under which it looks for others; a pair meets if either finds the other.
        namesakes: whole names of a kind whose namesakes are looked at only where one of them is on a public list.
    """

    terms: Terms
    keys: frozenset[str]
    seeks: frozenset[str]
    namesakes: bool = False

    def meets(self, other: "KeyGroup") -> bool:
        """Return whether one of the two finds the other."""
        return not (self.keys.isdisjoint(other.seeks) and other.keys.isdisjoint(self.seeks))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Companion:
    """What a part of a name is joined with, and what must be open besides the name for that."""

    keys: Sequence[str]
    own_class: PropertyClass | None = None
    via: Via | None = None
    via_class: PropertyClass | None = None

    def terms(self, name_class: PropertyClass) -> Terms:
        """Return the terms of a key of a name and this companion."""
        own = {name_class} if self.own_class is None else {name_class, self.own_class}
        return Terms(classes=tuple(sorted(own)), via=self.via, via_class=self.via_class)


def key_groups(
    model: MatchModel, parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector] = ()
) -> list[KeyGroup]:
    """Return the blocking keys of a record by their terms: of its names, of strong keys of its own, of texts.

    A part of a name is too common to be a key: it is joined with a birth date, a linked selector or a country, which
    are what a match would rest on anyway. Each key begins with the kind, since only records of one kind are compared.
    """
    groups: list[KeyGroup] = []
    for comparison in model.comparisons:
        part = part_of(parts, comparison.property_class)
        values = [v for name in comparison.properties for v in part.get(name, ())]
        own = Terms(classes=(comparison.property_class,))
        if comparison.comparator is Comparator.NAMES and comparison.name_kind is not None and comparison.is_name:
            groups += _name_groups(model, comparison, values, comparison.name_kind, _companions(parts, linked))
        elif comparison.comparator is Comparator.KEYS:
            # The number without its country and type as well: lists disagree on those.
            keys = {f"k:{v.key}" for v in values if v.key}
            keys.update(f"v:{v.value.casefold()}" for v in values if v.value and len(v.value) >= 6)
            groups.append(_group(model, own, keys))
        elif comparison.comparator is Comparator.CELLS:
            values_of = {text for v in values if v.value for text in (v.value, cell_within_network(v.value))}
            groups.append(_group(model, own, (f"k:{text}" for text in values_of)))
        elif comparison.comparator is Comparator.TEXT and (comparison.is_name or comparison.strong):
            texts = [f"t:{k}" for v in values for k in _text_keys(v)]
            if comparison.is_name:
                texts += [f"s:{k}" for v in values for k in similarity_keys(v.value or "")]
            groups.append(_group(model, own, texts))
    return [group for group in groups if group.keys or group.seeks]


def blocking_keys(
    model: MatchModel, parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector] = ()
) -> list[str]:
    """Return all blocking keys of a record, sorted."""
    return sorted({key for group in key_groups(model, parts, linked) for key in group.keys | group.seeks})


def indexed_keys(groups: Sequence[KeyGroup], *, published: bool = False) -> BlockingKeys:
    """Return under which keys a record is found in the graph, and under which it looks for others.

    Where a name alone is not worth a human's look, two namesakes meet only by a companion, or because one of them is on
    a public list: such a record looks for every namesake, and every record looks for namesakes on lists.
    """
    whole = {key for group in groups if group.namesakes for key in group.keys}
    rest = {key for group in groups if not group.namesakes for key in group.keys}
    sought = {key for group in groups if not group.namesakes for key in group.seeks}
    listed = {f"{key}&{_PUBLISHED}" for key in whole}
    term = {key: block_term(key) for key in whole | rest | sought | listed}
    return BlockingKeys(
        found_by=_terms(term, rest | whole | (listed if published else set())),
        looks_for=_terms(term, sought | listed | (whole if published else set())),
    )


def _terms(term: Mapping[str, int], keys: Iterable[str]) -> list[int]:
    return sorted(term[key] for key in keys)


def meeting_ways(left: Sequence[KeyGroup], right: Sequence[KeyGroup], *, published: bool) -> tuple[Way, ...]:
    """Return the ways by which two records meet, each by what must be open for it; one that needs more is left out.

    Args:
        left: the keys of one record by their terms.
        right: the keys of the other.
        published: one of the two is on a public list.
    """
    met = {
        Way(left=one.terms, right=other.terms)
        for one in left
        for other in right
        if (published or not one.namesakes) and one.meets(other)
    }
    least = [way for way in met if not any(_needs_more(way, other) for other in met if other != way)]
    return tuple(sorted(least, key=str))


def _needs_more(way: Way, other: Way) -> bool:
    return _includes(way.left, other.left) and _includes(way.right, other.right)


def _includes(terms: Terms, other: Terms) -> bool:
    same_via = other.via is None or (other.via, other.via_class) == (terms.via, terms.via_class)
    return same_via and set(other.classes) <= set(terms.classes)


def _group(
    model: MatchModel,
    terms: Terms,
    keys: Iterable[str],
    *,
    seeks: Iterable[str] | None = None,
    namesakes: bool = False,
) -> KeyGroup:
    found_by = _bounded(model, keys)
    return KeyGroup(
        terms=terms,
        keys=found_by,
        seeks=found_by if seeks is None else _bounded(model, seeks),
        namesakes=namesakes,
    )


def _bounded(model: MatchModel, keys: Iterable[str]) -> frozenset[str]:
    found: Collection[str] = set(keys)
    if len(found) > MAX_KEYS:
        found = sorted(found)[:MAX_KEYS]
    return frozenset([f"{model.kind}|{key}" for key in found])


def _name_groups(
    model: MatchModel,
    comparison: ComparisonModel,
    values: Sequence[StoredValue],
    kind: NameKind,
    companions: "_Companions",
) -> Iterator[KeyGroup]:
    name_class = comparison.property_class
    own = Terms(classes=(name_class,))
    names = [name_form(value.raw, kind) for value in values]
    forms = [name.keys for name in names]
    whole = {f"n:{key}" for keys in forms for key in keys if key.startswith(_WHOLE)}
    initials = {f"n:{key}" for keys in forms for key in keys if key.startswith(_WORD_AND_INITIALS)}
    words = {f"n:{word}" for keys in forms for word in _words(keys)}
    yield _group(model, own, whole, namesakes=model.needs_support)
    yield _dated_group(model, companions.dates.terms(name_class), words, initials, companions.dates.keys)
    for companion in companions.selectors:
        yield _group(model, companion.terms(name_class), _joined(words, companion.keys))
    if model.needs_support:
        for companion in (companions.years, *companions.selectors):
            yield _group(model, companion.terms(name_class), _joined(whole, companion.keys))
    if kind is not NameKind.PERSON:
        yield _abbreviations(model, own, names)
        for companion in companions.countries:
            yield _group(model, companion.terms(name_class), _joined(initials, companion.keys))


def _joined(words: Iterable[str], companions: Sequence[str]) -> Iterator[str]:
    return (f"{word}&{companion}" for word in words for companion in companions)


def _dated_group(
    model: MatchModel, terms: Terms, words: Iterable[str], initials: Iterable[str], dates: Sequence[str]
) -> KeyGroup:
    """Return the keys of a name's parts with a birth date.

    One word is as good as none beside a year: it meets the same day, or a date of which the year alone is known. With
    the initials of the other words it meets the same month, so that a slip in the day does no harm.
    """
    full = [date for date in dates if len(date) >= _FULL_DATE]
    vague = [date[:4] for date in dates if len(date) < _FULL_DATE]
    years = sorted({date[:4] for date in dates})
    months = sorted({date[:7] for date in dates if len(date) >= _MONTH})
    always = {*_joined(words, full), *_joined(initials, months)}
    open_ended = [f"{year}?" for year in years]
    return _group(
        model,
        terms,
        {*always, *_joined(words, years), *_joined(words, [f"{year}?" for year in vague])},
        seeks={*always, *_joined(words, vague), *_joined(words, open_ended)},
    )


def _abbreviations(model: MatchModel, terms: Terms, names: Iterable[NameForm]) -> KeyGroup:
    """Return the keys by which initials and a name in full find each other; two names in full are no pair by them."""
    short = {f"n:{key}" for name in names for key in name.keys if key.startswith(_INITIALS) and len(name.tokens) == 1}
    full = {f"n:{key}" for name in names for key in name.keys if key.startswith(_INITIALS) and len(name.tokens) > 1}
    return _group(
        model,
        terms,
        {*_joined(short, ["short"]), *_joined(full, ["full"])},
        seeks={*_joined(short, ["full"]), *_joined(full, ["short"])},
    )


def _words(keys: Iterable[str]) -> list[str]:
    """Return the telling words of a name; common words, as in Burmese names, only with the others' initials."""
    found = list(keys)
    return [k for k in found if k.startswith(_WORD)] or [k for k in found if k.startswith(_WORD_AND_INITIALS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Companions:
    """What a name or a part of it is joined with: birth dates, their years, selectors.

    For organisations and sites their countries too. A date of which the day is not known has four or seven characters.
    """

    dates: _Companion
    years: _Companion
    selectors: Sequence[_Companion]
    countries: Sequence[_Companion]


def _companions(parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector]) -> _Companions:
    identity, location = part_of(parts, PropertyClass.IDENTITY), part_of(parts, PropertyClass.LOCATION)
    dates = sorted({_known_part(v) for v in identity.get("birthDate", ()) if v.value})
    by_terms: dict[tuple[Via, PropertyClass], set[str]] = {}
    for selector in linked:
        by_terms.setdefault((selector.via, selector.property_class), set()).add(selector.key)
    selectors = [
        _Companion(keys=sorted(keys)[:_MAX_SELECTORS], via=via, via_class=name)
        for (via, name), keys in by_terms.items()
    ]
    countries = [
        _Companion(keys=sorted({v.value for v in values if v.value}), own_class=name)
        for name, values in (
            (PropertyClass.IDENTITY, identity.get("jurisdiction", ())),
            (PropertyClass.LOCATION, location.get("country", ())),
        )
    ]
    return _Companions(
        dates=_Companion(keys=dates, own_class=PropertyClass.IDENTITY),
        years=_Companion(keys=sorted({date[:4] for date in dates}), own_class=PropertyClass.IDENTITY),
        selectors=[c for c in selectors if c.keys],
        countries=[c for c in countries if c.keys],
    )


def _known_part(date: StoredValue) -> str:
    """Return as much of a date as is known: of 1 January, which stands for an unknown day, the year."""
    text = date.value or ""
    return text[:4] if date.type == "default-day" or text.endswith("-01-01") else text


def _text_keys(value: StoredValue) -> list[str]:
    # The three longest words, and the first ones, of a text stand for it: near-duplicates share most of them.
    words = (value.value or "").casefold().split()
    if not words:
        return []
    longest = sorted(set(words), key=lambda w: (-len(w), w))[:3]
    return [" ".join(sorted(longest)), " ".join(words[:4])[:80]]
