"""Titles behind a name or amid it, as airlines, border posts and hotels print them: `JAIDEE/SOMCHAI MR`."""

import re

from entity_resolution.names.tongues.honorifics import first_words_of_titles

# What stands behind a name, and of these what stands behind a surname as well: Jaidee Mr Somchai. Doctors are titled in
# front, amid other titles.
_BEHIND = frozenset({"mr", "mrs", "ms", "miss", "mister", "mdm", "madam", "mstr", "dr"})
_AMID = _BEHIND - {"dr"}
MAY_STAND_BEHIND = rf" \(?(?:{'|'.join(sorted(_BEHIND))})[.)]*(?: |$)"
# A master's degree in capitals behind a name that is not: Juan Cruz MS.
_DEGREE = "MS"
# Two parts in capitals as a ticket or a passport's reader has them; of one letter, as in A/L and W/RO, none is a part.
_ON_A_TICKET = re.compile(r"^(?P<family>[A-Z][A-Z '-]*[A-Z])/(?P<given>[A-Z][A-Z '-]*[A-Z])\.?$")
_BEFORE_SLASH = re.compile(r"(?<![A-Z])[A-Z]/|/[A-Z](?![A-Z])")
# The title that a ticket joins to the given name, and what it says of children.
_JOINED = re.compile(r"(?<=[A-Z]{3})(?=(?:MR|MRS|MISS|MSTR)$)")
_CHILD = re.compile(r" (?:CHD|INF)$")
_LEAST_WORDS = 2


def as_spoken_of(text: str) -> str:
    """Return a person's name with the title that stands behind it or amid it in front, and a ticket's with its comma.

    Args:
        text: a cleaned name. `JAIDEE/SOMCHAIMR` is `JAIDEE, SOMCHAI MR`, `Jaidee Mr Somchai` is `Mr Jaidee Somchai`.
    """
    found = _ON_A_TICKET.match(text)
    if found is not None and _BEFORE_SLASH.search(text) is None:
        given = _JOINED.sub(" ", _CHILD.sub("", found["given"]))
        return f"{found['family'].strip()}, {given.strip()}"
    return text if "," in text else with_title_in_front(text)


def with_title_in_front(text: str, *, least: int = _LEAST_WORDS) -> str:
    """Return a name or a part of one with the title that stands behind it or amid it in front.

    Args:
        text: with single spaces.
        least: how many other words there are: `Wang Miss` is a surname with a title and no name.
    """
    words = text.split(" ")
    if len(words) <= least or _plain(words[0]) in first_words_of_titles():
        return text
    at = len(words) - 1 if _is_behind(words) else _amid(words)
    return " ".join((words[at], *words[:at], *words[at + 1 :]))


def without_degree(text: str) -> str:
    """Return a name without the degree in capitals behind it, which in small letters would be a woman's title."""
    words = text.split()
    return " ".join(words[:-1]) if words and words[-1] == _DEGREE and not _is_behind(words) else text


def _is_behind(words: list[str]) -> bool:
    return _plain(words[-1]) in _BEHIND and (words[-1] != _DEGREE or all(word.isupper() for word in words))


def _amid(words: list[str]) -> int:
    """Return where a title stands behind the first word, which is a surname there; 0 where none does."""
    return 1 if _plain(words[1]) in _AMID and len(_plain(words[0])) > 1 else 0


def _plain(word: str) -> str:
    return word.lower().strip(".()")
