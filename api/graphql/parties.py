"""The parties to the exchange, and who asks."""

import strawberry

from api.errors import InputError
from graph import nearest_hint
from policies import Party as RegisteredParty
from policies import Registers, Sector

strawberry.enum(Sector, description="What sort of organisation a party is.")


@strawberry.type(description="A party to the exchange.")
class Party:
    """An agency, platform or publisher.

    Attributes:
        code: by which arguments and other answers name it, such as `th-police`.
        name: as the registers of this deployment have it; the code again of a party that has left them.
        jurisdiction: whose law applies to it, as a country's code, such as `TH`; null of a party that has left the
            registers.
        sector: what sort of organisation it is; null of a party that has left the registers.
        contact: where to reach it, as a mail address; null of a party that has left the registers.
    """

    code: str
    name: str
    jurisdiction: str | None
    sector: Sector | None
    contact: str | None

    @classmethod
    def of(cls, party: RegisteredParty) -> "Party":
        """Return the GraphQL party of a registered one."""
        return cls(
            code=party.code,
            name=party.name,
            jurisdiction=party.jurisdiction,
            sector=party.sector,
            contact=party.contact,
        )

    @classmethod
    def called(cls, code: str, registers: Registers) -> "Party":
        """Return the party of a code; what it did stays told, with its code for a name, once it left the registers."""
        party = registers.parties.get(code)
        if party is not None:
            return cls.of(party)
        return cls(code=code, name=code, jurisdiction=None, sector=None, contact=None)


def check_party(registers: Registers, argument: str, code: str | None) -> None:
    """Refuse the code of an agency to keep to that is none: a slip would read as silence.

    Raises:
        InputError: it is that of no registered party.
    """
    if code is not None and code not in registers.parties:
        raise InputError(argument, f"is not a registered party{nearest_hint(code, registers.parties)}")


@strawberry.type(description="Who asks, and under which terms this answer was made.")
class Viewer:
    """The viewer.

    Attributes:
        agency: for which you ask.
        subject: who you are, as your token names you.
        roles: those of your token, in alphabetical order: `analyst`, `duty-officer`, `policy-officer`, `supervisor`,
            `victim-support`.
        purpose: that of your token, for which all is asked: what you see, and may do, depends on it.
        case_ref: the case that your token names; null where it names none: then there are no cross-checks and requests.
        policy_version: the version of the policies that this answer was made under.
        scope_key: stays the same as long as the same terms decide what you see; cursors of another one are refused.
    """

    agency: Party
    subject: str
    roles: list[str]
    purpose: str
    case_ref: str | None
    policy_version: str
    scope_key: str
