"""What is blanked is what was told, where it still stands."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from policies import Sequencer, blank_records, find_slots
from policies.audit.logs import held_logs
from tests.policies.audit_trails import entry, rid, write_trail


def test_what_was_written_in_the_place_of_half_an_entry_is_not_blanked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The segments are read before the logs are held, and half an entry that was read may be taken back until then."""
    path = write_trail(tmp_path, entry(1), entry(2))
    Sequencer(tmp_path).run()
    slots = find_slots(tmp_path, [rid(7)])
    first, second = (place.start() for place in re.finditer(re.escape(b'["%s"' % rid(7).encode()), path.read_bytes()))

    @contextmanager
    def meanwhile(folder: Path, *, wait_seconds: float) -> Iterator[None]:
        with held_logs(folder, wait_seconds=wait_seconds), path.open("r+b", buffering=0) as file:
            file.seek(second)
            file.write(b"another entry" * 7)
            yield

    monkeypatch.setattr("policies.audit.erasure.held_logs", meanwhile)
    blank_records(tmp_path, [rid(7)], slots)

    assert len(slots.digests) == 2
    assert path.read_bytes()[first:].startswith(b'["",')
    assert path.read_bytes()[second:].startswith(b"another entry" * 7)
