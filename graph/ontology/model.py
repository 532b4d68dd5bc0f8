"""What a kind, a property and a link type are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from graph.errors import UnknownKindError, UnknownPropertyError


class PropertyClass(StrEnum):
    """The unit of release: a policy opens or closes whole classes, and each property belongs to one."""

    IDENTITY = "identity"
    CONTACT = "contact"
    FINANCIAL = "financial"
    LOCATION = "location"
    NARRATIVE = "narrative"
    SOURCE = "source"


class Resolution(StrEnum):
    """How records of a kind are found to be one."""

    KEY = "key"  # a selector: equal keys mean identity
    FUZZY = "fuzzy"  # scored pairs under the merge rules
    NEVER = "never"  # an event or a document of its own


MAY_STAY_UNREAD = frozenset({"amount", "country"})
"""Types of which a value that cannot be read keeps no row waiting, unless its property says `must_be_read`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertySchema:
    """One property of a kind.

    `type` is a value type of `graph.values`; `vocabulary` is the closed list of a `code`, empty otherwise, `synonyms`
    what lists write for its words, in lower case; `country` names the property of the same record and class that tells
    the country its values are read with; `country_beside` one of another class that tells a country as well: values are
    not read with it, since who reads them may not read that; `hints` maps a hint of the normaliser to the property of
    the same class that gives it, `fixed_hints` to the value itself; `key` marks the property that makes a selector's
    identity key. `selector` names the kind of selector that a value stands for, though it has no record. `may_be`: of a
    key, and of a property that carries such selectors, the other kind that some of the values are as well, and have the
    keys of: an account of WhatsApp is a phone number. `identifies`: whoever reads the value knows whose record it is,
    as by a full name, a document or a number; keys and carried selectors do. `identifies_weakly`: it does so beside
    another value alone, as a name shown, which is anybody's to choose. `of_users`: of a selector, or of
    what follows seals besides, it names those who are tied to it, or may in free words, or tells that one of them is a
    victim, as the state of a passport that was taken; it is closed with a sealed one.
    `past`: of a date, no day that is yet to come when it is told can be it, as that of a birth. `stays_unread`:
    of a date or a code, where it cannot be read it is kept raw in a victim's record, which is filed, and sealed, for
    the rest; words for none in place of a code are no value. `must_be_read`: of an amount or a country, it is what the
    record is of, or what its key is read with: where it cannot be read, the row waits.
    """

    name: str
    type: str
    property_class: PropertyClass
    description: str
    vocabulary: tuple[str, ...] = ()
    synonyms: Mapping[str, str] = field(default_factory=dict)
    country: str | None = None
    country_beside: str | None = None
    hints: Mapping[str, str]
    fixed_hints: Mapping[str, str] = field(default_factory=dict)
    key: bool = False
    selector: str | None = None
    may_be: str | None = None
    identifies: bool = False
    identifies_weakly: bool = False
    of_users: bool = False
    past: bool = False
    must_be_read: bool = False
    stays_unread: bool = False
    caption: bool = False
    search: bool = False
    ftm: tuple[str, ...] = ()

    @property
    def may_stay_unread(self) -> bool:
        """Whether a value that cannot be read is kept as it was written, and the rest of its row with it."""
        return self.type in MAY_STAY_UNREAD and not self.must_be_read

    def word(self, text: str) -> str | None:
        """Return the word of the vocabulary that a text means: `Scam compound` is `scam-compound`, `M` is `male`."""
        if text in self.vocabulary:
            return text
        folded = "-".join(text.casefold().replace("_", " ").replace("-", " ").split())
        return folded if folded in self.vocabulary else self.synonyms.get(folded)


@dataclass(frozen=True, slots=True, kw_only=True)
class KindSchema:
    """One kind of record."""

    name: str
    description: str
    resolution: Resolution
    has_subject: bool
    properties: Mapping[str, PropertySchema]
    ftm: tuple[str, ...]

    @property
    def is_selector(self) -> bool:
        """Return whether equal keys mean identity."""
        return self.resolution is Resolution.KEY

    @property
    def key(self) -> PropertySchema | None:
        """The property that tells which one a selector is; `None` of another kind."""
        return next((p for p in self.properties.values() if p.key), None)

    @property
    def carried(self) -> tuple[PropertySchema, ...]:
        """The properties whose values are selectors that stand on the record itself."""
        return tuple(p for p in self.properties.values() if p.selector is not None)

    @property
    def of_users(self) -> frozenset[str]:
        """The names of the properties that name those who are tied to a record, as users to a selector, or may."""
        return frozenset(p.name for p in self.properties.values() if p.of_users)

    @property
    def classes(self) -> frozenset[PropertyClass]:
        """The classes that the kind has properties of; every record has the class source."""
        return frozenset({PropertyClass.SOURCE, *(p.property_class for p in self.properties.values())})

    def property(self, name: str) -> PropertySchema:
        """Return a property by its name.

        Raises:
            UnknownPropertyError: the kind has no such property.
        """
        try:
            return self.properties[name]
        except KeyError:
            raise UnknownPropertyError(self.name, name, self.properties) from None

    def names(self, property_class: PropertyClass) -> tuple[str, ...]:
        """Return the names of the properties of one class, in the file's order."""
        return tuple(p.name for p in self.properties.values() if p.property_class is property_class)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkSchema:
    """One type of link. `sources` and `targets` are kinds; an empty tuple allows every kind.

    `identifies`: a target that is a selector speaks for who the source is. What follows a victim's seal besides:
    `seals` are the kinds of targets that tell of a sealed source by its absence, where nobody else is tied to them;
    `seals_each` those, at either end, that tell of each; `keeps_open` those that an unsealed source keeps open.
    """

    name: str
    description: str
    sources: tuple[str, ...]
    targets: tuple[str, ...]
    identifies: bool
    ftm: Mapping[str, str]
    seals: tuple[str, ...] = ()
    seals_each: tuple[str, ...] = ()
    keeps_open: tuple[str, ...] = ()

    def carries_seals(self, source: str, target: str) -> bool:
        """Return whether a seal on a record of one of these kinds may depend on the record at the other end."""
        inward = target in self.seals or target in self.keeps_open
        return self.identifies or inward or not {source, target}.isdisjoint(self.seals_each)

    def allows(self, source: str, target: str) -> bool:
        """Return whether the link type may join these two kinds."""
        return (not self.sources or source in self.sources) and (not self.targets or target in self.targets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """All kinds and link types."""

    kinds: Mapping[str, KindSchema]
    links: Mapping[str, LinkSchema]

    def kind(self, name: str) -> KindSchema:
        """Return a kind by its name.

        Raises:
            UnknownKindError: there is no such kind.
        """
        try:
            return self.kinds[name]
        except KeyError:
            raise UnknownKindError(name, self.kinds) from None

    def link(self, name: str) -> LinkSchema:
        """Return a link type by its name.

        Raises:
            UnknownKindError: there is no such link type.
        """
        try:
            return self.links[name]
        except KeyError:
            raise UnknownKindError(name, self.links) from None
