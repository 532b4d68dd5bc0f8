"""Records, links and entities. Record types are made from the ontology: one type per kind, one field per property."""

from collections.abc import Callable
from datetime import datetime

import strawberry

from api.errors import InputError
from api.graphql.context import BenangInfo
from api.graphql.limits import LARGEST_LIST
from api.graphql.pages import LARGEST_PAGE, PageInfo, Pager
from api.graphql.parties import Party
from api.graphql.vocabulary import Kind, LinkType
from api.protection import NON_PUNISHMENT
from entity_resolution.comparing.decision import Outcome
from entity_resolution.views.clustering import PairDecision
from entity_resolution.views.entities import Entity as FoundEntity
from graph import KindSchema, Ontology, PropertyClass, PropertySchema, SubjectRole, load_ontology
from graph.grants import Condition, Grant
from graph.matches import JudgementValue
from graph.parts import StoredValue
from graph.store import VisibleLink, VisibleRecord
from graph.values import ValueStatus
from policies import Caveat, HandlingProfile, Tlp


@strawberry.type(description="A value as its source wrote it, and normalised.")
class Value:
    """A value of a property.

    Attributes:
        raw: as its source wrote it.
        value: in its normal form, by which values are compared, such as `+66812345678`; null where it could not be
            read.
        status: how far it passes the rules of its type.
        type: what sort of value it was read as, such as `mobile`, `iban` or `btc-taproot`.
    """

    raw: str
    value: str | None
    status: ValueStatus
    type: str

    @classmethod
    def of(cls, stored: StoredValue) -> "Value":
        """Return the GraphQL value of a stored one."""
        return cls(raw=stored.raw, value=stored.value, status=stored.status, type=stored.type)


@strawberry.type(description="A property of a record: `values` is null where your scope redacts its class.")
class Property:
    """A property with its class.

    Attributes:
        name: as the ontology has it, and the field of the record's type.
        property_class: the class that it belongs to, which policies open or close as a whole.
        values: null where your scope closes the class, and then only.
    """

    name: str
    property_class: PropertyClass
    values: list[Value] | None


@strawberry.type(description="What you may do with a record that you may read.")
class Handling:
    """The handling profile under which a record was given.

    Attributes:
        profile: the name of the handling profile, such as `law-enforcement`.
        tlp: its colour in the Traffic Light Protocol 2.0.
        caveats: what else restricts it, in alphabetical order.
        purposes: those that it may be asked for under, in alphabetical order.
    """

    profile: str
    tlp: Tlp
    caveats: list[Caveat]
    purposes: list[str]

    @classmethod
    def of(cls, profile: HandlingProfile) -> "Handling":
        """Return what a profile asks of a reader."""
        return cls(
            profile=profile.name,
            tlp=profile.tlp,
            caveats=sorted(profile.caveats),
            purposes=sorted(profile.purposes),
        )


@strawberry.type(description="The terms of a grant under which you see more of a record.")
class GrantTerms:
    """What goes with a disclosure by a grant.

    Attributes:
        id: of the grant, as `grants` lists it.
        until: when it ends; the instant itself is excluded.
        onward: whether you may pass on what you learn by it.
        conditions: what you have to keep to.
        other_restrictions: the words of the condition H3; null without it.
    """

    id: strawberry.ID
    until: datetime
    onward: bool
    conditions: list[Condition]
    other_restrictions: str | None

    @classmethod
    def of(cls, grant: Grant) -> "GrantTerms":
        """Return the terms of a live grant."""
        return cls(
            id=strawberry.ID(grant.id),
            until=grant.ends,
            onward=grant.onward,
            conditions=list(grant.conditions),
            other_restrictions=grant.other_restrictions,
        )


@strawberry.type(description="Where a record comes from; null where the class SOURCE is redacted.")
class Provenance:
    """The provenance of a record.

    Attributes:
        reference: the originator's own name for the record, as it wrote it.
        dataset: the part of the originator's holdings in which the reference stands.
        evaluation: of the source by a letter, A (reliable) to C or X (unknown), and of the information by a digit, 1
            (certain) to 4 (unknown), as in the 4x4 system: `B2`.
        asserted_at: the time of the source itself, as an instant (ISO 8601); null where it gave none.
    """

    reference: str
    dataset: str
    evaluation: str
    asserted_at: str | None


@strawberry.type(description="A relationship that one originator asserts between two of its own records.")
class Link:
    """A visible link.

    Attributes:
        id: of the link: stable, and telling nothing.
        type: what is asserted, read from source to target.
        source_id: id of the record that it leads from.
        target_id: id of the record that it leads to.
        redacted: whether `since`, `until` and `note` are closed to you, whether or not there are any.
        since: the day on which it began, as precise as its source: `2026`, `2026-03`, `2026-03-14`; null where it is
            closed or nobody said.
        until: the day on which it ended, likewise.
        note: free text; null where it is closed or nobody wrote any.
    """

    id: strawberry.ID
    type: LinkType
    source_id: strawberry.ID
    target_id: strawberry.ID
    redacted: bool
    since: str | None
    until: str | None
    note: str | None
    visible: strawberry.Private[VisibleLink]

    @strawberry.field
    def originator(self, info: BenangInfo) -> Party:
        """The agency that asserts the link and controls its use."""
        return Party.of(info.context.app.bundle.registers.parties[self.visible.originator])

    @strawberry.field
    def handling(self, info: BenangInfo) -> Handling:
        """The terms that the link was given under."""
        return Handling.of(info.context.app.bundle.registers.profiles[self.visible.profile])

    @strawberry.field
    def evaluation(self) -> str | None:
        """The 4x4 evaluation, as on a record; null where your scope closes the class SOURCE of the link."""
        return self.visible.evaluation

    @classmethod
    def of(cls, link: VisibleLink) -> "Link":
        """Return the GraphQL link of a visible one."""
        return cls(
            id=strawberry.ID(link.id),
            type=LinkType(link.type),
            source_id=strawberry.ID(link.source_id),
            target_id=strawberry.ID(link.target_id),
            redacted=not link.narrative_readable,
            since=link.since,
            until=link.until,
            note=link.note,
            visible=link,
        )


@strawberry.interface(description="One originator's description of one thing, as your scope shows it.")
class Record:
    """A visible record."""

    visible: strawberry.Private[VisibleRecord]

    @strawberry.field
    def id(self) -> strawberry.ID:
        """The record's id: stable, and telling nothing."""
        return strawberry.ID(self.visible.id)

    @strawberry.field
    def kind(self) -> Kind:
        """What kind of thing is described."""
        return Kind(self.visible.kind)

    @strawberry.field
    def originator(self, info: BenangInfo) -> Party:
        """The agency that supplied the record and controls its use."""
        return Party.of(info.context.app.bundle.registers.parties[self.visible.originator])

    @strawberry.field
    def handling(self, info: BenangInfo) -> Handling:
        """The terms that the record was given under."""
        return Handling.of(info.context.app.bundle.registers.profiles[self.visible.profile])

    @strawberry.field
    def grants(self, info: BenangInfo) -> list[GrantTerms]:
        """The live grants to you under which you see this record or more of it, with what you have to keep to."""
        return [GrantTerms.of(grant) for grant in info.context.scope.grants_on(self.visible.grants)]

    @strawberry.field
    def subject_role(self) -> SubjectRole:
        """The part that the subject plays."""
        return self.visible.subject_role

    @strawberry.field
    def non_punishment_notice(self) -> str | None:
        """Travels with every disclosure about a presumed or identified victim."""
        return NON_PUNISHMENT if self.visible.is_victim else None

    @strawberry.field
    def claimed_victim(self) -> bool:
        """Whether a protection body claims that the subject is a victim, which this record's agency does not say."""
        return self.visible.is_claimed_victim

    @strawberry.field
    def received_at(self) -> datetime:
        """When the product first received the record."""
        return self.visible.received_at

    @strawberry.field
    def redacted(self, info: BenangInfo) -> list[PropertyClass]:
        """The classes of this kind that your scope closes on this record, whether or not it has values in them."""
        classes = info.context.app.ontology.kind(self.visible.kind).classes
        return [c for c in PropertyClass if c in classes and c not in self.visible.readable]

    @strawberry.field
    def caption(self, info: BenangInfo) -> str | None:
        """A short name; null where the class that it comes from is redacted or empty."""
        return info.context.app.entities.caption([self.visible])

    @strawberry.field
    def provenance(self) -> Provenance | None:
        """Where the record comes from."""
        found = self.visible.provenance
        if found is None:
            return None
        return Provenance(
            reference=found.reference,
            dataset=found.dataset,
            evaluation=found.evaluation,
            asserted_at=found.asserted_at,
        )

    @strawberry.field
    def properties(self, info: BenangInfo) -> list[Property]:
        """All properties of the kind that have values, and all redacted ones, in the ontology's order."""
        found = []
        for schema in info.context.app.ontology.kind(self.visible.kind).properties.values():
            values = property_values(self.visible, schema)
            if values is None or values:
                found.append(Property(name=schema.name, property_class=schema.property_class, values=values))
        return found

    @strawberry.field
    async def links(self, info: BenangInfo, first: int = LARGEST_LIST) -> list[Link]:
        """The visible links of this record, in the order of their ids; `network` goes through those of a hub.

        Args:
            first: how many at most, from 1 to 500.
        """
        if not 1 <= first <= LARGEST_LIST:
            raise InputError("first", f"must be from 1 to {LARGEST_LIST}")
        return [Link.of(link) for link in await info.context.find_links(self.visible.id, first=first)]

    @strawberry.field
    async def entity(self, info: BenangInfo) -> "Entity | None":
        """The entity that the record belongs to in your view."""
        known = info.context.entities.get(self.visible.id)
        found = known or await info.context.find_entity(self.visible.id)
        return None if found is None else Entity.of(found)


def property_values(record: VisibleRecord, schema: PropertySchema) -> list[Value] | None:
    """Return the values of a property; `None` where its class is redacted, and only then."""
    if schema.property_class not in record.readable:
        return None
    return [Value.of(v) for v in record.parts.get(schema.property_class, {}).get(schema.name, ())]


def _property_resolver(schema: PropertySchema) -> Callable[[Record], list[Value] | None]:
    def resolve(root: Record) -> list[Value] | None:
        return property_values(root.visible, schema)

    return resolve


def _record_type(kind: KindSchema) -> type[Record]:
    fields = {
        prop.name: strawberry.field(
            resolver=_property_resolver(prop),
            name=prop.name,
            description=f"{prop.description}. Class {prop.property_class}.",
        )
        for prop in kind.properties.values()
    }
    made = type(kind.name, (Record,), {"__annotations__": {}, "__doc__": kind.description, **fields})
    typed: type[Record] = strawberry.type(made, name=kind.name, description=kind.description)
    return typed


def record_types(ontology: Ontology) -> dict[str, type[Record]]:
    """Return the object type of each kind."""
    return {name: _record_type(kind) for name, kind in ontology.kinds.items()}


RECORD_TYPES = record_types(load_ontology())


def present(record: VisibleRecord) -> Record:
    """Return the GraphQL object of a visible record."""
    return RECORD_TYPES[record.kind](visible=record)


@strawberry.type(description="What joins two records, or keeps them apart, in your view.")
class Pair:
    """A decision about two records.

    Attributes:
        outcome: what the machine finds by itself, from what you may read.
        weight_bits: the sum of the evidence, in bits (log2 of a likelihood ratio): positive speaks for one thing; 0
            where nothing was compared.
    """

    left_id: strawberry.ID
    right_id: strawberry.ID
    outcome: Outcome
    weight_bits: float
    judgement: JudgementValue = strawberry.field(
        description="What was judged of the two, as far as you see it: by the agencies that wrote them and by yours, "
        "else by others, whose word settles only what the machine leaves to review."
    )
    joins: bool = strawberry.field(
        description="Whether the two are one by this pair: false where a judgement or facts keep them apart."
    )

    @classmethod
    def of(cls, pair: PairDecision) -> "Pair":
        """Return the GraphQL pair of a decision in the view."""
        decision = pair.decision
        return cls(
            left_id=strawberry.ID(pair.left_id),
            right_id=strawberry.ID(pair.right_id),
            outcome=decision.outcome if decision else Outcome.NONE,
            weight_bits=decision.bits if decision else 0.0,
            judgement=pair.judgement,
            joins=pair.joins,
        )


@strawberry.type(description="A record of an entity.")
class RecordEdge:
    """An edge of the records of an entity."""

    cursor: str
    node: Record


@strawberry.type(
    description="The visible records of an entity, in the order in which they were received. A cursor holds though the "
    "record there has left the entity."
)
class RecordConnection:
    """A page of the records of an entity.

    Attributes:
        total_count: how many there are on all pages.
    """

    edges: list[RecordEdge]
    page_info: PageInfo
    total_count: int


@strawberry.type(
    description="What you see of one thing: the records that are one in your view. Computed, never stored."
)
class Entity:
    """An entity in the viewer's view."""

    resolved: strawberry.Private[FoundEntity]

    @classmethod
    def of(cls, entity: FoundEntity) -> "Entity":
        """Return the GraphQL entity of a computed one."""
        return cls(resolved=entity)

    @strawberry.field
    def id(self) -> strawberry.ID:
        """The id of the first visible record; every member's id leads here. A cache keeps both apart by their types."""
        return strawberry.ID(self.resolved.id)

    @strawberry.field
    def kind(self) -> Kind:
        """The kind of its records."""
        return Kind(self.resolved.kind)

    @strawberry.field
    def caption(self) -> str | None:
        """A short name, from the first record that shows one."""
        return self.resolved.caption

    @strawberry.field
    def non_punishment_notice(self) -> str | None:
        """Travels with every disclosure about a person who is a victim in one of the visible records."""
        return NON_PUNISHMENT if any(r.is_victim for r in self.resolved.records) else None

    @strawberry.field
    def status_conflict(self) -> bool:
        """Whether visible records say both that this is a victim and that this is a suspect or a convict."""
        records = self.resolved.records
        return any(r.is_victim for r in records) and any(r.subject_role.is_accused for r in records)

    @strawberry.field
    def records(self) -> list[Record]:
        """The visible records, in the order in which they were received; `recordsConnection` has them in pages."""
        return [present(record) for record in self.resolved.records]

    @strawberry.field
    def records_connection(
        self, info: BenangInfo, first: int = LARGEST_PAGE, after: str | None = None
    ) -> RecordConnection:
        """The same records in pages: of a number that many records share they may be too many for one answer."""
        # A record may leave, and the entity have another id then: the place is one in any entity's order.
        pager = Pager(info.context.app.minter, info.context.scope, "records")
        page = pager.page(self.resolved.records, lambda record: record.order, first=first, after=after)
        edges = [RecordEdge(cursor=c, node=present(r)) for r, c in zip(page.items, page.cursors, strict=True)]
        return RecordConnection(edges=edges, page_info=page.info, total_count=len(self.resolved.records))

    @strawberry.field
    def originators(self, info: BenangInfo) -> list[Party]:
        """The agencies whose records these are, in the order of their codes."""
        parties = info.context.app.bundle.registers.parties
        return [Party.of(parties[code]) for code in sorted({r.originator for r in self.resolved.records})]

    @strawberry.field
    def matches(self, info: BenangInfo) -> list[Pair]:
        """The decisions about pairs of these records, and about matches and judged pairs across the entity's border."""
        pairs = self.resolved.cluster.pairs
        info.context.shown.update(end for pair in pairs for end in (pair.left_id, pair.right_id))
        return [Pair.of(pair) for pair in pairs]
