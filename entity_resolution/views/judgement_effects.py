"""Whose judgement counts for whom: what the visible judgements of a pair come to in a view.

The agencies that wrote one of the two records, and the viewer's own, decide. What others judged is a proposal: it
settles what the machine leaves to review, parts nothing that that joins, and joins nothing that it would not leave to a
human.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from graph import RecordId
from graph.matches import Judgement, JudgementValue, Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What the visible judgements of a pair come to; `binds`: it stands whatever the machine makes of the pair."""

    value: JudgementValue
    binds: bool


def effects_of(
    judgements: Iterable[Judgement], originators: Mapping[RecordId, str], *, viewer: str
) -> dict[Pair, Effect]:
    """Return the effect of the visible judgements on each pair that was judged; those who disagree make it UNSURE.

    Args:
        judgements: what the viewer may read; what was taken back counts as not said.
        originators: who wrote each of the records judged.
        viewer: the agency in whose view it is asked.
    """
    binding: dict[Pair, set[JudgementValue]] = defaultdict(set)
    others: dict[Pair, set[JudgementValue]] = defaultdict(set)
    for judgement in judgements:
        if judgement.value is JudgementValue.NO_JUDGEMENT:
            continue
        pair = (judgement.left_id, judgement.right_id)
        decides = judgement.agency in {viewer, *(originators.get(end) for end in pair)}
        (binding if decides else others)[pair].add(judgement.value)
    return {
        pair: Effect(value=_agreed(binding.get(pair) or others[pair]), binds=pair in binding)
        for pair in {**others, **binding}
    }


def _agreed(values: set[JudgementValue]) -> JudgementValue:
    return next(iter(values)) if len(values) == 1 else JudgementValue.UNSURE
