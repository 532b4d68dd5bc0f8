"""What a party runs: banks, platforms and ranges of phone numbers, as their identifiers say themselves.

Whose an account, a handle or a number is in this sense is told by the identifier alone, in the words of its key. So no
answer about it depends on what anybody filed. What an identifier does not tell is not stated here: a wallet's address
names no exchange, and an IBAN no bank of the table.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from graph import MarkedYaml, nearest_hint, nearest_or_all
from graph.values import bank_codes, is_bank_code, known_bank_code, platforms, range_problem

_BANK = re.compile(r"(?P<country>[A-Z]{2}):(?P<code>\S+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operations:
    """What one party runs.

    `banks` by country and code, as accounts are read (`KH:ABAAKHPP`); `platforms` by their codes; `numbers` are the
    digits that its phone numbers begin with, as `+6019`.
    """

    banks: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.banks or self.platforms or self.numbers)

    def runs(self, value_key: str) -> bool:
        """Return whether an identifier is one of what the party runs.

        Args:
            value_key: its key without the kind: `acct:KH:ABAAKHPP:000123456`, `handle:line:name`, `tel:+60191234567`.
        """
        family, _, rest = value_key.partition(":")
        if family == "acct":
            return ":".join(rest.split(":")[:2]) in self.banks
        if family == "handle":
            return rest.partition(":")[0] in self.platforms
        return family == "tel" and any(rest.startswith(digits) for digits in self.numbers)


NOTHING_RUN = Operations()


def read_operations(value: MarkedYaml) -> Operations:
    """Return what a party says that it runs; an unknown bank or platform, or no range of numbers, is an error."""
    fields = value.fields(required=(), optional=("banks", "platforms", "numbers"))
    found = Operations(
        banks=_words(fields, "banks", _bank),
        platforms=_words(fields, "platforms", _platform),
        numbers=_words(fields, "numbers", _range),
    )
    if not found:
        value.fail("says nothing that the party runs: leave it out, or name `banks`, `platforms` or `numbers`")
    return found


def refuse_two_operators(parties: Mapping[str, Operations], places: Mapping[str, MarkedYaml]) -> None:
    """Refuse two parties that run the same: an identifier would go to one that it is none of the business of.

    Args:
        parties: what each runs, by code.
        places: where each says so.
    """
    taken: dict[str, str] = {}
    for code, operations in parties.items():
        for word in _all_words(operations):
            other = next((o for w, o in taken.items() if o != code and _meet(w, word)), None)
            if other is not None:
                places[code].fail(f"`{word}` is run by `{other}` as well: an identifier has one party that runs it")
        taken |= dict.fromkeys(_all_words(operations), code)


def _all_words(operations: Operations) -> Iterator[str]:
    yield from sorted(operations.banks | operations.platforms | operations.numbers)


def _meet(one: str, other: str) -> bool:
    """Return whether two words of operations have an identifier in common: ranges also where one begins the other."""
    if one.startswith("+") and other.startswith("+"):
        return one.startswith(other) or other.startswith(one)
    return one == other


def _words(fields: Mapping[str, MarkedYaml], name: str, read: Callable[[MarkedYaml], str]) -> frozenset[str]:
    found: set[str] = set()
    for item in fields[name].items() if name in fields else ():
        word = read(item)
        if word in found:
            item.fail(f"`{word}` stands here twice")
        found.add(word)
    return frozenset(found)


def _bank(item: MarkedYaml) -> str:
    named = _BANK.fullmatch(text := item.text())
    if named is None:
        item.fail(f"`{text}` is no bank: name its country and its code, as `KH:ABAAKHPP`")
    country, code = named["country"], named["code"]
    if not is_bank_code(country, code):
        known = known_bank_code(code, country)
        codes = [f"{country}:{c}" for c in bank_codes(country)]
        hint = f", did you mean `{country}:{known}`?" if known is not None else nearest_or_all(text, codes)
        item.fail(f"unknown bank `{text}`{hint if codes else '; a BIC of that country is taken as well'}")
    return text


def _platform(item: MarkedYaml) -> str:
    text, known = item.text(), platforms()
    if text not in known:
        item.fail(f"unknown platform `{text}`{nearest_hint(text, known)}")
    return text


def _range(item: MarkedYaml) -> str:
    problem = range_problem(text := item.text())
    if problem is not None:
        item.fail(f"`{text}` {problem}")
    return text
