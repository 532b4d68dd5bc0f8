"""The parties to the exchange, and who asks."""

import strawberry

from api.errors import InputError
from graph import nearest_hint
from policies import Party as RegisteredParty
from policies import Registers


@strawberry.type(description="A party to the exchange.")
class Party:
    """An agency, platform or publisher."""

    code: str
    name: str
    jurisdiction: str
    sector: str
    contact: str

    @classmethod
    def of(cls, party: RegisteredParty) -> "Party":
        """Return the GraphQL party of a registered one."""
        return cls(
            code=party.code,
            name=party.name,
            jurisdiction=party.jurisdiction,
            sector=str(party.sector),
            contact=party.contact,
        )

    @classmethod
    def called(cls, code: str, registers: Registers) -> "Party":
        """Return the party of a code; what it did stays told, with its code for a name, once it left the registers."""
        party = registers.parties.get(code)
        if party is not None:
            return cls.of(party)
        return cls(code=code, name=code, jurisdiction="", sector="", contact="")


def check_party(registers: Registers, argument: str, code: str | None) -> None:
    """Refuse the code of an agency to keep to that is none: a slip would read as silence.

    Raises:
        InputError: it is that of no registered party.
    """
    if code is not None and code not in registers.parties:
        raise InputError(argument, f"is not a registered party{nearest_hint(code, registers.parties)}")


@strawberry.type(description="Who asks, and under which terms this answer was made.")
class Viewer:
    """The viewer."""

    agency: Party
    subject: str
    roles: list[str]
    purpose: str
    case_ref: str | None
    policy_version: str
    scope_key: str
