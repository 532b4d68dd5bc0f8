"""What stands behind a day and its time of day is read, or told of: it is never passed over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.values import ValueStatus, normalise

PIECES = ["", " ", ".5", ",25", ":00", " PM", " น.", " hrs", " - ", "/", "18:00", "24:00", "(", ")", " m=+0.01"]
# Each with what tells another day than the one that stands first, or nothing that can be understood.
OF_UTC = ["Z", " UTC", " +0000", "+00:00", " Etc/UTC", " Zulu", " GMT"]
UNREAD = [" foo", " or 1991-06-03", " 1990-05-05", " พ.ศ.", "?", " Zone/Unknown", " ទី"]


@given(
    before=st.lists(st.sampled_from(PIECES), max_size=3).map("".join),
    piece=st.sampled_from(OF_UTC + UNREAD),
    behind=st.lists(st.sampled_from([*PIECES, *OF_UTC, *UNREAD]), max_size=3).map("".join),
    of=st.sampled_from(["birth", "event"]),
)
def test_a_day_is_certain_only_where_all_behind_it_is_understood(before: str, piece: str, behind: str, of: str) -> None:
    found = normalise("date", f"1990-05-02 17:00:00{before}{piece}{behind}", country="TH", hints={"of": of})
    assert found.status is not ValueStatus.VALID, found


@given(st.text(min_size=1, max_size=12))
def test_any_text_behind_a_time_of_day_leaves_the_day_or_a_doubt(behind: str) -> None:
    found = normalise("date", f"1990-05-02 10:00 {behind}", country="TH")
    assert found.value == "1990-05-02" or found.status is not ValueStatus.VALID


@pytest.mark.parametrize("time", ["24:00", "24:00:01", "10:60", "10:00:61", "99:99"])
@pytest.mark.parametrize("day", ["1990-05-02", "2/5/1990", "2 พ.ค. 2533"])
def test_a_time_of_day_that_no_day_has_leaves_a_doubt(day: str, time: str) -> None:
    found = normalise("date", f"{day} {time}", country="TH")
    assert (found.value, found.status) == ("1990-05-02", ValueStatus.POSSIBLE)
