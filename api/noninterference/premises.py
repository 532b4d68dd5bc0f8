"""What the kit rests on and cannot see in an answer: that its records are as near to each other as it takes them to be.

A leak that joins two records by what is hidden shows on two alone that nothing in sight brings together, and that are
one as soon as something does. Names gain keys with almost every version, and a kit whose pair has come to share one
looks and finds nothing.
"""

from collections.abc import Sequence

from api.noninterference.errors import PremiseError
from api.noninterference.worlds import PHONES, apart
from entity_resolution.blocking.keys import KeyGroup, key_groups
from entity_resolution.blocking.meeting import digest_keys, meeting_ways
from entity_resolution.comparing.decision import Outcome
from entity_resolution.tables.pair_layout import read_layout
from entity_resolution.tables.pairs import PairScorer, scored_kind
from graph import PropertyClass
from graph.matches import Via
from graph.selectors import LinkedSelector
from ingest import SubmittedRecord

_LINK, _SELECTOR = 1, 2  # compartments


def check_premises(pair: tuple[SubmittedRecord, SubmittedRecord] | None = None) -> None:
    """Check what the worlds rest on, before a run.

    Args:
        pair: two records that only something hidden is to make one; those of the worlds where it is left out.

    Raises:
        PremiseError: something in sight brings the two together, or nothing would make them one.
    """
    left, right = pair or apart()
    columns = {"left": _name(left), "right": _name(right), **_cells("left", left), **_cells("right", right)}
    scorer = PairScorer(read_layout(scored_kind(left.kind), list(columns)))
    sides = scorer.records(list(columns.values()))
    if any(_meet([key_groups(scorer.model, side.parts) for side in sides], published=p) for p in (False, True)):
        raise PremiseError("two records that nothing in sight should bring together share a key")
    hidden = [_number()]
    if not _meet([key_groups(scorer.model, side.parts, hidden) for side in sides], published=False):
        raise PremiseError("two records that a hidden number should bring together do not meet by it")
    if scorer.score(list(columns.values())).outcome is not Outcome.MATCH:
        raise PremiseError("two records that should be one as soon as they meet are not one")


def _meet(groups: Sequence[Sequence[KeyGroup]], *, published: bool) -> bool:
    left, right = (digest_keys(of_one).by_terms for of_one in groups)
    return bool(meeting_ways(left, right, published=published))


def _number() -> LinkedSelector:
    """Return a number that both are linked to, by terms of which it tells nothing here whose they are."""
    return LinkedSelector(
        "PhoneNumber", f"PhoneNumber|tel:{PHONES[0]}", PropertyClass.CONTACT, Via(link=_LINK, selector=_SELECTOR)
    )


def _name(record: SubmittedRecord) -> str:
    return record.properties["name"][0]


def _cells(side: str, record: SubmittedRecord) -> dict[str, str]:
    return {f"{side}_{name}": texts[0] for name, texts in record.properties.items() if name != "name"}
