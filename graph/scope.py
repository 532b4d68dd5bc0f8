"""Scopes: what one viewer context may see now. The only way into a read.

A `ReadScope` is built by `policies` from rules; a `SystemScope` sees all, is built in `api.bootstrap` alone and serves
the resolver and the notice matcher.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from itertools import chain
from typing import Any

from graph.grants import TOKEN_SHELVES, Grant, grant_compartment, grant_number
from graph.ontology import PropertyClass

# Walking the enumeration itself costs ten times as much, and this is done for every record and every end of a link.
_CLASSES = tuple(PropertyClass)


@dataclass(frozen=True, kw_only=True)
class ReadScope:
    """The compartments that a viewer may read, per property class, and what live grants open in addition.

    The records of a grant carry its mark, and mark and compartment together make a token. Each statement therefore
    tests in the store itself whether a record is granted at this moment, and no list of records is sent.

    Attributes:
        agency: code of the viewer's agency.
        classes: for each property class, the compartments in which it may be read.
        granted: for each property class, the tokens of the live grants that open it.
        grants: the grants of these tokens, by number.
        notices: base compartments whose records a link notice to the viewer's agency may name.
        hits: base compartments of which the viewer may be told a hit and nothing else.
        checkable: base compartments in which a cross-check may say that a selector is held: `hits`, and those visible
            compartments in which a policy permits a hit as well.
        policy_version: content hash of the policy bundle.
        terms: what the rules were given about the viewer, and the time span between two policy breakpoints.
        exact_until: time of the next policy breakpoint; `None` where there is none.
        rules: the rules that the scope was built from, which only `policies` uses; `None` for a scope that no builder
            made.
    """

    agency: str
    classes: Mapping[PropertyClass, frozenset[int]]
    notices: frozenset[int] = frozenset()
    hits: frozenset[int] = frozenset()
    checkable: frozenset[int] = frozenset()
    policy_version: str
    terms: str = ""
    exact_until: datetime | None = None
    granted: Mapping[PropertyClass, frozenset[int]] = field(default_factory=dict)
    grants: Mapping[int, Grant] = field(default_factory=dict)
    rules: object | None = field(default=None, compare=False, repr=False)

    @cached_property
    def visible(self) -> frozenset[int]:
        """The compartments in which at least one class may be read: their records exist for this viewer."""
        return frozenset().union(*self.classes.values()) if self.classes else frozenset()

    @cached_property
    def key(self) -> str:
        """A digest of all that the scope opens, hits and notices included. For the audit trail, never for an answer."""
        digest = hashlib.sha256(f"{self.agency}|{self.policy_version}".encode())
        for name in PropertyClass:
            digest.update(f"|{name}:{sorted(self.classes.get(name, frozenset()))}".encode())
        digest.update(f"|{sorted(self.notices)}|{sorted(self.hits)}|{sorted(self.checkable)}".encode())
        return digest.hexdigest()[:24]

    @cached_property
    def view_key(self) -> str:
        """A digest of the terms under which this scope was built. It binds cursors; answers show what derives from it.

        INVARIANT: no compartment number goes into it. Hidden things register compartments before anything visible is in
        them: a link between hidden records, a person not compared yet, a judgement, a seal. The digest would change and
        reveal them.
        """
        opened = sorted({(self.grants[grant_number(t)].id, c) for c, held in self.granted.items() for t in held})
        words = (self.agency, self.policy_version, self.terms, *chain.from_iterable(opened))
        return hashlib.sha256("|".join(words).encode()).hexdigest()[:24]

    @cached_property
    def answering_key(self) -> tuple[object, ...]:
        """Equal for scopes through which every read finds the same. Never leaves the process."""
        opened = tuple(sorted((str(name), *sorted(tokens)) for name, tokens in self.granted.items()))
        return (self.key, self.view_key, opened)

    @cached_property
    def ends(self) -> datetime | None:
        """When this scope may first open less, at a policy breakpoint or the end of a grant; `None` if never."""
        ends = [grant.ends for grant in self.grants.values()]
        return min([*ends, *([] if self.exact_until is None else [self.exact_until])], default=None)

    @cached_property
    def tokens(self) -> frozenset[int]:
        """The tokens of all live grants that open at least one class."""
        return frozenset().union(*self.granted.values()) if self.granted else frozenset()

    @cached_property
    def parameters(self) -> dict[str, Any]:
        """The scope as Cypher parameters: `v` and one table per class, and in `g` and `shelves` what live grants open.

        A table is a byte array indexed by compartment number, up to the last open one: 1 where the compartment is open.
        `v` is the table of visible compartments.

        `shelves` has one entry for each distinct set of tokens, since grants open most classes alike. `g` gives, for
        `v` and for each class, the index of its entry, and lacks classes that no grant opens. An entry is a list of
        texts with pairs `compartment:grant number` between commas; a pair stands in the text whose index is the
        compartment number modulo the length of the list. So few values are sent, however much the scope opens, and each
        text is short to search.
        """
        nothing: frozenset[int] = frozenset()
        tables = {str(c): _table(self.classes.get(c, nothing)) for c in PropertyClass}
        grants = {"v": self.tokens} | {str(c): self.granted.get(c, nothing) for c in PropertyClass}
        distinct = list(dict.fromkeys(tokens for tokens in grants.values() if tokens))
        places = {name: distinct.index(tokens) for name, tokens in grants.items() if tokens}
        return {"v": _table(self.visible), **tables, "g": places, "shelves": [_shelved(tokens) for tokens in distinct]}

    def may_read(self, property_class: PropertyClass, compartment: int) -> bool:
        """Return whether properties of this class in this compartment may be read."""
        return compartment in self.classes.get(property_class, frozenset())

    def readable_classes(self, compartment: int, tokens: Collection[int] = ()) -> frozenset[PropertyClass]:
        """Return the classes that may be read of a record or link in this compartment with these tokens.

        All other classes are redacted, whether the record has values in them or not.
        """
        if not tokens:
            return frozenset(c for c in _CLASSES if compartment in self.classes.get(c, ()))
        return frozenset(
            c
            for c in _CLASSES
            if compartment in self.classes.get(c, ()) or not self.granted.get(c, frozenset()).isdisjoint(tokens)
        )

    def reads_whole(self, compartment: int) -> bool:
        """Return whether properties of every class in this compartment may be read."""
        return all(compartment in self.classes.get(c, ()) for c in _CLASSES)

    def shows(self, compartment: int, tokens: Collection[int] = ()) -> bool:
        """Return whether a record or link in this compartment with these tokens exists for this viewer."""
        return compartment in self.visible or not self.tokens.isdisjoint(tokens)

    def covers(self, other: "ReadScope") -> bool:
        """Return whether everything that another scope of the same viewer opens is open here."""
        return all(
            other.classes.get(c, frozenset()) <= self.classes.get(c, frozenset())
            and other.granted.get(c, frozenset()) <= self.granted.get(c, frozenset())
            for c in PropertyClass
        )

    def without_confidences(self) -> "ReadScope":
        """Return the scope without grants that forbid passing on what they open."""
        kept = {number: grant for number, grant in self.grants.items() if grant.onward}
        if len(kept) == len(self.grants):
            return self
        tokens = {c: frozenset(t for t in held if grant_number(t) in kept) for c, held in self.granted.items()}
        return replace(self, granted={c: held for c, held in tokens.items() if held}, grants=kept)

    def grant_ids(self, tokens: Iterable[int]) -> set[str]:
        """Return the ids of the live grants that these tokens belong to."""
        return {grant.id for grant in self.grants_on(tokens)}

    def grants_on(self, tokens: Iterable[int]) -> list[Grant]:
        """Return the live grants that these tokens belong to, in the order of their ids."""
        numbers = {grant_number(token) for token in tokens} & self.grants.keys()
        return sorted((self.grants[number] for number in numbers), key=lambda grant: grant.id)

    def __and__(self, other: "ReadScope") -> "ReadScope":
        """Return the scope of what both open."""
        return ReadScope(
            agency=self.agency,
            classes={c: self.classes.get(c, frozenset()) & other.classes.get(c, frozenset()) for c in PropertyClass},
            granted={c: self.granted.get(c, frozenset()) & other.granted.get(c, frozenset()) for c in PropertyClass},
            grants={number: grant for number, grant in self.grants.items() if number in other.grants},
            notices=self.notices & other.notices,
            hits=self.hits & other.hits,
            checkable=self.checkable & other.checkable,
            policy_version=f"{self.policy_version}&{other.policy_version}",
            terms=f"{self.terms}&{other.terms}",
            exact_until=min((t for t in (self.exact_until, other.exact_until) if t), default=None),
        )


class SystemScope(ReadScope):
    """A scope that opens every compartment given to it. Only `api.bootstrap` makes one."""

    @classmethod
    def over(cls, compartments: Iterable[int]) -> "SystemScope":
        """Return the scope over all registered compartments."""
        everything = frozenset(compartments)
        return cls(agency="system", classes=dict.fromkeys(PropertyClass, everything), policy_version="system")


def _table(compartments: Collection[int]) -> bytes:
    table = bytearray(max(compartments, default=0) + 1)
    for compartment in compartments:
        table[compartment] = 1
    return bytes(table)


def _shelved(tokens: Collection[int]) -> list[str]:
    shelves: list[list[str]] = [[] for _ in range(TOKEN_SHELVES)]
    for token in sorted(tokens):
        compartment = grant_compartment(token)
        shelves[compartment % TOKEN_SHELVES].append(f"{compartment}:{grant_number(token)}")
    return [f",{','.join(shelf)}," for shelf in shelves]
