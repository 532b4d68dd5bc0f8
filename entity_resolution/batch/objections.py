"""What of two rows no one person has: two sexes, two national numbers, two passports of one country.

The facts are the graph's (`entity_resolution/views/plausibility.py`), read once for each distinct row of them. Birth
dates have a comparison of their own, which keeps two apart by itself.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

import numpy as np

from entity_resolution.batch.dictionary import Codes, FieldPairs, Flags
from entity_resolution.comparing.national_ids import Relation, relate
from entity_resolution.tables.pair_records import stored_values
from entity_resolution.views.plausibility import Facts, Objection, facts_of, objection
from graph import PropertyClass, load_ontology

_PERSON = "Person"
_TOLD = ("sex", "passportNumber", "nationalId")
_READ = ("nationality", *_TOLD)  # a number is of the row's nationality where it says none


def objects(fields: Mapping[str, FieldPairs], asked: Flags, country: str | None) -> Flags:
    """Return which of the pairs asked about cannot be one person, by what a person has one of.

    Args:
        fields: the fields of the pairs.
        asked: which of them.
        country: of what country a number is where its row says no nationality, as the mapping has it.
    """
    found = np.zeros(len(asked), dtype=np.bool_)
    for place in _worth_asking(fields, asked):
        found[place] = objection_of(fields, place, country) is not None
    return found


def objections_in_words(fields: Mapping[str, FieldPairs], asked: Flags, country: str | None) -> list[str]:
    """Return what keeps each of the pairs asked about apart, empty where nothing does; as `objects` has it."""
    found = [""] * len(asked)
    for place in _worth_asking(fields, asked):
        objected = objection_of(fields, place, country)
        found[place] = objected.words if objected is not None else ""
    return found


def objection_of(fields: Mapping[str, FieldPairs], place: int, country: str | None) -> Objection | None:
    """Return what keeps one pair apart, `None` where nothing does."""
    sides = [
        tuple((name, fields[name].dictionary.values[code]) for name, code in _codes(fields, place, left=left))
        for left in (True, False)
    ]
    left, right = (_facts(side, country) for side in sides)
    if _are_a_slip_apart(left, right):
        # Nothing tells the next number in a register from a slip, which a list has far more of.
        left, right = replace(left, national_ids=frozenset()), replace(right, national_ids=frozenset())
    return objection(left, right)


def _are_a_slip_apart(left: Facts, right: Facts) -> bool:
    found = {relate(one, other) for one in left.national_ids for other in right.national_ids}
    return Relation.NEIGHBOURS in found


def _worth_asking(fields: Mapping[str, FieldPairs], asked: Flags) -> list[int]:
    """Return the places of pairs of which both sides have such a value, and not the same."""
    found = np.zeros(len(asked), dtype=np.bool_)
    for name in _TOLD:
        if name in fields:
            found |= fields[name].known & ~fields[name].equal
    places: list[int] = np.nonzero(found & asked)[0].tolist()
    return places


def _codes(fields: Mapping[str, FieldPairs], place: int, *, left: bool) -> list[tuple[str, int]]:
    codes: list[tuple[str, Codes]] = [(n, fields[n].left if left else fields[n].right) for n in _READ if n in fields]
    return [(name, int(of[place])) for name, of in codes if of[place] >= 0]


@lru_cache(maxsize=100_000)
def _facts(row: tuple[tuple[str, str], ...], country: str | None) -> Facts:
    values = dict(stored_values(load_ontology().kind(_PERSON), dict(row), file_country=country))
    return facts_of(_PERSON, {PropertyClass.IDENTITY: values})
