"""The policy office: what an agency's policy officers learn of what their agency releases, and of nobody else's data.

Everything here reads the agency's own records through the officer's own scope: of a sealed victim an officer without
the protection role learns that a class would open, not which fields stand in it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from api.errors import TooManyRequestsError
from graph import Ontology, PropertyClass, ReadScope, SideThreads
from graph.grants import Grant
from graph.store import CompartmentRegistry, ReleasedLink, ReleaseReader, VisibleRecord
from policies import (
    Bundle,
    BundleError,
    CalendarEntry,
    Gap,
    MatrixRow,
    ScopeBuilder,
    ViewChange,
    ViewDelta,
    ViewerContext,
    assemble_bundle,
    basis_calendar,
    check_policy_officer,
    check_succession,
    find_gaps,
    may_use,
    passed_lately,
    release_matrix,
    simulate_views,
)

MOST_SHOWN = 10_000
_DECISIONS = 1_000
_CANDIDATE_README = "A candidate, not in force.\n"
RECORD, HIT, NOTICE, LINK = "record", "hit", "notice", "link"
"""Besides fields, as `contact.number`: that the record or link exists, that a hit is told, that a notice names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """What of one record or link appears to some viewers, and what disappears.

    Attributes:
        id: the record's or link's id.
        kind: its kind or type.
        viewers: to whom, alike.
        appears: names of fields, and `record`, `link`, `hit`, `notice`.
        disappears: the same.
    """

    id: str
    kind: str
    viewers: tuple[ViewerContext, ...]
    appears: tuple[str, ...]
    disappears: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What a candidate would change; `truncated` says that there is more than is shown."""

    policy_version: str
    changes: tuple[FieldChange, ...]
    truncated: bool


class PolicyOffice:
    """Answers an agency's policy officers. Every method refuses whoever does not hold the role."""

    def __init__(
        self, scopes: ScopeBuilder, registry: CompartmentRegistry, releases: ReleaseReader, ontology: Ontology
    ) -> None:
        self._scopes = scopes
        self._registry = registry
        self._releases = releases
        self._ontology = ontology
        self._simulating = SideThreads("simulating", threads=1)
        self._weighing = SideThreads("weighing", threads=2)
        self._turns: set[str] = set()

    def is_simulating(self, agency: str) -> bool:
        """Return whether a candidate of an agency is weighed or waits, for whoever asked or since went away."""
        return agency in self._turns or self._simulating.is_busy_for(agency)

    @contextmanager
    def turn(self, agency: str) -> Iterator[None]:
        """Weigh a candidate of an agency. It has one at a time; those of several wait for each other in their order.

        So nobody keeps the others out, whatever they send and however often.

        Raises:
            TooManyRequestsError: one of the agency's is weighed or waits; given up, it goes on to its end.
        """
        if self.is_simulating(agency):
            raise TooManyRequestsError(1)
        self._turns.add(agency)
        try:
            yield
        finally:
            self._turns.discard(agency)

    async def matrix(self, officer: ViewerContext, *, now: datetime) -> list[MatrixRow]:
        """Return what the officer's agency releases to whom.

        Raises:
            ForbiddenError: the viewer is no policy officer, or is suspended.
        """
        self.check(officer, "release matrix")
        return await self._weighing.run(release_matrix, self._scopes.bundle, now=now, originators=[officer.agency])

    async def opened_by(
        self, grants: Sequence[Grant], asked: ViewerContext, record: VisibleRecord, *, now: datetime
    ) -> dict[PropertyClass, list[Grant]]:
        """Return by property class the grants that open a record to such a viewer: to all of them, or to one person.

        Args:
            grants: live ones that name the record.
            asked: the viewer, whoever they are and whatever case they name.
            record: of the agency that gave them.
            now: the present.
        """
        compartments = await self._registry.refresh()
        ceiling = self._scopes.ceiling(asked, compartments, now=now).readable_classes(record.compartment)
        found: dict[PropertyClass, list[Grant]] = {}
        for grant in grants:
            if record.compartment in grant.compartments and may_use(_to_some(grant, asked), asked):
                for opened in grant.classes & ceiling:
                    found.setdefault(opened, []).append(grant)
        return found

    def calendar(self, officer: ViewerContext, *, now: datetime, days: int) -> list[CalendarEntry]:
        """Return what begins, lapses or is to be reviewed of what the agency's releases rest on.

        Raises:
            ForbiddenError: the viewer is no policy officer, or is suspended.
        """
        self.check(officer, "policy calendar")
        until = now + timedelta(days=days)
        return basis_calendar(self._scopes.bundle, since=now, until=until, originator=officer.agency)

    async def gaps(self, officer: ViewerContext, *, now: datetime, by_class: bool) -> list[Gap]:
        """Return to whom nothing of which kinds of the agency's data may be told, and under which purposes.

        Raises:
            ForbiddenError: the viewer is no policy officer, or is suspended.
        """
        self.check(officer, "policy gaps")
        return await self._weighing.run(
            find_gaps, self._scopes.bundle, now=now, originators=[officer.agency], by_class=by_class
        )

    async def candidate_of(self, officer: ViewerContext, pack: str, *, now: datetime) -> Bundle:
        """Return the bundle in force with another text in the pack that speaks for the officer's agency, checked.

        Raises:
            BundleError: the text is refused; where the reason lies in others' text it is not told.
            ForbiddenError: the viewer is no policy officer, or is suspended.
        """
        self.check(officer, "simulate policy")
        return await self._simulating.run_for(officer.agency, self._assembled, officer.agency, pack, now=now)

    def _assembled(self, agency: str, pack: str, *, now: datetime) -> Bundle:
        old = self._scopes.bundle
        name = _pack_name(old, agency)
        file = f"packs/{name}/pack.cedar"
        files = old.files.replacing(file, pack)
        if f"packs/{name}/README.md" not in files:
            files = files.replacing(f"packs/{name}/README.md", _CANDIDATE_README)
        try:
            new = assemble_bundle(files, ontology=self._ontology)
            passed_lately(new, now=now, decisions=_DECISIONS)
        except BundleError as exc:
            if exc.file == file and "stands at" not in exc.problem:
                raise
            raise BundleError(file, 1, "does not go together with the rest of the bundle") from exc
        return new

    async def simulate(
        self, officer: ViewerContext, scope: ReadScope, candidate: Bundle, *, now: datetime
    ) -> Simulation:
        """Return which fields of which of the agency's records a candidate makes appear or disappear, and to whom.

        Raises:
            BundleError: the candidate may not follow the bundle in force.
            ForbiddenError: the viewer is no policy officer, or is suspended.
        """
        self.check(officer, "simulate policy")
        check_succession(self._scopes.bundle, candidate)
        compartments = await self._registry.refresh()
        changes = await self._simulating.run_for(
            officer.agency,
            simulate_views,
            self._scopes.bundle,
            candidate,
            compartments,
            originator=officer.agency,
            now=now,
            directory=self._scopes.directory,
        )
        asked = frozenset[int]().union(*(c.appears.compartments | c.disappears.compartments for c in changes))
        records = await self._releases.records(scope, asked, limit=MOST_SHOWN + 1)
        links = await self._releases.links(scope, asked, limit=MOST_SHOWN + 1)
        found = [*_of_records(records[:MOST_SHOWN], changes), *_of_links(links[:MOST_SHOWN], changes)]
        return Simulation(
            policy_version=candidate.version,
            changes=tuple(found[:MOST_SHOWN]),
            truncated=max(len(records), len(links), len(found)) > MOST_SHOWN,
        )

    def check(self, officer: ViewerContext, operation: str) -> None:
        """Return if a viewer may ask the office.

        Raises:
            ForbiddenError: the viewer is no policy officer, or is suspended.
        """
        check_policy_officer(officer, self._scopes.directory, operation=operation)


def _pack_name(bundle: Bundle, agency: str) -> str:
    """Return the name of the pack that speaks for an agency: the one there is, or its own code."""
    for policy in bundle.policies:
        if policy.source.kind == "pack" and agency in (policy.source.originators or ()):
            return policy.source.name
    state = bundle.registers.parties[agency].jurisdiction.lower()
    return state if f"packs/{state}/pack.cedar" in bundle.files else agency


def _of_records(records: Iterable[VisibleRecord], changes: Iterable[ViewChange]) -> list[FieldChange]:
    found: list[FieldChange] = []
    changes = list(changes)
    for record in records:

        def named(delta: ViewDelta, record: VisibleRecord = record) -> tuple[str, ...]:
            whole = _named(delta, record.compartment, RECORD, lambda c: _fields(record, c, sealed=False))
            return (*whole, *_sealed_fields(delta, record))

        found += _changed(str(record.id), record.kind, changes, named)
    return found


def _of_links(links: Iterable[ReleasedLink], changes: Iterable[ViewChange]) -> list[FieldChange]:
    found: list[FieldChange] = []
    changes = list(changes)
    for link in links:

        def named(delta: ViewDelta, link: ReleasedLink = link) -> tuple[str, ...]:
            fields = {PropertyClass.NARRATIVE: [f"narrative.{name}" for name in link.fields]}
            return _named(delta, link.compartment, LINK, lambda c: fields.get(c, []))

        found += _changed(link.id, link.type, changes, named)
    return found


def _changed(
    item_id: str, kind: str, changes: Iterable[ViewChange], named: Callable[[ViewDelta], tuple[str, ...]]
) -> Iterable[FieldChange]:
    """Yield what changes of one record or link, once for all viewers to whom that does, in their order.

    Viewers are told apart by this one alone: what else changes for some of them may be hidden from the officer.
    """
    alike: dict[tuple[tuple[str, ...], tuple[str, ...]], dict[int, ViewerContext]] = {}
    for change in changes:
        told = named(change.appears), named(change.disappears)
        if any(told):
            alike.setdefault(told, {}).update(change.viewers)
    for (appears, disappears), places in sorted(alike.items(), key=lambda item: min(item[1])):
        viewers = tuple(places[place] for place in sorted(places))
        yield FieldChange(id=item_id, kind=kind, viewers=viewers, appears=appears, disappears=disappears)


def _named(
    delta: ViewDelta, compartment: int, existence: str, fields: Callable[[PropertyClass], list[str]]
) -> tuple[str, ...]:
    """Return what of something in a compartment is in a delta: its existence, its fields by class, hit and notice."""
    whole = [existence] if compartment in delta.records else []
    by_class = [name for c in PropertyClass if compartment in delta.classes[c] for name in fields(c)]
    told = [(HIT, delta.hits), (NOTICE, delta.notices)]
    return (*whole, *by_class, *(name for name, numbers in told if compartment in numbers))


def _sealed_fields(delta: ViewDelta, record: VisibleRecord) -> list[str]:
    """Return the fields that stand under the terms of a seal on somebody who uses the record."""
    opened = [c for c in PropertyClass if record.sealed_terms in delta.classes[c]]
    return [name for c in opened for name in _fields(record, c, sealed=True)]


def _fields(record: VisibleRecord, property_class: PropertyClass, *, sealed: bool) -> list[str]:
    """Return the names of a record's fields of a class; the class alone where the officer may not read it.

    `sealed`: those that stand under the terms of a seal, or all others.
    """
    if property_class not in record.readable:
        return [] if sealed else [str(property_class)]
    names = sorted(n for n in record.parts.get(property_class, {}) if (n in record.sealed) == sealed)
    if sealed:
        return [f"{property_class}.{name}" for name in names]
    if property_class is PropertyClass.SOURCE and record.provenance is not None:
        names = [
            "reference",
            "dataset",
            "evaluation",
            *(["assertedAt"] if record.provenance.asserted_at else []),
            *names,
        ]
    return [f"{property_class}.{name}" for name in names]


def _to_some(grant: Grant, asked: ViewerContext) -> Grant:
    """Return a grant as one of these viewers may use it: the person whom it is for, with the case that it is for."""
    case_ref = grant.case_ref if asked.case_ref is None else None
    return replace(grant, grantee=replace(grant.grantee, person=None), case_ref=case_ref)
