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


MAY_STAY_UNREAD = frozenset({"amount", "country", "timestamp"})
"""Types of which a value that cannot be read keeps no row waiting, unless its property says `must_be_read`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PropertySchema:
    """One property of a kind.

    Attributes:
        name: as files, the store and GraphQL call it.
        type: the value type, one of `graph.values.VALUE_TYPES`; it says how texts are read and compared.
        property_class: what a policy opens or closes the values with.
        description: what it holds, as the schema of the API tells it.
        vocabulary: the closed list of a `code`; empty of every other type.
        synonyms: what lists write for words of the vocabulary, in lower case, to those words.
        country: the property of the same record and class that tells the country that values are read with.
        country_beside: a property of another class that tells a country too. Values are not read with it: who reads
            them may not read that.
        hints: hint of the normaliser to the property of the same class that gives it.
        fixed_hints: hint of the normaliser to the value itself.
        key: whether equal values make two selectors one.
        selector: the kind of selector that a value stands for, though it has no record of its own.
        may_be: the other kind of which some of the values are as well, with the keys of that kind: an account of
            WhatsApp is a phone number. Of keys, and of what carries selectors of such a kind.
        identifies: who reads the value knows whose record it is, as by a full name, a document or a number. Keys and
            carried selectors do.
        identifies_weakly: it does so only beside another value, as a display name does, which anybody may choose.
        of_users: of a selector, and of what follows seals besides: the value names those who are tied to it, or may in
            free words, or tells that one of them is a victim, as the state of a passport that was taken. It is closed
            with a sealed user.
        past: of a date: it cannot lie ahead when it is told, as a birth cannot.
        must_be_read: of an amount, a country or a time: it is what the record is of, or what its key is read with. A
            row in which it cannot be read waits in quarantine.
        stays_unread: of a date or a code: in a victim's record one that cannot be read is kept as it was written, so
            that the rest is filed, and sealed. Words for none in place of a code are no value.
        caption: whether it may stand for the record in a line.
        search: whether the search finds the record by it.
        ftm: the properties of FollowTheMoney that fill it, the first one first.
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
    """One kind of record.

    Attributes:
        name: as files, the store and GraphQL call it.
        description: what it is, as the schema of the API tells it.
        resolution: how records of it are found to be one.
        has_subject: whether a record has a subject role: suspect, victim, witness.
        properties: by name, in the file's order.
        ftm: the schemata of FollowTheMoney whose entities become records of it.
    """

    name: str
    description: str
    resolution: Resolution
    has_subject: bool
    properties: Mapping[str, PropertySchema]
    ftm: tuple[str, ...]

    @property
    def is_selector(self) -> bool:
        """Whether equal keys mean identity."""
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
    """One type of link.

    Attributes:
        name: as files, the store and GraphQL call it.
        description: what it says of its ends, as the schema of the API tells it.
        sources: the kinds that it may lead from; empty where it may from every kind.
        targets: the kinds that it may lead to; empty where it may to every kind.
        identifies: a target that is a selector speaks for who the source is.
        ftm: the edges of FollowTheMoney that become such links: their `schema`, and which of its properties stand for
            `from` and `to`; empty where none do.
        seals: kinds of targets that are closed with a sealed source, since their absence would tell of it, unless
            somebody else is tied to them.
        seals_each: kinds, at either end, that are closed so by one sealed record, whoever else is tied to them: a
            payment is between two.
        keeps_open: kinds of targets that an unsealed source keeps open.
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
