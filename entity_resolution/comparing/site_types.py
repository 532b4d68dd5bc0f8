"""What a site is said to be: which types exclude each other, as a shelter is no casino, and which may be one house."""

from collections.abc import Set as AbstractSet

# A compound, a casino, a hotel, an office and a residence are often one house, or the one is taken for the other. A
# shelter may be in a house, a hotel or an office, and an office at a border; neither is what people flee from.
_EXCLUDED: dict[str, frozenset[str]] = {
    "shelter": frozenset({"scam-compound", "casino", "border-crossing"}),
    "border-crossing": frozenset({"scam-compound", "casino", "hotel", "residence", "shelter"}),
}

# What a house is for. A compound says what is done there, whatever the house is.
_HOUSES = frozenset({"casino", "hotel", "residence"})


def are_two_sites(lefts: AbstractSet[str], rights: AbstractSet[str]) -> bool:
    """Tell whether two groups of records say types of which one excludes another, and none in common.

    Args:
        lefts: the types of one, as the vocabulary has them.
        rights: those of the other.
    """
    if not lefts.isdisjoint(rights):
        return False
    return any(_exclude(one, other) for one in lefts for other in rights)


def are_two_houses(lefts: AbstractSet[str | None], rights: AbstractSet[str | None]) -> bool:
    """Tell whether two records say what a house is for and nothing in common: a residence, a hotel.

    One house may be both, and one may be taken for the other: with more than a town in common they are one.

    Args:
        lefts: the types of one, as the vocabulary has them.
        rights: those of the other.
    """
    return bool(lefts and rights) and lefts | rights <= _HOUSES and lefts.isdisjoint(rights)


def _exclude(one: str, other: str) -> bool:
    return other in _EXCLUDED.get(one, ()) or one in _EXCLUDED.get(other, ())
