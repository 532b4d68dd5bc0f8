"""Projects one viewer's view into another Neo4j, for Bloom.

Everything is read through the viewer's scope, by the readers that serve the API; so what an analyst can ask of the
projection in free Cypher depends on the view alone. The order: look at the target, list the view, write the audit
entry, and only then write to the target; in the end, make sure that the view did not become narrower meanwhile. The
token of who asks is asked again before the entry, between the pages that are written, and in the end.
"""

import secrets
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import orjson

from api.audit.auditing import PROJECTION, WITHHELD, audit_operation
from api.bloom.errors import (
    AskerGoneError,
    ConstrainedTargetError,
    ForeignTargetError,
    MixedTargetError,
    PerspectiveError,
    PhraseFailedError,
    SharedTargetError,
    ViewMovedError,
)
from api.bloom.nodes import CAPTION, PAYMENT, TRANSFER, NodeMaker, ProjectionShape, Properties, payment_terms
from api.bloom.perspective import build_perspective
from api.bloom.told_view import ToldView
from api.bloom.viewer_class import ViewerClass
from api.bootstrap import Application
from api.errors import AuthenticationError, KeysUnreadableError
from entity_resolution.views.clustering import PairDecision
from entity_resolution.views.groups import sort_pair
from entity_resolution.views.review import Explanation
from graph import ReadScope, RecordId
from graph.errors import GraphError, StoreQueryError
from graph.files import whole_file
from graph.grants import Grant
from graph.matches import JudgementValue, Pair
from graph.store import (
    ENTITY_LABEL,
    EVERY_LINK,
    RECORD_LABEL,
    ListedRecord,
    ProjectedEntity,
    ProjectedRelationship,
    ProjectionWriter,
    RecordLister,
    SearchPhrase,
    Store,
    TargetState,
    VisibleLink,
    VisibleRecord,
    database_id,
    search_phrases,
)
from policies import AuditError, Exposure, PolicyError, ViewerContext

OPERATION = PROJECTION
PAGE = 1_000
IDS_PER_AUDIT_ENTRY = 10_000

OnProgress = Callable[[int, int], None]
T = TypeVar("T")
View = Mapping[RecordId, ListedRecord]
"""The records of a view by their ids, in canonical order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectionReport:
    """What a projection holds, and how long it took."""

    entities: int
    records: int
    links: int
    matches: int
    waiting: int  # pairs of entities that may be one thing, for a human to judge
    phrases: int
    # The rows of each phrase, run with suggestions of its own until one has an answer; `None` of one not tried, as its
    # suggestions were not found in time.
    answers: Mapping[str, int | None]
    withheld: int  # records of which a grant shows something that it lets nobody pass on
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Placed:
    """What the links need to know of a record that was written, and what was open of it.

    `of_users`: the names of the properties that it had then of those that name who uses a thing.
    """

    kind: str
    originator: str
    entity: str
    compartment: int
    of_users: frozenset[str]
    payment: Properties = field(default_factory=dict)  # what transfers tell of it


class Projector:
    """One run of a projection.

    `confirm` asks the viewer's token again, and raises where it speaks for nobody any more; `None` where there is none.
    """

    def __init__(
        self, app: Application, viewer: ViewerContext, target: Store, *, confirm: Callable[[], object] | None = None
    ) -> None:
        self._app = app
        self._viewer = viewer
        self._target = target
        self._confirm = confirm
        self._class = ViewerClass(app.minter, viewer)
        self._make = self._maker({})
        self._writer = ProjectionWriter(target, app.ontology, run=secrets.token_hex(8))
        self._shape = ProjectionShape()
        self._placed: dict[RecordId, _Placed] = {}
        self._links: dict[str, int] = {}  # of each link that was written the compartment that it was read under
        self._pairs: dict[Pair, PairDecision] = {}
        self._waiting: dict[Pair, Explanation] = {}
        self._entities = 0
        self._all_told = True  # whether all that was written is told of under each grant that it was read under

    async def project(self, *, perspective: Path | None, on_progress: OnProgress | None = None) -> ProjectionReport:
        """Replace what the target holds by the viewer's view, and write the perspective file.

        Args:
            perspective: where to write the perspective; `None` writes none, its phrases are run all the same.
            on_progress: is told how many of how many records are done.

        Raises:
            SharedTargetError, ForeignTargetError, MixedTargetError, ConstrainedTargetError: the target is refused;
                nothing was written.
            AuthenticationError, KeysUnreadableError: the token ended before anything was written.
            AuditError: the audit entry cannot be written; nothing was written.
            AskerGoneError: the token ended, or lost its key, meanwhile; the target is empty.
            PhraseFailedError: a search phrase fails; no perspective was written, and the target says `building`.
            PerspectiveError: it cannot be written; the target is whole.
            ViewMovedError: the view became narrower meanwhile, whether a phrase failed or not; the target is empty.
            ClockError, ViewerError: the machine's clock was set meanwhile, or the policy lost the agency; the target
                is empty.
        """
        started = time.monotonic()
        await self._check_target()
        scope, withheld = await self._scope()
        view = await self._list(scope)
        told = await self._told(scope, view)
        self._ask_again(scope)
        self._audit(scope, view, told)
        self._make = self._maker(scope.grants)
        await self._writer.begin()
        await self._write_entities(scope, view, told, on_progress or _silent)
        await self._read_queue(scope)
        matches = await self._write_matches()
        waiting = await self._write_likenesses()
        links = await self._write_links(scope, view, told)
        await self._writer.index([ENTITY_LABEL, *self._shape.nodes], key=CAPTION)
        phrases = search_phrases(self._app.ontology, self._shape.nodes.keys() - {RECORD_LABEL})
        answers = await self._try_phrases(phrases, scope, view)
        now = await self._finish(scope, view)
        if perspective is not None:
            self._write_perspective(perspective, phrases, now)
        return ProjectionReport(
            entities=self._entities,
            records=len(self._placed),
            links=links,
            matches=matches,
            waiting=waiting,
            phrases=len(phrases),
            answers=answers,
            withheld=withheld,
            seconds=time.monotonic() - started,
        )

    def _maker(self, grants: Mapping[int, Grant]) -> NodeMaker:
        return NodeMaker(self._class, self._app.ontology, self._app.bundle.registers.profiles, grants)

    async def _scope(self) -> tuple[ReadScope, int]:
        """Return the scope of what may be copied, and of how many records something is left out of it.

        A projection is for everybody who may open it: what a grant shows without letting it be passed on stays out,
        and the trail says so.
        """
        whole = await self._app.scope_for(self._viewer)
        scope = whole.without_confidences()
        if scope is whole:
            return scope, 0
        kept = self._app.foundation.grants
        confided = [await kept.find(g.id) for n, g in whole.grants.items() if n not in scope.grants]
        named = {RecordId(rid) for grant in confided if grant is not None for rid in grant.records}
        withheld = sorted(named & (await self._list(whole)).keys())
        for chunk in _chunks(withheld, IDS_PER_AUDIT_ENTRY):
            audit_operation(self._app.audit, self._viewer, f"{OPERATION} withheld", whole, chunk, denied=True)
        return scope, len(withheld)

    async def _check_target(self) -> None:
        state = await self._writer.inspect()
        same = await database_id(self._target) == await database_id(self._app.store)
        if same or state is TargetState.SHARED:
            raise SharedTargetError
        if state is TargetState.FOREIGN:
            raise ForeignTargetError
        if state is TargetState.MIXED:
            raise MixedTargetError
        if state is TargetState.CONSTRAINED:
            raise ConstrainedTargetError

    async def _list(self, scope: ReadScope) -> dict[RecordId, ListedRecord]:
        """Return all visible records in canonical order."""
        lister = RecordLister(self._app.store)
        return {record.id: record async for page in lister.pages(scope) for record in page}

    async def _told(self, scope: ReadScope, view: View) -> ToldView:
        """Return under which grants the records of a view, and the links between them, are about to leave."""
        told = ToldView(scope)
        if scope.grants:
            told.note_records(view.values())
            async for page in self._pages_of_links(scope, view, view.keys()):
                told.note_links(page)
        return told

    def _audit(self, scope: ReadScope, view: View, told: ToldView) -> None:
        chunks = list(_chunks(list(view), IDS_PER_AUDIT_ENTRY))
        for chunk in chunks or [[]]:
            disclosures = self._app.accountability.disclosures.disclosures(
                scope,
                {rid: view[rid].compartment for rid in chunk},
                granted=told.granted(chunk),
                exposure=Exposure.EXPORTED,
            )
            audit_operation(self._app.audit, self._viewer, OPERATION, scope, chunk, disclosures=disclosures)
        self._app.audit.flush()

    def _ask_again(self, scope: ReadScope) -> None:
        """Ask the token of who asks once more; else write down that nothing is left to them."""
        if self._confirm is None:
            return
        try:
            self._confirm()
        except (AuthenticationError, KeysUnreadableError):
            audit_operation(self._app.audit, self._viewer, f"{OPERATION}{WITHHELD}", scope, (), denied=True)
            raise

    async def _ask_writing(self, scope: ReadScope) -> None:
        """Ask the token once more, and empty the target where it speaks for nobody."""
        try:
            self._ask_again(scope)
        except (AuthenticationError, KeysUnreadableError) as exc:
            await self._writer.clear()
            raise AskerGoneError(str(exc)) from exc
        except AuditError:
            await self._writer.clear()
            raise

    async def _write_entities(self, scope: ReadScope, view: View, told: ToldView, on_progress: OnProgress) -> None:
        done = 0
        for page in _chunks(list(view), PAGE):
            await self._ask_writing(scope)
            waiting = [rid for rid in page if rid not in self._placed]
            found = await self._app.entities.entities_of(scope, waiting)
            made = []
            for rid in waiting:
                if rid not in found or rid in self._placed:
                    continue
                entity = found[rid]
                # Only what the audit entry names is written, and each record once, whatever arrives meanwhile.
                members = [r for r in entity.records if r.id in view and r.id not in self._placed]
                self._all_told &= all(told.names([r.id], r.grants) for r in members)
                projected = self._make.entity(members)
                self._place(members, projected)
                self._pairs.update({(p.left_id, p.right_id): p for p in entity.cluster.pairs})
                made.append(projected)
            for item in made:
                self._shape.add_entity(item)
            await self._writer.write_entities(made)
            self._entities += len(made)
            done += len(page)
            on_progress(done, len(view))

    def _place(self, members: Iterable[VisibleRecord], entity: ProjectedEntity) -> None:
        terms = payment_terms(entity) if entity.kind == PAYMENT else {}
        for record in members:
            self._placed[record.id] = _Placed(
                kind=record.kind,
                originator=record.originator,
                entity=entity.id,
                compartment=record.compartment,
                of_users=self._of_users(record),
                payment=terms,
            )

    async def _read_queue(self, scope: ReadScope) -> None:
        """Add the viewer's review queue: an entity tells of the pairs among its own records alone.

        What the queue decides of a pair holds, as it is what the API shows where the analyst judges it.
        """
        for found in await self._app.review.queue(scope):
            pair = sort_pair((found.left.id, found.right.id))
            told = self._pairs.get(pair)
            self._waiting[pair] = found
            self._pairs[pair] = PairDecision(
                left_id=pair[0],
                right_id=pair[1],
                decision=found.decision,
                judgement=told.judgement if told is not None else JudgementValue.NO_JUDGEMENT,
                joins=told is not None and told.joins,
                binds=told is not None and told.binds,
            )

    async def _write_matches(self) -> int:
        found = []
        for pair, decision in sorted(self._pairs.items()):
            made = self._make.match(decision, self._waiting.get(pair)) if self._are_placed(pair) else None
            if made is not None:
                found.append(made)
                self._shape.add_relationship(made, RECORD_LABEL, RECORD_LABEL)
        await self._write_relationships(found)
        return len(found)

    async def _write_likenesses(self) -> int:
        """Join the entities between which a pair waits, by the one that weighs most: several would hide one another."""
        best: dict[tuple[str, ...], Explanation] = {}
        for pair, waiting in sorted(self._waiting.items(), key=lambda item: (-item[1].decision.bits, item[0])):
            if self._are_placed(pair) and len(ends := {self._placed[rid].entity for rid in pair}) == 2:
                best.setdefault(tuple(sorted(ends)), waiting)
        found = []
        for waiting in best.values():
            made = self._make.likeness(waiting)
            self._shape.add_relationship(made, waiting.left.kind, waiting.left.kind)
            found.append(made)
        await self._write_relationships(found)
        return len(found)

    def _are_placed(self, pair: Pair) -> bool:
        return all(rid in self._placed for rid in pair)

    async def _write_links(self, scope: ReadScope, view: View, told: ToldView) -> int:
        async for page in self._pages_of_links(scope, view, self._placed.keys()):
            await self._ask_writing(scope)
            found = []
            for link in page:
                source, target = self._placed[link.source_id], self._placed[link.target_id]
                payment = (source.payment or target.payment) if link.type == TRANSFER else {}
                self._all_told &= told.names([link.source_id, link.target_id], link.grants)
                made = self._make.link(link, source.originator, payment)
                self._shape.add_relationship(made, source.kind, target.kind)
                found.append(made)
                self._links[link.id] = link.compartment
            await self._write_relationships(found)
        return len(self._links)

    async def _pages_of_links(
        self, scope: ReadScope, view: Iterable[RecordId], among: Set[RecordId]
    ) -> AsyncIterator[list[VisibleLink]]:
        """Yield the visible links from records of a view that stand between some records, each once."""
        for page in _chunks(list(view), PAGE):
            sources = set(page)
            # A link is met from both of its ends; it comes with the page of its source.
            yield [
                link
                for link in await self._app.records.links(scope, page, limit=EVERY_LINK)
                if link.source_id in sources and {link.source_id, link.target_id} <= among
            ]

    async def _write_relationships(self, found: Sequence[ProjectedRelationship]) -> None:
        for chunk in _chunks(list(found), 5 * PAGE):
            await self._writer.write_relationships(chunk)

    async def _try_phrases(
        self, phrases: Iterable[SearchPhrase], scope: ReadScope, view: View
    ) -> dict[str, int | None]:
        """Run the phrases; where that fails, what was written stays only as long as the view holds."""
        try:
            return await self._run_phrases(phrases)
        except (PhraseFailedError, GraphError):
            await self._check_view(scope, view)
            raise

    async def _run_phrases(self, phrases: Iterable[SearchPhrase]) -> dict[str, int | None]:
        answers = {}
        for phrase in phrases:
            try:
                answers[phrase.text] = await self._writer.run_phrase(phrase)
            except StoreQueryError as exc:
                raise PhraseFailedError(phrase.text, exc.store_code) from exc
        return answers

    async def _finish(self, scope: ReadScope, view: View) -> datetime:
        """Mark the target as whole if the view still holds; return as of when."""
        # What is withdrawn from now on came behind it, whether the last look sees that or not.
        now = datetime.now(UTC)
        await self._check_view(scope, view)
        await self._writer.finish({"builtAt": now.isoformat(), **_validity(scope)})
        return now

    async def _check_view(self, scope: ReadScope, view: View) -> None:
        """Empty the target if anything that was written is no longer, or differently, open, or cannot be held open."""
        await self._ask_writing(scope)
        try:
            now = await self._scope_now()
            stands = self._all_told and now.covers(scope) and await self._stands(now, view)
        except PolicyError:  # a clock that was set, or an agency that the bundle lost
            await self._writer.clear()
            raise
        if not stands:
            await self._writer.clear()
            raise ViewMovedError
        await self._ask_writing(scope)  # that look takes a while as well

    async def _scope_now(self) -> ReadScope:
        """Return what may be copied at this moment, under the bundle that the folder holds by now."""
        await self._app.policy.reload()
        return (await self._app.scope_for(self._viewer)).without_confidences()

    async def _stands(self, now: ReadScope, view: View) -> bool:
        """Return whether records, links, and what seals close of a record, are open as they were as they were read."""
        links: dict[str, int] = {}
        async for page in self._pages_of_links(now, view, self._placed.keys()):
            links.update((link.id, link.compartment) for link in page)
        if not self._links.items() <= links.items() or not await self._users_stand(now):
            return False
        listed = _compartments(await self._list(now)).items()
        written = {rid: placed.compartment for rid, placed in self._placed.items()}
        return _compartments(view).items() <= listed and written.items() <= listed

    async def _users_stand(self, now: ReadScope) -> bool:
        """Return whether what names the users of a thing is open still: a seal on one leaves the terms of the thing."""
        for page in _chunks([rid for rid, placed in self._placed.items() if placed.of_users], PAGE):
            for record in await self._app.records.records(now, page):
                if not self._placed[record.id].of_users <= self._of_users(record):
                    return False
        return True

    def _of_users(self, record: VisibleRecord) -> frozenset[str]:
        return self._app.ontology.kind(record.kind).of_users & {name for part in record.parts.values() for name in part}

    def _write_perspective(self, path: Path, phrases: Sequence[SearchPhrase], now: datetime) -> None:
        found = build_perspective(
            self._shape,
            phrases,
            self._app.ontology,
            identity=self._class.perspective_id(),
            title=self._class.title,
            now=now,
        )
        try:
            with whole_file(path) as part:
                part.write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
        except OSError as exc:
            raise PerspectiveError(path, (exc.strerror or "unknown reason").lower()) from exc


def _validity(scope: ReadScope) -> dict[str, str]:
    """Return what tells until when a projection is exact: then it has to be built again.

    INVARIANT: of grants those alone count that opened something which is copied; any other is nobody's to know of.
    """
    ends = [grant.ends for grant in scope.grants.values()]
    until = min([*ends, *([] if scope.exact_until is None else [scope.exact_until])], default=None)
    found = {"policyVersion": scope.policy_version}
    return found if until is None else {**found, "exactUntil": until.isoformat()}


def _compartments(view: View) -> dict[RecordId, int]:
    return {rid: record.compartment for rid, record in view.items()}


def _chunks(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), size):
        yield items[start : start + size]


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
