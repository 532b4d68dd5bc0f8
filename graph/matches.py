"""Matches and judgements: pairwise evidence that two records may be one thing, and what agencies decided about it.

Evidence is stored per property class and never as one sum: whether a match counts is computed in each view, from the
classes that the viewer may read on both ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from graph.ontology import PropertyClass
from graph.records import RecordId

Pair = tuple[RecordId, RecordId]
"""Two records in the order in which pairs are stored: the lesser id first."""


def pair_of(one: RecordId, other: RecordId) -> Pair:
    """Return the pair of two records."""
    return (one, other) if one < other else (other, one)


class JudgementValue(StrEnum):
    """What an agency decided about a pair."""

    POSITIVE = "POSITIVE"
    NEGATIVE = "NEGATIVE"
    UNSURE = "UNSURE"
    NO_JUDGEMENT = "NO_JUDGEMENT"


class Via(NamedTuple):
    """The linked selector through which one end gives evidence: the link's and the selector's compartments."""

    link: int
    selector: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What one comparison says about a pair.

    Attributes:
        feature: the comparison, such as `name` or `linked-phone`.
        level: the comparison level reached.
        property_class: the class whose values were compared.
        bits: match weight, log2(m / u).
        agrees: whether the level counts as agreement; a name that only resembles does not.
        left, right: the linked selectors compared, `None` where the record's own values were.
    """

    feature: str
    level: str
    property_class: PropertyClass
    bits: float
    agrees: bool
    left: Via | None = None
    right: Via | None = None


class Terms(NamedTuple):
    """What a viewer must be able to read at one end for a blocking key to count there.

    Attributes:
        classes: the classes of the record's own properties that the key was made of, sorted.
        via: the linked selector that the key was also made of.
        via_class: the class of that selector's key.
    """

    classes: tuple[PropertyClass, ...]
    via: Via | None = None
    via_class: PropertyClass | None = None


class Way(NamedTuple):
    """One way in which two records met: a blocking key that both have, with what must be readable at each end.

    INVARIANT: a view counts a match only where all of at least one way is open to it. Otherwise the match would exist
    only because of keys that are hidden from the viewer, and would reveal them.
    """

    left: Terms
    right: Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A stored pair with its evidence and the ways by which it met; `left_id < right_id`."""

    left_id: RecordId
    right_id: RecordId
    evidence: tuple[Evidence, ...]
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One agency's decision about one pair.

    Attributes:
        left_id, right_id: the pair; `left_id < right_id`.
        agency: who decided.
        value: the decision.
        author: the person who made it, of the class source; `None` where that class is closed to the reader.
        reason: why, of the class narrative; `None` where that class is closed to the reader, and where the reader may
            not know one of the two records by name.
        at: when it was made.
        compartment: decides who may read it.
        replaced_at: when a later judgement of the same agency replaced it; `None` while it counts.
    """

    left_id: RecordId
    right_id: RecordId
    agency: str
    value: JudgementValue
    author: str | None
    reason: str | None
    at: datetime
    compartment: int
    replaced_at: datetime | None = None


def encode_evidence(evidence: Sequence[Evidence]) -> list[str]:
    """Return the evidence as texts for a relationship property: numbers, compartments and words, never values."""
    return [
        f"{e.feature}|{e.level}|{e.property_class}|{e.bits!r}|{int(e.agrees)}|{_encode_via(e.left)}|{_encode_via(e.right)}"
        for e in evidence
    ]


def decode_evidence(texts: Sequence[str]) -> tuple[Evidence, ...]:
    """Return what `encode_evidence` wrote."""
    return tuple(map(_decode_one, texts))


# All but what names weigh comes back in match after match.
@lru_cache(maxsize=10_000)
def _decode_one(text: str) -> Evidence:
    feature, level, name, bits, agrees, left, right = text.split("|")
    return Evidence(
        feature=feature,
        level=level,
        property_class=PropertyClass(name),
        bits=float(bits),
        agrees=agrees == "1",
        left=_decode_via(left),
        right=_decode_via(right),
    )


def encode_ways(ways: Sequence[Way]) -> list[str]:
    """Return the ways as texts for a relationship property: classes and compartments, never keys."""
    return [f"{_encode_terms(way.left)}|{_encode_terms(way.right)}" for way in ways]


def decode_ways(texts: Sequence[str] | None) -> tuple[Way, ...]:
    """Return what `encode_ways` wrote. A match without ways counts in no view."""
    return tuple(map(_decode_way, texts or ()))


@lru_cache(maxsize=10_000)
def _decode_way(text: str) -> Way:
    left, right = text.split("|")
    return Way(left=_decode_terms(left), right=_decode_terms(right))


def _encode_terms(terms: Terms) -> str:
    classes = "+".join(terms.classes)
    return classes if terms.via is None else f"{classes}@{_encode_via(terms.via)},{terms.via_class}"


def _decode_terms(text: str) -> Terms:
    classes, _, via = text.partition("@")
    own = tuple(PropertyClass(name) for name in classes.split("+") if name)
    if not via:
        return Terms(classes=own)
    compartments, _, name = via.rpartition(",")
    return Terms(classes=own, via=_decode_via(compartments), via_class=PropertyClass(name))


def _encode_via(via: Via | None) -> str:
    return "" if via is None else f"{via.link},{via.selector}"


def _decode_via(text: str) -> Via | None:
    if not text:
        return None
    link, selector = text.split(",")
    return Via(link=int(link), selector=int(selector))
