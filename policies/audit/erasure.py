"""Blanks record ids in an audit folder. The digests stay, so every chain, log and proof still verifies.

In two steps: what is to be blanked is found and told in entries of the trail first, and only then blanked. A blank
without such an entry is a manipulation, and verification finds it.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from graph.files import overwrite
from policies.audit.line import slots_in
from policies.audit.logs import ORIGINATORS, LogState, PartyLog, held_logs
from policies.audit.segment import segment_paths
from policies.errors import AuditError

_NOTHING: Mapping[str, int] = MappingProxyType({})
_LONGEST_ENTRY_BYTES = 4 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasedSlots:
    """The digests of the slots that an erasure is about to blank, or has blanked: its proofs."""

    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    path: Path
    offset: int
    standing: bytes
    blank: bytes
    digest: str


def find_slots(folder: Path, record_ids: Sequence[str], *, after: Mapping[str, int] = _NOTHING) -> ErasedSlots:
    """Return the digests of all slots of these records; nothing is changed.

    `after`: lengths of segments, as `segment_lengths` gave them; what stands before them is not read.
    """
    return ErasedSlots(digests=tuple(place.digest for place in _places(folder, record_ids, after)))


def segment_lengths(folder: Path) -> dict[str, int]:
    """Return how long each segment is, by its name."""
    return {path.stem: path.stat().st_size for path in segment_paths(folder)}


def blank_records(folder: Path, record_ids: Sequence[str], slots: ErasedSlots, *, wait_seconds: float = 10.0) -> None:
    """Blank these slots of these records, in segments and in the originators' logs; blanking twice equals once.

    Entries that tell the digests must be in the trail before. What names a record since then is left for another turn.

    Raises:
        AuditError: a file cannot be written; what was not blanked yet still stands there.
        LogsHeldError: another process holds the logs; nothing was blanked.
    """
    told = frozenset(slots.digests)
    try:
        # Read before the logs are held: a trail of gigabytes takes longer than others wait for them.
        places = [place for place in _places(folder, record_ids) if place.digest in told]
        with held_logs(folder, wait_seconds=wait_seconds):
            for place in places:
                _overwrite(place)
            state = LogState.read(folder)
            for name in (n for n in state.sizes if n.startswith(ORIGINATORS)):
                PartyLog(folder, name, state).blank(record_ids)
    except OSError as exc:
        raise AuditError(f"record ids cannot be blanked in the audit folder: {exc.strerror}") from exc


def _places(folder: Path, record_ids: Sequence[str], after: Mapping[str, int] = _NOTHING) -> Iterator[_Place]:
    for path in segment_paths(folder):
        begin, size = after.get(path.stem, 0), path.stat().st_size
        if size <= begin:
            continue
        with path.open("rb") as file:
            # An entry may have been half there when the length was taken.
            file.seek(start := max(0, begin - _LONGEST_ENTRY_BYTES))
            data = file.read()
        for offset, blank, digest in slots_in(data, record_ids):
            standing = data[offset : offset + len(blank)]
            yield _Place(path=path, offset=start + offset, standing=standing, blank=blank, digest=digest)


def _overwrite(place: _Place) -> None:
    """Blank a slot where it still stands: half an entry is taken back, and another one is written in its place."""
    descriptor = os.open(place.path, os.O_RDWR | os.O_CLOEXEC)
    try:
        if os.pread(descriptor, len(place.standing), place.offset) == place.standing:
            overwrite(descriptor, place.blank, place.offset)
            os.fdatasync(descriptor)
    finally:
        os.close(descriptor)
