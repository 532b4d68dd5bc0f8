"""Records and links: what one originator says about its own things, and how their ids are made."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import NewType

from graph.values import NormalisedValue, fold_reference

RecordId = NewType("RecordId", str)
LinkId = NewType("LinkId", str)
OriginatorCode = NewType("OriginatorCode", str)

MAX_REFERENCE_LENGTH = 500
_BLOCK_BYTES = 64  # what SHA-256 takes in at a time


class SubjectRole(StrEnum):
    """The part that a record's subject plays, after article 6 of Directive (EU) 2016/680."""

    SUSPECT = "suspect"
    CONVICTED = "convicted"
    PRESUMED_VICTIM = "presumed-victim"
    IDENTIFIED_VICTIM = "identified-victim"
    WITNESS = "witness"
    ASSOCIATE = "associate"
    NONE = "none"

    @property
    def is_victim(self) -> bool:
        """Return whether the victim seal applies."""
        return self in {SubjectRole.PRESUMED_VICTIM, SubjectRole.IDENTIFIED_VICTIM}

    @property
    def is_accused(self) -> bool:
        """Return whether the subject is held to have committed an offence."""
        return self in {SubjectRole.SUSPECT, SubjectRole.CONVICTED}


VICTIM_ROLES = tuple(role for role in SubjectRole if role.is_victim)
"""The roles under which the victim seal applies."""
VICTIM_ROLE_NAMES = [str(role) for role in VICTIM_ROLES]
"""The same as a parameter of a statement."""


class SourceReliability(StrEnum):
    """Evaluation of the source in the 4x4 system."""

    A = "A"
    B = "B"
    C = "C"
    X = "X"


class InformationValidity(StrEnum):
    """Evaluation of the information in the 4x4 system."""

    ONE = "1"
    TWO = "2"
    THREE = "3"
    FOUR = "4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """How reliable the source and how accurate the information is."""

    source: SourceReliability
    information: InformationValidity

    def __str__(self) -> str:
        # Both are texts themselves; this is asked for every record.
        return self.source + self.information


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where a record or link comes from and how it is to be handled.

    Attributes:
        originator: code of the agency that asserts it and controls its use.
        dataset: the originator's dataset; within it, a reference means one thing.
        reference: the originator's own reference, as it wrote it.
        profile: the name of a registered handling profile.
        evaluation: how reliable the source is, and how accurate what it says.
        asserted_at: when the source asserted it, where it says so.
    """

    originator: OriginatorCode
    dataset: str
    reference: str
    profile: str
    evaluation: Evaluation
    asserted_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One originator's description of one thing.

    Attributes:
        id: stable, and reveals nothing.
        kind: a record kind of the ontology.
        provenance: where it comes from.
        subject_role: the role that the originator gives its subject. `None` where the source does not say: a record
            that exists keeps its role then, and a new one has none.
        properties: each property with its values, raw and normalised, in the source's order.
    """

    id: RecordId
    kind: str
    provenance: Provenance
    subject_role: SubjectRole | None = None
    properties: Mapping[str, tuple[NormalisedValue, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A relationship that one originator asserts between two of its own records.

    Attributes:
        id: stable, and reveals nothing.
        type: a link type of the ontology.
        source_id: the record that it leads from.
        target_id: the record that it leads to.
        provenance: where it comes from.
        since: when it began, a normalised date.
        until: when it ended, a normalised date.
        note: free text, of the class narrative.
        edge: the source's id of the edge that it was made from; one edge may become several links.
    """

    id: LinkId
    type: str
    source_id: RecordId
    target_id: RecordId
    provenance: Provenance
    since: str | None = None
    until: str | None = None
    note: str | None = None
    edge: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IdMinter:
    """Makes ids that are stable, cannot be guessed and reveal nothing.

    Attributes:
        deployment_key: a secret of at least 32 bytes that all processes of one deployment share.
        former: maps ids that an older version derived from unfolded references to the ids that hold now; see
            `FormerIds`.
    """

    deployment_key: bytes
    former: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def record_id(self, originator: str, dataset: str, reference: str) -> RecordId:
        """Return the id of an originator's record: the same reference gives the same id, for ever.

        All ways of writing a reference that Unicode holds equal give the same id; see `fold_reference`.
        """
        return RecordId(self._id_of("r-", "record", originator, dataset, reference))

    def link_id(self, originator: str, dataset: str, reference: str) -> LinkId:
        """Return the id of an originator's link; its reference is folded as a record's is."""
        return LinkId(self._id_of("l-", "link", originator, dataset, reference))

    def unfolded_record_id(self, originator: str, dataset: str, reference: str) -> RecordId:
        """Return the id that an older version gave a record, derived from its reference as it was written."""
        return RecordId("r-" + self._digest("record", originator, dataset, reference))

    def unfolded_link_id(self, originator: str, dataset: str, reference: str) -> LinkId:
        """Return the id that an older version gave a link, derived from its reference as it was written."""
        return LinkId("l-" + self._digest("link", originator, dataset, reference))

    def derived_id(self, prefix: str, *parts: str) -> str:
        """Return an id for something that the product itself makes, such as a notice."""
        return f"{prefix}-" + self._digest(prefix, *parts)

    @property
    def key_id(self) -> str:
        """A digest that tells deployment keys apart without revealing them."""
        return self._digest("key-id", "")

    def _id_of(self, prefix: str, what: str, originator: str, dataset: str, reference: str) -> str:
        begun = _begun(self.deployment_key, (what, originator, _folded(dataset)))
        minted = prefix + _ended(begun, fold_reference(reference))
        if not self.former:
            return minted
        # What is written as it was keeps its id, also where another form of it is another record by now.
        written = prefix + self._digest(what, originator, dataset, reference)
        return self.former.get(written) or self.former.get(minted) or minted

    def _digest(self, *parts: str) -> str:
        return _ended(_begun(self.deployment_key, parts[:-1]), parts[-1])


@lru_cache(maxsize=8)
def _keyed(key: bytes) -> tuple["hashlib._Hash", "hashlib._Hash"]:
    """Return both halves of an HMAC-SHA-256 that have taken in the key: so an id costs a fifth of what it costs anew.

    Source:
        RFC 2104.
    """
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK_BYTES else key).ljust(_BLOCK_BYTES, b"\0")
    return hashlib.sha256(bytes(b ^ 0x36 for b in block)), hashlib.sha256(bytes(b ^ 0x5C for b in block))


@lru_cache(maxsize=1_000)
def _begun(key: bytes, parts: tuple[str, ...]) -> tuple["hashlib._Hash", "hashlib._Hash"]:
    """Return the halves, the inner one with parts and their lengths taken in: all but the last are a dataset's.

    The length of every part is in the message, so that no two lists of parts share one.
    """
    inner, outer = _keyed(key)
    inner = inner.copy()
    for part in map(str.encode, parts):
        inner.update(len(part).to_bytes(4, "big") + part)
    return inner, outer


def _ended(begun: tuple["hashlib._Hash", "hashlib._Hash"], last: str) -> str:
    """Return the digits of an id, once the inner half has taken in the last part."""
    text = last.encode()
    inner, outer = begun[0].copy(), begun[1].copy()
    inner.update(len(text).to_bytes(4, "big") + text)
    outer.update(inner.digest())
    return outer.hexdigest()[:32]


@lru_cache(maxsize=1_000)
def _folded(dataset: str) -> str:
    return fold_reference(dataset)
