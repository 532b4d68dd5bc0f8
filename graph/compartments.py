"""Compartments: the small integers that say under which terms a record was given.

A record's compartment stands for originator x handling profile x kind x subject role. A link's is the conjunction of
its own compartment and those of the two records that it connects, taken as they will stand once they have been compared
with all others. Until both have been, the guard tests the records' own compartments as well, and so closes the link.
"""

from dataclasses import dataclass, replace

from graph.records import SubjectRole

LINK_KIND = "Link"
JUDGEMENT_KIND = "Judgement"
VICTIM_KIND = "Person"
"""The kind of record that a victim's seal can lie on."""
COMPARTMENT_STATES = ((False, False), (True, False), (False, True))
"""What `claimed` and `uncompared` are of a record at once: a seal takes the place of the wait, so never both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CompartmentKey:
    """What a base compartment stands for: records whose release is decided by the same policies in the same way.

    Attributes:
        originator: the agency that filed the records.
        profile: the handling profile that they were filed under.
        kind: a record kind, `Link` or `Judgement`.
        role: the role of their subjects, as the originator states it.
        claimed: whether a protection body of another agency claims that the subject is a victim, whatever the
            originator says.
        uncompared: whether the record is new and has not been compared with all others yet. Only the comparison shows
            whether a victim claim reaches it.
        kept_by: the keepers of a record that a sealed person uses and others use as well. A viewer to whom at least one
            keeper is open may see the record; to all others it is closed, as under the victim's seal. A keeper is the
            terms of the link and of the record that uses it, and is open where all of these are.
    """

    originator: str
    profile: str
    kind: str
    role: SubjectRole = SubjectRole.NONE
    claimed: bool = False
    uncompared: bool = False
    kept_by: "tuple[tuple[CompartmentKey, ...], ...]" = ()

    @property
    def is_sealed(self) -> bool:
        """Return whether a victim's seal lies on the subject, by the originator's word or by another agency's claim."""
        return self.claimed or self.role.is_victim

    @property
    def is_to_be_compared(self) -> bool:
        """Return whether a new record under these terms is closed to others until it is compared: a seal may follow."""
        return self.kind == VICTIM_KIND and not self.is_sealed

    @property
    def filed(self) -> "CompartmentKey":
        """The terms that the record was filed under, without any claim and as if it had been compared."""
        return replace(self, claimed=False, uncompared=False, kept_by=())

    @property
    def kept_open(self) -> "CompartmentKey":
        """The terms that hold for a viewer to whom a keeper is open."""
        return replace(self, kept_by=())

    @property
    def sealed_with_her(self) -> "CompartmentKey":
        """The terms that hold for a viewer to whom no keeper is open."""
        return replace(self, claimed=not self.role.is_victim, uncompared=False, kept_by=())

    @property
    def keepers_in_a_row(self) -> int:
        """How long the longest chain of keepers is: a company that keeps a number open may itself be kept open."""
        return max((1 + member.keepers_in_a_row for keeper in self.kept_by for member in keeper), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compartment:
    """A registered compartment. A base compartment has a `key`.

    A conjunction has `members` instead: the link's own compartment, then those of the two records that it connects.
    """

    id: int
    key: CompartmentKey | None = None
    members: tuple[int, ...] = ()
