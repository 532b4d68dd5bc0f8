"""Who asks, on whose behalf and for what; and the directory that says whether to believe it."""

from collections.abc import Iterable
from dataclasses import dataclass

from policies.bundles.profiles import MOST_CLEARANCE
from policies.bundles.registers import Party, Registers
from policies.errors import UnknownAgencyError, UnknownPurposeError, UnknownRoleError, ViewerError

_FILLERS = frozenset("\u115f\u1160\u3164\uffa0")  # of Hangul: letters that show as nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class ViewerContext:
    """One person's request context.

    Attributes:
        agency: code of the person's agency.
        subject: the person, as the token names it; for the audit trail, not for policies.
        roles: the roles held at the agency.
        purpose: what the request is for.
        case_ref: the case it belongs to; policies see only whether one is named. A text that names none is `None`.
        clearance: the person's clearance level, 0 for none.

    Raises:
        ViewerError: the subject names nobody, a text cannot be written, or the clearance is none.
    """

    agency: str
    subject: str
    roles: frozenset[str]
    purpose: str
    case_ref: str | None = None
    clearance: int = 0

    def __post_init__(self) -> None:
        if not (names_something(self.subject) and _is_written(self.subject)):
            raise ViewerError("a viewer needs a subject")
        if not 0 <= self.clearance <= MOST_CLEARANCE:
            raise ViewerError(f"a viewer needs a clearance from 0 to {MOST_CLEARANCE}")
        if self.case_ref is not None and not _is_written(self.case_ref):
            raise ViewerError("a viewer needs a case of characters that can be written")
        if self.case_ref is not None and not names_something(self.case_ref):
            # What opens for a named case must not open for whoever typed a blank.
            object.__setattr__(self, "case_ref", None)


def names_something(text: str) -> bool:
    """Return whether a text has a letter or digit that shows: blanks, marks and signs alone name no case or person."""
    return any(c.isalnum() and c not in _FILLERS for c in text)


def _is_written(text: str) -> bool:
    """Return whether a text can be written into the trail: half of a pair of UTF-16, which JSON may hold, cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class Directory:
    """The registers in force, and who is suspended now. A suspension takes effect with the next decision."""

    def __init__(self, registers: Registers) -> None:
        self.registers = registers
        self._agencies: set[str] = set()
        self._kept: frozenset[tuple[str, str | None]] = frozenset()

    def keep(self, suspended: frozenset[tuple[str, str | None]]) -> None:
        """Take over who is suspended from the store: pairs of an agency and one of its people, or `None` for all."""
        self._kept = suspended

    def adopt(self, registers: Registers) -> None:
        """Take over other registers; suspensions stay."""
        self.registers = registers

    def with_registers(self, registers: Registers) -> "Directory":
        """Return another directory, with these registers and the present suspensions."""
        made = Directory(registers)
        made._agencies |= self._agencies & registers.parties.keys()
        made._kept = self._kept
        return made

    def check(self, viewer: ViewerContext) -> Party:
        """Return the viewer's party, if all that the context names is known.

        Raises:
            ViewerError: the agency, a role or the purpose is unknown.
        """
        party = self.party(viewer.agency)
        if not viewer.roles <= self.registers.roles.keys():
            raise UnknownRoleError(min(viewer.roles - self.registers.roles.keys()), self.registers.roles)
        if viewer.purpose not in self.registers.purposes:
            raise UnknownPurposeError(viewer.purpose, self.registers.purposes)
        return party

    def party(self, agency: str) -> Party:
        """Return a party by its code.

        Raises:
            UnknownAgencyError: no party has this code.
        """
        try:
            return self.registers.parties[agency]
        except KeyError:
            raise UnknownAgencyError(agency, self.registers.parties) from None

    def is_suspended(self, agency: str) -> bool:
        """Return whether an agency is suspended, by the register or since."""
        return agency in self._agencies or (agency, None) in self._kept or self.party(agency).suspended

    def is_closed_to(self, viewer: ViewerContext) -> bool:
        """Return whether a viewer gets nothing: the agency or the person is suspended."""
        person = (viewer.agency, viewer.subject)
        return person in self._kept or self.is_suspended(viewer.agency)

    def suspend(self, agency: str) -> None:
        """Suspend an agency: from the next decision on it gets nothing."""
        self._agencies.add(self.party(agency).code)

    def reinstate(self, agencies: Iterable[str]) -> None:
        """Lift suspensions that `suspend` made; one that the register holds stays."""
        self._agencies.difference_update(agencies)
