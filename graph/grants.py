"""Grants: what an originator opens of its own records to one grantee, for a purpose and a time.

A grant opens a record only under the compartment that the record had when it was granted: a scope holds the grant's
number and that compartment as one token. When the originator puts the record under other terms, or a seal does, the
grant no longer applies to it; it applies again once the record is back under the old terms.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.ontology import PropertyClass

COMPARTMENT_BITS = 32
TOKEN_SHELVES = 8
"""On how many texts a scope's tokens are spread for the store: few to send, and each short to look through."""


class GrantState(StrEnum):
    """The state of a grant. One whose time is over opens nothing, even before a sweep sets it to `expired`."""

    PROPOSED = "proposed"  # waits for a second person of the originator
    ACTIVE = "active"
    REVOKED = "revoked"
    EXPIRED = "expired"


class Condition(StrEnum):
    """A condition that the recipient has to keep.

    Source:
        The handling codes of Europol's information system.
    """

    H0 = "H0"  # none
    H1 = "H1"  # not in judicial proceedings without permission
    H2 = "H2"  # not to be passed on without permission
    H3 = "H3"  # others, in words


@dataclass(frozen=True, slots=True, kw_only=True)
class Grantee:
    """Who a grant is given to: an agency, or only its people of one role, or one person there."""

    agency: str
    role: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """A grant as it stands in the store.

    Attributes:
        id: its public name, which tells nothing about it.
        number: the small integer that marks its records; never leaves the product.
        originator: the agency whose records it opens.
        grantee: who may use it.
        classes: the property classes that it opens, as far as the policies let any grant open them.
        purpose: the purpose for which the grantee may ask.
        case_ref: the case that the grantee must name; `None` for any case.
        begins, ends: when it is valid; the end is excluded.
        onward: whether the grantee may pass on what it learns.
        conditions: what the grantee has to keep to; sorted.
        other_restrictions: the text of the condition H3.
        reason: why it was given; `None` only where that is withheld from the person who is shown the grant.
        question: the saved question that found its records; `None` where they were named one by one.
        records: the records that it opens.
        links: the links that it opens; it changes nothing about other links.
        compartments: the compartments that its records and links were in when it was given.
        state: whether it waits, is active, or has ended, and how.
        given_by, given_at: who gave it, and when.
        approved_by: the second person, where the records' profiles ask for one.
        revoked_by, revoked_at: who took it back, and when.
        passed_from: the grant that it rests on, where a grantee passed that one on. It falls with it.
        passed_by: the agency that passed it on; `given_by` is then one of its people.
        act: a digest of what the giver's client asked for, where the client gave the request a key.
        told: its place in the list of grants received, where a second person approved it. It is drawn from the same
            counter as `number`, at the approval, since the grantee is shown the grant from then on.
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
        """The agency whose people gave it: the one that passed it on, otherwise the originator."""
        return self.passed_by or self.originator

    @property
    def told_number(self) -> int:
        """Its place in the list of grants received, which is ordered by when the grantee was first shown each."""
        return self.told if self.told is not None else self.number

    @property
    def mark(self) -> int:
        """The number that the grant's records carry. The sum of mark and compartment is a token."""
        return self.number << COMPARTMENT_BITS

    def token(self, compartment: int) -> int:
        """Return the token by which a scope opens the grant's records in one compartment."""
        return self.mark + compartment


def grant_compartment(token: int) -> int:
    """Return the compartment in a token."""
    return token & (1 << COMPARTMENT_BITS) - 1


def grant_number(token: int) -> int:
    """Return the number of the grant in a token."""
    return token >> COMPARTMENT_BITS
