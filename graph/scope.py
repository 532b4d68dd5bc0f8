"""Scopes: what one viewer context may see now. The only way into a read.

A `ReadScope` is built by `policies` from rules; a `SystemScope` sees all, is built in `api.bootstrap` alone and serves
the resolver and the notice matcher.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from graph.ontology import PropertyClass


@dataclass(frozen=True, kw_only=True)
class ReadScope:
    """The compartments that a viewer may read, per property class.

    Attributes:
        agency: code of the viewer's agency.
        classes: property class to the compartments whose properties of that class may be read.
        notices: base compartments whose records may be named in a link notice to this viewer's agency.
        hits: base compartments about which a hit, and nothing else, may be told.
        policy_version: content hash of the policy bundle.
        exact_until: time of the next policy breakpoint; `None` where there is none.
    """

    agency: str
    classes: Mapping[PropertyClass, frozenset[int]]
    notices: frozenset[int] = frozenset()
    hits: frozenset[int] = frozenset()
    policy_version: str
    exact_until: datetime | None = None

    @cached_property
    def visible(self) -> frozenset[int]:
        """The compartments of which at least one class may be read: their records exist for this viewer."""
        return frozenset().union(*self.classes.values()) if self.classes else frozenset()

    @cached_property
    def key(self) -> str:
        """A digest of all that the scope opens, hits and notices included; for the audit trail, never for an answer."""
        digest = hashlib.sha256(f"{self.agency}|{self.policy_version}".encode())
        for name in PropertyClass:
            digest.update(f"|{name}:{sorted(self.classes.get(name, frozenset()))}".encode())
        digest.update(f"|{sorted(self.notices)}|{sorted(self.hits)}".encode())
        return digest.hexdigest()[:24]

    @cached_property
    def view_key(self) -> str:
        """A digest of what the scope shows, and of nothing else: binds cursors, and stands behind what answers tell.

        Notices and hits are left out: an agency that files its first record of some kind would change them, unseen.
        """
        digest = hashlib.sha256(f"{self.agency}|{self.policy_version}".encode())
        for name in PropertyClass:
            digest.update(f"|{name}:{sorted(self.classes.get(name, frozenset()))}".encode())
        return digest.hexdigest()[:24]

    @cached_property
    def parameters(self) -> dict[str, list[int]]:
        """The scope as Cypher parameters: `v` for visibility and one sorted list per property class."""
        lists = {str(name): sorted(self.classes.get(name, frozenset())) for name in PropertyClass}
        return {"v": sorted(self.visible), **lists}

    def may_read(self, property_class: PropertyClass, compartment: int) -> bool:
        """Return whether properties of this class in this compartment may be read."""
        return compartment in self.classes.get(property_class, frozenset())

    def readable_classes(self, compartment: int) -> frozenset[PropertyClass]:
        """Return the classes that may be read in a compartment: what is not among them is redacted, value or not."""
        return frozenset(c for c in PropertyClass if self.may_read(c, compartment))

    def __and__(self, other: "ReadScope") -> "ReadScope":
        """Return the scope of what both open."""
        return ReadScope(
            agency=self.agency,
            classes={c: self.classes.get(c, frozenset()) & other.classes.get(c, frozenset()) for c in PropertyClass},
            notices=self.notices & other.notices,
            hits=self.hits & other.hits,
            policy_version=f"{self.policy_version}&{other.policy_version}",
            exact_until=min((t for t in (self.exact_until, other.exact_until) if t), default=None),
        )


class SystemScope(ReadScope):
    """A scope that opens every compartment given to it. Only `api.bootstrap` makes one."""

    @classmethod
    def over(cls, compartments: Iterable[int]) -> "SystemScope":
        """Return the scope over all registered compartments."""
        everything = frozenset(compartments)
        return cls(agency="system", classes=dict.fromkeys(PropertyClass, everything), policy_version="system")
