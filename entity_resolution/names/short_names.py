"""Short forms of given names: Bill for William, Mohd for Muhammad."""

from __future__ import annotations

from functools import lru_cache

from entity_resolution.names.tables import read_rows

# Words that join the parts of a name and tell nothing about whose it is.
PARTICLES = frozenset(
    {"bin", "binti", "binte", "bte", "bt", "ibn", "al", "el", "ap", "anak", "thi"}
    | {"de", "dela", "del", "la", "los", "da", "van", "von", "y", "e"}
)
# How many letters a form of a name in another language has at least.
_FORM_LETTERS = 4
# Short for Muhammad beside that name alone: elsewhere they are a name of Burma and a surname of China.
_MUHAMMAD_ALONE, _MUHAMMAD = frozenset({"mo", "moe"}), "muhammad"


@lru_cache(maxsize=1)
def _full_forms() -> dict[str, frozenset[str]]:
    return {row[0]: frozenset(row[1].split()) for row in read_rows("short_names.tsv")}


@lru_cache(maxsize=1)
def _first_forms() -> dict[str, str]:
    first = {row[0]: row[1].split()[0] for row in read_rows("short_names.tsv")}
    return {token: _last_form(token, first) for token in first}


def _last_form(token: str, first: dict[str, str]) -> str:
    """Follow a table of first forms to its end; a circle ends where it closes."""
    passed: set[str] = set()
    while token in first and token not in passed:
        passed.add(token)
        token = first[token]
    return token


def full_form(token: str) -> str:
    """Return the commonest full form of a short name, by way of others (Misha, Mikhail, Michael), or the token."""
    return _first_forms().get(token, token)


@lru_cache(maxsize=1)
def _table_names() -> frozenset[str]:
    return frozenset(_full_forms()).union(*_full_forms().values())


def has_short_forms(token: str) -> bool:
    """Tell whether a lower-case token is a given name of the table of short forms, short or full."""
    return token in _table_names()


def forms_of(token: str) -> frozenset[str]:
    """Return a lower-case token and the full forms that the table gives for it."""
    return _full_forms().get(token, frozenset()) | {token}


def are_two_full_forms(one: str, other: str) -> bool:
    """Tell whether two lower-case tokens are one name in two languages, none of them short: Antonio, Anthony.

    A family calls two of its children so, and none Tony and Anthony.
    """
    full = _given_in_full()
    return one != other and one in full and other in full and is_short_for(one, other)


def are_forms_of_two_languages(one: str, other: str) -> bool:
    """Tell whether two lower-case tokens are one name of which none is short for the other: Paul and Pablo, not Joe.

    A form of a name in another language begins as it does and is hardly shorter.
    """
    if one == other or not is_short_for(one, other):
        return False
    short, long = sorted((one, other), key=len)
    if are_two_full_forms(one, other):
        return True
    return len(short) >= max(_FORM_LETTERS, len(long) - 1) and short[0] == long[0] and not long.startswith(short)


@lru_cache(maxsize=1)
def _given_in_full() -> frozenset[str]:
    """Return what other forms of the table are short for."""
    return frozenset().union(*_full_forms().values())


def is_short_for(one: str, other: str) -> bool:
    """Tell whether one of two lower-case tokens is a usual short form of the other, or both are of one name."""
    if one in _MUHAMMAD_ALONE or other in _MUHAMMAD_ALONE:
        return _MUHAMMAD in (full_form(one), full_form(other))
    forms = _full_forms()
    if one not in forms and other not in forms:
        return False
    return full_form(one) == full_form(other) or not forms_of(one).isdisjoint(forms_of(other))
