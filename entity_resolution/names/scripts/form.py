"""The prepared form of a name, which comparison and blocking work on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from entity_resolution.names.scripts.script import Script


class NameKind(StrEnum):
    """What a name names; it decides which words carry little information and how bits are set."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SITE = "site"


class Tongue(StrEnum):
    """The language whose spelling habits a name follows, as far as the name itself tells."""

    GENERAL = "general"
    THAI = "thai"
    LAO = "lao"
    KHMER = "khmer"
    BURMESE = "burmese"
    CHINESE = "chinese"
    VIETNAMESE = "vietnamese"
    MALAY = "malay"
    # How Latin spellings of Thai vary among themselves; only two of those are read so.
    THAI_BY_EAR = "thai by ear"


class KeysOnce:
    """A name's blocking keys, made when they are first asked for: they take half of what reading a name takes.

    A candidate that was found by its keys in the store, and whose name is another, needs none.
    """

    __slots__ = ("_found", "_make")

    def __init__(self, make: Callable[[], frozenset[str]]) -> None:
        self._make: Callable[[], frozenset[str]] | None = make
        self._found: frozenset[str] = frozenset()

    @property
    def are_made(self) -> bool:
        """Whether somebody has asked for them."""
        return self._make is None

    def __call__(self) -> frozenset[str]:
        """Return the keys."""
        make = self._make
        if make is not None:
            self._found = make()
            # Only now: another thread may ask meanwhile, and makes the same.
            self._make = None
        return self._found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NameForm:
    """A name made ready for comparison; what comparison works out is kept by the object, so it compares by identity.

    Attributes:
        raw: as the source wrote it.
        script: the writing system of what is left after honorifics and legal forms.
        native: NFC with marks kept; controls, honorifics and legal forms removed; digits in ASCII.
        latin: romanised candidates, lower case, tokens separated by one space, best first, at most six.
        tokens: the tokens of the best candidate.
        honorifics: titles taken off, lower case.
        legal_form: canonical legal form, such as `ltd`, or the empty string.
        form_countries: the countries that alone have the legal form, as Singapore `Pte Ltd`; empty where many have it.
        tongue: the language that the name's spelling points to.
        keying: makes the blocking keys.
        from_elsewhere: whether it is of somebody who is known to be of no country where Thai is spoken.
        far_from_burma: whether it is of somebody who is known to be of no country where Burmese names are heard.
        with_father: whether it is of somebody who is known to be of a country where the second name is the father's.
        countries: of which somebody is known to be, as ISO 3166 alpha-2 codes.
        noted: whether it stands beside another name of the same cell, as a note may.
        family: the surname of a table that stands before a comma, in lower-case ASCII without spaces; else empty.
    """

    raw: str
    script: Script
    native: str
    latin: tuple[str, ...]
    tokens: tuple[str, ...]
    honorifics: tuple[str, ...]
    legal_form: str
    form_countries: frozenset[str]
    tongue: Tongue
    keying: KeysOnce
    from_elsewhere: bool = False
    far_from_burma: bool = False
    with_father: bool = False
    countries: frozenset[str] = frozenset()
    noted: bool = False
    family: str = ""

    @property
    def keys(self) -> frozenset[str]:
        """The blocking keys, as `names.keys.blocking_keys` bounds them."""
        return self.keying()
