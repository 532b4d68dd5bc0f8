"""The draft of a table of transfers, of a bank statement and of calls: payments, and what links the two ends of a row.

Which end is which comes from the headings alone. A link is a guess as any, since the wrong way round it accuses the one
who was robbed.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from ingest.drafting.cell_shapes import Clock
from ingest.drafting.column_guesses import ColumnGuess
from ingest.drafting.column_words import Meaning
from ingest.drafting.draft_lines import Part, Told, fits_template, joined, of_references, quoted, template, to_fill
from ingest.drafting.heading_owners import Owner
from ingest.drafting.heading_sides import Side
from ingest.drafting.heading_units import currency_in

_OF_MONEY = (Meaning.WALLET, Meaning.ACCOUNT)
_OWN = "own_account"
_UNKNOWN_COIN = "a currency that is not known keeps its row waiting"
_ZEROS = "cells of zeros make payments of nothing, unless `empty:` of the file names them"


class Ends(NamedTuple):
    """The two columns of one meaning between which a row moves something."""

    meaning: Meaning
    source: ColumnGuess
    target: ColumnGuess


class _Money(NamedTuple):
    """A payment of a draft: the name of its record, the column of its amount, the names of the records at its ends."""

    record: str
    amount: ColumnGuess
    source: str | None
    target: str | None


def ends_of(told: Told) -> Ends | None:
    """Return the columns between which rows move money, or else calls; None where no heading says which is which.

    Of two columns for money one is enough: `Address` beside `Source address` is where it goes.
    """
    for meaning in (*_OF_MONEY, Meaning.PHONE):
        sides = {side: [guess for guess in told[meaning] if guess.side is side] for side in (None, *Side)}
        if len(told[meaning]) == len(Side) and meaning in _OF_MONEY and len(sides[None]) == 1:
            sides[Side.TARGET if sides[Side.SOURCE] else Side.SOURCE] = sides[None]
        if len(sides[Side.SOURCE]) == len(sides[Side.TARGET]) == 1:
            return Ends(meaning, sides[Side.SOURCE][0], sides[Side.TARGET][0])
    return None


def is_statement(told: Told) -> bool:
    """Return whether a table has what came to one account and what went out of it."""
    return ends_of(told) is None and len(told[Meaning.AMOUNT_IN]) == len(told[Meaning.AMOUNT_OUT]) == 1


class TransferDraft:
    """What is drafted of what rows move, beside the wallets, accounts and phones themselves.

    Args:
        told: the columns by what they probably have.
        guesses: all columns, in the file's order.
        names: the names of the drafted records of columns, by those of the columns.
    """

    note = "which way it goes is what the headings say: look at it in the rows"

    def __init__(self, told: Told, guesses: Sequence[ColumnGuess], names: Mapping[str, str]) -> None:
        self._told, self._guesses, self._names = told, guesses, names
        self._ends = ends_of(told)
        self._is_statement = is_statement(told)
        self._payments = list(self._find_payments())

    def may_name_person(self, guess: ColumnGuess) -> bool:
        """Return whether a row may be of a person: among transfers a guess is not enough, as it may be a holder."""
        return guess.is_certain or (self._ends is None and not self._is_statement)

    @property
    def ends(self) -> frozenset[str]:
        """The names of the columns that are an end: they are not the person's of a row."""
        return frozenset({self._ends.source.name, self._ends.target.name} if self._ends is not None else ())

    def records(self) -> Iterator[Part]:
        """Yield the lines of payments, and of the account that a statement is of."""
        if self._is_statement:
            yield Part(1, f"{_OWN}:", note="whose statement this is")
            yield Part(2, "kind: BankAccount")
            yield to_fill(2, "reference", "what names the account for good")
            yield Part(2, "properties:")
            yield to_fill(
                3, "number", '{constant: "..."} with its number, which stands above the table or nowhere in it'
            )
        for payment in self._payments:
            yield from self._payment(payment)

    def links(self) -> Iterator[Part]:
        """Yield the lines of links, without the word above them."""
        for payment in self._payments:
            if payment.source is not None:
                yield _link("TRANSFERRED_TO", payment.source, payment.record)
            if payment.target is not None:
                yield _link("TRANSFERRED_TO", payment.record, payment.target)
        if self._ends is not None and not self._payments:
            kind = "COMMUNICATED_WITH" if self._ends.meaning is Meaning.PHONE else "TRANSFERRED_TO"
            when = self._when()
            since = f", since: {when}" if when is not None else ""
            yield _link(kind, *(self._names[end.name] for end in self._ends[1:]), since=since)

    def read(self) -> frozenset[str]:
        """Return the names of the columns that the payments read."""
        if not self._payments:
            return frozenset()
        days = [guess.name for guess in self._of_when()]
        coins = [coin.name for payment in self._payments if (coin := self._coin(payment.amount)) is not None]
        named = [guess.name for guess in self._told[Meaning.TRANSACTION][:1]]
        return frozenset([*days, *coins, *named, *(payment.amount.name for payment in self._payments)])

    def _find_payments(self) -> Iterator[_Money]:
        booked = [*self._told[Meaning.AMOUNT_IN], *self._told[Meaning.AMOUNT_OUT]]
        if self._is_statement:
            other = self._other_account()
            yield _Money("payment_in", booked[0], other, _OWN)
            yield _Money("payment_out", booked[1], _OWN, other)
        elif self._ends is not None and self._ends.meaning in _OF_MONEY:
            source, target = (self._names[end.name] for end in self._ends[1:])
            amounts = self._told[Meaning.AMOUNT]
            if len(booked) == len(Side) and not any(amount.is_certain for amount in amounts):
                yield _Money("payment_in", booked[0], source, target)
                yield _Money("payment_out", booked[1], source, target)
            elif amounts:
                yield _Money("payment", _best(amounts), source, target)

    def _other_account(self) -> str | None:
        """Return the record of the account at the other end of a statement's payments, None where none is sure to be.

        A number that all rows have is rather the number of the statement's own account, which pays itself nothing.
        """
        others = [guess for guess in self._told[Meaning.ACCOUNT] if guess.owner is not Owner.ANOTHER_PERSON]
        return self._names[others[0].name] if len(others) == 1 and not others[0].is_constant else None

    def _payment(self, payment: _Money) -> Iterator[Part]:
        yield Part(1, f"{payment.record}:")
        yield Part(2, "kind: Payment")
        yield self._reference()
        if len(self._payments) > 1:
            zeros = _ZEROS if payment.amount.has_zeros else ""
            yield Part(2, f"when: {{column: {quoted(payment.amount.name)}, not_empty: true}}", note=zeros)
        yield Part(2, "properties:")
        yield from (Part(3, f"reference: {quoted(named.name)}") for named in self._told[Meaning.TRANSACTION][:1])
        amount, note = self._amount(payment.amount)
        yield Part(3, f"amount: {amount}", payment.amount.is_certain, note)
        when = self._when()
        if when is not None:
            yield Part(3, f"paidAt: {when}", not self._told[Meaning.POSTED])

    def _reference(self) -> Part:
        named = self._told[Meaning.TRANSACTION][:1]
        if len(self._payments) == 1 and named and named[0].is_unique and fits_template(named[0].name):
            return Part(2, f"reference: {quoted(f'{{{named[0].name}}}')}")
        return to_fill(2, "reference", of_references(self._guesses))

    def _amount(self, amount: ColumnGuess) -> tuple[str, str]:
        """Return what an amount is read from, with its currency where the row or the heading says it, and a note."""
        coin = self._coin(amount)
        if coin is not None:
            return joined([[amount], [coin]], " ") or quoted(amount.name), _UNKNOWN_COIN
        told = currency_in(amount.name)
        if told is not None and fits_template(amount.name):
            return template(f"{{{amount.name}}} {told}"), ""
        return quoted(amount.name), ""

    def _coin(self, amount: ColumnGuess) -> ColumnGuess | None:
        """Return the column of an amount's currency: the only one, or of several the one that stands behind it."""
        coins = self._told[Meaning.CURRENCY]
        if len(coins) == 1 and fits_template(amount.name):
            return coins[0]
        behind = self._guesses[self._guesses.index(amount) + 1 :][:1]
        return behind[0] if behind and behind[0] in coins else None

    def _of_when(self) -> Sequence[ColumnGuess]:
        """Return the columns that say when: one of a day with its time, or one of each."""
        of_clock = {clock: [day for day in self._told[Meaning.DAY] if day.clock is clock] for clock in Clock}
        if of_clock[Clock.WHOLE]:
            return of_clock[Clock.WHOLE][:1]
        days, times = of_clock[Clock.DAY][:1], of_clock[Clock.TIME][:1]
        return [*days, *times] if days and joined([days, times], " ") is not None else days

    def _when(self) -> str | None:
        return when_read(self._of_when())


def when_read(columns: Sequence[ColumnGuess]) -> str | None:
    """Return what a time is read from: one column, or a day and its time of day; with the zone that a heading has."""
    if not columns:
        return None
    zone = " UTC" if columns[-1].is_utc else ""
    if len(columns) == 1 and not (zone and fits_template(columns[0].name)):
        return quoted(columns[0].name)
    return template(" ".join(f"{{{column.name}}}" for column in columns) + zone)


def _best(columns: Sequence[ColumnGuess]) -> ColumnGuess:
    """Return the column of which most is certain, the first of several."""
    return max(columns, key=lambda guess: guess.is_certain)


def _link(kind: str, source: str, target: str, *, since: str = "") -> Part:
    return Part(1, f"- {{type: {kind}, from: {source}, to: {target}{since}}}", False)
