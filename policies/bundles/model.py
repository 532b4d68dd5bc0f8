"""What a loaded bundle is: sources of policies, their periods, and one version for all of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from cedarpy import Schema, pst

from policies.bundles.files import BundleFiles
from policies.bundles.registers import Period, Registers

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

    Attributes:
        id: its `@id`.
        source: the floor, agreement or pack that it belongs to.
        file: the file within the bundle.
        line: where it begins in that file.
        text: its text.
        tree: its syntax tree.
        force: the period of the legal basis that a permit cites; a forbid needs none and does not lapse.
        basis: the instrument or agreement that a permit cites, empty for a forbid.
        members: where the basis is an agreement, when each originator is a party to it; `None` elsewhere.
    """

    id: str
    source: Source
    file: str
    line: int
    text: str
    tree: pst.Template
    force: Period
    basis: str = ""
    members: Mapping[str, Period] | None = None

    @property
    def is_permit(self) -> bool:
        """Return whether the policy permits."""
        return self.tree.effect == "permit"

    @property
    def reach(self) -> str:
        """A key of what decides whose data the policy touches: equal keys, equal originators at every instant."""
        return self.source.key if self.members is None else f"{self.source.key} by {self.basis}"

    def applies(self, originator: str, now: datetime) -> bool:
        """Return whether the policy is part of an originator's effective set at an instant."""
        is_party = self.members is None or (originator in self.members and now in self.members[originator])
        return is_party and now in self.force and self.source.touches(originator, now)

    def owners(self, now: datetime) -> frozenset[str] | None:
        """Return whose compartments the policy touches at an instant where its basis is in force; `None` for all."""
        named = self.members if self.source.originators is None else self.source.originators
        return None if named is None else frozenset(code for code in named if self.applies(code, now))


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
        title: what the bundle calls itself.
        is_development: whether it says that it is made for development, not for agencies that rely on it.
        files: what it was read from.
    """

    version: str
    registers: Registers
    kinds: frozenset[str]
    policies: tuple[Policy, ...]
    schema: Schema
    schema_text: str
    breakpoints: tuple[datetime, ...]
    title: str
    is_development: bool
    files: BundleFiles = field(repr=False, compare=False)

    def effective(self, originator: str, now: datetime) -> tuple[Policy, ...]:
        """Return an originator's effective set: the floor, what it adopted, its own pack; nobody else's text."""
        return tuple(p for p in self.policies if p.applies(originator, now))
