"""What one thing has one of: whether two groups of records can describe one person or organisation at all.

Only what stands on the records, as far as the viewer may read it, counts. Values that agree somewhere, or nearly, as
lists differ by a letter or a digit, are no objection.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from entity_resolution.comparisons import date_level, part_of
from graph import PropertyClass
from graph.parts import Part, StoredValue


class Objection(StrEnum):
    """Why two groups cannot be one."""

    BIRTH_DATES = "birth-dates"  # no two of their birth dates agree at any precision
    SEXES = "sexes"
    DOCUMENTS = "documents"  # passports, or identity cards, of one country with different numbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a group of records says of which there is one. `documents`: country and type to numbers."""

    birth_dates: frozenset[str] = frozenset()
    sexes: frozenset[str] = frozenset()
    documents: frozenset[tuple[str, str, str]] = frozenset()

    def __or__(self, other: "Facts") -> "Facts":
        return Facts(
            birth_dates=self.birth_dates | other.birth_dates,
            sexes=self.sexes | other.sexes,
            documents=self.documents | other.documents,
        )


def facts_of(parts: Mapping[PropertyClass, Part]) -> Facts:
    """Return the facts of one record."""
    identity = part_of(parts, PropertyClass.IDENTITY)
    numbers = (*identity.get("passportNumber", ()), *identity.get("nationalId", ()))
    return Facts(
        birth_dates=frozenset(v.value for v in identity.get("birthDate", ()) if v.value and len(v.value) == 10),
        sexes=frozenset(v.value for v in identity.get("sex", ()) if v.value in {"male", "female"}),
        documents=frozenset(_documents(numbers)),
    )


def objection(left: Facts, right: Facts) -> Objection | None:
    """Return why two groups cannot be one, the first reason in the order of `Objection`; `None` where they can."""
    dates = [(a, b) for a in left.birth_dates for b in right.birth_dates]
    if dates and all(date_level(a, b) == "conflict" for a, b in dates):
        return Objection.BIRTH_DATES
    if left.sexes and right.sexes and not left.sexes & right.sexes:
        return Objection.SEXES
    return Objection.DOCUMENTS if _documents_conflict(left.documents, right.documents) else None


def _documents(values: Iterable[StoredValue]) -> Iterator[tuple[str, str, str]]:
    """Yield country, type and number of each document whose key says of which country it is."""
    for value in values:
        scheme, _, rest = (value.key or "").partition(":")
        country, _, numbered = rest.partition(":")
        kind, _, number = numbered.partition(":")
        if scheme == "doc" and len(country) == 2 and kind in {"passport", "national-id"} and number:
            yield country, kind, number


def _documents_conflict(left: Iterable[tuple[str, str, str]], right: Iterable[tuple[str, str, str]]) -> bool:
    pairs = [(a, b) for a in left for b in right if a[:2] == b[:2]]
    return bool(pairs) and not any(_alike(a[2], b[2]) for a, b in pairs)


def _alike(left: str, right: str) -> bool:
    return left == right or OSA.distance(left, right, score_cutoff=1) <= 1
