"""The files of a bundle, read once: whatever happens to the folder afterwards, one load sees one state of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph import MarkedYaml, parse_marked_yaml
from graph.files import read_regular_file
from policies.errors import BundleError

MAX_FILE_BYTES = 1_000_000
MAX_BUNDLE_BYTES = 20_000_000
MAX_FILES = 2_000
BUNDLE_FILE = "bundle.yml"
CASES_FOLDER = "cases"


@dataclass(frozen=True, slots=True)
class BundleFiles:
    """The contents of a bundle's files by their path within it.

    A file that is too large stands there without its content: what asks for it is refused.
    """

    contents: Mapping[str, bytes | None]

    def text(self, name: str) -> str:
        """Return a file's text, without the byte order mark that some editors put before it.

        Raises:
            BundleError: it is absent, too large or no UTF-8.
        """
        if name not in self.contents:
            raise BundleError(name, 1, "is missing")
        content = self.contents[name]
        if content is None:
            raise BundleError(name, 1, f"is larger than {MAX_FILE_BYTES} bytes")
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as exc:
            raise BundleError(name, 1, "cannot be read as UTF-8 text") from exc

    def entries(self, folder: str) -> tuple[str, ...]:
        """Return the names that stand directly in a folder, sorted."""
        prefix = f"{folder}/"
        return tuple(sorted({n[len(prefix) :].split("/")[0] for n in self.contents if n.startswith(prefix)}))

    def __contains__(self, name: str) -> bool:
        """Return whether there is a file of this name."""
        return name in self.contents

    def replacing(self, name: str, text: str) -> "BundleFiles":
        """Return these files with another text in one of them."""
        content = text.encode()
        return BundleFiles({**self.contents, name: content if len(content) <= MAX_FILE_BYTES else None})


def read_bundle_files(folder: Path) -> BundleFiles:
    """Read all files of a bundle's folder, save hidden ones and the folder of its cases.

    Raises:
        BundleError: there is no such folder, it cannot be read, or it holds more than a bundle may.
    """
    if not folder.is_dir():
        raise BundleError(str(folder), 0, "is no folder of a bundle")
    if not (folder / BUNDLE_FILE).exists():
        raise BundleError(str(folder), 0, f"is no folder of a bundle: it has no `{BUNDLE_FILE}`")
    found: dict[str, bytes | None] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_dir() or parts[0] == CASES_FOLDER or any(p.startswith(".") for p in parts):
            continue
        name = "/".join(parts)
        found[name] = _content(path, name)
        total += len(found[name] or b"")
        if len(found) > MAX_FILES or total > MAX_BUNDLE_BYTES:
            raise BundleError(name, 1, f"goes beyond the {MAX_FILES} files or {MAX_BUNDLE_BYTES} bytes of a bundle")
    return BundleFiles(found)


def bundle_yaml(files: BundleFiles, name: str) -> MarkedYaml:
    """Return what stands in one YAML file of a bundle.

    Raises:
        BundleError: it is absent, too large, no UTF-8, no YAML or empty; so does what is asked of it and is not there.
    """
    return parse_marked_yaml(files.text(name), name, BundleError)


def _content(path: Path, name: str) -> bytes | None:
    try:
        content = read_regular_file(path, most=MAX_FILE_BYTES + 1)
    except OSError as exc:
        raise BundleError(name, 0, f"cannot be read: {(exc.strerror or 'unknown reason').lower()}") from exc
    return content if len(content) <= MAX_FILE_BYTES else None
