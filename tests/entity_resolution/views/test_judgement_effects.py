"""Whose judgement counts for whom: the two writers' and the viewer's own, and only where none stands that of others."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from entity_resolution.views.judgement_effects import Effect, effects_of
from graph import RecordId
from graph.matches import Judgement, JudgementValue
from tests.entity_resolution.evidence import judgement

AGENCIES = st.sampled_from(["a", "b", "c", "d"])
WRITERS = {RecordId("r-01"): "a", RecordId("r-02"): "b", RecordId("r-03"): "b"}
SAID = st.lists(
    st.builds(
        lambda pair, value, agency: judgement(pair[0], pair[1], value, agency=agency),
        st.sampled_from([(1, 2), (1, 3), (2, 3)]),
        st.sampled_from(JudgementValue),
        AGENCIES,
    ),
    max_size=8,
)


@given(SAID, st.sampled_from(["a", "b", "c", "viewer"]))
def test_writers_and_the_viewer_go_before_others(said: list[Judgement], viewer: str) -> None:
    found = effects_of(said, WRITERS, viewer=viewer)
    for pair in [(RecordId("r-01"), RecordId("r-02")), (RecordId("r-02"), RecordId("r-03"))]:
        of_pair = [j for j in said if (j.left_id, j.right_id) == pair and j.value is not JudgementValue.NO_JUDGEMENT]
        firm = [j for j in of_pair if j.agency in (WRITERS[pair[0]], WRITERS[pair[1]], viewer)]
        values = {j.value for j in firm or of_pair}
        if not values:
            assert pair not in found
        else:
            value = JudgementValue.UNSURE if len(values) > 1 else min(values)
            assert found[pair] == Effect(value=value, binds=bool(firm))


@given(SAID, st.randoms(use_true_random=False))
def test_the_order_in_which_it_was_said_changes_nothing(said: list[Judgement], random: Random) -> None:
    mixed = list(said)
    random.shuffle(mixed)
    assert effects_of(mixed, WRITERS, viewer="viewer") == effects_of(said, WRITERS, viewer="viewer")
