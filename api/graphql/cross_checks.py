"""Cross-checks over GraphQL: ask, see what was held, release it."""

from datetime import datetime

import strawberry

from api.cross_checks.questions import CrossCheck as AnsweredCheck
from api.cross_checks.questions import SelectorQuestion
from api.errors import ActKeyError
from api.graphql.context import BenangInfo, Operation
from api.graphql.descriptions import described
from api.graphql.keyed_acts import act_of, optional_key
from api.graphql.pages import PageInfo, Pager, by_time
from api.graphql.parties import Party
from api.graphql.user_errors import NOT_FOUND, UserError
from api.graphql.vocabulary import Kind
from api.protection import NON_PUNISHMENT
from api.sight.in_view import Seen
from api.sight.in_view import SeenRecord as RecordInView
from graph.store import CheckState, StoredCheck
from graph.values import NO_BANK, NO_COUNTRY, NO_PHONE_COUNTRY, NO_PLATFORM, ValueStatus
from policies import BudgetError

strawberry.enum(CheckState, name="CheckState", description="What became of a cross-check.")


@strawberry.input(description="One exact identifier to check.")
class SelectorInput:
    """One value.

    Attributes:
        kind: what it is, such as `PHONE_NUMBER`; only kinds that are told by an exact identifier are taken.
        value: as you have it, in any notation, with at most 500 characters.
        country: by code or name: what a national number, account, document or plate is read with.
        qualifier: what else tells a value of this kind: the bank of an account, the chain of a wallet, the platform of
            a handle, the type of a document, the province of a plate.
    """

    kind: Kind
    value: str
    country: str | None = None
    qualifier: str | None = None

    def question(self) -> SelectorQuestion:
        """Return what is asked of the value."""
        return SelectorQuestion(kind=str(self.kind), value=self.value, country=self.country, qualifier=self.qualifier)


@strawberry.input(description="What to check, for which purpose and case: those of your token, named once more.")
class CrossCheckInput:
    """The values of one cross-check, under one purpose and case; each counts against the agency's budget of the day.

    Attributes:
        purpose: that of your token.
        case_ref: that of your token.
        values: as many as `checkBudget.perRequest` says; each counts against the budget of the day.
    """

    purpose: str
    case_ref: str
    values: list[SelectorInput]
    idempotency_key: str | None = optional_key()


@strawberry.input(description="A held cross-check to release.")
class ReleaseHeldCheckInput:
    """Which held check a supervisor lets be asked once more, and why.

    Attributes:
        id: of the held check.
        reason: why, with 1 to 2,000 characters.
    """

    id: strawberry.ID
    reason: str


@strawberry.type(description="That an agency holds what you checked, and whom to ask; name `id` in a request.")
class CheckHit:
    """One holder of a checked value, without the value and without the record.

    Attributes:
        id: of the hit: what `sendRequest` takes.
        holder: whom to ask.
    """

    id: strawberry.ID
    holder: Party


@strawberry.type(description="A freeze, a seizure or another measure on a record that you see.")
class SeenMeasure:
    """A measure.

    Attributes:
        id: of its record.
        caption: which measure it is; null where you may not read it.
    """

    id: strawberry.ID
    caption: str | None
    taken_at: str | None = strawberry.field(description="When it was taken, where you may read it.")
    until: str | None = strawberry.field(
        description="Until when it holds, where you may read it; null also where its agency did not say. Of several "
        "ends, as where it was prolonged, the last one; what could not be read stands behind it, after a comma."
    )
    is_over: bool | None = strawberry.field(
        description="Whether it holds no more at the time of this answer. A day ends where its agency is. Null where "
        "you may not read until when it holds, or that was not told or leaves it open."
    )
    redacted: bool = strawberry.field(
        description="Whether which measure it is, and when, is closed to you, whatever there is of it."
    )


@strawberry.type(description="A record that you may read anyway: whose it is, and the measures that you see on it.")
class SeenRecord:
    """A record in view. `record` shows the rest; `askAboutRecord` asks its agency.

    Attributes:
        id: of the record: `record` shows the rest, `askAboutRecord` asks its agency.
        kind: what it describes.
        originator: the agency that supplied it.
        caption: a short name; null where it is closed to you or there is none.
        non_punishment_notice: travels with every disclosure about a presumed or identified victim; null of others.
        measures: those that you see on it.
    """

    id: strawberry.ID
    kind: Kind
    originator: Party
    caption: str | None
    non_punishment_notice: str | None
    measures: list[SeenMeasure]

    @classmethod
    def of(cls, found: RecordInView, now: datetime) -> "SeenRecord":
        """Return the GraphQL form of a record in view, of which it is told what is over by now."""
        return cls(
            id=strawberry.ID(found.id),
            kind=Kind(found.kind),
            originator=Party.of(found.originator),
            caption=found.caption,
            non_punishment_notice=NON_PUNISHMENT if found.is_victim else None,
            measures=[
                SeenMeasure(
                    id=strawberry.ID(m.id),
                    caption=m.caption,
                    taken_at=m.taken_at,
                    until=m.until,
                    is_over=m.is_over(now),
                    redacted=m.redacted,
                )
                for m in found.measures
            ],
        )


@strawberry.type(description="The answer to one value, in its place in your question.")
class CheckedValue:
    """The answer to one value.

    Attributes:
        kind: that of your question.
        hits: one for each agency that holds the value and whose terms let you be told; an empty list does not say that
            nobody holds it.
    """

    kind: Kind
    problem: str | None = strawberry.field(
        description="Why the value is no exact identifier; then nothing was looked up."
    )
    read_as: str | None = strawberry.field(
        description="What was looked up, such as country, bank and number of an account (`TH:006:1234567809`), made of "
        "your question alone; where there is a `problem`, the value as far as it could be read."
    )
    read_status: ValueStatus = strawberry.field(description="How far the value passes the rules of its type.")
    read_note: str | None = strawberry.field(
        description="Of an account, the bank that its code was taken for, or that it is none of those known: with a "
        "wrong bank a number reads like one that nobody holds."
    )
    in_view: list[strawberry.ID] = strawberry.field(
        description="Records that you may read by this value anyway; they are no hits, and nobody is told."
    )
    seen: list[SeenRecord] = strawberry.field(description="The same records, as a search shows them to you.")
    hits: list[CheckHit]
    operator: Party | None = strawberry.field(
        description="The party that runs it, such as the bank of an account, where the registers of this deployment "
        "say so, whatever anybody holds: `askOperator` asks it. Null where they name none."
    )


@strawberry.type(description="A cross-check; one that is held for a supervisor has no values.")
class CrossCheck:
    """A cross-check and its answer.

    Attributes:
        id: of the check.
        checked_at: when it was asked.
        held: whether it waits for a supervisor: nothing was looked up then.
        values: one for each of yours, in your order; none while it is held.
    """

    id: strawberry.ID
    checked_at: datetime
    held: bool
    values: list[CheckedValue]

    @classmethod
    def of(cls, found: AnsweredCheck, seen: Seen, now: datetime) -> "CrossCheck":
        """Return the GraphQL form of an answer; which measures are over by now is told with it."""
        return cls(
            id=strawberry.ID(found.id),
            checked_at=found.at,
            held=found.held,
            values=[
                CheckedValue(
                    kind=Kind(value.kind),
                    problem=_with_input(value.problem),
                    read_as=value.reading.read_as,
                    read_status=value.reading.status,
                    read_note=value.reading.note,
                    in_view=[strawberry.ID(rid) for rid in value.in_view],
                    seen=[SeenRecord.of(record, now) for record in seen.of(value.in_view)],
                    hits=[CheckHit(id=strawberry.ID(h.id), holder=Party.of(h.holder)) for h in value.hits],
                    operator=Party.of(value.operator) if value.operator is not None else None,
                )
                for value in found.values
            ],
        )


_INPUTS = {
    NO_BANK: "name it as `qualifier`",
    NO_PLATFORM: "name it as `qualifier`",
    NO_COUNTRY: "name it as `country`",
    NO_PHONE_COUNTRY: "name it as `country`",
}


def _with_input(problem: str | None) -> str | None:
    """Return why a value is no exact identifier, with the input that lacks something."""
    missing = _INPUTS.get(problem or "")
    return f"{problem}: {missing}" if missing is not None else problem


@strawberry.type(description="A cross-check or a filing that was held because it went too far into a number block.")
class HeldCheck:
    """A held check, as those who review it see it: no value.

    Attributes:
        id: of the check.
        state: what became of it.
        agency: whose person asked or filed.
        subject: who did, as their token names them.
        purpose: for which they asked.
        case_ref: the case that they named.
        asked_at: when they did.
        value_count: how many values it has.
        kinds: what the values are.
        reviewer: the party whose supervisors may release it.
        released_at: when it was released; null while it was not.
        released_by: who released it; null likewise.
        release_reason: why; null likewise.
        filed: whether the values were filed, not asked: what is held are the alerts of their linkages.
    """

    id: strawberry.ID
    state: CheckState
    agency: Party
    subject: str
    purpose: str
    case_ref: str
    asked_at: datetime
    value_count: int
    kinds: list[Kind]
    reviewer: Party
    released_at: datetime | None
    released_by: str | None
    release_reason: str | None
    filed: bool

    @classmethod
    def of(cls, found: StoredCheck, operation: Operation) -> "HeldCheck":
        """Return the GraphQL form of a held check."""
        registers = operation.app.bundle.registers
        return cls(
            id=strawberry.ID(found.id),
            state=found.state,
            agency=Party.called(found.agency, registers),
            subject=found.subject,
            purpose=found.purpose,
            case_ref=found.case_ref,
            asked_at=found.at,
            value_count=found.values,
            kinds=[Kind(kind) for kind in found.kinds],
            reviewer=Party.called(found.reviewer, registers),
            released_at=found.released_at,
            released_by=found.released_by,
            release_reason=found.release_reason,
            filed=found.filed,
        )


@strawberry.type(
    description="How many values your agency may check, and how many it has asked today (UTC); a request about a "
    "record in view counts as one."
)
class CheckBudget:
    """A budget: it counts what was asked, never what was found.

    Attributes:
        per_request: how many values one check may have.
        per_day: how many your agency may ask in a day (UTC).
        used_today: how many it has asked since midnight (UTC).
    """

    per_request: int
    per_day: int
    used_today: int


@strawberry.type(description="The cross-check, or why there is none.")
class CrossCheckPayload:
    """The outcome of a cross-check.

    Attributes:
        check: null where nothing was asked.
    """

    check: CrossCheck | None
    user_errors: list[UserError]


@strawberry.type(description="The check after its release.")
class ReleaseHeldCheckPayload:
    """The outcome of a release.

    Attributes:
        check: null where nothing was released.
    """

    check: HeldCheck | None
    user_errors: list[UserError]


@strawberry.type(description="A cross-check or a filing that was held.")
class HeldCheckEdge:
    """An edge of the list of held checks."""

    cursor: str
    node: HeldCheck


@strawberry.type(description="Checks and filings that were held, oldest first.")
class HeldCheckConnection:
    """A page of the list of held checks."""

    edges: list[HeldCheckEdge]
    page_info: PageInfo


@strawberry.type
class CrossCheckQueries:
    """Reads about cross-checks."""

    @strawberry.field
    async def held_checks(
        self, info: BenangInfo, open_only: bool = False, first: int = 50, after: str | None = None
    ) -> HeldCheckConnection:
        """Checks and filings that were held: your own, and as a supervisor those that you review; oldest first.

        Args:
            open_only: leaves out those that a supervisor released.
        """
        operation = info.context
        found = await operation.app.exchange.cross_checks.held(operation.viewer, open_only=open_only)
        pager = Pager(operation.app.minter, operation.scope, f"heldChecks|{open_only}")
        page = pager.page(found, lambda c: by_time(c.at, c.id), first=first, after=after)
        edges = [
            HeldCheckEdge(cursor=c, node=HeldCheck.of(check, operation))
            for check, c in zip(page.items, page.cursors, strict=True)
        ]
        return HeldCheckConnection(edges=edges, page_info=page.info)

    @strawberry.field
    async def check_budget(self, info: BenangInfo) -> CheckBudget | None:
        """What your agency may cross-check; refused to who is suspended."""
        operation = info.context
        desk = operation.app.exchange.cross_checks
        budget = desk.budgets.of(operation.viewer.agency)
        with operation.noting_refusals():
            used = await desk.used_today(operation.viewer)
        return CheckBudget(per_request=budget.per_request, per_day=budget.per_day, used_today=used)


@strawberry.type
class CrossCheckMutations:
    """Changes by cross-checks: each is kept, counted, and told to holders as their profiles say."""

    @described(
        "Ask whether anybody holds exact identifiers; as many at once, and on a day, as `checkBudget` says. What is "
        "hidden and what is not there answer alike: an answer without hits does not say that nobody holds the value. "
        "User errors: `BUDGET_EXHAUSTED`, `IDEMPOTENCY_KEY`."
    )
    async def cross_check(self, info: BenangInfo, input: CrossCheckInput) -> CrossCheckPayload:  # noqa: A002
        """Ask whether anybody holds exact identifiers. What is hidden and what is not there answer alike."""
        operation = info.context
        questions = [value.question() for value in input.values]
        try:
            with operation.noting_refusals():
                found = await operation.app.exchange.cross_checks.check(
                    operation.viewer,
                    operation.scope,
                    questions,
                    purpose=input.purpose,
                    case_ref=input.case_ref,
                    act=act_of(operation, "crossCheck", input),
                )
        except (ActKeyError, BudgetError) as exc:
            operation.deny()
            return CrossCheckPayload(check=None, user_errors=[UserError.of(exc)])
        if found.held:
            operation.deny()
        for value in found.values:
            operation.shown.update(value.in_view)
            operation.compartments.update({str(rid): terms for rid, terms in value.in_view.items()})
            for rid, tokens in value.granted.items():
                operation.show_granted(rid, tokens)
        seen = await operation.app.in_view.read(operation.scope, (rid for v in found.values for rid in v.in_view))
        operation.show_records(seen.records)
        operation.show_links(seen.links)
        now = operation.app.clock.now()
        return CrossCheckPayload(check=CrossCheck.of(found, seen, now), user_errors=[])

    @strawberry.mutation
    async def release_held_check(self, info: BenangInfo, input: ReleaseHeldCheckInput) -> ReleaseHeldCheckPayload:  # noqa: A002
        """Let the values of a held check be asked once more, within seven days; never your own.

        A filing that was held is told of from then on.

        For a supervisor of its `reviewer`. User error: `NOT_FOUND`, also where it was released before.
        """
        operation = info.context
        with operation.noting_refusals():
            found = await operation.app.exchange.cross_checks.release(
                operation.viewer, operation.scope, input.id, reason=input.reason
            )
        if found is None:
            operation.deny()
            return ReleaseHeldCheckPayload(check=None, user_errors=[NOT_FOUND])
        return ReleaseHeldCheckPayload(check=HeldCheck.of(found, operation), user_errors=[])
