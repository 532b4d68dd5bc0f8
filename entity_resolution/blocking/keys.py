"""Blocking: the keys that bring two records of one kind together, and the terms that each stands under.

No key is dropped because its block is large: that would count what is hidden (law 13). Common names get combined keys
from fixed, public frequency tables instead.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter
from string import digits
from typing import NamedTuple

from entity_resolution.blocking.companions import (
    FULL_DATE,
    MAX_KEYS,
    Companion,
    Companions,
    companions_of,
    strong_selectors,
    terms_of,
)
from entity_resolution.blocking.near_duplicates import SHORTEST_TEXT, similarity_keys
from entity_resolution.comparing.comparisons import MISREAD, cell_within_network, values_of
from entity_resolution.comparing.misread_numbers import other_readings
from entity_resolution.comparing.model import Comparator, ComparisonModel, MatchModel
from entity_resolution.comparing.name_comparison import forms_of
from entity_resolution.comparing.texts import read_text
from entity_resolution.names import NameForm, NameKind, initial_sounds, word_keys
from entity_resolution.names.companies.legal_forms import untelling_words, untelling_words_of_places
from entity_resolution.names.key_sorts import KeySort
from entity_resolution.names.scripts.skeletons import skeleton
from graph import PropertyClass
from graph.matches import Terms
from graph.parts import Part, StoredValue
from graph.selectors import LinkedSelector


class RecordKeySort(StrEnum):
    """Of what of a record a key is, behind its kind. The store keeps digests of keys, as `KeySort` says."""

    NAME = "n:"
    """A name: behind it stands a key of the name with its `KeySort`."""
    KEY = "k:"
    """A number's normalised key, or the cell of a position."""
    NUMBER = "v:"
    """A number without its country and type, or what it may have been before somebody misread it."""
    WORD = "t:"
    """A telling word of a text."""
    BAND = "s:"
    """One band of a text that another may nearly repeat."""


# Plain texts, which a set finds and an f-string formats faster than members of an enum.
_NAME = RecordKeySort.NAME.value
_KEY = RecordKeySort.KEY.value
_NUMBER = RecordKeySort.NUMBER.value
# Keys of a whole name stand alone. Keys of a part of it are far too common: they need a companion.
_WHOLE = frozenset(
    sort.value for sort in (KeySort.WHOLE, KeySort.WRITTEN, KeySort.SURNAME, KeySort.BURMESE, KeySort.LETTERS)
)
# With how many words a name may begin that is another's whole name: fewer say too little, more are seldom left out.
_BEGINNINGS = (2, 3)
_WORD = KeySort.WORD.value
_COMBINED = KeySort.COMBINED.value
# Initials of a whole name, those before its trades, and beginnings of words run together.
_SHORTENED = frozenset(sort.value for sort in (KeySort.INITIALS, KeySort.BEFORE_TRADES, KeySort.BEGINNINGS))
_FEWEST_INITIALS = 3  # of a site: fewer gather too many of a country
# A company in English and by its consonants: another script spells its short words and its trade otherwise.
_SAID_OTHERWISE = frozenset(sort.value for sort in (KeySort.ENGLISH, KeySort.CONSONANTS))
# How a name begins and ends, and the syllables of a Burmese place do, where a slip went through its words.
_ENDS = frozenset(sort.value for sort in (KeySort.HEAD, KeySort.TAIL, KeySort.ONSETS))
_MONTH = 7  # characters of `1987-03`
_KEYS_OF_A_DATE, _KEYS_OF_A_SINGLE_WORD = 3, 2  # that a word has at most beside one companion


def is_whole_name_key(key: str) -> bool:
    """Return whether a key of a name, as its form has it, is one of the whole name."""
    return key[:2] in _WHOLE


class KeyGroup(NamedTuple):
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


def key_groups(
    model: MatchModel, parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector] = ()
) -> list[KeyGroup]:
    """Return the blocking keys of a record by their terms: of its names, of strong keys of its own, of texts.

    A part of a name is too common to be a key: it is joined with a birth date, a selector or a country, which are what
    a match would rest on anyway. A linked document is a key by itself. Each key begins with the kind, since only
    records of one kind are compared.
    """
    groups: list[KeyGroup] = []
    for comparison in _keyed(model):
        part = parts.get(comparison.property_class)
        if not part:
            continue
        values = [v for name in comparison.properties for v in part.get(name, ())]
        if not values:
            continue
        if comparison.comparator is Comparator.NAMES:
            kind = comparison.name_kind or NameKind.PERSON
            forms = forms_of(kind, values_of(comparison, part))
            companions = companions_of(model, comparison.property_class, parts, linked)
            groups += _name_groups(model, comparison, forms, companions)
        elif keys := _keys_of_values(comparison, values):
            prefix = f"{model.kind}|"
            groups.append(_group(terms_of(comparison.property_class), [prefix + key for key in keys]))
    groups += _telling_groups(model, linked)
    return [group for group in groups if group.keys or group.seeks]


@lru_cache(maxsize=100)
def _keyed(model: MatchModel) -> tuple[ComparisonModel, ...]:
    """Return the comparisons of a model whose values may be keys, which of a record's are few."""
    return tuple(comparison for comparison in model.comparisons if _may_have_keys(comparison))


def _may_have_keys(comparison: ComparisonModel) -> bool:
    if comparison.comparator is Comparator.NAMES:
        return comparison.name_kind is not None and comparison.is_name
    if comparison.comparator is Comparator.TEXT:
        return comparison.is_name or bool(comparison.strong)
    return comparison.comparator in {Comparator.KEYS, Comparator.CELLS}


def _telling_groups(model: MatchModel, linked: Sequence[LinkedSelector]) -> Iterator[KeyGroup]:
    """Yield the keys of linked selectors that bring two records together whatever their names: of one document.

    They have the form of a record's own numbers, so that a passport on a record meets the record of that passport.
    """
    by_terms: dict[Terms, list[str]] = {}
    for selector in linked:
        if selector.kind in model.telling_selectors:
            terms = Terms(classes=(), via=selector.via, via_class=selector.property_class)
            by_terms.setdefault(terms, []).append(f"{model.kind}|{_KEY}{selector.key.partition('|')[2]}")
    for terms, keys in by_terms.items():
        yield _group(terms, keys)


def _keys_of_values(comparison: ComparisonModel, values: Sequence[StoredValue]) -> set[str]:
    """Return the keys of numbers, cells and texts."""
    if comparison.comparator is Comparator.KEYS:
        # The number without its country and type as well: lists disagree on those.
        keys = {f"{_KEY}{v.key}" for v in values if v.key}
        keys.update(f"{_NUMBER}{v.value.casefold()}" for v in values if v.value and len(v.value) >= 6)
        if MISREAD in comparison.levels:
            # One of two numbers that was read or copied otherwise stands under the other's key as well.
            keys.update(f"{_NUMBER}{other.casefold()}" for v in values if v.value for other in other_readings(v.value))
        return keys
    if comparison.comparator is Comparator.CELLS:
        return {f"{_KEY}{text}" for v in values if v.value for text in (v.value, cell_within_network(v.value))}
    texts = {f"{RecordKeySort.WORD}{k}" for v in values for k in _text_keys(v)}
    if comparison.is_name:
        texts.update(f"{RecordKeySort.BAND}{k}" for v in values for k in similarity_keys(v.value or ""))
    return texts


def blocking_keys(
    model: MatchModel, parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector] = ()
) -> list[str]:
    """Return all blocking keys of a record, sorted."""
    return sorted({key for group in key_groups(model, parts, linked) for key in group.keys | group.seeks})


def _group(
    terms: Terms, keys: Iterable[str], *, seeks: Iterable[str] | None = None, namesakes: bool = False
) -> KeyGroup:
    found_by = _bounded(keys)
    return KeyGroup(terms, found_by, found_by if seeks is None else _bounded(seeks), namesakes)


def _bounded(keys: Iterable[str]) -> frozenset[str]:
    found = frozenset(keys)
    return found if len(found) <= MAX_KEYS else frozenset(sorted(found)[:MAX_KEYS])


class _NameKeys(NamedTuple):
    """The keys of a record's names by their sorts, each with the record's kind before it."""

    whole: set[str]
    words: set[str]
    ends: set[str]
    initials: set[str]
    syllables: set[str]


def _sorted_out(kind: str, forms: Iterable[NameForm]) -> _NameKeys:
    found = _NameKeys(set(), set(), set(), set(), set())
    by_sort = {KeySort.SYLLABLE.value: found.syllables, **dict.fromkeys(_WHOLE, found.whole)}
    by_sort |= dict.fromkeys(_ENDS, found.ends) | dict.fromkeys(_SAID_OTHERWISE, found.initials)
    prefix = f"{kind}|{_NAME}"
    for form in forms:
        telling, combined = [], []
        for key in form.keys:
            sort = key[:2]
            if sort == _WORD:
                telling.append(prefix + key)
            elif sort == _COMBINED:
                combined.append(prefix + key)
            elif (keys := by_sort.get(sort)) is not None:
                keys.add(prefix + key)
        found.initials.update(combined)
        # Common words, as in Burmese names, are keys only with the others' initials.
        found.words.update(telling or combined)
    return found


def _name_groups(
    model: MatchModel, comparison: ComparisonModel, forms: Sequence[NameForm], companions: Companions
) -> Iterator[KeyGroup]:
    own = terms_of(comparison.property_class)
    names = _sorted_out(model.kind, forms)
    yield _group(own, names.whole, namesakes=model.needs_support)
    # INVARIANT: each sort of key by which two lists compare two names stands here beside a date and a selector. It has
    # a group of its own, since of many names one sort would push out another.
    yield from _dated_groups(names, companions.dates)
    # Of common words alone the words and the initials are the same keys.
    parts = [keys for at, keys in enumerate(names[1:], start=1) if keys and keys not in names[1:at]]
    few = companions.few_selectors
    for keys in parts:
        for companion in few:
            yield _group(companion.terms, _joined(keys, companion.that_fit(keys)))
    if model.needs_support:
        for companion in (companions.years, companions.houses, *companions.selectors):
            yield _group(companion.terms, _joined(names.whole, companion.that_fit(names.whole)))
    if comparison.name_kind is NameKind.PERSON:
        yield from _single_words(model.kind, forms, [companions.days, *few])
        yield from _initials_of(model.kind, forms, companions.days, companions.houses)
        yield from _birth_dates(model, companions, few)
    else:
        yield _abbreviations(model.kind, own, forms)
        of_site = comparison.name_kind is NameKind.SITE
        untelling = untelling_words_of_places() if of_site else untelling_words()
        yield _beginnings(model.kind, own, forms, untelling)
        beside_country = names.initials | _initials_of_sites(forms) if of_site else names.initials
        for companion in companions.countries:
            yield _group(companion.terms, _joined(beside_country, companion.keys))
        if of_site and companions.cells:
            yield _at_one_point(comparison.property_class, forms, companions.cells)


def _joined(words: Iterable[str], companions: Sequence[str]) -> list[str]:
    return [f"{word}&{companion}" for word in words for companion in companions]


def _dated_groups(names: _NameKeys, companion: Companion) -> Iterator[KeyGroup]:
    """Yield the keys of a name's parts with a birth date.

    One word is as good as none beside a year: it meets the same day, or a date of which the year alone is known. With
    the initials of the other words it meets the same month, so that a slip in the day does no harm. A Chinese surname
    with a syllable of the given name does both.
    """
    if not companion.keys:
        return
    told = companion.that_fit(max(names, key=len), each=_KEYS_OF_A_DATE)
    days = [date for date in told if len(date) >= FULL_DATE]
    months = sorted({date[:_MONTH] for date in told if len(date) >= _MONTH})
    for keys, dates in ((names.ends, days), (names.initials, months)):
        if keys:
            yield _group(companion.terms, _joined(keys, dates))
    vague = [date[:4] for date in told if len(date) < FULL_DATE]
    years = sorted({date[:4] for date in told})
    for keys, dates in ((names.words, days), (names.syllables, months)):
        if not keys:
            continue
        yield _group(
            companion.terms,
            _joined(keys, [*dates, *years, *(f"{year}?" for year in vague)]),
            seeks=_joined(keys, [*dates, *vague, *(f"{year}?" for year in years)]),
        )


def _single_words(kind: str, names: Sequence[NameForm], companions: Iterable[Companion]) -> Iterator[KeyGroup]:
    """Yield the keys by which a name of one word and one in full that has the word find each other.

    Two in full are no pair by a common word, and two of one word are one by the whole.
    """
    beside = [companion for companion in companions if companion.keys]
    made = [word_keys(name) for name in names] if beside else []
    alone = [f"{kind}|{_NAME}{key}" for key in sorted({key for keys in made for key in keys.alone})]
    within = [f"{kind}|{_NAME}{key}" for key in sorted({key for keys in made for key in keys.within})]
    for companion in beside if alone or within else ():
        told = companion.that_fit([*alone, *within], each=_KEYS_OF_A_SINGLE_WORD)
        words, parts = _joined(alone, told), _joined(within, told)
        yield _group(
            companion.terms,
            [*words, *(f"{key}&alone" for key in words), *(f"{key}&within" for key in parts)],
            seeks=[*words, *(f"{key}&within" for key in words), *(f"{key}&alone" for key in parts)],
        )


def _initials_of(kind: str, names: Iterable[NameForm], *companions: Companion) -> Iterator[KeyGroup]:
    """Yield the keys of the first consonants of all words beside a birth date or a house: a slip leaves them alone.

    Two of fifty people have the same, so that no date and no house gathers many.
    """
    beside = [companion for companion in companions if companion.keys]
    initials = {found for name in names if (found := initial_sounds(name))} if beside else set()
    keys = [f"{kind}|i:{found}" for found in sorted(initials)]
    for companion in beside:
        yield _group(companion.terms, _joined(keys, companion.that_fit(initials)))


def _birth_dates(model: MatchModel, companions: Companions, few: Sequence[Companion]) -> Iterator[KeyGroup]:
    """Yield the keys of a birth date beside a number or a house, by which two meet whatever their names.

    Few share both, and a human looks at such a pair whatever its names are, or they agree and share no key: a slip in
    two scripts. A document's number with a slip in it is such a number.
    """
    days = [f"{model.kind}|d:{day}" for day in companions.days.keys] if model.review_with else []
    beside = [*strong_selectors(model, few), companions.house_numbers, companions.slips] if days else []
    for companion in filter(attrgetter("keys"), beside):
        yield _group(companion.terms, _joined(days, companion.that_fit(days)))


def _abbreviations(kind: str, terms: Terms, names: Iterable[NameForm]) -> KeyGroup:
    """Return the keys by which a shortened name and one in full find each other; two in full are no pair by them."""
    keys: list[str] = []
    seeks: list[str] = []
    for name in names:
        for key in name.keys:
            if key[:2] in _SHORTENED:
                is_short = len(name.tokens) == 1 or key[2:].partition("+")[0] == name.tokens[0]
                own, sought = ("short", "full") if is_short else ("full", "short")
                keys.append(f"{kind}|{_NAME}{key}&{own}")
                seeks.append(f"{kind}|{_NAME}{key}&{sought}")
    return _group(terms, keys, seeks=seeks)


def _beginnings(kind: str, terms: Terms, names: Iterable[NameForm], untelling: frozenset[str]) -> KeyGroup:
    """Return the keys by which a name finds one that begins with all of it: Shwe Kokko, Shwe Kokko Yatai.

    Two that begin alike are no pair by them: every second company begins as some others do.
    """
    keys: set[str] = set()
    seeks: set[str] = set()
    for name in names:
        told = [token for token in name.tokens if token not in untelling]
        begun = [f"{KeySort.WHOLE}{skeleton(''.join(told[:size]))}" for size in _BEGINNINGS if size < len(told)]
        keys.update(f"{kind}|{_NAME}{key}&begins" for key in begun)
        seeks.update(f"{kind}|{_NAME}{key}" for key in begun)
        seeks.update(f"{kind}|{_NAME}{key}&begins" for key in name.keys if key.startswith(KeySort.WHOLE))
    return _group(terms, keys, seeks=seeks)


def _initials_of_sites(names: Iterable[NameForm]) -> set[str]:
    """Return the keys of the first letters of all words, the one for the kind of house among them, without numbers.

    A slip in that word makes it a part of the name, and so changes every other key but leaves its first letter: Royal
    Park Compound, Royal Park Comppound.
    """
    full = [key[2:] for name in names for key in name.keys if key.startswith(KeySort.INITIALS) and len(name.tokens) > 1]
    written = {letters.rstrip(digits) for letters in full}
    return {f"Site|{_NAME}{KeySort.INITIALS}{letters}" for letters in written if len(letters) >= _FEWEST_INITIALS}


def _at_one_point(name_class: PropertyClass, names: Iterable[NameForm], cells: Collection[str]) -> KeyGroup:
    """Return the keys by which sites at one point meet, of which a word begins alike, whatever a slip made of the rest.

    The centre of a town stands for many of its sites: those of which no word begins alike are no pair by it.
    """
    untelling = untelling_words_of_places()
    told = {skeleton(token)[:1] for name in names for token in name.tokens if token not in untelling}
    letters = [f"Site|i:{letter}" for letter in sorted(told) if letter]
    return _group(terms_of(name_class, PropertyClass.LOCATION), _joined(letters, sorted(cells)))


def _text_keys(value: StoredValue) -> list[str]:
    # The three longest words, and the first ones, of a text stand for it: near-duplicates share most of them. Where no
    # spaces are written these are as the writer liked, so that all letters stand for a short text.
    words, letters, is_unspaced, _ = read_text(value.value or "")
    if not words:
        return []
    longest = sorted(set(words), key=lambda w: (-len(w), w))[:3]
    keys = [" ".join(sorted(longest)), " ".join(words[:4])[:80]]
    return [*keys, letters] if is_unspaced and len(letters) < SHORTEST_TEXT else keys
