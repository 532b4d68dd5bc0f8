"""Files what a person submits, over GraphQL and by command alike: authorised, weighed, written, and followed."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from api.bootstrap import Application
from api.errors import InputError
from graph import CompartmentKey, ReadScope
from graph.store import CompartmentRegistry, Stood, WriteSummary
from ingest import FiledInVain, ItemOutcome, SubmittedItem, SubmittedRecord, submit
from policies import MutationAction, Submission, ViewerContext, authorise, is_protecting

MOST_ITEMS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionOrder:
    """Records and links to file in one dataset; `None` stands for the viewer's agency, and for no default.

    `keeps_withdrawn`: whether what was withdrawn stays away, as far as the viewer may hear that it was.
    """

    items: Sequence[SubmittedItem]
    dataset: str
    originator: str | None = None
    profile: str | None = None
    country: str | None = None
    keeps_withdrawn: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submitted:
    """What became of an order: an outcome for each item, in its order.

    Attributes:
        originator: whose the records are.
        outcomes: each item with what became of it.
        summary: how many are new, changed and unchanged, as the viewer may know.
        held_check: the check that holds alerts of these records until a supervisor releases it, if there is one.
    """

    originator: str
    outcomes: Sequence[tuple[SubmittedItem, ItemOutcome]]
    summary: WriteSummary
    held_check: str | None

    @property
    def record_ids(self) -> list[str]:
        """The records that stand now as they were submitted."""
        return self._ids(of_records=True)

    @property
    def link_ids(self) -> list[str]:
        """The links that do."""
        return self._ids(of_records=False)

    def _ids(self, *, of_records: bool) -> list[str]:
        return [
            str(outcome.id)
            for item, outcome in self.outcomes
            if outcome.id is not None and isinstance(item, SubmittedRecord) is of_records
        ]


async def submit_as(app: Application, viewer: ViewerContext, scope: ReadScope, order: SubmissionOrder) -> Submitted:
    """File records and links as a viewer. They are stored when this returns; matches and alerts follow.

    Args:
        app: the wired parts.
        viewer: who files.
        scope: the viewer's.
        order: what is filed.

    Raises:
        ForbiddenError: the viewer may not file for that originator.
        InputError: there are too many items.
        SettingError: a dataset, a profile or a country is none; in each case nothing was written.
    """
    originator = order.originator or viewer.agency
    target = Submission(originator=originator)
    authorise(viewer, MutationAction.SUBMIT, target, directory=app.scopes.directory)
    if len(order.items) > MOST_ITEMS:
        raise InputError("input", f"may hold {MOST_ITEMS} records and links")
    writer = app.exchange.filings.writer(viewer, scope, app.writer)
    result = await submit(
        order.items,
        originator=originator,
        dataset=order.dataset,
        known_profiles=app.bundle.registers.profiles,
        writer=writer,
        minter=app.minter,
        profile=order.profile,
        country=order.country,
        ontology=app.ontology,
        guards_victims=not is_protecting(viewer),
        keeps_withdrawn=partial(app.foundation.own.open, viewer, scope) if order.keeps_withdrawn else None,
    )
    app.wake.set()
    before = await _would_stand(app.registry, originator, result.in_vain) if result.in_vain else ()
    return Submitted(
        originator=originator,
        outcomes=tuple(zip(order.items, result.outcomes, strict=True)),
        summary=result.summary.as_if_written(before, scope),
        held_check=writer.held,
    )


async def _would_stand(
    registry: CompartmentRegistry, originator: str, in_vain: Sequence[FiledInVain]
) -> tuple[Stood, ...]:
    """Return where records that are kept would stand by what was filed for them before."""
    terms = [
        CompartmentKey(
            originator=originator,
            profile=found.before.provenance.profile,
            kind=found.before.kind,
            role=found.role,
        )
        for found in in_vain
    ]
    compartments = await registry.bases(terms)
    return tuple(
        Stood(compartment=compartments[key], changed=found.changed) for key, found in zip(terms, in_vain, strict=True)
    )
