"""Merkle trees after RFC 6962 and RFC 9162: roots, inclusion and consistency proofs, and a tree kept in files.

Pure functions verify; `TreeFolder` keeps every complete subtree's hash in one file for each height, so that a root or a
proof costs some twenty reads however long the log has grown.
"""

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from graph.files import write_at
from policies.errors import AuditError

HASH_BYTES = 32
_LEAF = b"\x00"
_NODE = b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf's data."""
    return hashlib.sha256(_LEAF + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: another domain than a leaf's, so that neither passes for the other."""
    return hashlib.sha256(_NODE + left + right).digest()


class HashedRange(Protocol):
    """What holds the leaves of a tree: the root of any range of them can be asked for."""

    def range_hash(self, start: int, end: int) -> bytes:
        """Return the root over the leaves from `start` up to `end`, which is not among them."""


class LeafList:
    """A tree whose leaf hashes stand in memory; for verification and small trees."""

    def __init__(self, leaves: Sequence[bytes]) -> None:
        self._levels = [list(leaves)]
        while len(below := self._levels[-1]) > 1:
            self._levels.append([node_hash(below[i], below[i + 1]) for i in range(0, len(below) - 1, 2)])

    def __len__(self) -> int:
        return len(self._levels[0])

    def level(self, height: int) -> Sequence[bytes]:
        """Return the hashes of all complete subtrees of a height, from the left."""
        return self._levels[height] if height < len(self._levels) else ()

    def range_hash(self, start: int, end: int) -> bytes:
        """Return the root over a range of leaves."""
        return _range_hash(start, end, lambda height, index: self._levels[height][index])

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first `size` leaves, of all by default."""
        end = len(self) if size is None else size
        return self.range_hash(0, end) if end else EMPTY_ROOT


def inclusion_proof(tree: HashedRange, index: int, size: int) -> list[bytes]:
    """Return the audit path of leaf `index` in the tree of the first `size` leaves.

    Source:
        RFC 9162, section 2.1.3.1.
    """
    if not 0 <= index < size:
        raise AuditError("the log has no such leaf")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(tree.range_hash(middle, end))
            end = middle
        else:
            path.append(tree.range_hash(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(tree: HashedRange, old: int, new: int) -> list[bytes]:
    """Return the proof that the tree of `old` leaves is the beginning of that of `new` leaves.

    Source:
        RFC 9162, section 2.1.4.1.
    """
    if not 0 < old <= new:
        raise AuditError("a consistency proof goes from a smaller tree, of one leaf or more, to a larger")
    path: list[bytes] = []
    start, end, whole = 0, new, True
    while old != end:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(tree.range_hash(middle, end))
            end = middle
        else:
            path.append(tree.range_hash(start, middle))
            start, whole = middle, False
    if not whole:
        path.append(tree.range_hash(start, end))
    return path[::-1]


def root_of_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """Return the root that an inclusion proof leads to; `None` where it does not fit index and size.

    Source:
        RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size:
        return None
    place, last, found = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return None
        if place & 1 or place == last:
            found = node_hash(sibling, found)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        place, last = place >> 1, last >> 1
    return found if last == 0 else None


def is_consistent(old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]) -> bool:
    """Return whether a consistency proof holds between two roots.

    Source:
        RFC 9162, section 2.1.4.2.
    """
    if old_size == new_size:
        return not proof and old_root == new_root
    if not 0 < old_size < new_size or not proof:
        return False
    path = [old_root, *proof] if old_size & (old_size - 1) == 0 else list(proof)
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    old = new = path[0]
    for sibling in path[1:]:
        if last == 0:
            return False
        if place & 1 or place == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        place, last = place >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root


class TreeFolder:
    """A tree kept in a folder: `level-00` holds the leaf hashes, `level-k` those of complete subtrees of 2^k leaves.

    `size` is what the keeper of the folder says it is: what stands behind it was begun and not finished.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self._folder = folder
        self.size = size

    def append(self, leaves: Iterable[bytes]) -> None:
        """Append leaf hashes and bring them to the disk; `size` grows with the return."""
        size, pending = self.size, {0: bytearray()}
        for leaf in leaves:
            pending[0] += leaf
            size, carried, height = size + 1, leaf, 0
            while size >> height & 1 == 0:
                # Both children are complete: the right one was just added, the left one stands before it.
                carried = node_hash(self._left_of_last(height, pending[height]), carried)
                height += 1
                pending.setdefault(height, bytearray()).extend(carried)
        for height, hashes in pending.items():
            self._write(height, hashes)
        self.size = size

    def range_hash(self, start: int, end: int) -> bytes:
        """Return the root over a range of leaves."""
        return _range_hash(start, end, self._read)

    def root(self, size: int | None = None) -> bytes:
        """Return the root of the first `size` leaves, of all by default."""
        end = self.size if size is None else size
        return self.range_hash(0, end) if end else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        """Return one leaf's hash."""
        return self._read(0, index)

    def hashes(self, height: int) -> bytes:
        """Return all hashes of a height, as they stand in the file."""
        path = self._path(height)
        return path.read_bytes()[: (self.size >> height) * HASH_BYTES] if path.exists() else b""

    def _left_of_last(self, height: int, pending: bytearray) -> bytes:
        if len(pending) >= 2 * HASH_BYTES:
            return bytes(pending[-2 * HASH_BYTES : -HASH_BYTES])
        # The sibling was written with an earlier batch: `size` is still that batch's.
        return self._read(height, (self.size >> height) - 1)

    def _write(self, height: int, hashes: bytearray) -> None:
        if not hashes:
            return
        write_at(self._path(height), (self.size >> height) * HASH_BYTES, bytes(hashes))

    def _read(self, height: int, index: int) -> bytes:
        with self._path(height).open("rb") as file:
            file.seek(index * HASH_BYTES)
            found = file.read(HASH_BYTES)
        if len(found) != HASH_BYTES:
            raise AuditError(f"the log in `{self._folder.name}` is cut short")
        return found

    def _path(self, height: int) -> Path:
        return self._folder / f"level-{height:02d}"


class _ReadNode(Protocol):
    def __call__(self, height: int, index: int, /) -> bytes: ...


def _range_hash(start: int, end: int, read: _ReadNode) -> bytes:
    """Return a range's root from complete subtrees; `start` is a multiple of the largest of them."""
    length = end - start
    if length & (length - 1) == 0 and start % length == 0:
        height = length.bit_length() - 1
        return read(height, start >> height)
    middle = start + _split(length)
    return node_hash(_range_hash(start, middle, read), _range_hash(middle, end, read))


def _split(length: int) -> int:
    """Return the largest power of two below a length."""
    return 1 << (length - 1).bit_length() - 1
