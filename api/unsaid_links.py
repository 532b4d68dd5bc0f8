"""Finds links of a call that stand from before and that its file says no more: a file adds, and withdraws nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from api.bootstrap import Application
from api.submissions import Submitted
from graph import IdMinter, ReadScope
from graph.store import VisibleRecord
from graph.values import fold_reference
from ingest import SubmissionFile, SubmittedLink

_MOST_ENDS = 1_000  # that stand around the records of a file, and may be records of its call that it has no more


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingLink:
    """A link between two records of a call; `name` is what its file calls it, or would call it."""

    id: str
    type: str
    name: str
    source_id: str
    target_id: str

    @property
    def place(self) -> tuple[str, str, str]:
        """Its type and the records at its ends."""
        return self.type, self.source_id, self.target_id


async def links_of_call(
    app: Application, scope: ReadScope, call: SubmissionFile, *, originator: str
) -> list[StandingLink]:
    """Return the links in view between an originator's records of a call: of its file, or under the call's reference.

    Args:
        app: the wired parts.
        scope: the viewer's.
        call: what is to be submitted.
        originator: whose it is.
    """
    names = {_id(app.minter, originator, call, ref): name for name, ref in call.references.items()}
    around = await app.foundation.surroundings.neighbours(scope, names, limit=_MOST_ENDS) if call.call else []
    beside = await app.records.records(scope, {str(rid) for _, rid in around} - names.keys())
    names |= {str(r.id): name for r in beside if r.originator == originator and (name := _name_in(call, r))}
    links = await app.foundation.surroundings.links_among(scope, names)
    return [
        StandingLink(
            id=link.id,
            type=link.type,
            name=f"{names[link.source_id]} {link.type} {names[link.target_id]}",
            source_id=link.source_id,
            target_id=link.target_id,
        )
        for link in links
    ]


def unsaid_links(
    standing: Sequence[StandingLink], call: SubmissionFile, done: Submitted, *, minter: IdMinter
) -> list[StandingLink]:
    """Return those of the links that stood before which a submission did not say; one that waits says its place."""
    said, waiting = set(done.link_ids), set()
    for item, outcome in done.outcomes:
        if isinstance(item, SubmittedLink) and outcome.id is None:
            ends = (item.source_reference, item.target_reference)
            source, target = (_id(minter, done.originator, call, end) for end in ends)
            waiting.add((item.type, source, target))
    return [link for link in standing if link.id not in said and link.place not in waiting]


def _id(minter: IdMinter, originator: str, call: SubmissionFile, reference: str) -> str:
    return str(minter.record_id(originator, call.dataset, reference))


def _name_in(call: SubmissionFile, record: VisibleRecord) -> str | None:
    """Return what a file of the call would call a record, `None` of one that is none of the call.

    Behind a further `-` it may be of another call: `H26-07-1-victim` is none of `H26-07`.
    """
    given = record.provenance
    if given is None or given.dataset != call.dataset:
        return None
    first, name = fold_reference(f"{call.call}-"), fold_reference(given.reference)
    rest = name.removeprefix(first)
    return rest if rest != name and "-" not in rest else None
