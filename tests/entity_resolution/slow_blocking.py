"""The obvious way to make blocking keys: every key as a text, joined and sorted out one by one, with no bound."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations

from entity_resolution.blocking.homes import home_keys
from entity_resolution.blocking.near_duplicates import SHORTEST_TEXT, similarity_keys
from entity_resolution.blocking.points import cells_of
from entity_resolution.comparing.comparisons import cell_within_network
from entity_resolution.comparing.hubs import load_hubs
from entity_resolution.comparing.model import Comparator, ComparisonModel, MatchModel
from entity_resolution.comparing.name_comparison import name_form
from entity_resolution.comparing.texts import read_text
from entity_resolution.names import NameForm, NameKind, initial_sounds, names_in, word_keys
from entity_resolution.names.companies.legal_forms import untelling_words, untelling_words_of_places
from entity_resolution.names.scripts.skeletons import skeleton
from graph import PropertyClass
from graph.matches import Terms
from graph.parts import Part
from graph.selectors import LinkedSelector
from graph.values import is_placeholder_key, is_placeholder_number

Group = tuple[Terms, frozenset[str], frozenset[str], bool]
_WHOLE = ("w:", "n:", "c:", "b:", "a:")


def slow_groups(
    model: MatchModel, parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector]
) -> list[Group]:
    """Return (terms, keys, keys sought, whether of namesakes) of each group of a record's keys."""
    found = [group for comparison in model.comparisons for group in _of(model, comparison, parts, linked)]
    documents = [s for s in linked if model.kind == "Person" and s.kind == "IdentityDocument"]
    for via in dict.fromkeys(s.via for s in documents):
        keys = {f"k:{s.key.removeprefix('IdentityDocument|')}" for s in documents if s.via == via}
        found.append((Terms(classes=(), via=via, via_class=PropertyClass.IDENTITY), keys, keys, False))
    return [_group(model.kind, *group) for group in found if set(group[1]) or set(group[2])]


def slow_terms(groups: Iterable[Group], *, published: bool) -> tuple[bytes, bytes]:
    """Return the terms that a record is found by, and those that it looks for."""
    found: set[str] = set()
    sought: set[str] = set()
    for _, keys, seeks, namesakes in groups:
        listed = {f"{key}&published" for key in keys} if namesakes else set()
        found |= keys | (listed if published else set())
        sought |= (listed | (keys if published else set())) if namesakes else seeks
    by, for_ = (sorted(blake2b(key.encode(), digest_size=8).digest() for key in keys) for keys in (found, sought))
    return b"".join(by), b"".join(for_)


Loose = tuple[Terms, Iterable[str], Iterable[str], bool]


def _group(kind: str, terms: Terms, keys: Iterable[str], seeks: Iterable[str], namesakes: bool) -> Group:
    found, sought = (frozenset(f"{kind}|{key}" for key in some) for some in (keys, seeks))
    return terms, found, sought, namesakes


def _of(
    model: MatchModel,
    comparison: ComparisonModel,
    parts: Mapping[PropertyClass, Part],
    linked: Sequence[LinkedSelector],
) -> Iterator[Loose]:
    part = parts.get(comparison.property_class, {})
    values = [value for name in comparison.properties for value in part.get(name, ())]
    keys: set[str] = set()
    if comparison.comparator is Comparator.NAMES and comparison.is_name and comparison.name_kind is not None:
        names = [
            name_form(name, comparison.name_kind)
            for cell in (names_in(value.raw, comparison.name_kind) for value in values)
            for name in (cell.own, *cell.others)
        ]
        yield from _of_names(model, comparison, names, parts, linked)
    elif comparison.comparator is Comparator.KEYS:
        keys = {f"k:{v.key}" for v in values if v.key} | {
            f"v:{v.value.casefold()}" for v in values if v.value and len(v.value) >= 6
        }
    elif comparison.comparator is Comparator.CELLS:
        keys = {f"k:{text}" for v in values if v.value for text in (v.value, cell_within_network(v.value))}
    elif comparison.comparator is Comparator.TEXT and (comparison.is_name or comparison.strong):
        for words, letters, is_unspaced, _ in [read_text(v.value or "") for v in values]:
            longest = sorted(sorted(set(words), key=lambda w: (-len(w), w))[:3])
            keys |= {f"t:{' '.join(longest)}", f"t:{' '.join(words[:4])[:80]}"} if words else set()
            keys |= {f"t:{letters}"} if is_unspaced and len(letters) < SHORTEST_TEXT else set()
        if comparison.is_name:
            keys |= {f"s:{key}" for v in values for key in similarity_keys(v.value or "")}
    yield Terms(classes=(comparison.property_class,)), keys, keys, False


def _documents(identity: Part) -> set[str]:
    values = [value for name in ("passportNumber", "nationalId") for value in identity.get(name, ())]
    return {v.value.casefold() for v in values if v.value and len(v.value) >= 6 and not is_placeholder_number(v.value)}


def _with_one_left_out(number: str) -> set[str]:
    return {number} | {"".join(rest) for rest in combinations(number, len(number) - 1)}


def _of_names(
    model: MatchModel,
    comparison: ComparisonModel,
    names: Sequence[NameForm],
    parts: Mapping[PropertyClass, Part],
    linked: Sequence[LinkedSelector],
) -> Iterator[Loose]:
    own_class = comparison.property_class
    whole = {f"n:{key}" for name in names for key in name.keys if key.startswith(_WHOLE)}
    initials, *sorts = (
        {f"n:{key}" for name in names for key in name.keys if key.startswith(begins)}
        for begins in (("x:", "g:", "l:"), "t:", ("h:", "e:", "o:"), "s:")
    )
    yield Terms(classes=(own_class,)), whole, whole, model.needs_support
    identity = parts.get(PropertyClass.IDENTITY, {})
    dates = _known(identity, "birthDate")
    dated = Terms(classes=tuple(sorted({own_class, PropertyClass.IDENTITY})))
    companions = _companions(own_class, parts, linked)
    words, ends, syllables = sorts
    words |= {f"n:{key}" for name in names if not _words(name) for key in name.keys if key.startswith("x:")}
    for some, characters, loose in ((ends, 10, False), (initials, 7, False), (words, 10, True), (syllables, 7, True)):
        yield dated, *_dated(some, dates, characters, loose=loose), False
    for some in (words, ends, initials, syllables):
        for terms, keys in companions.items():
            yield terms, _joined(some, keys), _joined(some, keys), False
    years = sorted({date[:4] for date in dates})
    homes = home_keys(v for v in parts.get(PropertyClass.LOCATION, {}).get("address", ()) if v.value)
    at_home = Terms(classes=tuple(sorted({own_class, PropertyClass.LOCATION})))
    beside = [(dated, years), (at_home, homes.houses), *companions.items()]
    for terms, keys in beside if model.needs_support else []:
        yield terms, _joined(whole, keys), _joined(whole, keys), False
    if comparison.name_kind is NameKind.PERSON:
        days = [date for date in dates if len(date) == 10]
        for terms, keys in [(dated, days), *companions.items()]:
            yield terms, *_single(names, keys), False
        initials_of_all = {f"i:{initial_sounds(name)}" for name in names if initial_sounds(name)}
        yield dated, _joined(initials_of_all, days), _joined(initials_of_all, days), False
        yield at_home, _joined(initials_of_all, homes.houses), _joined(initials_of_all, homes.houses), False
        births = {f"d:{day}" for day in days}
        for terms, keys in companions.items():
            deciding = list(filter(_decides_beside_a_birth, keys))
            yield terms, _joined(births, deciding), _joined(births, deciding), False
        yield at_home, _joined(births, homes.numbers), _joined(births, homes.numbers), False
        slips = {f"o:{text}" for number in _documents(identity) for text in _with_one_left_out(number)}
        yield dated, _joined(births, slips), _joined(births, slips), False
    else:
        if comparison.name_kind is NameKind.SITE:
            written = {key.rstrip("0123456789") for name in names if len(name.tokens) > 1 for key in name.keys}
            initials |= {f"n:{key}" for key in written if key.startswith("i:") and len(key) >= len("i:abc")}
        yield from _of_things(own_class, names, initials, parts)
    if comparison.name_kind is NameKind.SITE:
        cells = cells_of(parts.get(PropertyClass.LOCATION, {}).get("coordinates", ()))
        told = {token for name in names for token in name.tokens if token not in untelling_words_of_places()}
        letters = {f"i:{skeleton(token)[0]}" for token in told if skeleton(token)}
        located = Terms(classes=tuple(sorted({own_class, PropertyClass.LOCATION})))
        yield located, _joined(letters, cells), _joined(letters, cells), False


def _companions(
    own_class: PropertyClass, parts: Mapping[PropertyClass, Part], linked: Sequence[LinkedSelector]
) -> dict[Terms, Sequence[str]]:
    """Return the numbers, and of a company the day of its founding, that a part of a name stands beside."""
    found: dict[Terms, set[str]] = {}
    for selector in linked:
        terms = Terms(classes=(own_class,), via=selector.via, via_class=selector.property_class)
        found.setdefault(terms, set()).add(selector.key)
    founded = [d for d in _known(parts.get(PropertyClass.IDENTITY, {}), "incorporationDate") if len(d) == 10]
    own = {PropertyClass.CONTACT: _own_contacts(parts), PropertyClass.IDENTITY: {f"d:{date}" for date in founded}}
    for of_class, keys in own.items():
        if keys:
            found.setdefault(Terms(classes=tuple(sorted({own_class, of_class}))), set()).update(keys)
    return {terms: sorted(keys) for terms, keys in found.items()}


def _known(identity: Part, name: str) -> list[str]:
    """Return as much of dates as is known: of 1 January, and other days that stand for an unknown one, the year."""
    dates = [(v.value, v.type) for v in identity.get(name, ()) if v.value]
    return sorted({d[:4] if of == "default-day" or d.endswith("-01-01") else d for d, of in dates})


def _single(names: Sequence[NameForm], companions: Sequence[str]) -> tuple[set[str], set[str]]:
    alone = _joined({f"n:{key}" for name in names for key in word_keys(name).alone}, companions)
    within = _joined({f"n:{key}" for name in names for key in word_keys(name).within}, companions)
    return (
        alone | {f"{key}&alone" for key in alone} | {f"{key}&within" for key in within},
        alone | {f"{key}&within" for key in alone} | {f"{key}&alone" for key in within},
    )


def _decides_beside_a_birth(key: str) -> bool:
    """Tell of a selector whether one birth date beside it leaves two to a human, and it brings none together alone."""
    return key.partition("|")[0] not in ("IdentityDocument", "Vehicle") and not load_hubs().holds_key(key)


def _words(name: NameForm) -> list[str]:
    return [key for key in name.keys if key.startswith("t:")]


def _own_contacts(parts: Mapping[PropertyClass, Part]) -> set[str]:
    """Return the keys of phones and pages that stand on the record, as linked ones have them."""
    contacts = parts.get(PropertyClass.CONTACT, {})
    return {
        f"{kind}|{value.key}"
        for name, kind, family in (("phone", "PhoneNumber", "tel:"), ("website", "WebResource", ("url:", "host:")))
        for value in contacts.get(name, ())
        if value.key and value.key.startswith(family) and not is_placeholder_key(value.key)
    }


def _dated(keys: set[str], dates: Sequence[str], characters: int, *, loose: bool) -> tuple[set[str], set[str]]:
    always = {f"{key}&{date[:characters]}" for key in keys for date in dates if len(date) >= characters}
    if not loose:
        return always, always
    years = {date[:4] for date in dates}
    vague = {date[:4] for date in dates if len(date) < 10}
    return (
        always | _joined(keys, years) | {f"{key}&{year}?" for key in keys for year in vague},
        always | _joined(keys, vague) | {f"{key}&{year}?" for key in keys for year in years},
    )


def _is_short(name: NameForm, key: str) -> bool:
    return len(name.tokens) == 1 or (key.startswith("j:") and key[2:].split("+", maxsplit=1)[0] == name.tokens[0])


def _of_things(
    own_class: PropertyClass, names: Sequence[NameForm], initials: set[str], parts: Mapping[PropertyClass, Part]
) -> Iterator[Loose]:
    short, full = (
        {f"n:{key}" for name in names for key in name.keys if key[0] in "ijp" and _is_short(name, key) is one}
        for one in (True, False)
    )
    keys = _joined(short, ["short"]) | _joined(full, ["full"])
    yield Terms(classes=(own_class,)), keys, _joined(short, ["full"]) | _joined(full, ["short"]), False
    told = [[token for token in name.tokens if token not in untelling_words()] for name in names]
    begun = {f"n:w:{skeleton(''.join(words[:size]))}" for words in told for size in (2, 3) if len(words) > size}
    whole = {f"n:{key}" for name in names for key in name.keys if key.startswith("w:")}
    yield Terms(classes=(own_class,)), _joined(begun, ["begins"]), begun | _joined(whole, ["begins"]), False
    for name, property_class in (("jurisdiction", PropertyClass.IDENTITY), ("country", PropertyClass.LOCATION)):
        countries = {v.value for v in parts.get(property_class, {}).get(name, ()) if v.value}
        joined = _joined(initials, countries)
        yield Terms(classes=tuple(sorted({own_class, property_class}))), joined, joined, False


def _joined(words: Iterable[str], companions: Iterable[str]) -> set[str]:
    return {f"{word}&{companion}" for word in words for companion in companions}
