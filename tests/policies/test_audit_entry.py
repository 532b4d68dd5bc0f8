"""An entry that is written again keeps what was erased from it."""

import string
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from policies.audit_entry import keep_blanks, make_entry, slots_in, write_line
from tests.policies.audit_segments import entry


@given(
    data=st.data(),
    ids=st.lists(st.text(string.ascii_lowercase + "-", min_size=1, max_size=70), min_size=1, max_size=9, unique=True),
)
def test_a_line_that_is_written_again_keeps_just_the_blanks_that_stand_there(
    data: st.DataObject, ids: list[str]
) -> None:
    line = make_entry(
        replace(entry(1), record_ids=ids), sequence=2, time=datetime(2026, 5, 1, tzinfo=UTC), previous="0"
    )
    raw = write_line(line)
    standing = bytearray(raw)
    erased = data.draw(st.sets(st.sampled_from(ids)))
    for place, blank, _ in slots_in(raw, erased):
        standing[place : place + len(blank)] = blank

    assert keep_blanks(raw, bytes(standing)) == standing
    assert keep_blanks(raw, raw) == raw
    # Of what the disk has lost nothing is known.
    assert keep_blanks(raw, bytes(len(raw))) == raw
