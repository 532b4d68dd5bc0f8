"""Keeps what a long run has weighed beside its output, so that the same run goes on from there after it was killed.

The weights of pairs lie in parts, in a folder that the run removes when its clusters are written. Its name holds a
digest of all that the weights follow from, so that another list, other parameters or another version of the product
find nothing of it. A part holds the places of records and bits, no value of any record.
"""

import glob
import hashlib
import os
import shutil
import stat
import zipfile
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import numpy as np

from entity_resolution.batch.clustering import Weigh, WeighedPairs
from entity_resolution.batch.dictionary import Codes
from graph.files import whole_file

# A part takes some seconds; a run of fewer pairs is over before it is worth keeping.
PAIRS_A_PART = 25_000
_SUFFIX = ".weighed"
_CODE = (".py", ".yml", ".tsv")


class KeptWeights:
    """The weights that runs to one output have kept."""

    def __init__(self, out: Path, inputs: Iterable[Path], model: str, *, pairs_a_part: int | None = None) -> None:
        """Name the folder; it is made when there is something to keep.

        Args:
            out: where the clusters go.
            inputs: all files that the run reads.
            model: by which it weighs, as text.
            pairs_a_part: how many are weighed and kept at once, in place of `PAIRS_A_PART`.
        """
        self._size = pairs_a_part or PAIRS_A_PART
        self._out = out.resolve()
        self._folder = self._out.with_name(f".{self._out.name}.{_digest(inputs, model)}{_SUFFIX}")

    def weigh(
        self, stage: str, pairs: tuple[Codes, Codes], weigh: Weigh, told: Callable[[int, int], None]
    ) -> WeighedPairs:
        """Return the weights of pairs, of those that an earlier run kept as it kept them.

        Args:
            stage: a run weighs more than once: what these pairs are.
            pairs: places of records, left and right.
            weigh: what weighs some of them.
            told: hears how many are done, of how many.
        """
        total, found = len(pairs[0]), list[WeighedPairs]()
        for at in range(0, max(total, 1), self._size):
            left, right = (side[at : at + self._size] for side in pairs)
            name = f"{stage}-{at // self._size:06d}.npz"
            part = self._read(name, left, right) if total > self._size else None
            if part is None:
                part = weigh(left, right)
                if total > self._size:
                    self._keep(name, part)
            found.append(part)
            told(min(at + self._size, total), total)
        return WeighedPairs(
            left=pairs[0],
            right=pairs[1],
            bits=np.concatenate([part.bits for part in found]),
            against=np.concatenate([part.against for part in found]),
        )

    def _read(self, name: str, left: Codes, right: Codes) -> WeighedPairs | None:
        """Return a part that was kept; `None` where there is none, or it is damaged or of other pairs."""
        try:
            if not _is_own(self._folder):
                return None
            with (self._folder / name).open("rb") as file, np.load(file, allow_pickle=False) as kept:
                part = WeighedPairs(left=kept["left"], right=kept["right"], bits=kept["bits"], against=kept["against"])
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None
        is_same = np.array_equal(part.left, left) and np.array_equal(part.right, right)
        return part if is_same and len(part.bits) == len(part.against) == len(left) else None

    def _keep(self, name: str, part: WeighedPairs) -> None:
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if not _is_own(self._folder):
            return  # somebody else's: what it says is not believed, and nothing is told there
        with whole_file(self._folder / name, private=True) as place, place.open("wb") as file:
            np.savez(file, left=part.left, right=part.right, bits=part.bits, against=part.against)


def remove_weights(out: Path) -> None:
    """Remove all that runs to an output kept."""
    target = out.resolve()
    for beside in target.parent.glob(f".{glob.escape(target.name)}.*{_SUFFIX}"):
        shutil.rmtree(beside, ignore_errors=True)


def _is_own(folder: Path) -> bool:
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _digest(inputs: Iterable[Path], model: str) -> str:
    """Return what tells a run from others: the contents of its files, how it weighs, and the product's own code."""
    digest = hashlib.blake2b(model.encode(), digest_size=8)
    for path in inputs:
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    digest.update(_digest_of_code())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def _digest_of_code() -> bytes:
    digest = hashlib.sha256()
    for code in _code(files("entity_resolution")):
        digest.update(hashlib.sha256(code.read_bytes()).digest())
    return digest.digest()


def _code(folder: Traversable) -> Iterator[Traversable]:
    for place in sorted(folder.iterdir(), key=lambda place: place.name):
        if place.is_dir():
            yield from _code(place)
        elif place.name.endswith(_CODE):
            yield place
