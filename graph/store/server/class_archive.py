"""Keeps Java's archive of loaded classes in the cache: with it the embedded Neo4j starts in 2.5 s rather than 4.3 s.

The first server writes the archive at its exit. Java itself checks that an archive belongs to it and to the jars, and
goes on without where not.
"""

import hashlib
import os
import secrets
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from graph.store.server.java import Java


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassArchive:
    """What a start does about the archive: Java's options, and what to rename to what after the exit, if anything."""

    options: tuple[str, ...] = ()
    renaming: tuple[str, str] | None = None


def class_archive(java: Java, jars: Sequence[Path], cache_folder: Path, *, writes: bool = True) -> ClassArchive:
    """Use the archive of this Java and these jars, or have it written; where neither works, do without.

    Args:
        java: the Java.
        jars: what it runs.
        cache_folder: where the archives are.
        writes: whether one that is missing is written at the server's exit, which takes seconds.
    """
    folder = cache_folder / "classes"
    key = hashlib.sha256("\n".join([java.version, str(java.program), *map(str, jars)]).encode()).hexdigest()[:16]
    kept = folder / f"{key}.jsa"
    if kept.exists():
        return ClassArchive(options=(f"-XX:SharedArchiveFile={kept}", "-Xlog:cds=off"))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        base = _base_options(java, folder / f"{key}.base.jsa")
    except (OSError, subprocess.SubprocessError):
        return ClassArchive()
    if not writes:
        return ClassArchive(options=(*base, "-Xlog:cds=off"))
    written = folder / f"{key}.{secrets.token_hex(4)}.new"
    quiet = ("-Xlog:cds=off", "-Xlog:cds+dynamic=off")
    return ClassArchive(
        options=(*base, f"-XX:ArchiveClassesAtExit={written}", *quiet), renaming=(str(written), str(kept))
    )


def _base_options(java: Java, base: Path) -> tuple[str, ...]:
    # A Java from a package may come without the archive of its own classes, on which ours builds.
    if (java.home / "lib" / "server" / "classes.jsa").exists():
        return ()
    if not base.exists():
        draft = base.with_name(f"{base.name}.{os.getpid()}")
        try:
            command = [str(java.program), "-Xshare:dump", f"-XX:SharedArchiveFile={draft}", "-Xlog:disable"]
            subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 - a checked Java
            draft.replace(base)
        finally:
            with suppress(OSError):
                draft.unlink(missing_ok=True)
    return (f"-XX:SharedArchiveFile={base}",)
