"""Grants: what an originator opens of its own records to one grantee, for a purpose and a time.

A grant opens a record under the terms that it stood under when it was granted: it is told by the pair of the grant's
number and the record's compartment. Where the originator restamps the record, or a seal does, the grant falls by
itself; it holds again when the record stands under the old terms again.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.ontology import PropertyClass

COMPARTMENT_BITS = 32
TOKEN_SHELVES = 8
"""On how many texts a scope's tokens are spread for the store: few to send, and each short to look through."""


class GrantState(StrEnum):
    """What has become of a grant. One whose time is over opens nothing, and is `expired` once it has been swept up."""

    PROPOSED = "proposed"  # waits for a second person of the originator
    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Condition(StrEnum):
    """What the recipient has to keep to.

    Source:
        The handling codes of Europol's information system.
    """

    H0 = "H0"  # none
    H1 = "H1"  # not in judicial proceedings without permission
    H2 = "H2"  # not to be passed on without permission
    H3 = "H3"  # others, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Grantee:
    """To whom a grant is given: an agency, or only its people of one role, or one person."""

    agency: str
    role: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A grant as it stands in the store.

    Attributes:
        id: what it is called; tells nothing.
        number: the small integer under which records carry it; never leaves the product.
        originator: whose records it opens.
        grantee: to whom.
        classes: the property classes that it opens, as far as the policies let any grant open them.
        purpose: what the grantee may ask for under it.
        case_ref: the case that the grantee must name; `None` for any.
        begins, ends: from when until when; the end is excluded.
        onward: whether the grantee may pass on what it learns.
        conditions: what it has to keep to; sorted.
        other_restrictions: the words of the condition H3.
        reason: why it was given; `None` only where it is withheld from whoever is shown the grant.
        question: the saved question whose records of that moment it names; `None` where they were named one by one.
        records: the records that it names.
        links: the links that it names; others stay as closed as they were.
        compartments: the terms that its records and links stood under.
        state: what has become of it.
        given_by, given_at: who gave it and when.
        approved_by: the second person, where the records' profiles ask for one.
        revoked_by, revoked_at: who took it back and when.
        passed_from: the grant that it rests on, where a grantee passed that on; it falls with it.
        passed_by: the agency that passed it on; `given_by` is then one of its people.
        act: a digest of what its giver asked for, where their client named that by a key.
        told: from the numbers of all grants, where a second person approved it: that of the approval, from which on its
            grantee is listed it. The list of grants received goes by it.
    """

    id: str
    number: int
    originator: str
    grantee: Grantee
    classes: frozenset[PropertyClass]
    purpose: str
    case_ref: str | None
    begins: datetime
    ends: datetime
    onward: bool
    conditions: tuple[Condition, ...]
    other_restrictions: str | None
    reason: str | None
    question: str | None
    records: tuple[str, ...]
    links: tuple[str, ...]
    compartments: frozenset[int]
    state: GrantState
    given_by: str
    given_at: datetime
    approved_by: str | None = None
    revoked_by: str | None = None
    revoked_at: datetime | None = None
    passed_from: str | None = None
    passed_by: str | None = None
    act: str | None = None
    told: int | None = None

    @property
    def giver(self) -> str:
        """The agency whose people gave it: the originator, or who passed it on."""
        return self.passed_by or self.originator

    @property
    def told_number(self) -> int:
        """Where it stands in the list of grants received: by when its grantee was first listed it."""
        return self.told if self.told is not None else self.number

    @property
    def mark(self) -> int:
        """What a record that the grant names carries; with the record's compartment added it is a token."""
        return self.number << COMPARTMENT_BITS

    def token(self, compartment: int) -> int:
        """Return what a scope holds for this grant on records of one compartment."""
        return self.mark + compartment


def grant_compartment(token: int) -> int:
    """Return the compartment that a token is of."""
    return token & (1 << COMPARTMENT_BITS) - 1


def grant_number(token: int) -> int:
    """Return the number of the grant that a token is of."""
    return token >> COMPARTMENT_BITS
