"""Amounts of FollowTheMoney, which has the currency of an amount in a property of its own beside it.

In the notes it would be read by who may read free text and no money, and an amount without it is one of nothing.

Source: the schema Value of FollowTheMoney 4.11.2: `amount`, `currency`, `amountUsd`, `amountEur`.
"""

from collections.abc import Mapping, Sequence

from graph import KindSchema
from graph.values import normalise
from ingest.source_text import SourceText

_AMOUNT, _CURRENCY = "amount", "currency"
_CONVERTED = {"amountUsd": "USD", "amountEur": "EUR"}
"""The same amount in another currency, by the schema's property."""


def names_of_amounts(kind: KindSchema, values: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return which of an entity's properties tell an amount that its kind has; none where it has none to tell."""
    names = frozenset(values).intersection((_AMOUNT, *_CONVERTED))
    if not names or not any(_AMOUNT in prop.ftm and prop.type == "amount" for prop in kind.properties.values()):
        return frozenset()
    return names | ({_CURRENCY} & values.keys())


def amount_texts(values: Mapping[str, Sequence[str]], *, country: str | None) -> tuple[SourceText, ...]:
    """Return the amounts that an entity tells, each with its currency: its own first, then those in dollars and euros.

    Args:
        values: the entity's properties as texts.
        country: of the file, with which its amounts are read.

    Returns:
        A currency that is not known, or one of several, stands in the source's text, and the amount is read without.
    """
    currencies = values.get(_CURRENCY, ())
    own = [_with_currencies(text, currencies, country) for text in values.get(_AMOUNT, ())]
    converted = [
        _with_currencies(text, [code], country) for name, code in _CONVERTED.items() for text in values.get(name, ())
    ]
    return tuple(dict.fromkeys((*own, *converted)))


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
