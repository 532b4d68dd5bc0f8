"""Reads both sides of a pair, a name and what else is told of it, into the parts of two records that are scored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from entity_resolution.blocking.keys import RecordKeySort, blocking_keys, is_whole_name_key
from entity_resolution.comparing.comparisons import compare_values, lacks_country, stands_for_none, values_of
from entity_resolution.comparing.model import MatchModel, load_models
from entity_resolution.comparing.name_comparison import forms_of, name_form
from entity_resolution.names import (
    NameForm,
    NameKind,
    Script,
    say_other_parts,
    split_site_names,
)
from entity_resolution.names.comparing.things.described_things import describes
from entity_resolution.places.address_parts import COMMA
from entity_resolution.places.addresses import canonical_address
from entity_resolution.places.german_houses import is_in_dative, without_endings
from entity_resolution.places.house_names import bare_name, core_name, named_behind_host
from entity_resolution.places.houses import House, read_house
from entity_resolution.places.place_lines import (
    PlaceLine,
    name_without_place,
    read_place_line,
    split_at_number,
    with_number_of_district,
)
from entity_resolution.places.street_words import address_words
from graph import KindSchema, PropertyClass, PropertySchema
from graph.parts import StoredValue
from graph.values import NormalisedValue, day_of_timestamp, documents_in, normalise, script_of_text

# The graph reads no value longer than this either; names are compared by their beginning alone.
_MAX_NAME = 10_000
_UNREAD, _NOT_KNOWN = "it could not be read", "a placeholder for a value that is not known"


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


Described = tuple[str, Mapping[str, str]]


def read_pair(
    kind: KindSchema, left: Described, right: Described, *, file_country: str | None = None
) -> tuple[PairRecord, PairRecord]:
    """Return both sides of a pair as the scorer reads them.

    Args:
        kind: what they are.
        left: the name (of a site perhaps with its address), and the other properties' texts by property name.
        right: the other side's.
        file_country: of what country a document is where its row says none.
    """
    if kind.name != "Site":
        return _read_record(kind, left, (), file_country), _read_record(kind, right, (), file_country)
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
    has_address = "address" in found
    shorter = _names_of_house(line, one_address=one_address, declined=declined) if has_address else []
    read = _read_record(kind, (line.name, found), others, in_other_words=[*shorter, *([text] if whole else [])])
    return replace(read, house=read_house(line.name, address_words(found["address"]))) if has_address else read


def _names_of_house(line: PlaceLine, *, one_address: bool, declined: bool) -> list[str]:
    """Return what a site that has an address is called besides, none where its name is a description alone.

    With an address to hold on to, the kind of house and whose it is in count little: `Marigold Cafe at the Imperial`.
    What is left of `New Casino` without its kind is no name.
    """
    if describes(name_form(line.name, NameKind.SITE), NameKind.SITE):
        return []
    names = [core_name(line.name), name_without_place(line)]
    if one_address:  # of two houses that stand elsewhere, Casa Blanca and Chez Blanca, that is no name
        names.append(bare_name(line.name))
    if declined:
        names.append(without_endings(bare_name(line.name)))
    own = name_form(line.name, NameKind.SITE)
    # What stands in brackets may be a part of the place, and is then no name of it without them: KK Park (East).
    return [name for name in names if name and not say_other_parts(own, name_form(name, NameKind.SITE))]


def _read_record(
    kind: KindSchema,
    given: Described,
    aliases: Sequence[str],
    file_country: str | None = None,
    *,
    in_other_words: Sequence[str] = (),
) -> PairRecord:
    """Return a record as the scorer reads it; `in_other_words` is its own name, and no alias, said otherwise."""
    text, properties = given
    model = load_models()[kind.name]
    caption = next(prop for prop in kind.properties.values() if prop.caption)
    values = dict(stored_values(kind, properties, file_country=file_country))
    named = _read(kind, caption, text, None, {})
    if named.value:
        said = (_read(kind, caption, words, None, {}) for words in dict.fromkeys(in_other_words) if words != text)
        values[caption.name] = (named, *values.get(caption.name, ()), *said)
    if aliases and "alias" in kind.properties:
        own = {value.raw for value in values.get(caption.name, ())}
        others = [alias for alias in dict.fromkeys(aliases) if alias and alias not in own]
        if more := tuple(_read(kind, caption, alias, None, {}) for alias in others):
            values["alias"] = (*values.get("alias", ()), *more)
    parts: dict[PropertyClass, dict[str, tuple[StoredValue, ...]]] = {}
    for name, found in values.items():
        parts.setdefault(kind.property(name).property_class, {})[name] = found
    name_kind = _name_kind(model)
    form = forms_of(name_kind, [named])[0] if name_kind is not None and named.value else None
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
    model = load_models()[kind.name]
    for name, found in values.items():
        # A placeholder such as `00/00/0000` was read: it says that the date is not known.
        unread = not any(value.value or value.type == "default-day" for value in found)
        if name != caption.name and unread:
            yield f"{name} could not be read{' by itself' if any(map(lacks_country, found)) else ''}"
        elif _is_placeholder(model, name, found):
            yield f"{name} is {_NOT_KNOWN}"


def _is_placeholder(model: MatchModel, name: str, values: Sequence[StoredValue]) -> bool:
    """Tell whether some comparison that reads a property reads nothing in its values."""
    reading = [c for c in model.comparisons if name in c.properties]
    return any(all(stands_for_none(c, value) for value in values) for c in reading)


def unread_values(kind: KindSchema, given: Described) -> Iterator[tuple[str, str]]:
    """Yield each property of a row whose value says nothing where the row is read by itself, and why; never the value.

    The name comes first. A property without a value is none of them.
    """
    text, properties = given
    caption = next(prop for prop in kind.properties.values() if prop.caption)
    named = _normalised(kind, caption, text, None, {}) if text else None
    model = load_models()[kind.name]
    name_kind = _name_kind(model)
    if named is not None and not named.value:
        yield caption.name, named.reason or _UNREAD
    elif named is not None and name_kind is not None and not name_form(text[:_MAX_NAME], name_kind).native:
        yield caption.name, "a title or a placeholder alone" if kind.name == "Person" else "a legal form alone"
    for name, written, value in _normalised_values(kind, properties):
        if not value.value:
            yield name, value.reason or _UNREAD
        elif _is_placeholder(model, name, [_stored(written, value)]):
            yield name, _NOT_KNOWN


def _name_kind(model: MatchModel) -> NameKind | None:
    """Return what the names of a model's kind name; `None` where a kind has no names of its own."""
    return next((c.name_kind for c in model.comparisons if c.is_name and c.name_kind is not None), None)


def whole_name_keys(keys: Iterable[str]) -> frozenset[str]:
    """Return those of a record's keys that are of a whole name; all of a kind that has no names of its own."""
    given = frozenset(keys)
    return frozenset(key for key in given if key.startswith(RecordKeySort.NAME) and is_whole_name_key(key[2:])) or given


def _all_name_keys(
    model: MatchModel, parts: Mapping[PropertyClass, Mapping[str, tuple[StoredValue, ...]]]
) -> frozenset[str]:
    """Return all keys of the names, those of a part of a name too, which the graph joins with a companion."""
    return frozenset(
        f"{RecordKeySort.NAME}{key}"
        for comparison in model.comparisons
        if comparison.is_name and comparison.name_kind is not None
        for form in forms_of(comparison.name_kind, values_of(comparison, parts.get(comparison.property_class, {})))
        for key in form.keys
    )


def stored_values(
    kind: KindSchema, texts: Mapping[str, str], *, file_country: str | None = None
) -> Iterator[tuple[str, tuple[StoredValue, ...]]]:
    """Yield each property's values, as they are compared: one, or each document's number of a text with several.

    Args:
        kind: what the texts describe.
        texts: by property.
        file_country: of what country a document is where the row says none; ISO 3166 alpha-2.
    """
    found: dict[str, tuple[StoredValue, ...]] = {}
    for name, text, value in _normalised_values(kind, texts, file_country):
        found[name] = (*found.get(name, ()), _stored(text, value))
    yield from found.items()


def _normalised_values(
    kind: KindSchema, texts: Mapping[str, str], file_country: str | None = None
) -> Iterator[tuple[str, str, NormalisedValue]]:
    """Yield each property's name, text and value; what others are read with comes first, as a country does.

    Whoever compares a table reads all of it, so that a country of another class tells what a number is as well.
    """
    found: dict[str, NormalisedValue] = {}
    for prop in sorted(map(kind.property, texts), key=lambda p: bool(p.country or p.country_beside or p.hints)):
        told = next((found[name] for name in (prop.country, prop.country_beside) if name in found), None)
        country = told.value if told is not None else None
        if prop.type == "document":
            country = country or file_country  # as where a file is ingested
        hints = dict(prop.fixed_hints)
        hints.update({h: found[of].value or texts[of] for h, of in prop.hints.items() if of in found})
        is_document = prop.type == "document" and not prop.key
        for text in (documents_in(texts[prop.name]) if is_document else ()) or (texts[prop.name],):
            found[prop.name] = _normalised(kind, prop, text, country, hints)
            yield prop.name, text, found[prop.name]


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
        value = day_of_timestamp(text, country=country)
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
    numbered = script_of_text(mended) is None and any(c.isdigit() for c in mended)
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
