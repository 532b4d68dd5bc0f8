"""What one GraphQL operation carries.

The viewer, the scope it was answered under, and which records its answer shows.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from graphql import GraphQLError
from strawberry.dataloader import DataLoader
from strawberry.types import Info

from api.audit.auditing import announce_change, filed_by, named_by, recalled_by
from api.bootstrap import Application
from api.graphql.asked_classes import asked_classes
from api.graphql.documents import Document
from api.graphql.effort import Effort
from api.graphql.roots import current_root
from api.recalls.returned import returned
from api.refusals import ARGUMENTS, REFUSALS
from entity_resolution.views.entities import Entity
from entity_resolution.views.review import Explanation
from graph import ReadScope, RecordId
from graph.grants import Grant, grant_compartment, grant_number
from graph.matches import Judgement
from graph.store import LinkNotice, Recall, VisibleLink, VisibleRecord
from policies import Disclosure, Exposure, Outcome, ViewerContext

_LINKED_A_READ = 50  # records whose links are read together; each may have hundreds


@dataclass(slots=True, kw_only=True)
class Operation:
    """One operation under way. What its audit entry says is collected in it while fields are resolved.

    Attributes:
        app: the wired parts.
        viewer: who asks.
        scope: what they may see.
        expires_at: when their token ends, in seconds since 1970.
        document: what was asked.
        shown: ids of the records that the answer shows.
        granted: grant to the records that the answer shows under it.
        listed: the grants that the answer tells of, by their ids.
        compartments: record to the terms that it, or the link that names it, was shown under.
        recalled: originator to the records that lists of recalls in the answer name.
        filed: originator to the records that the operation filed.
        answered: keys of the fields at the root.
        refused: those of them that were refused.
        confirm: raises an `ApiError` where the caller's token is good no more; a subscription asks it before each
            alert.
        change: of an operation that changes something, what it is called.
        announced: whether the trail holds that a change is about to be made.
        is_closed: who asked was suspended when it began, and has nothing in the answer.
        entities: entities that were read for this answer, by id.
        loader: reads records together that fields ask for one by one; so do the other loaders.
        effort: how much was resolved, which is bounded.
    """

    app: Application
    viewer: ViewerContext
    scope: ReadScope
    expires_at: float
    document: Document
    shown: set[str] = field(default_factory=set)
    granted: dict[str, set[str]] = field(default_factory=dict)
    listed: dict[str, Grant] = field(default_factory=dict)
    compartments: dict[str, int] = field(default_factory=dict)
    recalled: dict[str, set[str]] = field(default_factory=dict)
    filed: dict[str, set[str]] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    confirm: Callable[[], object] = lambda: None
    change: str | None = None
    announced: bool = False
    is_closed: bool = False
    entities: dict[str, Entity] = field(default_factory=dict)
    loader: DataLoader[str, VisibleRecord | None] | None = None
    entity_loader: DataLoader[str, Entity | None] | None = None
    recall_loader: DataLoader[Recall, bool] | None = None
    judgement_loader: DataLoader[tuple[RecordId, RecordId], list[Judgement]] | None = None
    link_loader: DataLoader[tuple[str, int], list[VisibleLink]] | None = None
    effort: Effort = field(default_factory=Effort)

    def announce(self) -> None:
        """Write down that a change is about to be made; what changes nothing is not announced.

        Raises:
            AuditError: it could not be written, so nothing may change.
        """
        if self.change is not None:
            announce_change(self.app.audit, self.viewer, self.change, self.scope)
            self.announced = True

    def announce_candidate(self, question: str) -> None:
        """Write down that a text which the viewer sent is about to be evaluated, whatever becomes of the evaluation.

        Args:
            question: the field that evaluates it.

        Raises:
            AuditError: it could not be written, so nothing may be evaluated.
        """
        announce_change(self.app.audit, self.viewer, f"query {question}", self.scope)
        self.announced = True

    @contextmanager
    def noting_refusals(self) -> Iterator[None]:
        """Note for the audit entry that nothing was done: it is not the viewer's, or an argument stopped it.

        Or it took too long. The refusal goes on.
        """
        try:
            yield
        except REFUSALS:
            self.deny()
            raise

    def note_stopped(self, errors: Iterable[GraphQLError]) -> None:
        """Note the fields at the root that an argument stopped, also where nothing had been begun."""
        for error in errors:
            if isinstance(error.original_error, ARGUMENTS) and error.path is not None and len(error.path) == 1:
                self.refused.add(str(error.path[0]))

    def deny(self) -> None:
        """Note for the audit entry that the field at the root which is being answered was refused."""
        self.refused.add(current_root())

    def outcome(self) -> Outcome:
        """Return whether an answer was allowed: a refusal of one field must not stand for what another one showed."""
        if not self.refused:
            return Outcome.ALLOWED
        nothing_leaves = len(self.answered) == 1 or self.refused >= self.answered
        return Outcome.DENIED if nothing_leaves else Outcome.PARTLY_DENIED

    def renew(self, scope: ReadScope) -> None:
        """Go on under the scope of this second, as for the next event of a subscription."""
        self.scope, self.effort = scope, Effort()
        self.loader = self.recall_loader = self.judgement_loader = self.link_loader = None
        self.forget_entities()
        self.shown, self.granted, self.compartments, self.listed, self.recalled = set(), {}, {}, {}, {}

    async def find_record(self, record_id: str) -> VisibleRecord | None:
        """Return a visible record; those that the fields of one answer ask for are read together."""
        if self.loader is None:
            self.loader = DataLoader(load_fn=self._load_records)
        return await self.loader.load(record_id)

    async def find_entity(self, record_id: str) -> Entity | None:
        """Return the entity of a visible record and note that it is shown; it is read once for an operation.

        A change reads anew, since it may have made another entity of it.
        """
        if self.entity_loader is None or self.change is not None:
            self.entity_loader = DataLoader(load_fn=self._load_entities)
        found = await self.entity_loader.load(record_id)
        if found is not None:
            self.show_entities([found])
        return found

    async def find_links(self, record_id: str, *, first: int) -> list[VisibleLink]:
        """Return the first visible links of a record and note that they are shown; those of several are read together.

        Nothing is kept: a change reads anew, and who asks twice is told as it stands.
        """
        if self.link_loader is None:
            self.link_loader = DataLoader(load_fn=self._load_links, max_batch_size=_LINKED_A_READ, cache=False)
        found = await self.link_loader.load((record_id, first))
        self.show_links(found)
        return found

    async def has_returned(self, recall: Recall) -> bool:
        """Return whether what was withdrawn stands again in view, and note that the answer tells so."""
        if self.recall_loader is None or self.change is not None:
            self.recall_loader = DataLoader(load_fn=self._load_returned, cache_key_fn=lambda recall: recall.id)
        return await self.recall_loader.load(recall)

    async def judgements_of(self, pair: tuple[RecordId, RecordId]) -> list[Judgement]:
        """Return what was judged of a pair whose records the answer shows; those of one answer are read together."""
        if self.judgement_loader is None or self.change is not None:
            self.judgement_loader = DataLoader(load_fn=self._load_judgements)
        return await self.judgement_loader.load(pair)

    def forget_entities(self) -> None:
        """Have what is asked for from now on read anew."""
        self.entities, self.entity_loader = {}, None

    async def _load_entities(self, ids: list[str]) -> list[Entity | None]:
        found = {str(rid): e for rid, e in (await self.app.entities.entities_of(self.scope, ids)).items()}
        return [found.get(rid) for rid in ids]

    async def _load_records(self, ids: list[str]) -> list[VisibleRecord | None]:
        found = {str(r.id): r for r in await self.app.records.records(self.scope, ids)}
        return [found.get(rid) for rid in ids]

    async def _load_judgements(self, pairs: list[tuple[RecordId, RecordId]]) -> list[list[Judgement]]:
        # The agency's first judgement stands under terms that the scope before it does not know.
        scope = self.scope if self.change is None else await self.app.scope_for(self.viewer)
        found = await self.app.review.said(scope, pairs)
        return [found.get(pair, []) for pair in pairs]

    async def _load_links(self, asked: list[tuple[str, int]]) -> list[list[VisibleLink]]:
        found = {}
        for first in {first for _, first in asked}:
            ids = [rid for rid, number in asked if number == first]
            found[first] = await self.app.records.links_of_each(self.scope, ids, limit=first)
        return [found[first].get(rid, []) for rid, first in asked]

    async def _load_returned(self, recalls: list[Recall]) -> list[bool]:
        found = await returned(self.app.records, self.scope, recalls)
        self.show_records(found.records)
        self.show_links(found.links)
        return [found.has(recall) for recall in recalls]

    def show_records(self, records: Iterable[VisibleRecord]) -> None:
        """Note that the answer shows these records, and under which grants."""
        for record in records:
            self.shown.add(record.id)
            if not self._has_words_of(record):
                self.compartments[record.id] = record.compartment
            for grant_id in self.scope.grant_ids(record.grants):
                self.granted.setdefault(grant_id, set()).add(record.id)

    def _has_words_of(self, record: VisibleRecord) -> bool:
        """Return whether a seal closed words of a record since this answer read it with them."""
        registry, before = self.app.registry, self.compartments.get(record.id)
        if before is None or not registry.is_kept_open(record.compartment):
            return False
        return registry.get(before).key == registry.key_of(record.compartment).kept_open

    def show_granted(self, record_id: str, tokens: Iterable[int]) -> None:
        """Note that the answer names a record that grants show, by the tokens of these grants on it."""
        self.shown.add(record_id)
        for token in tokens:
            grant = self.scope.grants[grant_number(token)]
            self.compartments[record_id] = grant_compartment(token)
            self.granted.setdefault(grant.id, set()).add(record_id)

    def show_links(self, links: Iterable[VisibleLink]) -> None:
        """Note that the answer names the ends of these links, and under which grants."""
        for link in links:
            self.shown.update((link.source_id, link.target_id))
            for end in (link.source_id, link.target_id):
                self.compartments.setdefault(end, link.compartment)
            for grant_id in self.scope.grant_ids(link.grants):
                self.granted.setdefault(grant_id, set()).update((link.source_id, link.target_id))

    def show_explanations(self, explanations: Iterable[Explanation]) -> None:
        """Note that the answer tells of pairs: of both records, and of the numbers whose values it compares."""
        for found in explanations:
            self.show_records([found.left, found.right])
            for selector in found.selectors:
                if selector.record_id is not None:
                    self.shown.add(selector.record_id)
                    self.compartments.setdefault(selector.record_id, selector.via.selector)
                    for grant_id in self.scope.grant_ids(selector.grants):
                        self.granted.setdefault(grant_id, set()).add(selector.record_id)

    def show_alert(self, notice: LinkNotice) -> None:
        """Note that the answer tells of an alert: of the own record, and of the other and its grants where it may."""
        if notice.own_id is not None and notice.own_compartment is not None:
            self.shown.add(notice.own_id)
            self.compartments[notice.own_id] = notice.own_compartment
        if notice.other_id is not None and notice.other_compartment is not None:
            self.shown.add(notice.other_id)
            self.compartments[notice.other_id] = notice.other_compartment
            for grant_id in self.scope.grant_ids(notice.grants):
                self.granted.setdefault(grant_id, set()).add(notice.other_id)

    def show_grant(self, grant: Grant) -> None:
        """Note that the answer tells of a grant, and by it of the records that it names."""
        self.shown.update(grant.records)
        self.listed[grant.id] = grant

    async def show_recalls(self, recalls: Iterable[Recall]) -> None:
        """Note that the answer names the records of these recalls, or of a link's its ends."""
        for originator, ids in (await self.app.accountability.recalls.named_by(recalls)).items():
            self.recalled.setdefault(originator, set()).update(ids)

    @property
    def named(self) -> set[str]:
        """The records that the answer names, in whatever way."""
        return self.shown.union(*self.recalled.values(), *self.filed.values())

    def disclosures(self, exposure: Exposure = Exposure.SHOWN) -> list[Disclosure]:
        """Return whose records the answer shows, and on which basis."""
        shown = {rid: cmp for rid, cmp in self.compartments.items() if rid in self.shown}
        read = self.app.accountability.disclosures.disclosures(
            self.scope,
            shown,
            exposure=exposure,
            granted=self.granted,
            asked=asked_classes(self.document.node),
        )
        named = named_by(self.listed.values(), exposure)
        return [*read, *named, *recalled_by(self.recalled, self.shown), *filed_by(self.filed)]

    def show_entities(self, entities: Iterable[Entity]) -> None:
        """Note that the answer shows these entities, and keep them for nested fields."""
        for entity in entities:
            if self.entities.get(entity.id) is entity:
                continue  # shown before: what stands in many places is noted once
            self.show_records(entity.records)
            self.entities.update({record.id: entity for record in entity.records})


BenangInfo = Info[Operation, None]
