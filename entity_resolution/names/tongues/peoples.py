"""How many people of one sex a people has, everywhere and in the country of which somebody is known to be."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import lru_cache

from entity_resolution.names.tables import read_rows

PEOPLE = "people"
"""The role of a row that counts a people: its name, this, millions of one sex, and those of countries: `TW=11.7`."""

_MILLION = 1_000_000
# How many of a people live at most in a country that its row does not name.
_ABROAD = 1 * _MILLION


@dataclass(frozen=True, slots=True)
class People:
    """How many of one sex a people has: everywhere, and by the ISO 3166 alpha-2 code of a country."""

    everywhere: float
    by_country: Mapping[str, float]

    def in_countries(self, countries: AbstractSet[str]) -> float:
        """Return how many live in that of some countries which has the most of them; of no country, everywhere."""
        abroad = min(self.everywhere, _ABROAD)
        return max((self.by_country.get(country, abroad) for country in countries), default=self.everywhere)


@lru_cache(maxsize=4)
def peoples_of(table: str) -> Mapping[str, People]:
    """Return the peoples that a table of names counts, by name.

    Args:
        table: the name of the file.
    """
    return {row[0]: _read(row[2], row[3]) for row in read_rows(table) if row[1] == PEOPLE}


def _read(millions: str, by_country: str) -> People:
    parts = (part.partition("=") for part in by_country.split())
    return People(float(millions) * _MILLION, {code: float(number) * _MILLION for code, _, number in parts})
