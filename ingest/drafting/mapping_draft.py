"""Writes the draft of a mapping: what is certain as it stands, guesses behind `# ?`, and what is left to a human empty.

It says names of columns and no value. It does not load before a human has said whose data it is, who may be told, how
good it is and what names a person: a wrong one of these is a leak or a wrong merge.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from graph.values import find_platform
from ingest.drafting.advertisement_draft import AdvertisementDraft, are_advertisements
from ingest.drafting.column_guesses import ColumnGuess
from ingest.drafting.column_words import Meaning
from ingest.drafting.draft_lines import Part, Told, fits_template, joined, of_references, quoted, to_fill
from ingest.drafting.heading_owners import Owner
from ingest.drafting.transfer_draft import TransferDraft, when_read

_ABOVE = """\
# A draft, from the names of the columns and from what the first {rows} rows look like. What is certain stands as it is.
# `fill in`: nothing can say it but you, and the mapping does not load without it. `# ?`: a guess; look at the column,
# and take these three signs off or the line out. Then: benang mapping check, benang ingest --dry-run --show 5.
"""
_ROLES = (
    "suspect, presumed-victim, ... or a column with a `map`, or take the line out; "
    "a victim who is not marked is not sealed"
)
_GROUPS = "rows above the header are not looked at: under a heading `Guardian`, `Phone` is the guardian's"
_PERSON = {
    Meaning.FULL_NAME: "name",
    Meaning.SOME_NAME: "name",
    Meaning.NAME_PART: "name",
    Meaning.SOMEBODY: "name",
    Meaning.COMPANY_OR_PLACE: "name",
    Meaning.ALIAS: "alias",
    Meaning.BIRTH_DATE: "birthDate",
    Meaning.AGE: "age",
    Meaning.SEX: "sex",
    Meaning.NATIONALITY: "nationality",
    Meaning.PASSPORT: "passportNumber",
    Meaning.NATIONAL_ID: "nationalId",
    Meaning.EMAIL: "email",
    Meaning.ADDRESS: "address",
    Meaning.COUNTRY: "country",
    Meaning.NOTES: "notes",
}
# Without one of these nothing says that a row is of a person.
_TELL_A_PERSON = frozenset(_PERSON) - {Meaning.EMAIL, Meaning.ADDRESS, Meaning.COUNTRY, Meaning.NOTES}
_WHICH_NAME = "of a person, a company or a place?"
_WHOSE = "whose? several columns name somebody"
_WHY_NOT = {
    Meaning.SOME_NAME: _WHICH_NAME,
    Meaning.NAME_PART: "a part of a name?",
    Meaning.SOMEBODY: "a name?",
    Meaning.COMPANY_OR_PLACE: _WHICH_NAME,
    Meaning.AGE: "is read with `asserted_at` alone, the day on which it was told",
    Meaning.ADDRESS: "where the person lives, or was held?",
    Meaning.COUNTRY: "of residence?",
}


_OF_OTHERS = {
    Owner.ANOTHER_PERSON: "another person's",
    Owner.DOCUMENT: "a document's",
    Owner.PLACE: "a place's",
}


class _Selector(NamedTuple):
    """How a number is filed: the name of its record, kind, property, and the link that somebody may have to it."""

    record: str
    kind: str
    property: str
    link: str = "USES"


_SELECTORS = {
    Meaning.PHONE: _Selector("phone", "PhoneNumber", "number"),
    Meaning.ACCOUNT: _Selector("account", "BankAccount", "number"),
    Meaning.WALLET: _Selector("wallet", "Wallet", "address"),
    Meaning.HANDLE: _Selector("online_account", "OnlineAccount", "handle"),
    Meaning.URL: _Selector("page", "WebResource", "url", "RELATED_TO"),
    Meaning.PLATE: _Selector("vehicle", "Vehicle", "plate"),
    Meaning.DEVICE: _Selector("device", "Device", "serial"),
}

_CUSTOMER = "of an exchange, which tells its customers apart by it"
_ONE_WALLET = "without its memo or tag, customers of an exchange are one wallet"

# The codes of a cell, in the order in which they are written.
_OF_CELLS = (Meaning.CELL_COUNTRY, Meaning.CELL_NETWORK, Meaning.CELL_AREA, Meaning.CELL_NUMBER)
_OF_PLACES = (Meaning.LATITUDE, Meaning.LONGITUDE)
_CODES = (*_OF_CELLS, *_OF_PLACES)


def draft_text(
    guesses: Sequence[ColumnGuess], *, file: Mapping[str, str], rows: int, country: str | None, likely: str | None
) -> str:
    """Return the draft of a mapping as YAML.

    Args:
        guesses: of all columns, in the file's order.
        file: what is said of the file, as the mapping's `file` has it.
        rows: how many were looked at.
        country: what was said of the file.
        likely: the country that its local phone numbers tell, to be looked at.
    """
    guesses = _settled(guesses)
    told, cells = _by_meaning(guesses), _cells(_by_meaning(guesses))
    selectors = [(meaning, guess, _numbered(names)) for meaning, names, guess in _selectors(told)]
    names = {guess.name: name for _, guess, name in selectors}
    of_rows = (AdvertisementDraft if are_advertisements(told) else TransferDraft)(told, guesses, names)
    of_person = _one_each([(meaning, guess) for meaning in _PERSON for guess in told[meaning]])
    has_person = any(meaning in _TELL_A_PERSON and of_rows.may_name_person(guess) for meaning, guess in of_person)
    own = [
        (m, name) for m, guess, name in selectors if guess.owner not in _OF_OTHERS and guess.name not in of_rows.ends
    ]
    memo = _memo(told)
    if memo is not None:
        own += [(meaning, f"{name}_customer") for meaning, name in own if meaning is Meaning.WALLET]
    parts = [*_settings(file, country, likely), Part(0, "records:")]
    parts += _person(told, guesses) if has_person else ()
    for meaning, guess, name in selectors:
        parts += _selector(meaning, guess, name, told)
        parts += _customer(guess, name, memo) if meaning is Meaning.WALLET and memo is not None else ()
    parts += _sightings(cells, told, guesses) if cells else ()
    parts += of_rows.records()
    parts += _links(own if has_person else (), list(of_rows.links()), note=of_rows.note, observes=bool(cells))
    read = {guess.name for _, guess, _ in selectors} | {guess.name for _, guess in of_person if has_person}
    read |= of_rows.read() | ({memo.name} if memo is not None else set()) | (_read_of_cells(told) if cells else set())
    lines = [_ABOVE.format(rows=rows), *(f"{part.line()}\n" for part in parts)]
    return "".join([*lines, *_not_read([guess for guess in guesses if guess.name not in read])])


def _settled(guesses: Sequence[ColumnGuess]) -> Sequence[ColumnGuess]:
    """Return columns without what they cannot be in the table that they are in.

    Without cells a `cid` is a case's, and a `tac` is of a handset; what a bank posted it booked on that day.
    """
    cannot_be: dict[Meaning | None, Meaning | None] = {}
    if not _cells(_by_meaning(guesses)):
        cannot_be |= dict.fromkeys(_CODES)
    if not are_advertisements(_by_meaning(guesses)):
        cannot_be[Meaning.POSTED] = Meaning.DAY
    return [replace(guess, meaning=cannot_be.get(guess.meaning, guess.meaning)) for guess in guesses]


def _by_meaning(guesses: Sequence[ColumnGuess]) -> Told:
    return {meaning: [guess for guess in guesses if guess.meaning is meaning] for meaning in Meaning}


def _settings(file: Mapping[str, str], country: str | None, likely: str | None) -> Iterator[Part]:
    yield to_fill(0, "dataset", "a code for this table, as `raid-lists`; the same for each next file of it")
    yield to_fill(0, "originator", "code of the agency whose data it is")
    yield to_fill(0, "profile", "the handling profile, which says who may be told; a wrong one is a leak")
    yield to_fill(0, "evaluation", "4x4, as `B2`")
    if country is not None:
        yield Part(0, f"country: {quoted(country)}")
    elif likely is not None:
        yield Part(0, f"country: {quoted(likely)}", False, "of which most local phone numbers are; dates too?")
    else:
        yield Part(0, 'country: "XX"', False, "whose local numbers and dates these are")
    words = ", ".join(f"{word}: {text if text.isdecimal() else quoted(text)}" for word, text in file.items())
    yield Part(0, f"file: {{{words}}}", note=_GROUPS if file.get("header", "1") not in {"0", "1"} else "")


def _person(told: Told, guesses: Sequence[ColumnGuess]) -> Iterator[Part]:
    """Yield the lines of a person; of one of whom nothing is certain all are guesses.

    Nothing is where several columns name somebody, as of a suspect and a victim: whose a passport is no heading says.
    """
    columns = [(meaning, guess) for meaning in _PERSON for guess in told[meaning]]
    several = _name_several({meaning: len(found) for meaning, found in told.items()})
    is_certain = not several and any(guess.is_certain for _, guess in columns)
    named = Counter[str]()
    heads = [
        Part(1, "person:"),
        Part(2, "kind: Person"),
        to_fill(2, "reference", of_references(guesses)),
        to_fill(2, "subject_role", _of_roles(told[Meaning.ROLE])),
        *(Part(2, f"asserted_at: {when_read([guess])}", False) for guess in _days_of_telling(told)[:1]),
        Part(2, "properties:"),
    ]
    for part in heads:
        yield part._replace(is_certain=part.is_certain and is_certain)
    for meaning, guess in _one_each(columns):
        word = _PERSON[meaning]
        named[word] += 1
        note = _WHOSE if several else _WHY_NOT.get(meaning, "")
        yield _property(3, word, guess, is_certain=is_certain and guess.is_certain and named[word] == 1, note=note)


def _name_several(columns: Mapping[Meaning, int]) -> bool:
    """Return whether columns of a row may name more than one: a surname beside one name is part of it."""
    whole, parts = columns[Meaning.FULL_NAME], columns[Meaning.NAME_PART]
    others = whole + columns[Meaning.SOME_NAME] + columns[Meaning.SOMEBODY]
    return others > 1 or (others == 1 and parts > (0 if whole else 1))


def _one_each(columns: Iterable[tuple[Meaning, ColumnGuess]]) -> Sequence[tuple[Meaning, ColumnGuess]]:
    """Return for each property of a person its best column, as it stands once; none that is another's."""
    best: dict[str, tuple[Meaning, ColumnGuess]] = {}
    for meaning, guess in sorted(columns, key=lambda found: not found[1].is_certain):
        if guess.owner not in {Owner.ANOTHER_PERSON, Owner.DOCUMENT}:  # a place's may be where the person lives
            best.setdefault(_PERSON[meaning], (meaning, guess))
    return list(best.values())


def _days_of_telling(told: Told) -> Sequence[ColumnGuess]:
    """Return the days on which something may have been told, those of an arrest or a report first."""
    days = [guess for guess in told[Meaning.DAY] if guess.owner in {None, Owner.EVENT}]
    return sorted(days, key=lambda guess: guess.owner is None)


def _of_roles(columns: Sequence[ColumnGuess]) -> str:
    return "; ".join([_ROLES, *(f"{quoted(guess.name)}: {_of_outside(guess)}" for guess in columns if guess.outside)])


def _of_outside(guess: ColumnGuess) -> str:
    """Return what is to be said of the words that are not read: how many, since no value stands in a draft."""
    if not guess.outside:
        return ""
    cells = "1 cell has a word that is" if guess.outside == 1 else f"{guess.outside} cells have words that are"
    return f"{cells} not read: `map:` says what a word means, `empty:` of the file which mean nothing"


def _property(depth: int, word: str, guess: ColumnGuess, *, is_certain: bool, note: str = "") -> Part:
    if guess.counts_days:
        counted = f"{word}: {{column: {quoted(guess.name)}, serial: 1900}}"
        return Part(depth, counted, False, "days are counted, as spreadsheets do: from 1900 or 1904?")
    if guess.separators:
        return Part(depth, f"{word}: {_parted(guess)}", False, _of_separators(guess))
    notes = filter(None, (note, _of_outside(guess)))
    return Part(depth, f"{word}: {quoted(guess.name)}", is_certain, "; ".join(notes))


def _parted(guess: ColumnGuess) -> str:
    return f"{{column: {quoted(guess.name)}, split: {quoted(guess.separators[0])}}}"


def _of_separators(guess: ColumnGuess) -> str:
    others = " or ".join(map(quoted, guess.separators[1:]))
    return f"some cells hold several{f'; others have {others} between them' if others else ''}"


def _selectors(told: Told) -> Iterator[tuple[Meaning, tuple[str, int], ColumnGuess]]:
    for meaning, selector in _SELECTORS.items():
        for count, guess in enumerate(told[meaning], start=1):
            yield meaning, (selector.record, count), guess


def _numbered(name: tuple[str, int]) -> str:
    return name[0] if name[1] == 1 else f"{name[0]}_{name[1]}"


def _selector(meaning: Meaning, guess: ColumnGuess, name: str, told: Told) -> Iterator[Part]:
    found = _SELECTORS[meaning]
    whose = (
        f"{_OF_OTHERS[guess.owner]}, as the heading says: no link from the person" if guess.owner in _OF_OTHERS else ""
    )
    memo = _memo(told) if meaning is Meaning.WALLET else None
    if meaning is Meaning.WALLET and memo is None and told[Meaning.WALLET_MEMO]:
        whose = "; ".join(filter(None, (whose, _ONE_WALLET)))
    parts = [Part(1, f"{name}:", note=whose), Part(2, f"kind: {found.kind}"), _reference(meaning, guess, told)]
    if memo is not None:
        parts.append(Part(2, f'when: {{column: {quoted(memo.name)}, in: [""]}}', memo.is_certain))
    if guess.separators:
        parts.append(Part(2, f"each: {_parted(guess)}", False, _of_separators(guess)))
    parts += [Part(2, "properties:"), Part(3, f"{found.property}: {quoted(guess.name)}")]
    parts += _beside(meaning, guess, told)
    yield from (part._replace(is_certain=part.is_certain and guess.is_certain) for part in parts)


def _reference(meaning: Meaning, guess: ColumnGuess, told: Told) -> Part:
    if meaning is Meaning.ACCOUNT and told[Meaning.BANK]:
        number, banks = f"{{{guess.name}}}", _of_account(Meaning.BANK, guess, told)
        with_bank = quoted(f"{{{banks[0].name}}}-{number}") if banks else f"the column of its bank and {quoted(number)}"
        which = f"{with_bank} where each row names the bank, as two may have one number; else {quoted(number)}"
        return to_fill(2, "reference", which)
    if not fits_template(guess.name):
        return to_fill(2, "reference", "a column; the name of this one has braces, and cannot stand in a reference")
    return Part(2, f"reference: {quoted(f'{{{guess.name}}}')}")


def _beside(meaning: Meaning, guess: ColumnGuess, told: Told) -> Iterator[Part]:
    """Yield what a number is read with."""
    if meaning is Meaning.HANDLE:
        found = find_platform(guess.name)
        platform = found.code if found is not None and found.is_known else None
        told_so = f"platform: {{constant: {quoted(platform or 'name of the platform')}}}"
        yield Part(3, told_so, platform is not None, "" if platform else "where the accounts do not say it")
    if meaning is Meaning.ACCOUNT:
        yield from (Part(3, f"bank: {quoted(bank.name)}", False) for bank in _of_account(Meaning.BANK, guess, told))
        holders = _of_account(Meaning.ACCOUNT_HOLDER, guess, told)
        yield from (Part(3, f"holderName: {quoted(holder.name)}", False) for holder in holders)


def _of_account(meaning: Meaning, account: ColumnGuess, told: Told) -> Sequence[ColumnGuess]:
    """Return the one column of banks or holders that is an account's: of two accounts the one on the same side.

    The payer's bank with the payee's number would be an account of somebody else.
    """
    columns = told[meaning]
    if len(told[Meaning.ACCOUNT]) > 1:
        columns = [column for column in columns if column.side is not None and column.side is account.side]
    else:
        columns = [column for column in columns if column.side in {None, account.side}][:1]
    return columns if len(columns) == 1 else ()


def _memo(told: Told) -> ColumnGuess | None:
    """Return the memos beside the one column of wallets; None where there are none that a template can hold."""
    wallets, memos = told[Meaning.WALLET], told[Meaning.WALLET_MEMO]
    if len(wallets) != 1 or len(memos) != 1 or wallets[0].separators:
        return None
    return memos[0] if joined([wallets, memos], " ") is not None else None


def _customer(wallet: ColumnGuess, name: str, memo: ColumnGuess) -> Iterator[Part]:
    """Yield the record of a wallet with a memo: without it all customers of an exchange would be one wallet."""
    parts = [
        Part(1, f"{name}_customer:", note=_CUSTOMER if memo.is_certain else f"{_CUSTOMER}; not of a column of notes"),
        Part(2, "kind: Wallet"),
        Part(2, f"reference: {quoted(f'{{{wallet.name}}} {{{memo.name}}}')}"),
        Part(2, "properties:"),
        Part(3, f"address: {{template: {quoted(f'{{{wallet.name}}} memo {{{memo.name}}}')}}}"),
    ]
    yield from (part._replace(is_certain=wallet.is_certain and memo.is_certain) for part in parts)


def _cells(told: Told) -> Sequence[str]:
    """Return what the cells of mobile networks in a row are read from, as a mapping has it: columns, or their codes."""
    whole = [quoted(guess.name) for guess in told[Meaning.CELL] if guess.is_certain]
    codes = joined([told[meaning][:1] for meaning in _OF_CELLS], "-")
    return whole or ([codes] if codes is not None else [])


def _sightings(cells: Sequence[str], told: Told, guesses: Sequence[ColumnGuess]) -> Iterator[Part]:
    """Yield the lines of a table of cells: what was observed where, and as a guess the station that posed as a cell."""
    positions = [quoted(guess.name) for guess in told[Meaning.POSITION]]
    positions += filter(None, [joined([told[meaning][:1] for meaning in _OF_PLACES], ", ")])
    days = [when_read([day]) for day in _days_of_telling(told)[:1]]
    yield Part(1, "sighting:")
    yield Part(2, "kind: Sighting")
    yield to_fill(2, "reference", of_references(guesses))
    yield Part(2, "properties:")
    yield from (Part(3, f"observedAt: {day}") for day in days)
    yield from (Part(3, f"coordinates: {position}") for position in positions[:1])
    yield Part(3, f"cell: {cells[-1]}", not (days or positions), "of the cell that observed it?")
    station = [
        Part(1, "station:", note="where each row is of a false base station"),
        Part(2, "kind: FalseBaseStation"),
        to_fill(2, "reference", "what names the device for good, in each next file as well"),
        Part(2, "properties:"),
        Part(3, f"cell: {cells[0]}", note="that the device claims to be?"),
    ]
    yield from (part._replace(is_certain=False) for part in station)


def _read_of_cells(told: Told) -> frozenset[str]:
    """Return the names of the columns that a draft of cells and their sightings may read."""
    read = [guess for meaning in _CODES for guess in told[meaning][:1]] + [*told[Meaning.CELL]]
    return frozenset(guess.name for guess in [*read, *told[Meaning.POSITION][:1], *_days_of_telling(told)[:1]])


def _links(ends: Iterable[tuple[Meaning, str]], moved: Sequence[Part], *, note: str, observes: bool) -> Iterator[Part]:
    found = [f"- {{type: {_SELECTORS[meaning].link}, from: person, to: {name}}}" for meaning, name in ends]
    notes = ["only where the row says that it is this person's own: a link joins persons"] if found else []
    notes += [note] if moved else []
    found += ["- {type: OBSERVED_AT, from: station, to: sighting}"] if observes else []
    if found or moved:
        yield Part(0, "links:", False, "; ".join(notes))
        yield from (Part(1, text, False) for text in found)
        yield from moved


def _not_read(left: Sequence[ColumnGuess]) -> Iterator[str]:
    """Yield the columns of which the draft reads nothing, with what they may be."""
    if left:
        yield "# Nothing is read of these columns, but what a guess above says:\n"
    for guess in left:
        told = [f"{guess.meaning}?"] if guess.meaning is not None else []
        told += [_OF_OTHERS[guess.owner]] if guess.owner in _OF_OTHERS else []
        may_be = f" ({', '.join(told)})" if told else ""
        yield f"#   {quoted(guess.name)}{may_be}\n"
