"""Grants over GraphQL: given, approved, taken back, and listed for those who gave and those who received."""

from datetime import datetime
from enum import StrEnum

import strawberry

from api.errors import ActKeyError, GrantStepError, InputError
from api.grants.desk import standing
from api.grants.orders import GrantOrder, PassingOn, Question
from api.graphql.context import BenangInfo, Operation
from api.graphql.keyed_acts import act_of, optional_key
from api.graphql.pages import PageInfo, Pager
from api.graphql.parties import Party
from api.graphql.user_errors import NOT_FOUND, UserError
from api.graphql.vocabulary import Kind
from api.instants import in_utc
from entity_resolution.networks.networks import MAX_NETWORK_DEPTH, MAX_NETWORK_ENTITIES
from graph import PropertyClass
from graph.errors import GrantMovedError
from graph.grants import Condition, Grantee
from graph.grants import Grant as StoredGrant

MOST_ONE_BY_ONE = MAX_NETWORK_ENTITIES
MAX_QUESTION_LENGTH = 500


@strawberry.enum(description="Which side of a grant you are on.")
class GrantSide(StrEnum):
    """Given by the viewer's agency, or received by the viewer."""

    GIVEN = "given"
    RECEIVED = "received"


@strawberry.enum(description="What a grant is at this moment.")
class GrantStanding(StrEnum):
    """The standing of a grant; one that waits has its time ahead."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


def _begins(root: "Grant") -> datetime:
    return root.stored.begins


@strawberry.type(description="What an originator opens of its own records to one grantee, for a purpose and a time.")
class Grant:
    """A grant, as one of its two sides sees it."""

    stored: strawberry.Private[StoredGrant]
    is_own: strawberry.Private[bool]
    now: strawberry.Private[datetime]
    begins: datetime = strawberry.field(resolver=_begins, name="from", description="From when it opens anything.")

    @strawberry.field
    def id(self) -> strawberry.ID:
        """The grant's id."""
        return strawberry.ID(self.stored.id)

    @strawberry.field
    def standing(self) -> GrantStanding:
        """What it is at this moment."""
        return GrantStanding(standing(self.stored, self.now))

    @strawberry.field
    def originator(self, info: BenangInfo) -> Party:
        """The agency whose records it opens."""
        return Party.called(self.stored.originator, info.context.app.bundle.registers)

    @strawberry.field
    def agency(self, info: BenangInfo) -> Party:
        """The agency that it is given to."""
        return Party.called(self.stored.grantee.agency, info.context.app.bundle.registers)

    @strawberry.field
    def role(self) -> str | None:
        """The role that it is given to alone; null for all of the agency."""
        return self.stored.grantee.role

    @strawberry.field
    def person(self) -> str | None:
        """The person that it is given to alone; null for all of the agency."""
        return self.stored.grantee.person

    @strawberry.field
    def classes(self) -> list[PropertyClass]:
        """The property classes that it opens, as far as the originator's policies let any grant open them."""
        return [c for c in PropertyClass if c in self.stored.classes]

    @strawberry.field
    def purpose(self) -> str:
        """What the grantee may ask for under it."""
        return self.stored.purpose

    @strawberry.field
    def case_ref(self) -> str | None:
        """The case that the grantee must name; null for any."""
        return self.stored.case_ref

    @strawberry.field
    def until(self) -> datetime:
        """Until when it opens anything; the instant itself is excluded."""
        return self.stored.ends

    @strawberry.field
    def onward(self) -> bool:
        """Whether the grantee may pass on what it learns."""
        return self.stored.onward

    @strawberry.field
    def conditions(self) -> list[Condition]:
        """What the grantee keeps to, what the records' profiles ask included."""
        return list(self.stored.conditions)

    @strawberry.field
    def other_restrictions(self) -> str | None:
        """The words of H3; null at the originator as `reason` is."""
        return self.stored.other_restrictions

    @strawberry.field
    def records(self) -> list[strawberry.ID]:
        """The records that it names."""
        return [strawberry.ID(r) for r in self.stored.records]

    @strawberry.field
    def links(self) -> list[strawberry.ID]:
        """The links that it names; a grant opens no other."""
        return [strawberry.ID(x) for x in self.stored.links]

    @strawberry.field
    def reason(self) -> str | None:
        """Why it was given; null at the originator where who a record is of, or a linked victim, is closed to you."""
        return self.stored.reason

    @strawberry.field
    def question(self) -> str | None:
        """The saved question whose records of that moment it names; for the originator alone, null as `reason` is."""
        return self.stored.question if self.is_own else None

    @strawberry.field
    def given_at(self) -> datetime:
        """When it was given."""
        return self.stored.given_at

    @strawberry.field
    def given_by(self, info: BenangInfo) -> str | None:
        """Who gave it; for that person's agency alone."""
        return self.stored.given_by if self.stored.giver == info.context.viewer.agency else None

    @strawberry.field
    def passed_on_by(self, info: BenangInfo) -> Party | None:
        """The agency that passed it on, where the originator did not give it itself."""
        by = self.stored.passed_by
        return Party.called(by, info.context.app.bundle.registers) if by is not None else None

    @strawberry.field
    def rests_on(self, info: BenangInfo) -> strawberry.ID | None:
        """The grant that was passed on; for the originator and who passed it on."""
        told = info.context.viewer.agency in {self.stored.originator, self.stored.passed_by}
        return strawberry.ID(self.stored.passed_from) if self.stored.passed_from is not None and told else None

    @strawberry.field
    def approved_by(self) -> str | None:
        """The second person, where the records' profiles ask for one; for the originator alone."""
        return self.stored.approved_by if self.is_own else None

    @strawberry.field
    def revoked_at(self) -> datetime | None:
        """When it was taken back."""
        return self.stored.revoked_at


@strawberry.type(description="A grant in a list.")
class GrantEdge:
    """An edge of the grants."""

    cursor: str
    node: Grant


@strawberry.type(
    description="Grants: those given, oldest first; those received, in the order in which they became live, one that "
    "waits for its time from the first."
)
class GrantConnection:
    """A page of grants."""

    edges: list[GrantEdge]
    page_info: PageInfo


@strawberry.input(description="A saved question: your records that answer it at this moment are named, no later ones.")
class GrantQuestionInput:
    """Either words to search for, or a record around which to look.

    Attributes:
        search: words, with 1 to 500 characters; either these or `networkOf`.
        kind: keeps a search to records of this kind.
        network_of: id of a record around which to look; either this or `search`.
        depth: how many links away from it at most, from 1 to 3.
    """

    search: str | None = None
    kind: Kind | None = None
    network_of: strawberry.ID | None = None
    depth: int = 1


@strawberry.input(description="What of your agency's records is opened, to whom and on which terms.")
class GrantInput:
    """A grant to give.

    Attributes:
        agency: code of the party that it is for.
        classes: what it opens; at least one, and only what you may read yourself.
        purpose: for which alone its grantee may use it: one of the registered purposes.
        reason: why, with 1 to 2,000 characters.
        until: when it ends, with its time zone, at most 366 days after `from`; the instant itself is excluded.
        role: keeps it to people of this role; null for all.
        person: keeps it to this person, as tokens name them; null for all.
        case_ref: the case that the grantee must name; null for any.
        begins: from when it opens anything, with its time zone; null for now.
        records: ids of your agency's records, with `links` at most 500; a `question` may name more.
        links: ids of links between the named records; no other is opened.
        links_among: opens also all links between the named records.
        question: names the records that answer it now; null for none.
        onward: lets the grantee pass it on, for no longer and no further.
        conditions: what the grantee has to keep to; H0 goes with no other, H2 not with `onward`.
        other_restrictions: the words of H3, with at most 2,000 characters; given with it and only with it.
    """

    agency: str
    classes: list[PropertyClass]
    purpose: str
    reason: str
    until: datetime
    role: str | None = None
    person: str | None = None
    case_ref: str | None = None
    begins: datetime | None = strawberry.field(name="from", default=None)
    records: list[strawberry.ID] = strawberry.field(default_factory=list)
    links: list[strawberry.ID] = strawberry.field(default_factory=list)
    links_among: bool = False
    question: GrantQuestionInput | None = None
    onward: bool = False
    conditions: list[Condition] = strawberry.field(default_factory=list)
    other_restrictions: str | None = None
    idempotency_key: str | None = optional_key()


@strawberry.input(description="A grant of your agency.")
class GrantIdInput:
    """Which grant.

    Attributes:
        id: of the grant.
    """

    id: strawberry.ID


@strawberry.input(description="To whom a grant that you received is passed on. `until` is with the grant, or earlier.")
class PassOnGrantInput:
    """A grant to pass on, with all that it opens.

    Attributes:
        id: of the grant that you received.
        agency: code of the party that it goes on to: not yours, and not its originator.
        reason: why, with 1 to 2,000 characters.
        role: keeps it to people of this role; null for all.
        person: keeps it to this person, as tokens name them; null for all.
        until: when it ends, with its time zone; null for the end of the grant that it rests on.
    """

    id: strawberry.ID
    agency: str
    reason: str
    role: str | None = None
    person: str | None = None
    until: datetime | None = None
    idempotency_key: str | None = optional_key()


@strawberry.type(description="The grant as it stands now.")
class GrantPayload:
    """The outcome of giving, approving or taking back.

    Attributes:
        grant: null where nothing was done.
    """

    grant: Grant | None
    user_errors: list[UserError]


@strawberry.type
class GrantQueries:
    """What is asked about grants."""

    @strawberry.field
    async def grants(
        self, info: BenangInfo, side: GrantSide, first: int = 20, after: str | None = None
    ) -> GrantConnection:
        """The grants that your agency gave, or that you received and that were ever live.

        Args:
            side: those that your agency gave, or those that you received.
        """
        operation = info.context
        is_own = side is GrantSide.GIVEN
        desk = operation.app.grants
        listed = desk.given if is_own else desk.received
        found = await listed(operation.viewer, operation.scope)
        page = Pager(operation.app.minter, operation.scope, f"grants|{side}").page(
            found, lambda g: (g.number if is_own else g.told_number,), first=first, after=after
        )
        now = operation.app.clock.now()
        for grant in page.items:
            operation.show_grant(grant)
        edges = [
            GrantEdge(cursor=c, node=Grant(stored=g, is_own=is_own, now=now))
            for g, c in zip(page.items, page.cursors, strict=True)
        ]
        return GrantConnection(edges=edges, page_info=page.info)


@strawberry.type
class GrantMutations:
    """What is done with grants."""

    @strawberry.mutation
    async def grant(self, info: BenangInfo, input: GrantInput) -> GrantPayload:  # noqa: A002 - GraphQL's word
        """Open records of your agency to a grantee.

        Where a record's profile asks for a second person, the grant waits for `approveGrant`.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `GRANT_MOVED`, `IDEMPOTENCY_KEY`.
        """
        operation = info.context
        order = _order(input)
        try:
            with operation.noting_refusals():
                made = await operation.app.grants.give(
                    operation.viewer, operation.scope, order, act=act_of(operation, "grant", input)
                )
        except (ActKeyError, GrantMovedError) as exc:
            return _refused(operation, UserError.of(exc))
        return _answered(operation, made)

    @strawberry.mutation
    async def approve_grant(self, info: BenangInfo, input: GrantIdInput) -> GrantPayload:  # noqa: A002
        """Approve a proposed grant of your agency as a second person; from then on it opens its records.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `GRANT_MOVED`, `GRANT_STATE`.
        """
        operation = info.context
        try:
            with operation.noting_refusals():
                made = await operation.app.grants.approve(operation.viewer, operation.scope, input.id)
        except (GrantMovedError, GrantStepError) as exc:
            return _refused(operation, UserError.of(exc))
        return _answered(operation, made)

    @strawberry.mutation
    async def pass_on_grant(self, info: BenangInfo, input: PassOnGrantInput) -> GrantPayload:  # noqa: A002
        """Pass on a grant that you received and whose originator lets it be passed on; it falls with that grant.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `GRANT_MOVED`, `IDEMPOTENCY_KEY`.
        """
        operation = info.context
        order = PassingOn(
            grant_id=input.id,
            grantee=Grantee(agency=input.agency, role=input.role, person=input.person),
            reason=input.reason,
            ends=in_utc("until", input.until),
        )
        try:
            with operation.noting_refusals():
                made = await operation.app.grants.pass_on(
                    operation.viewer, operation.scope, order, act=act_of(operation, "passOnGrant", input)
                )
        except (ActKeyError, GrantMovedError) as exc:
            return _refused(operation, UserError.of(exc))
        return _answered(operation, made)

    @strawberry.mutation
    async def revoke_grant(self, info: BenangInfo, input: GrantIdInput) -> GrantPayload:  # noqa: A002
        """Take a grant of your agency back: the next answer to its grantee no longer shows what it opened.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `GRANT_STATE`.
        """
        operation = info.context
        try:
            with operation.noting_refusals():
                made = await operation.app.grants.revoke(operation.viewer, operation.scope, input.id)
        except GrantStepError as exc:
            return _refused(operation, UserError.of(exc))
        return _answered(operation, made)


def _order(given: GrantInput) -> GrantOrder:
    if len(given.records) + len(given.links) > MOST_ONE_BY_ONE:
        raise InputError("records", f"and links may name {MOST_ONE_BY_ONE} one by one; ask a question for more")
    return GrantOrder(
        grantee=Grantee(agency=given.agency, role=given.role, person=given.person),
        classes=frozenset(given.classes),
        purpose=given.purpose,
        reason=given.reason,
        ends=in_utc("until", given.until),
        begins=in_utc("from", given.begins),
        case_ref=given.case_ref,
        records=tuple(given.records),
        links=tuple(given.links),
        links_among=given.links_among,
        question=_question(given.question) if given.question is not None else None,
        onward=given.onward,
        conditions=tuple(given.conditions),
        other_restrictions=given.other_restrictions,
    )


def _question(given: GrantQuestionInput) -> Question:
    if (given.search is None) == (given.network_of is None):
        raise InputError("question", "asks either for words or for a network")
    if given.search is not None and not 1 <= len(given.search) <= MAX_QUESTION_LENGTH:
        raise InputError("question", f"may have 1 to {MAX_QUESTION_LENGTH} characters")
    if not 1 <= given.depth <= MAX_NETWORK_DEPTH:
        raise InputError("depth", f"must be from 1 to {MAX_NETWORK_DEPTH}")
    kind = str(given.kind) if given.kind is not None else None
    return Question(search=given.search, kind=kind, network_of=given.network_of, depth=given.depth)


def _answered(operation: Operation, made: StoredGrant | None) -> GrantPayload:
    if made is None:
        return _refused(operation, NOT_FOUND)
    operation.show_grant(made)
    return GrantPayload(grant=Grant(stored=made, is_own=True, now=operation.app.clock.now()), user_errors=[])


def _refused(operation: Operation, error: UserError) -> GrantPayload:
    operation.deny()
    return GrantPayload(grant=None, user_errors=[error])
