"""Bundles that came into force, kept so that an auditor can get back what a version said.

Each is one file for its owner alone, a ZIP named by the policy version and by the SHA-256 of the file itself, which the
audit trail names as well: so who looks later needs neither this version of the product nor anybody's word. Of all that
is kept there is a bound; beyond it what came into force longest ago goes.
"""

import hashlib
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graph.files import make_private_folder, replace_whole
from policies.bundles.files import MAX_BUNDLE_BYTES, MAX_FILES, BundleFiles
from policies.bundles.model import Bundle
from policies.errors import KeptBundleError

KEPT_BYTES = 500_000_000
"""What all kept bundles may take together; the sample takes 27 kB."""

_NAMED = re.compile(r"([0-9a-f]{64})-([0-9a-f]{64})\.zip")
_SOME_DAY = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP can tell: equal contents make equal files


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBundle:
    """A bundle that is kept: its version, the SHA-256 of its file, and the versions that went to make room for it."""

    version: str
    digest: str
    dropped: tuple[str, ...] = ()


class KeptBundles:
    """The kept bundles of one folder. Several processes may keep at once: equal contents are one file."""

    def __init__(self, folder: Path, *, most_bytes: int = KEPT_BYTES) -> None:
        self._folder = folder
        self._most_bytes = most_bytes

    def keep(self, bundle: Bundle) -> KeptBundle:
        """Keep a bundle that is about to come into force; once this returns it is on the disk.

        Raises:
            KeptBundleError: the folder does not take it.
        """
        data = _packed(bundle.files)
        digest = hashlib.sha256(data).hexdigest()
        path = self._path(bundle.version, digest)
        try:
            make_private_folder(self._folder)
            if not _is_kept(path, digest):
                replace_whole(path, data)
            dropped = tuple(self._make_room(path))
        except OSError as exc:
            raise KeptBundleError(f"the bundle cannot be kept: {(exc.strerror or 'unknown reason').lower()}") from exc
        return KeptBundle(version=bundle.version, digest=digest, dropped=dropped)

    def has(self, version: str, digest: str | None = None) -> bool:
        """Return whether a bundle of this version is kept, and under this digest where one is given."""
        if digest is not None:
            return self._path(version, digest).is_file()
        return any(found == version for _, found in self._files())

    def get(self, version: str, digest: str) -> BundleFiles:
        """Return the files of a kept bundle.

        Raises:
            KeptBundleError: it is not kept any more, or not as it was.
        """
        try:
            data = self._path(version, digest).read_bytes()
        except FileNotFoundError as exc:
            raise KeptBundleError(f"the bundle of version `{version}` is not kept in this data folder") from exc
        except OSError as exc:
            raise KeptBundleError(f"the kept bundle of version `{version}` cannot be read") from exc
        if hashlib.sha256(data).hexdigest() != digest:
            raise KeptBundleError(f"the kept bundle of version `{version}` is not what the audit trail says")
        try:
            return _unpacked(data)
        except (zipfile.BadZipFile, zlib.error, ValueError) as exc:
            raise KeptBundleError(f"the kept bundle of version `{version}` cannot be unpacked") from exc

    def find_latest(self, version: str) -> BundleFiles | None:
        """Return the files of the bundle of a version as it came into force last; `None` where none can be read."""
        kept = [(at, path) for at, _, path, found in self._sizes() if found == version]
        if not kept:
            return None
        digest = max(kept)[1].stem.removeprefix(f"{version}-")
        with suppress(KeptBundleError):
            return self.get(version, digest)
        return None

    def _path(self, version: str, digest: str) -> Path:
        return self._folder / f"{version}-{digest}.zip"

    def _files(self) -> Iterator[tuple[Path, str]]:
        for path in self._folder.glob("*.zip"):
            if (found := _NAMED.fullmatch(path.name)) is not None:
                yield path, found[1]

    def _sizes(self) -> Iterator[tuple[int, int, Path, str]]:
        """Yield when each file came into force (nanoseconds), its bytes, the file and its version."""
        for path, version in self._files():
            try:
                status = path.stat()
            except FileNotFoundError:
                continue  # another process has just taken it away, to make room as well
            yield status.st_mtime_ns, status.st_size, path, version

    def _make_room(self, newest: Path) -> Iterator[str]:
        """Take away what came into force longest ago until the rest fits; yield the versions that went."""
        found = sorted(self._sizes())
        total = sum(size for _, size, _, _ in found)
        for _, size, path, version in found:
            if total <= self._most_bytes:
                return
            if path != newest:
                path.unlink(missing_ok=True)
                total -= size
                yield version


def _is_kept(path: Path, digest: str) -> bool:
    """Return whether a file is what it should be; then it came into force last, and goes last."""
    try:
        if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            return False
        os.utime(path)
    except FileNotFoundError:
        return False  # never kept, or taken away by another process just now
    return True


def _packed(files: BundleFiles) -> bytes:
    """Return files as a ZIP, without those that were too large to be read, which nothing in the bundle asked for."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files.contents):
            if (content := files.contents[name]) is not None:
                entry = zipfile.ZipInfo(name, _SOME_DAY)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, content)
    return made.getvalue()


def _unpacked(data: bytes) -> BundleFiles:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if len(entries) > MAX_FILES or sum(e.file_size for e in entries) > MAX_BUNDLE_BYTES:
            raise ValueError("more than a bundle may hold")
        names = [_inner(entry.filename) for entry in entries]
        return BundleFiles({name: archive.read(entry) for name, entry in zip(names, entries, strict=True)})


def _inner(name: str) -> str:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError("a path that leads out of the folder")
    return name
