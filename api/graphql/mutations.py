"""Mutations. Each is authorised in `policies.actions` on the object that it changes.

A refusal is audited and changes nothing.
"""

from collections.abc import Sequence
from datetime import datetime

import strawberry
from strawberry.utils.str_converters import to_camel_case

from api.errors import AlertMovedError
from api.graphql.alerts import Alert
from api.graphql.analysis import JudgementPreview, judging_error
from api.graphql.context import BenangInfo, Operation
from api.graphql.explanations import Explanation
from api.graphql.user_errors import NOT_FOUND, UserError, UserErrorCode
from api.graphql.vocabulary import Kind, LinkType
from api.instants import in_utc
from api.judging import (
    JUDGEMENT_PROFILE,
    JudgementOutcome,
    JudgingProblem,
    PairJudgement,
    judge_pairs,
    log_unread,
)
from api.submissions import SubmissionOrder, submit_as
from graph import GraphError, SubjectRole
from graph.matches import JudgementValue
from ingest import ItemOutcome, SubmittedItem, SubmittedLink, SubmittedRecord, describe_problem


@strawberry.input(description="A property and its values as your source wrote them.")
class PropertyInput:
    """Raw values of one property.

    Attributes:
        name: of a property of the kind, such as `birthDate`.
        values: as your source wrote them; what they mean is found by the product.
    """

    name: str
    values: list[str]


@strawberry.input(description="A record of your agency; the same reference again replaces it.")
class RecordInput:
    """A record to file.

    Attributes:
        kind: what it describes.
        reference: your own name for the record, of which there is one in the dataset, whatever its kind.
        properties: what you know of it; a property that is left out goes with the record that stood.
        profile: name of its handling profile; that of the submission where it is left out.
        evaluation: 4x4: a letter A, B, C or X for the source and a digit 1 to 4 for the information, such as `B2`; `X4`
            where it is left out.
        asserted_at: the time of the source itself, with its time zone, or in that of the submission's `country`.
    """

    kind: Kind
    reference: str
    properties: list[PropertyInput]
    subject_role: SubjectRole | None = strawberry.field(
        default=None,
        description="The part that its subject plays. Left out, it says nothing: a record that stands keeps its role, "
        "and a new one has none. A role that stands is taken off by `NONE` or another one alone.",
    )
    profile: str | None = None
    evaluation: str | None = None
    asserted_at: str | None = None


@strawberry.input(description="A link between two of your agency's records, by their references.")
class LinkInput:
    """A link to file.

    Attributes:
        type: what is asserted, read from source to target.
        source_reference: reference of the record that it leads from, of this submission or filed before.
        target_reference: reference of the record that it leads to, likewise.
        reference: your own name for the link; needed where there are several of one type between the same two.
        profile: name of its handling profile; that of the submission where it is left out.
        evaluation: as of a record.
        since: the day on which it began, as precise as you know it: `2026`, `2026-03`, `2026-03-14`.
        until: the day on which it ended, likewise.
        note: free text.
    """

    type: LinkType
    source_reference: str
    target_reference: str
    reference: str | None = None
    profile: str | None = None
    evaluation: str | None = None
    since: str | None = None
    until: str | None = None
    note: str | None = None


@strawberry.input(description="Records and links of one dataset of your agency.")
class SubmitRecordsInput:
    """What to file.

    Attributes:
        dataset: the part of your agency's holdings in which references stand, such as `hotline-2026`.
        records: with `links` at most 5,000.
        links: between records of the dataset.
        originator: code of the agency that files: your own, which it is where it is left out.
        profile: name of the handling profile of items that have none of their own.
        country: code of the country that phone numbers, dates, times and accounts are read with, such as `TH`.
    """

    dataset: str
    records: list[RecordInput] = strawberry.field(default_factory=list)
    links: list[LinkInput] = strawberry.field(default_factory=list)
    originator: str | None = None
    profile: str | None = None
    country: str | None = None


@strawberry.input(description="Your agency's judgement of a pair.")
class JudgeInput:
    """A judgement.

    Attributes:
        value: what your agency decides.
        reason: why, with 1 to 2,000 characters.
        profile: name of the handling profile that says who may read the judgement; `law-enforcement` where it is left
            out.
    """

    left: strawberry.ID
    right: strawberry.ID
    value: JudgementValue
    reason: str
    profile: str | None = None


@strawberry.input(description="An alert of your agency.")
class AcknowledgeAlertInput:
    """An acknowledgement.

    Attributes:
        id: of the alert.
    """

    id: strawberry.ID
    told_at: datetime | None = strawberry.field(
        default=None,
        description="`toldAt` of the alert as you read it. Where it was told again since, as when its link ended, "
        "nothing is acknowledged and the answer says `ALERT_MOVED`. Without it whatever the alert says now is.",
    )


@strawberry.type(description="A rule that an item broke, and where; the value itself waits in your quarantine.")
class ItemProblem:
    """A problem of an item.

    Attributes:
        rule: which it broke, such as `missing-reference`.
        property: the property or field that it is about; null where it is about the whole item.
        explanation: in words, without the value.
    """

    rule: str
    property: str | None
    explanation: str


@strawberry.type(description="Why a value of an item that was taken could not be read.")
class UnreadableValue:
    """Why a value could not be read, without the value.

    Attributes:
        property: of which a value could not be read.
    """

    property: str
    explanation: str = strawberry.field(description="Why, and what to do, as far as that can be told.")


@strawberry.type(
    description="What became of one item: its id, or the rules that it broke; such an item waits in your quarantine."
)
class SubmittedItemOutcome:
    """The outcome of one item.

    Attributes:
        id: of the record or link; null where it waits in quarantine.
        problems: why it waits; none where it was taken.
    """

    id: strawberry.ID | None
    problems: list[ItemProblem]
    unreadable: list[str] = strawberry.field(
        description="The properties of an item that was taken of which a value could not be read as what it is, as a "
        "number with a slip: it was kept as it was written, and meets nothing. Of an account whose bank is not known, "
        "the bank; of an account's name without a platform, the name."
    )
    unreadable_because: list[UnreadableValue] = strawberry.field(
        description="Why each of these could not be read, and what mends it: a number of another country than the "
        "submission's needs `phoneCountry` or +, an age `assertedAt`. File the record again under its reference."
    )
    country_unsaid: list[str] = strawberry.field(
        description="The properties of an item that was taken of which a value would be another one in the record's "
        "`country`, with which it is not read: who reads a number may not be one who reads where somebody lives. Give "
        "`phoneCountry`, which is open to who reads the number, or write that with +; dates are read with the "
        "submission's `country`."
    )
    unsealed: bool = strawberry.field(
        description="Whether your record stood as a victim's and does no more, as you filed it under another role: "
        "others may read from now on what was closed to them. If that was not meant, file it again with her role."
    )
    closed: bool = strawberry.field(
        description="Whether a legal hold keeps your record as it stands, so that what you filed waits "
        "(`legal-hold`), and the record is closed all the same from now on: of what you "
        "filed, that it is a victim's was taken."
    )


@strawberry.type(
    description="What became of a submission: records first, then links, in your order. "
    "`created` counts what was not in your view before, whatever was there; `changed` and `unchanged` the rest."
)
class SubmitRecordsPayload:
    """The outcome of a submission.

    Attributes:
        records: one for each of yours, in your order.
        links: one for each of yours, in your order.
        created: how many were not in your view before.
        changed: how many were there otherwise.
        unchanged: how many were there just so.
    """

    records: list[SubmittedItemOutcome]
    links: list[SubmittedItemOutcome]
    created: int
    changed: int
    unchanged: int
    held_check: strawberry.ID | None = strawberry.field(
        description="Too many neighbouring numbers, or a link to one that is held already: their alerts are held under "
        "this id until a supervisor releases it."
    )
    user_errors: list[UserError]


@strawberry.type(
    description="The pair after your judgement. Where the store failed behind the judgement, `done` is true, what "
    "could not be read is null and a user error with code `EFFECT_UNREAD` says so: it is not to be judged again."
)
class JudgePayload:
    """The outcome of a judgement.

    Attributes:
        explanation: of the pair as it stands now; null where it was not done or could not be read.
        preview: what the judgement changed, before and after it; null likewise.
    """

    done: bool = strawberry.field(description="Whether the judgement stands.")
    explanation: Explanation | None
    preview: JudgementPreview | None
    user_errors: list[UserError]


@strawberry.type(description="The alert after your acknowledgement.")
class AcknowledgeAlertPayload:
    """The outcome of an acknowledgement.

    Attributes:
        alert: null where nothing was acknowledged.
    """

    alert: Alert | None
    user_errors: list[UserError]


@strawberry.type(description="Changes.")
class Mutation:
    """The root of mutations."""

    @strawberry.mutation
    async def submit_records(self, info: BenangInfo, input: SubmitRecordsInput) -> SubmitRecordsPayload:  # noqa: A002
        """File records and links of your agency.

        They are stored when this answers; matches and alerts follow by themselves.

        For an analyst, a duty officer or victim support. User error: `QUARANTINED`, where an item was not taken; what
        is wrong with it stands with its outcome.
        """
        operation = info.context
        order = SubmissionOrder(
            items=_items(input),
            dataset=input.dataset,
            originator=input.originator,
            profile=input.profile,
            country=input.country,
        )
        with operation.noting_refusals():
            done = await submit_as(operation.app, operation.viewer, operation.scope, order)
        operation.filed.setdefault(done.originator, set()).update(done.record_ids)
        operation.shown.update(done.link_ids)
        outcomes = [_outcome(outcome) for _, outcome in done.outcomes]
        return SubmitRecordsPayload(
            records=outcomes[: len(input.records)],
            links=outcomes[len(input.records) :],
            created=done.summary.created,
            changed=done.summary.changed,
            unchanged=done.summary.unchanged,
            held_check=strawberry.ID(done.held_check) if done.held_check is not None else None,
            user_errors=_waiting(outcomes),
        )

    @strawberry.mutation
    async def judge(self, info: BenangInfo, input: JudgeInput) -> JudgePayload:  # noqa: A002
        """Say whether two records are one. Yours replaces your agency's earlier judgement; NEGATIVE un-merges them.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `EFFECT_UNREAD`.
        """
        operation = info.context
        profile = input.profile or JUDGEMENT_PROFILE
        given = PairJudgement(left=input.left, right=input.right, value=input.value, reason=input.reason)
        with operation.noting_refusals():
            [outcome] = await judge_pairs(
                operation.app,
                operation.viewer,
                operation.scope,
                [given],
                on_judging=operation.show_records,
                profile=profile,
            )
        if not outcome.is_made:
            operation.deny()
            return JudgePayload(done=False, explanation=None, preview=None, user_errors=[NOT_FOUND])
        return await _judged(operation, outcome)

    @strawberry.mutation
    async def acknowledge_alert(self, info: BenangInfo, input: AcknowledgeAlertInput) -> AcknowledgeAlertPayload:  # noqa: A002
        """Acknowledge an alert of your agency.

        For an analyst, a duty officer or victim support. User errors: `NOT_FOUND`, `ALERT_MOVED`.
        """
        operation = info.context
        told_at = in_utc("toldAt", input.told_at)
        try:
            with operation.noting_refusals():
                found = await operation.app.inbox.acknowledge_as(
                    operation.viewer,
                    operation.scope,
                    input.id,
                    directory=operation.app.scopes.directory,
                    told_at=told_at,
                )
        except AlertMovedError as exc:
            return AcknowledgeAlertPayload(alert=None, user_errors=[UserError.of(exc)])
        if found is None:
            operation.deny()
            return AcknowledgeAlertPayload(alert=None, user_errors=[NOT_FOUND])
        operation.show_alert(found.notice)
        return AcknowledgeAlertPayload(alert=Alert.of(found), user_errors=[])


async def _judged(operation: Operation, outcome: JudgementOutcome) -> JudgePayload:
    """Return what a judgement that stands came to, as far as it can be read."""
    operation.show_records(outcome.records)
    preview, problem, found = outcome.preview, outcome.problem, None
    operation.show_entities((*preview.before, *preview.after) if preview is not None else ())
    operation.entities.clear()  # what a field asks for further on is as it stands after the judgement
    if problem is None:
        try:
            found = await operation.app.review.explain(operation.scope, outcome.judgement.left, outcome.judgement.right)
        except GraphError as exc:
            log_unread(exc)
            problem = JudgingProblem.UNREAD
    operation.show_explanations([found] if found is not None else [])
    return JudgePayload(
        done=True,
        explanation=Explanation.of(found) if found else None,
        preview=JudgementPreview.of(preview) if preview is not None else None,
        user_errors=[judging_error(problem)] if problem is not None else [],
    )


def _outcome(found: ItemOutcome) -> SubmittedItemOutcome:
    problems = [
        ItemProblem(rule=str(p.rule), property=_field(p.column), explanation=describe_problem(p))
        for p in found.problems
    ]
    return SubmittedItemOutcome(
        id=strawberry.ID(found.id) if found.id is not None else None,
        problems=problems,
        unreadable=list(found.unread),
        unreadable_because=[
            UnreadableValue(property=name, explanation=reason)
            for name, reasons in found.unread.items()
            for reason in reasons
        ],
        country_unsaid=list(found.country_unsaid),
        unsealed=found.unsealed,
        closed=found.closed,
    )


def _waiting(outcomes: Sequence[SubmittedItemOutcome]) -> list[UserError]:
    """Return that items wait, where some do: whoever looks at user errors alone must not take them for filed."""
    count = sum(1 for outcome in outcomes if outcome.problems)
    words = f"{count} of {len(outcomes)} items wait in your quarantine: `problems` says why"
    return [UserError(code=UserErrorCode.QUARANTINED, message=words)] if count else []


def _field(column: str | None) -> str | None:
    """Return the name of a property as it is, and that of a field of an item as the input has it."""
    return to_camel_case(column) if column else None


def _properties(given: Sequence[PropertyInput]) -> dict[str, list[str]]:
    """Return the values of each property in their order, also of one that is named twice."""
    found: dict[str, list[str]] = {}
    for one in given:
        found.setdefault(one.name, []).extend(one.values)
    return found


def _items(given: SubmitRecordsInput) -> list[SubmittedItem]:
    records: list[SubmittedItem] = [
        SubmittedRecord(
            kind=str(r.kind),
            reference=r.reference,
            properties=_properties(r.properties),
            subject_role=str(r.subject_role) if r.subject_role is not None else None,
            profile=r.profile,
            evaluation=r.evaluation,
            asserted_at=r.asserted_at,
        )
        for r in given.records
    ]
    links: list[SubmittedItem] = [
        SubmittedLink(
            type=str(link.type),
            source_reference=link.source_reference,
            target_reference=link.target_reference,
            reference=link.reference,
            profile=link.profile,
            evaluation=link.evaluation,
            since=link.since,
            until=link.until,
            note=link.note,
        )
        for link in given.links
    ]
    return records + links
