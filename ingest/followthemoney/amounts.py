"""Amounts of FollowTheMoney, which has the currency of an amount in a property of its own beside it.

In the notes it would be read by who may read free text and no money, and an amount without it is one of nothing.

Source: the schemata Value, BankAccount and CryptoWallet of FollowTheMoney 4.11.2: `amount`, `currency`, `amountUsd`,
`amountEur`, `balance`, `currencySymbol`.
"""

from collections.abc import Mapping, Sequence

from graph import KindSchema
from graph.values import normalise
from ingest.values.source_text import NO_TEXTS, PlacedTexts, SourceText

_AMOUNT, _BALANCE, _CURRENCY, _SYMBOL = "amount", "balance", "currency", "currencySymbol"
_CONVERTED = {"amountUsd": "USD", "amountEur": "EUR"}
"""The same amount in another currency, by the schema's property."""

_Values = Mapping[str, Sequence[str]]


def paid_texts(kind: KindSchema, values: _Values, *, country: str | None) -> PlacedTexts:
    """Return the amounts that an entity tells, each with its currency: its own first, then those in dollars and euros.

    Args:
        kind: of its record; one without a place for amounts tells none.
        values: the entity's properties as texts.
        country: of the file, with which its amounts are read.

    Returns:
        A currency that is not known, or one of several, stands in the source's text, and the amount is read without.
    """
    names = frozenset(values).intersection((_AMOUNT, *_CONVERTED))
    place = next((p.name for p in kind.properties.values() if _AMOUNT in p.ftm and p.type == "amount"), None)
    if not names or place is None:
        return NO_TEXTS
    currencies = values.get(_CURRENCY, ())
    own = [_with_currencies(text, currencies, country) for text in values.get(_AMOUNT, ())]
    converted = [
        _with_currencies(text, [code], country) for name, code in _CONVERTED.items() for text in values.get(name, ())
    ]
    return PlacedTexts({place: tuple(dict.fromkeys((*own, *converted)))}, names | ({_CURRENCY} & values.keys()))


def balance_texts(kind: KindSchema, values: _Values, *, country: str | None) -> PlacedTexts:
    """Return the balance of an account or wallet with its currency, as `paid_texts` does amounts."""
    place = kind.properties.get(_BALANCE)
    if place is None or not values.get(_BALANCE):
        return NO_TEXTS
    currencies = values.get(_CURRENCY) or values.get(_SYMBOL) or ()
    texts = tuple(dict.fromkeys(_with_currencies(text, currencies, country) for text in values[_BALANCE]))
    # What else the currency is of: a wallet has it by itself, and an amount without a place stays in the notes with it.
    own = {_CURRENCY} & values.keys() if _CURRENCY not in kind.properties and _AMOUNT not in values else frozenset()
    return PlacedTexts({place.name: texts}, frozenset({_BALANCE, *own}))


def _with_currencies(amount: str, currencies: Sequence[str], country: str | None) -> SourceText:
    if not currencies:
        return SourceText(amount, amount)
    raw = f"{amount} {', '.join(currencies)}"
    if len({_code(word) for word in currencies}) > 1:
        return SourceText(raw, amount)
    text = f"{amount} {currencies[0]}"
    is_read = normalise("amount", text, country=country).value is not None
    return SourceText(raw, text if is_read else amount)


def _code(word: str) -> str:
    """Return the code of a currency's word, and the word itself where it is not known: `baht` is `THB`."""
    read = normalise("amount", f"1 {word}").value
    return (read or "").partition(" ")[2] or word.strip().casefold()
