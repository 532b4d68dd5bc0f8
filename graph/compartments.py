"""Compartments: the small integers that say under which terms a record was given.

A record's compartment is originator x handling profile x kind x subject role. A link's is the conjunction of its own
and those of its two ends, so that one check per hop is enough.
"""

from dataclasses import dataclass

from graph.records import SubjectRole

LINK_KIND = "Link"
JUDGEMENT_KIND = "Judgement"


@dataclass(frozen=True, slots=True, kw_only=True)
class CompartmentKey:
    """What a base compartment stands for. `kind` is a record kind, `Link` or `Judgement`.

    `claimed`: a protection body of another agency claims that the subject is a victim, whatever its originator says.
    """

    originator: str
    profile: str
    kind: str
    role: SubjectRole = SubjectRole.NONE
    claimed: bool = False

    @property
    def is_sealed(self) -> bool:
        """Return whether a victim's seal lies on the subject, by the originator's word or by another's claim."""
        return self.claimed or self.role.is_victim


@dataclass(frozen=True, slots=True, kw_only=True)
class Compartment:
    """A registered compartment: a base one has a `key`, a conjunction has `members`.

    Its own compartment, then its ends'.
    """

    id: int
    key: CompartmentKey | None = None
    members: tuple[int, ...] = ()
