"""Texts become normalised values: the one place that decides which values a record may hold."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from graph import KindSchema, PropertySchema
from graph.values import (
    NO_PLATFORM,
    NOT_KNOWN,
    UNKNOWN_BANK,
    UNKNOWN_PLATFORM,
    NormalisedValue,
    ValueStatus,
    day_of_timestamp,
    documents_in,
    invalid,
    issuing_countries,
    names_nothing,
    normalise,
    numbers_in,
    unmarked,
)
from ingest.rules import Problem, Rule
from ingest.values.source_text import SourceText
from ingest.values.travel_documents import said_by_lines
from ingest.values.unread_values import UnreadValue, explain_waiting, told_at_all

_UNREADABLE = {
    "date": Rule.UNREADABLE_DATE,
    "timestamp": Rule.UNREADABLE_TIMESTAMP,
    "number": Rule.UNREADABLE_NUMBER,
    "amount": Rule.UNREADABLE_AMOUNT,
    "country": Rule.UNREADABLE_COUNTRY,
}
# Each value of one record is compared with each of another. Public lists have up to 144 names of one subject, 6 birth
# dates, 6 numbers of one kind and 17 addresses.
MOST_NAMES = 450
"""How many names and aliases a record may hold together."""
MOST_DATES = 24
MOST_IDENTIFIERS = 60
MOST_OTHERS = 450
_MOST_OF_TYPE = {
    "name": MOST_NAMES,
    "date": MOST_DATES,
    **dict.fromkeys(
        ("account", "cell", "device", "document", "email", "handle", "phone", "plate", "url", "wallet"),
        MOST_IDENTIFIERS,
    ),
}
_CACHE_SIZE = 20_000
_TRIAL_SIZE = 2_000  # of so many texts a quarter has come back where remembering is worth it
_NO_HINTS: Mapping[str, str] = MappingProxyType({})
_OF_A_LINK: Mapping[str, str] = MappingProxyType({"of": "event"})
_SEVERAL_IN_A_CELL = frozenset({"phone", "document"})
_NUMBER_OF_FILE = "no number of the country said for it: read as one of the country that it was filed with"
_NUMBER_OF_EACH = "a number of the country said for it, and another one in the country that it was filed with"
_NUMBER_OF_SEVERAL = "a number of one of its record's countries, and nothing tells of which: it is kept as one of each"
_AT_UNKNOWN = frozenset({UNKNOWN_BANK, UNKNOWN_PLATFORM, NO_PLATFORM})
_TWO_NUMBERS = 13  # characters that two numbers of phones or documents have at least


class _Outcome(NamedTuple):
    """What a text was read as. `rule` is the one for which it is refused; without one what is not read is kept raw."""

    value: NormalisedValue
    is_read: bool = True
    rule: Rule | None = None


class _Reading:
    """How one property is read, and what its texts were read as.

    The memory gives up where texts hardly ever come back, as names and numbers. `explained`: other values of the
    record, or fixed hints, say how the texts are meant. `is_issued`: its numbers are those of documents.
    `is_of_several`: they may be of any country that the record names. `keeps`: what cannot be read is kept raw, and
    breaks no rule.
    """

    __slots__ = (
        "_hits", "_known", "_unread", "_useful", "country", "explained", "fixed_hints", "hints", "is_issued", "is_name",
        "is_of_several", "keeps", "key", "may_be_several", "most", "name", "prop", "type",
    )  # fmt: skip

    def __init__(self, prop: PropertySchema, unread: list[UnreadValue]) -> None:
        self.prop = prop
        self.name = prop.name
        self.key = prop.key
        self.keeps = False
        # What is asked for every value is taken out of the property once.
        self.type = str(prop.type)
        self.is_name = prop.type == "name"
        self.country = prop.country
        self.fixed_hints: Mapping[str, str] = prop.fixed_hints or _NO_HINTS
        self.hints = tuple(prop.hints.items())
        self.may_be_several = prop.type in _SEVERAL_IN_A_CELL and not prop.key
        self.is_issued = prop.type == "document" and prop.selector is not None
        self.is_of_several = self.is_issued or (prop.type == "phone" and not prop.key)
        self.most = _MOST_OF_TYPE.get(prop.type, MOST_OTHERS)
        self.explained = prop.country is not None or bool(prop.hints) or bool(prop.fixed_hints)
        self._known: dict[object, _Outcome] = {}
        self._hits = 0
        self._useful = True
        self._unread = unread

    def read(
        self,
        given: Sequence[SourceText],
        country: str | None,
        hints: Mapping[str, str],
        problems: list[Problem],
        *,
        other: str | None = None,
    ) -> tuple[NormalisedValue, ...]:
        """Return the values of texts; one that its country does not settle is read with the `other` one too."""
        values = []
        for source in given:
            value, is_read, rule = self._outcome(source, country, hints, other)
            if is_read:
                values.append(value)
                # An account that no platform tells meets no account, and no check finds it.
                if value.reason is not None and value.reason in _AT_UNKNOWN:
                    name = next((name for name in self.prop.hints if name in hints), self.name)
                    self._unread.append(UnreadValue(name, value.reason))
            elif rule is not None and not self.keeps:
                problems.append(
                    Problem(rule=rule, column=self.name, value=source.raw, reason=explain_waiting(value.reason))
                )
            else:
                values.append(value)
                self._unread.append(UnreadValue(self.name, value.reason))
        return tuple(values)

    def _outcome(
        self, source: SourceText, country: str | None, hints: Mapping[str, str], other: str | None
    ) -> _Outcome:
        """Return what a text is read as, out of the memory where that is of use."""
        if not self._useful:
            return self._read(source, country, hints, other)
        key: object = (source, country, other, *hints.items()) if self.explained else source
        outcome = self._known.get(key)
        if outcome is None:
            outcome = self._read(source, country, hints, other)
            self._keep(key, outcome)
        else:
            self._hits += 1
        return outcome

    def _read(self, source: SourceText, country: str | None, hints: Mapping[str, str], other: str | None) -> _Outcome:
        outcome = _read_value(self.prop, source, country, hints)
        if other is not None and other != country:
            return _read_with_both(self.prop, source, outcome, other)
        return outcome

    def read_for_each(
        self,
        source: SourceText,
        countries: Sequence[str],
        hints: Mapping[str, str],
        problems: list[Problem],
        *,
        other: str | None,
    ) -> tuple[NormalisedValue, ...]:
        """Return the value of a number whose record names several countries: one for each country that may be its.

        Somebody of two countries has a passport of either, and phones of both, and the order in which they are named
        says nothing. One that no more than one of them has is read with the `other` country too, as in `read`.
        """
        if self.is_issued:
            countries = issuing_countries(source.text, countries, kind=hints.get("type"))
        values: dict[str, tuple[str, NormalisedValue]] = {}
        for country in countries:
            value = _read_value(self.prop, source, country, hints).value
            if value.key is not None:
                values.setdefault(value.key, (country, value))
        if len(values) < 2:
            country = next((country for country, _ in values.values()), countries[0])
            return self.read((source,), country, hints, problems, other=other)
        told = ValueStatus.POSSIBLE
        return tuple(replace(value, status=told, reason=_NUMBER_OF_SEVERAL) for _, value in values.values())

    def _keep(self, key: object, outcome: _Outcome) -> None:
        if len(self._known) == _TRIAL_SIZE and self._hits < _TRIAL_SIZE // 4:
            self._useful = False
        elif len(self._known) >= _CACHE_SIZE:
            self._useful = self._hits >= _CACHE_SIZE
        else:
            self._known[key] = outcome
            return
        self._known.clear()
        self._hits = 0


class PropertyReader:
    """Reads the properties of one kind. It remembers what it has read, as the values of real files repeat.

    `unread` has the property and the reason of each value that was kept raw, as its text could not be read, until it is
    taken; of an account whose bank or platform is not known, these; of an account's name without a platform, the name
    or the word for none.
    """

    __slots__ = ("_country", "_key", "_kind", "_lenient", "_ordered", "_orders", "unread")

    def __init__(self, kind: KindSchema, *, country: str | None) -> None:
        self._country = country
        self._kind = kind.name
        self._key = kind.key
        # What others are read with comes first: a country before the phone number that it explains.
        ordered = sorted(kind.properties.values(), key=lambda p: p.country is not None or bool(p.hints))
        self.unread: list[UnreadValue] = []
        self._ordered = tuple(_Reading(prop, self.unread) for prop in ordered)
        self._lenient = tuple(reading for reading in self._ordered if reading.prop.stays_unread)
        # Most records of a file name the same few properties out of the many that their kind has.
        self._orders: dict[tuple[str, ...], tuple[_Reading, ...]] = {}

    def read(
        self, texts: Mapping[str, Sequence[SourceText]], problems: list[Problem], *, of_victim: bool = False
    ) -> dict[str, tuple[NormalisedValue, ...]]:
        """Return the values of a record's properties; what breaks a rule is added to `problems`.

        Args:
            texts: property name to texts, none of them empty.
            problems: receives one entry per broken rule, with the property's name as the column.
            of_victim: whether the record is filed as a victim's: a birth date that cannot be read holds no seal back.
        """
        for reading in self._lenient:
            reading.keeps = of_victim
        texts = said_by_lines(self._kind, texts)
        found: dict[str, tuple[NormalisedValue, ...]] = {}
        properties, names = tuple(texts), 0
        for reading in self._orders.get(properties) or self._order(properties):
            name = reading.name
            given = texts.get(name)
            if given and reading.prop.stays_unread:
                given = told_at_all(reading.prop, given)
            if not given:
                if reading.key:
                    problems.append(Problem(rule=Rule.MISSING_KEY, column=name))
                continue
            if reading.key and len(given) > 1:
                problems.append(Problem(rule=Rule.SEVERAL_KEYS, column=name, value=given[1].raw))
                continue
            count = len(given)
            if reading.is_name:
                count = names = names + count
            if count > reading.most:
                problems.append(Problem(rule=Rule.TOO_MANY_VALUES, column=name, value=str(count)))
                continue
            if reading.explained:
                values = self._explained(reading, given, found, problems)
            else:
                values = reading.read(given, self._country, _NO_HINTS, problems)
            if values:
                found[name] = values
        return found

    def has_no_key(self, properties: Mapping[str, Sequence[NormalisedValue]]) -> bool:
        """Return whether a selector's value tells none: the part `9` of `081-234-5678/9` is another in each cell."""
        value = next(iter(properties.get(self._key.name, ())), None) if self._key is not None else None
        return value is not None and value.key is None

    def names_nothing(self, properties: Mapping[str, Sequence[NormalisedValue]]) -> bool:
        """Return whether a selector's value, as it was read, is none at all: a word or a dash in place of a number."""
        if self._key is None:
            return False
        value = next(iter(properties.get(self._key.name, ())), None)
        return value is not None and value.key is None and names_nothing(value, self._key.type)

    def take_unread(self) -> list[UnreadValue]:
        """Return what is in `unread` and empty it."""
        found = self.unread.copy()
        self.unread.clear()
        return found

    def _order(self, names: tuple[str, ...]) -> tuple[_Reading, ...]:
        """Return the properties that a record of these has to be asked for, in the order of reading."""
        if len(self._orders) >= _CACHE_SIZE:
            self._orders.clear()
        order = tuple(reading for reading in self._ordered if reading.key or reading.name in names)
        self._orders[names] = order
        return order

    def _explained(
        self,
        reading: _Reading,
        given: Sequence[SourceText],
        found: Mapping[str, tuple[NormalisedValue, ...]],
        problems: list[Problem],
    ) -> tuple[NormalisedValue, ...]:
        """Return the values of a property that others of the record, or fixed hints, explain."""
        country, filed, value_type = self._country, None, reading.type
        beside = found.get(reading.country, ()) if reading.country is not None else ()
        if beside:
            other = _first(beside)
            if value_type == "date" and country is not None:
                # Day, month and era stand as who wrote the file writes them, whosever birth date it is.
                return reading.read(given, country, reading.fixed_hints, problems, other=other)
            # What is said for the phones of a record may be where somebody lives, and a number of the file's country.
            filed = country if value_type == "phone" and not reading.key else None
            # A document of a country in words that are not known is not one of the file's country.
            country = other if value_type == "document" else other or country
        if reading.may_be_several:
            given = _each_number(given, value_type, country, filed)
            if len(given) > reading.most:
                problems.append(Problem(rule=Rule.TOO_MANY_VALUES, column=reading.name, value=str(len(given))))
                return ()
        hints = reading.fixed_hints
        if reading.hints:
            told = {hint: _hint(found[other][0]) for hint, other in reading.hints if other in found}
            hints = {**hints, **told} if hints else told
        if reading.is_of_several:
            countries = _countries(beside)
            if len(countries) > 1 and len(countries) * len(given) <= reading.most:
                each = (reading.read_for_each(s, countries, hints, problems, other=filed) for s in given)
                return tuple(value for values in each for value in values)
        return reading.read(given, country, hints, problems, other=filed)


def read_beside(value_type: str, raw: str, *, country: str | None) -> NormalisedValue:
    """Return one value outside a record's properties, such as a link's date; without a `value` it was not read."""
    return _normalised(value_type, raw, country, _OF_A_LINK)


def _each_number(
    given: Sequence[SourceText], value_type: str, country: str | None, filed: str | None
) -> Sequence[SourceText]:
    """Return texts, one that holds several numbers of phones or documents and nothing else as one for each.

    Args:
        given: as written.
        value_type: `phone` or `document`.
        country: with which numbers are read.
        filed: the country of the file or submission, of which a phone number may be as well.
    """
    if all(len(source.text) < _TWO_NUMBERS for source in given):
        return given
    found: list[SourceText] = []
    for source in given:
        numbers: tuple[str, ...] = ()
        if len(source.text) >= _TWO_NUMBERS:
            is_phone = value_type == "phone"
            numbers = numbers_in(source.text, country=country, other=filed) if is_phone else documents_in(source.text)
        found.extend(SourceText(number, number) for number in numbers)
        found.extend(() if numbers else (source,))
    return found


def _first(values: Sequence[NormalisedValue]) -> str | None:
    for value in values:
        if value.value is not None:
            return value.value
    return None


def _countries(values: Sequence[NormalisedValue]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value.value for value in values if value.value is not None))


def _hint(value: NormalisedValue) -> str:
    return value.value or value.raw


def _read_value(prop: PropertySchema, source: SourceText, country: str | None, hints: Mapping[str, str]) -> _Outcome:
    if prop.type == "code":
        word = prop.word(unmarked(source.text))
        if word is None:
            unread = invalid(source.raw, prop.type, f"none of the words {', '.join(prop.vocabulary)}")
            return _Outcome(unread, is_read=False, rule=Rule.OUTSIDE_VOCABULARY)
        return _Outcome(replace(normalise(prop.type, word), raw=source.raw))
    value = _normalised(prop.type, source.text, country, hints)
    # A placeholder such as `00/00/0000` or `ไม่ทราบ` was read: it says that the date, or the country, is not known.
    is_told = value.type == "default-day" or (value.reason == NOT_KNOWN and prop.may_stay_unread)
    is_read = value.value is not None or is_told
    rule = _rule_of(prop) if not is_read else None
    # Digits that break the rules of their type are shown, and join nobody: such a value was not read either.
    is_read = is_read and (value.status is not ValueStatus.INVALID or value.value is None)
    return _Outcome(value if source.raw == source.text else replace(value, raw=source.raw), is_read, rule)


def _rule_of(prop: PropertySchema) -> Rule | None:
    """Return the rule for which a value of a property is refused that cannot be read; None where it is kept raw.

    An advertisement whose pay is a span (`$800-1000`) is filed for its phone; a payment is of its amount. A person of a
    nationality that is no word for a country is filed for the rest; the number of an account is read with its country.
    """
    return None if prop.may_stay_unread else _UNREADABLE.get(prop.type)


def _read_with_both(prop: PropertySchema, source: SourceText, outcome: _Outcome, other: str) -> _Outcome:
    """Return what a text is that was read with one country, and may be read with the `other` one."""
    if prop.type == "phone":
        return _of_two_plans(outcome, _read_value(prop, source, other, _NO_HINTS))
    return outcome if outcome.is_read else _read_otherwise(prop, source, other) or outcome


def _of_two_plans(own: _Outcome, filed: _Outcome) -> _Outcome:
    """Return a phone number of two readings, in the country said for it and in the one of the file or submission.

    A number of the file's country that is none of the other is that one; where it is one of each, what was said for it
    stays. Neither is more than possible, as the text alone does not settle it.
    """
    if filed.value.status is not ValueStatus.VALID:
        return own
    if filed.value.value == own.value.value:
        return filed
    if own.value.status is ValueStatus.VALID:
        return own._replace(value=replace(own.value, status=ValueStatus.POSSIBLE, reason=_NUMBER_OF_EACH))
    return filed._replace(value=replace(filed.value, status=ValueStatus.POSSIBLE, reason=_NUMBER_OF_FILE))


def _read_otherwise(prop: PropertySchema, source: SourceText, country: str) -> _Outcome | None:
    """Return what a text is in another country than the one that wrote it; never more than possible."""
    outcome = _read_value(prop, source, country, prop.fixed_hints)
    if not outcome.is_read or outcome.value.status is not ValueStatus.VALID:
        return outcome if outcome.is_read else None
    reason = "not a form of the country that wrote it"
    return outcome._replace(value=replace(outcome.value, status=ValueStatus.POSSIBLE, reason=reason))


def _normalised(value_type: str, text: str, country: str | None, hints: Mapping[str, str]) -> NormalisedValue:
    value = normalise(value_type, text, country=country, hints=hints)
    if value_type == "timestamp" and value.value is None:
        # Many sources know the day alone; it is kept with the precision that they gave.
        day = day_of_timestamp(text, country=country)
        return value if day.value is None else day
    return value
