"""The worlds in which selectors in sight have exchanged what is closed of them.

Each agency holds the same numbers in them, under the same terms: so whoever holds one of these is told of the same
agencies, and nothing may say which record it is. Of persons that is not so, whose own and linked numbers make matches;
their alerts are declared releases, and not compared.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from api.graphql.vocabulary import Kind
from api.noninterference.documents import Question
from api.noninterference.questions import QuestionMaker, Universe
from api.noninterference.worlds import Filing, Hiding, key_of
from graph import CompartmentKey, KindSchema, PropertyClass
from ingest import SubmittedRecord

_NOTHING = Universe(ids=("r-none",), hidden=())
_Place = tuple[int, int]
"""Where a record stands: the position of its filing, and its own in that."""


@dataclass(slots=True, kw_only=True)
class ExchangedWorld:
    """What is filed in it, and the places of the viewers to whom it looks like the first."""

    filings: list[Filing]
    viewers: list[int] = field(default_factory=list)


def exchanged_worlds(
    filings: Sequence[Filing], hidings: Sequence[Hiding], kinds: Mapping[str, KindSchema]
) -> list[ExchangedWorld]:
    """Return the worlds of those viewers who see selectors of one agency and terms without their keys.

    Args:
        filings: the first world.
        hidings: what is hidden from each viewer.
        kinds: of the ontology.
    """
    found: list[ExchangedWorld] = []
    for number, hiding in enumerate(hidings):
        made = exchanged(filings, hiding, kinds)
        if made == list(filings):
            continue
        known = next((other for other in found if other.filings == made), None)
        if known is None:
            known = ExchangedWorld(filings=made)
            found.append(known)
        known.viewers.append(number)
    return found


def exchanged(filings: Sequence[Filing], hiding: Hiding, kinds: Mapping[str, KindSchema]) -> list[Filing]:
    """Return a world in which the selectors in sight whose keys are closed have, of each terms, exchanged these."""
    alike: dict[CompartmentKey, dict[_Place, SubmittedRecord]] = defaultdict(dict)
    for at, filing in enumerate(filings):
        for within, item in enumerate(filing.items):
            if isinstance(item, SubmittedRecord) and _is_closed(hiding, key_of(filing, item), kinds[item.kind]):
                alike[key_of(filing, item)][at, within] = item
    made = [list(filing.items) for filing in filings]
    for key, records in alike.items():
        closed = hiding.closed_classes(key)
        for ((at, within), one), other in zip(records.items(), reversed(records.values()), strict=True):
            made[at][within] = _with_closed_of(one, other, kinds[one.kind], closed)
    return [replace(filing, items=tuple(items)) for filing, items in zip(filings, made, strict=True)]


def selector_alerts(maker: QuestionMaker, kinds: Mapping[str, KindSchema]) -> list[Question]:
    """Return the questions for the alerts of each kind of selectors, with all fields that alerts have."""
    asked = next((q for q in maker.queries(_NOTHING) if q.root_field == "alerts" and not q.arguments), None)
    selectors = [name for name, kind in kinds.items() if kind.is_selector]
    return [replace(asked, arguments={"kind": Kind(name).name}) for name in selectors] if asked is not None else []


def _is_closed(hiding: Hiding, key: CompartmentKey, kind: KindSchema) -> bool:
    return kind.key is not None and hiding.is_seen(key) and kind.key.property_class in hiding.closed_classes(key)


def _with_closed_of(
    one: SubmittedRecord, other: SubmittedRecord, kind: KindSchema, closed: frozenset[PropertyClass]
) -> SubmittedRecord:
    def is_closed(name: str) -> bool:
        return kind.properties[name].property_class in closed

    kept = {name: texts for name, texts in one.properties.items() if not is_closed(name)}
    taken = {name: texts for name, texts in other.properties.items() if is_closed(name)}
    return replace(one, properties={**kept, **taken})
