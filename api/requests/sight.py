"""Which requests a viewer may know of, and which records of those that they name it sees."""

from collections.abc import Collection, Sequence

from api.sight.own_view import OwnView
from graph import ReadScope, RecordId
from graph.store import RecordReader, RequestStore, StoredRequest, VisibleRecord
from policies import ScopeBuilder, ViewerContext, is_protecting


class RequestSight:
    """Reads what of the requests of its agency is there for a viewer."""

    def __init__(self, requests: RequestStore, records: RecordReader, own: OwnView, scopes: ScopeBuilder) -> None:
        self._requests, self._records, self._own_view, self._scopes = requests, records, own, scopes

    async def find(self, viewer: ViewerContext, scope: ReadScope, request_id: str) -> StoredRequest | None:
        """Return a request of the viewer's agency that this viewer may know of."""
        found = await self._requests.find(request_id, agency=viewer.agency)
        if found is None or found.holder != viewer.agency:
            await self._own_view.look_in_vain(viewer, scope)
        return next(iter(await self.known(viewer, scope, [found])), None) if found is not None else None

    async def known(
        self, viewer: ViewerContext, scope: ReadScope, requests: Sequence[StoredRequest]
    ) -> list[StoredRequest]:
        """Return those of the requests that the viewer may know of: who is asked sees a record that it is about.

        One about an identifier is about no record: it is for the people of the party that runs it.
        """
        asked = {rid for r in requests if r.holder == viewer.agency for rid in r.record_ids}
        # Who is suspended is refused by what they want to do, and listed nothing.
        closed = self._scopes.directory.is_closed_to(viewer)
        seen = asked if closed else await self._own_view.open(viewer, scope, asked)
        return [r for r in requests if _may_know(viewer, r) and (r.holder != viewer.agency or _is_seen(r, seen))]

    async def visible(self, scope: ReadScope, requests: Sequence[StoredRequest]) -> dict[RecordId, VisibleRecord]:
        """Return what the scope shows of what requests name: to who is asked all, to who asks what it named itself."""
        ids = {rid for r in requests if r.holder == scope.agency for rid in r.record_ids}
        ids |= {r.about for r in requests if r.asker == scope.agency and r.about is not None}
        return {r.id: r for r in await self._records.records(scope, ids)}


def _is_seen(request: StoredRequest, seen: Collection[str]) -> bool:
    return request.identifier is not None or any(rid in seen for rid in request.record_ids)


def _may_know(viewer: ViewerContext, request: StoredRequest) -> bool:
    """Return whether a viewer of one of its two agencies may know of a request.

    What protection roles asked for the protection of victims is theirs: question and answer name people whom their
    colleagues may not see. The agency that was asked is told of it whole, since its people are to answer.
    """
    return viewer.agency != request.asker or not request.asked_in_protection or is_protecting(viewer)
