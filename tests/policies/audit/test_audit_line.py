"""Entries as lines: what was erased stays erased, and what an earlier version wrote is read and verified as ever."""

import string
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import PropertyClass
from policies import Disclosure, Exposure
from policies.audit.line import group_map, is_true, keep_blanks, make_entry, read_line, slots_in, write_line
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


EARLIER = (
    b'{"sequence":2,"facts":{"time":"2026-05-01T00:00:00+00:00","actor":"duty officer of th-police","agency":"th-pol'
    b'ice","purpose":"investigation","case":"T-1","outcome":"allowed","policy":"abababab"},"factsSalt":"a56686a5ffae'
    b'9ef7d455c6f2e6ffe449","internal":{"operation":"query record","scope":"k","count":2},"internalSalt":"ee4940d22a'
    b'ff9394506b720a77e04cc5","groups":[{"originator":"kh-police","exposure":"shown","profile":"law-enforcement","pe'
    b'rmits":["kh.to-partners"],"grant":null,"records":[["r-1","93f8d3587be825af0732f58107543363bfe15a0ed64ccede13d6'
    b'8c7276cef"]]},{"originator":null,"exposure":"shown","profile":"","permits":[],"grant":null,"records":[["r-2","'
    b'718eb6e0a87877c26aef075916342e257dc73ca3f46cc2b46bddde6059734"]]}],"previous":"0000000000000000000000000000000'
    b'000000000000000000000000000000000","hash":"35db6131982924aae05f8803af8a1d7fd35bfdbc729f90b6cca91e7dca8af10a"}'
)


def test_a_line_of_an_earlier_version_verifies_and_knows_no_classes() -> None:
    line = read_line(EARLIER)

    assert is_true(line)
    assert write_line(line) == EARLIER + b"\n"
    assert [group.shown_classes for group in line.groups] == [None, None]
    [told] = line.entry().disclosures
    assert (told.record_ids, told.exposure, told.classes) == (("r-1",), Exposure.SHOWN, None)


@pytest.mark.parametrize("classes", [None, (), (PropertyClass.SOURCE, PropertyClass.IDENTITY), tuple(PropertyClass)])
def test_the_classes_of_a_disclosure_are_committed_to(classes: tuple[PropertyClass, ...] | None) -> None:
    told = Disclosure(originator="kh-police", record_ids=["r-1"], classes=classes)
    line = make_entry(
        replace(entry(1), disclosures=[told]), sequence=2, time=datetime(2026, 5, 1, tzinfo=UTC), previous="0"
    )

    read = read_line(write_line(line)[:-1])

    assert is_true(read)
    kept = None if classes is None else tuple(c for c in PropertyClass if c in classes)
    assert read.entry().disclosures[0].classes == kept
    other = replace(line, groups=(replace(line.groups[0], classes="f"), *line.groups[1:]))
    assert not is_true(other)


@pytest.mark.parametrize("left_out", [None, (), ("notes", "holderName")])
def test_what_a_seal_left_out_is_committed_to_by_the_entry_and_opened_to_no_originator(
    left_out: tuple[str, ...] | None,
) -> None:
    plain = Disclosure(originator="th-police", record_ids=["r-0"], classes=[PropertyClass.IDENTITY])
    told = replace(plain, originator="kh-police", record_ids=["r-1"], left_out=left_out)
    line = make_entry(
        replace(entry(1), disclosures=[plain, told]), sequence=2, time=datetime(2026, 5, 1, tzinfo=UTC), previous="0"
    )
    raw = write_line(line)[:-1]

    read = read_line(raw)

    assert is_true(read)
    assert read.entry().disclosures[1].left_out == (None if left_out is None else tuple(sorted(left_out)))
    assert (b"leftOut" in raw) == (left_out is not None)
    assert not any(name in str(group_map(group)) for group in read.groups for name in ("left", "notes", "holderName"))
    if left_out:
        assert not is_true(read_line(raw.replace(b'"holderName"', b'"holder"')))


@pytest.mark.parametrize("letters", ["ci", "x", "ii"])
def test_letters_of_no_classes_are_no_entry(letters: str) -> None:
    told = Disclosure(originator="kh-police", record_ids=["r-1"], classes=())
    line = make_entry(
        replace(entry(1), disclosures=[told]), sequence=2, time=datetime(2026, 5, 1, tzinfo=UTC), previous="0"
    )
    with pytest.raises(ValueError, match="no "):
        read_line(write_line(line)[:-1].replace(b'"classes":""', b'"classes":"%s"' % letters.encode()))
