"""Receipts over GraphQL: an originator reads who got which of its records, and nobody else does."""

from datetime import datetime

import strawberry

from api.audit.receipt_cursors import ReceiptCursors
from api.audit.receipts import ReceiptPage, ReceiptQuestion
from api.graphql.context import BenangInfo
from api.graphql.pages import PageInfo
from api.graphql.parties import Party
from api.instants import in_utc
from graph import PropertyClass
from policies import Exposure, Receipt

strawberry.enum(Exposure, description="How an operation let somebody learn of a record.")


@strawberry.type(description="Records of yours that an operation disclosed on one basis.")
class DisclosedRecords:
    """One basis of a receipt.

    Attributes:
        record_ids: ids of your agency's records.
        exposure: how somebody learnt of them.
        profile: name of the handling profile that they stood under; empty where the trail does not hold it.
        permits: ids of the policies that disclosed them; none where the trail does not hold them, or a grant did.
        grant: id of the grant that disclosed them; null where none did.
        classes: those whose values the answer may have shown: asked for, and open to who asked. Without any it told at
            most that the records are there, and their terms; null is what the trail does not hold.
    """

    record_ids: list[strawberry.ID]
    exposure: Exposure
    profile: str
    permits: list[str]
    grant: strawberry.ID | None
    classes: list[PropertyClass] | None


@strawberry.type(
    name="Receipt", description="One operation that let somebody learn of your records, from the audit trail."
)
class ReceiptView:
    """A receipt, of records that you see.

    By which operation they were shown is not told: that one was judged or explained tells of what may be hidden.

    Attributes:
        index: its place in your agency's log, from 0; null where records of your agency may be kept from you: gaps
            would tell of the others.
        time: when.
        actor: who it was, as their token names them.
        purpose: for which purpose they asked.
        case_ref: the case that they named; null where they named none.
        policy_version: the version of the policies in force then.
        disclosures: what they learnt, one for each basis.
        erased_records: how many records of it were erased since; 0 where records of your agency may be kept from you.
    """

    found: strawberry.Private[Receipt]
    numbered: strawberry.Private[bool]
    index: int | None
    time: datetime
    actor: str
    purpose: str
    case_ref: str | None
    policy_version: str
    disclosures: list[DisclosedRecords]
    erased_records: int

    @strawberry.field
    def agency(self, info: BenangInfo) -> Party:
        """Whose person it was."""
        return Party.called(self.found.agency, info.context.app.bundle.registers)

    @strawberry.field
    def proof(self, info: BenangInfo) -> str | None:
        """Proves to `benang audit verify` that the receipt is in your log; null until a checkpoint covers it."""
        if not self.numbered:
            return None
        proof = info.context.app.accountability.receipts.proof(self.found)
        return proof.decode() if proof is not None else None

    @classmethod
    def of(cls, receipt: Receipt, *, numbered: bool) -> "ReceiptView":
        """Return the GraphQL receipt of one in the trail."""
        return cls(
            found=receipt,
            numbered=numbered,
            index=receipt.index if numbered else None,
            time=receipt.time,
            actor=receipt.actor,
            purpose=receipt.purpose,
            case_ref=receipt.case_ref,
            policy_version=receipt.policy_version,
            disclosures=[
                DisclosedRecords(
                    record_ids=[strawberry.ID(rid) for rid in d.record_ids],
                    exposure=d.exposure,
                    profile=d.profile,
                    permits=list(d.permits),
                    grant=strawberry.ID(d.grant) if d.grant is not None else None,
                    classes=list(d.classes) if d.classes is not None else None,
                )
                for d in receipt.disclosures
            ],
            erased_records=receipt.erased,
        )


@strawberry.type(description="A receipt.")
class ReceiptEdge:
    """An edge of a list of receipts."""

    cursor: str
    node: ReceiptView


@strawberry.type(description="Receipts of your agency's records, the newest first.")
class ReceiptConnection:
    """A page of receipts."""

    edges: list[ReceiptEdge]
    page_info: PageInfo


@strawberry.type
class ReceiptQueries:
    """Reads of receipts."""

    @strawberry.field
    async def receipts(  # noqa: PLR0917 - GraphQL gives arguments by name
        self,
        info: BenangInfo,
        record_id: strawberry.ID | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        include_own: bool = False,
        first: int = 20,
        after: str | None = None,
    ) -> ReceiptConnection:
        """Who was shown, hit or given which of your agency's records that you see, the newest first.

        `includeOwn` also lists what your own people were shown. It needs the role of a supervisor, a duty officer or a
        policy officer. Where records of your agency may be kept from you, and without `recordId`, a page is of one day
        (UTC) and may be empty: go on after `endCursor` while `hasNextPage` says so.

        Args:
            record_id: keeps to receipts of this record of your agency.
            since: keeps to those from this time on; with its time zone.
            until: keeps to those before this time; with its time zone.
            include_own: lists what your own people were shown as well.
        """
        operation, desk = info.context, info.context.app.accountability.receipts
        question = ReceiptQuestion(
            record_id=record_id,
            since=in_utc("since", since),
            until=in_utc("until", until),
            include_own=include_own,
        )
        cursors = desk.cursors(operation.viewer, question, operation.app.minter)
        with operation.noting_refusals():
            page = await desk.page(
                operation.viewer,
                operation.scope,
                question,
                directory=operation.app.scopes.directory,
                first=first,
                before=cursors.place(after) if after is not None else None,
            )
        return _connection(page, cursors)


def _connection(page: ReceiptPage, cursors: ReceiptCursors) -> ReceiptConnection:
    edges = [
        ReceiptEdge(cursor=cursors.cursor(page.place(r)), node=ReceiptView.of(r, numbered=page.numbered))
        for r in page.receipts
    ]
    end = cursors.cursor(page.end) if page.end is not None else None
    start = edges[0].cursor if edges else None
    return ReceiptConnection(
        edges=edges, page_info=PageInfo(has_next_page=page.has_next, end_cursor=end, start_cursor=start)
    )
