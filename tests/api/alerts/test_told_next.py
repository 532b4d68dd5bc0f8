"""Of a number that more hold than are told, another is told as one of those goes: at that act, and at no hidden one."""

from collections.abc import Callable

import pytest

from graph.store.notices import equal_keys
from ingest import SubmittedRecord
from tests.api.alerts.test_alerts_of_equal_numbers import MINE, THEIRS, WAYS, Going, person, phone, told
from tests.api.asking import Desk
from tests.world import link, record

MANY = ["m1", "m2", "m3", "m4"]


@pytest.mark.parametrize("goes", WAYS, ids=lambda way: way.__name__)
@pytest.mark.parametrize("filed", [phone, person], ids=lambda make: make.__name__)
def test_who_is_told_next_is_told_as_another_goes(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, filed: Callable[[str], SubmittedRecord], goes: Going
) -> None:
    monkeypatch.setattr(equal_keys, "MOST_TOLD", 2)
    desk.world.file(MINE, *map(filed, MANY))
    desk.world.file(THEIRS, phone("k1"))
    before = told(desk, MINE, *MANY, "k1")
    assert [linked for *_, linked in before] == [True, True]
    goes(desk, MINE, before[0][0])
    desk.world.settle()
    after = told(desk, MINE, *MANY, "k1")
    # Of persons, a withdrawal has those beside them compared again, who are told as if they had been filed.
    linked = [own for own, _, is_linked in after if is_linked]
    assert len(linked) >= 2
    assert before[0][0] not in linked
    suspect = record("Person", "s", role="suspect", name="Sok Dara")
    desk.world.file(THEIRS, suspect, profile="originator-controlled")
    desk.world.file(THEIRS, link("USES", "s", "k1"), profile="originator-controlled")
    desk.world.file(THEIRS, phone("k2"), profile="originator-controlled")
    assert told(desk, MINE, *MANY, "k1") == after
