"""Keys of people's homes, by which two meet beside a birth date or a name: the number of the house, and what it is in.

Who stays in a shelter, a compound or a hotel lives with many, and a town or a street is no house: none has a key.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from entity_resolution.comparing.hubs import load_hubs
from entity_resolution.places.addresses import spelled_address
from entity_resolution.places.institutions import is_where_many_stay
from entity_resolution.places.numbers_by_word import Numbered, said_numbers
from graph.parts import StoredValue

_POSTCODE = 5  # digits, at least


class HomeKeys(NamedTuple):
    """The keys of a record's homes, each sorted.

    Attributes:
        numbers: of the house alone, as it stands in any spelling and script of the address: 57. It tells enough beside
            a birth date.
        houses: with the other numbers and the first letters of all words: 57grs of 57 Station Road, Goiânia.
    """

    numbers: tuple[str, ...]
    houses: tuple[str, ...]


NO_HOMES = HomeKeys((), ())
"""The keys of who gives no address, as most do."""


def home_keys(addresses: Iterable[StoredValue]) -> HomeKeys:
    """Return the keys of the addresses that are precise homes, with a number: a house by its name alone has none.

    Args:
        addresses: of one person, as they are stored.
    """
    read = (_keys_of(value.raw) for value in addresses)
    found = [keys for keys in read if keys is not None and keys[1] not in _houses_of_hubs()]
    numbers, houses = ({keys[at] for keys in found} for at in (0, 1))
    return HomeKeys(tuple(sorted(numbers)), tuple(sorted(houses)))


@lru_cache(maxsize=1)
def _houses_of_hubs() -> frozenset[str]:
    """Return the houses that are published as shared by many: to ask the register itself takes as long as all else."""
    listed = (_keys_of(text) for texts in load_hubs().addresses.values() for text in texts)
    return frozenset(keys[1] for keys in listed if keys is not None)


@lru_cache(maxsize=20_000)
def _keys_of(text: str) -> tuple[str, str] | None:
    """Return the number and the key of a house; `None` of an address without a number, or where many stay."""
    number = next((found.number for found in said_numbers(text) if found.said is Numbered.PLAIN), "").lstrip("0")
    if not number or is_where_many_stay(text):
        return None
    words = spelled_address(text).split()
    letters = "".join(sorted(word[0] for word in words if word[0].isalpha()))
    numbers = (word for word in words if word[0].isdigit() and not (word.isdigit() and len(word) >= _POSTCODE))
    return number, f"{'+'.join(sorted(word.lstrip('0') for word in numbers))}{letters}"
