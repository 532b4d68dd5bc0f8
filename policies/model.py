"""What a loaded bundle is: sources of policies, their periods, and one version for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from cedarpy import Schema, pst

from policies.registers import Period, Registers

ALWAYS = Period()


class SourceKind(StrEnum):
    """Where a policy comes from, which decides whose data it can touch."""

    FLOOR = "floor"
    AGREEMENT = "agreement"
    PACK = "pack"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The floor, one agreement or one pack.

    Attributes:
        kind: the sort of source.
        name: `floor`, the agreement's id, or the pack's jurisdiction or originator in small letters.
        originators: whose compartments the source may touch and when; `None` for the floor, which touches all.
    """

    kind: SourceKind
    name: str
    originators: Mapping[str, Period] | None

    @property
    def key(self) -> str:
        """The source's name within its bundle, with its kind."""
        return f"{self.kind}:{self.name}"

    def touches(self, originator: str, now: datetime) -> bool:
        """Return whether this source is part of an originator's effective set."""
        return self.originators is None or (originator in self.originators and now in self.originators[originator])


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One Cedar policy with the place where it stands.

    `force` is the period of the legal basis that a permit cites; a forbid needs none and does not lapse.
    """

    id: str
    source: Source
    file: str
    line: int
    text: str
    tree: pst.Template
    force: Period

    @property
    def is_permit(self) -> bool:
        """Return whether the policy permits."""
        return self.tree.effect == "permit"

    def applies(self, originator: str, now: datetime) -> bool:
        """Return whether the policy is part of an originator's effective set at an instant."""
        return now in self.force and self.source.touches(originator, now)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bundle:
    """A whole policy bundle that passed every check.

    Attributes:
        version: SHA-256 over the canonical content; comments and layout do not change it.
        registers: parties, profiles, agreements, instruments, purposes and roles.
        kinds: the record kinds that a compartment may have.
        policies: floor first, then agreements, then packs, each in the order of its file.
        schema: Cedar's schema, parsed.
        schema_text: the same as text, for editors and for the record.
        breakpoints: sorted instants at which a decision can change.
    """

    version: str
    registers: Registers
    kinds: frozenset[str]
    policies: tuple[Policy, ...]
    schema: Schema
    schema_text: str
    breakpoints: tuple[datetime, ...]

    def effective(self, originator: str, now: datetime) -> tuple[Policy, ...]:
        """Return an originator's effective set: the floor, what it adopted, its own pack; nobody else's text."""
        return tuple(p for p in self.policies if p.applies(originator, now))
