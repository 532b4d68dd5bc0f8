"""Compartments: the small integers that say under which terms a record was given.

A record's compartment is originator x handling profile x kind x subject role. A link's is the conjunction of its own
and those of its two ends as they stand once they are compared; while one is not, its own check closes the link with it.
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
    """What a base compartment stands for: records whose release the same policies decide in the same way.

    Attributes:
        originator: whose the records are.
        profile: the handling profile that they were filed under.
        kind: a record kind, `Link` or `Judgement`.
        role: what their subjects are by their originator's word.
        claimed: a protection body of another agency claims that the subject is a victim, whatever its originator says.
        uncompared: the record is new; whether such a claim reaches it is known once it is compared with all others.
        kept_by: a sealed person uses the record, and keepers do as well: for whom no keeper is open, it is closed as
            under her seal. Each keeper is the terms of the link and of the record that it comes from; it is open where
            all of them are.
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
        """Return whether a victim's seal lies on the subject, by the originator's word or by another's claim."""
        return self.claimed or self.role.is_victim

    @property
    def is_to_be_compared(self) -> bool:
        """Return whether a new record under these terms is nobody else's before it is compared: a seal may follow."""
        return self.kind == VICTIM_KIND and not self.is_sealed

    @property
    def filed(self) -> "CompartmentKey":
        """The terms that a record was filed under, whoever claims its subject and whether it is compared or not."""
        return replace(self, claimed=False, uncompared=False, kept_by=())

    @property
    def kept_open(self) -> "CompartmentKey":
        """The terms under which a keeper keeps it open."""
        return replace(self, kept_by=())

    @property
    def sealed_with_her(self) -> "CompartmentKey":
        """The terms under which it stands for whom no keeper is open."""
        return replace(self, claimed=not self.role.is_victim, uncompared=False, kept_by=())

    @property
    def keepers_in_a_row(self) -> int:
        """How many keepers follow one another: a company that keeps a number open is kept open itself."""
        return max((1 + member.keepers_in_a_row for keeper in self.kept_by for member in keeper), default=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compartment:
    """A registered compartment: a base one has a `key`, a conjunction has `members`.

    Its own compartment, then its ends'.
    """

    id: int
    key: CompartmentKey | None = None
    members: tuple[int, ...] = ()
