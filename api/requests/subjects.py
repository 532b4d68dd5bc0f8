"""What a request for information is about: a hit, a record in view, or an identifier that a party runs.

An identifier goes to the party that the registers name. Nothing is looked up for it, whatever that party or anybody
else has filed. Policies decide whether the asker's law lets that party be told, and decide again when a draft is sent.
"""

from dataclasses import dataclass

from api.cross_checks.desk import CrossCheckDesk
from api.cross_checks.questions import SelectorQuestion, read_selector
from api.errors import InputError
from graph import Ontology, ReadScope, RecordId
from graph.store import RecordReader, StoredRequest, VisibleRecord
from policies import (
    AddressedInquiry,
    Clock,
    MutationAction,
    ScopeBuilder,
    ViewerContext,
    authorise,
    may_inquire,
    operator_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """The subject of a request: a hit told to the asker, a record in its view, or the key of an identifier."""

    holder: str
    kind: str
    record_ids: tuple[RecordId, ...] = ()
    hit: str | None = None
    record: VisibleRecord | None = None
    identifier: str | None = None


class RequestSubjects:
    """Finds what a viewer may ask about now."""

    def __init__(
        self,
        *,
        checks: CrossCheckDesk,
        records: RecordReader,
        scopes: ScopeBuilder,
        ontology: Ontology,
        clock: Clock,
    ) -> None:
        self._checks = checks
        self._records = records
        self._scopes = scopes
        self._ontology = ontology
        self._clock = clock

    async def told(self, viewer: ViewerContext, scope: ReadScope, hit: str) -> Subject | None:
        """Return a hit that the viewer was told of and may still be told of, with the records that answer it now."""
        found = await self._checks.find_hit(viewer, scope, hit)
        return Subject(holder=found[0], kind=found[1], record_ids=found[2], hit=hit) if found is not None else None

    async def in_view(self, scope: ReadScope, record_id: str) -> Subject | None:
        """Return a record that the scope shows, of a party that can be asked."""
        found = await self._records.records(scope, [record_id])
        parties = self._scopes.bundle.registers.parties
        record = next((r for r in found if r.originator in parties), None)
        if record is None:
            return None
        return Subject(holder=record.originator, kind=record.kind, record_ids=(record.id,), record=record)

    def run_by_a_party(self, value: SelectorQuestion) -> Subject | None:
        """Return an identifier with the party that runs it; `None` where no register names one, or it is in doubt.

        Raises:
            InputError: the value is no exact identifier.
        """
        selector = read_selector(value, self._ontology)
        if selector.key is None:
            raise InputError("value", f"is no exact identifier: {selector.problem}")
        return self._run(selector.kind, selector.certain_key)

    def check_may_be_told(self, viewer: ViewerContext, subject: Subject) -> None:
        """Return if the viewer may put an identifier to the party that runs it.

        Raises:
            ForbiddenError: it is not the viewer's to ask, no law of its agency lets that party be told, or that party
                is suspended, by the register or by command.
        """
        registers, directory, now = self._scopes.bundle.registers, self._scopes.directory, self._clock()
        permitted = may_inquire(viewer.agency, subject.holder, viewer.purpose, registers, now)
        # The registers do not know who was suspended by command; such a party would read it once it is reinstated.
        permitted = permitted and not directory.is_suspended(subject.holder)
        target = AddressedInquiry(asker=viewer.agency, operator=subject.holder, is_permitted=permitted)
        authorise(viewer, MutationAction.ASK_OPERATOR, target, directory=directory)

    async def still(self, viewer: ViewerContext, scope: ReadScope, request: StoredRequest) -> Subject | None:
        """Return a draft's subject as it is now; `None` where its purpose and case no longer let it be asked.

        Raises:
            ForbiddenError: it is about an identifier that its party may not be told now.
        """
        if request.hit is not None:
            return await self.told(viewer, scope, request.hit)
        whose = (request.asker, request.purpose, request.case_ref)
        if whose != (viewer.agency, viewer.purpose, viewer.case_ref):
            return None
        if request.identifier is not None:
            found = self._run(request.kind, request.identifier)
        else:
            found = await self.in_view(scope, request.about) if request.about is not None else None
        if found is None or found.holder != request.holder:
            return None
        if found.identifier is not None:
            self.check_may_be_told(viewer, found)
        return found

    def _run(self, kind: str, value_key: str) -> Subject | None:
        party = operator_of(value_key, self._scopes.bundle.registers.parties)
        return Subject(holder=party.code, kind=kind, identifier=value_key) if party is not None else None
