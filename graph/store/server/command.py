"""How an embedded server is begun: Java with its options, Neo4j with its folders and its address; its environment."""

import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from graph.store.server.class_archive import ClassArchive
from graph.store.server.home import ServerHome
from graph.store.server.java import Java

_OPENED_PACKAGES = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent", "java.lang")
# Inlined less, and less deep: Java compiles what a server just started needs in half of the time. What it makes is a
# tenth slower, which only a load of more than half a million records pays for (decision 55).
_COMPILER_OPTIONS = ("-XX:FreqInlineSize=100", "-XX:MaxInlineLevel=6", "-XX:InlineSmallCode=1000")
_ENTRY_POINT = "org.neo4j.server.CommunityEntryPoint"
# A torn entry of the transaction log is read as a value of up to 2 GiB, and the array has to be there in one piece.
_MORE_FOR_RECOVERY = 3 << 30
_NEW_FOR_RECOVERY = "-XX:MaxNewSize=256m"  # so that the rest is one piece


def server_command(
    *,
    home: ServerHome,
    java: Java,
    jars: Sequence[Path],
    port: int,
    archive: ClassArchive,
    heap_bytes: int,
    options: Sequence[str],
) -> tuple[str, ...]:
    """Return a server's program and arguments; the class path is written into a file of its folder."""
    class_path = home.conf / "class-path"
    quoted = os.pathsep.join(map(str, jars)).replace("\\", "\\\\").replace('"', '\\"')
    class_path.write_text(f'-cp\n"{quoted}"\n', encoding="utf-8")
    address = f"127.0.0.1:{port}"
    return (
        str(java.program),
        f"-Xmx{heap_bytes >> 20}m",
        *archive.options,
        *_COMPILER_OPTIONS,
        *options,
        "-XX:-UsePerfData",
        # Batches live for one transaction: with few cores and a small heap it costs half of what G1 does.
        "-XX:+UseParallelGC",
        f"-Djava.io.tmpdir={home.temporary}",
        "-Dlog4j2.disable.jmx=true",
        "-Dfile.encoding=UTF-8",
        *(f"--add-opens=java.base/{package}=ALL-UNNAMED" for package in _OPENED_PACKAGES),
        f"@{class_path}",
        _ENTRY_POINT,
        f"--home-dir={home.server}",
        f"--config-dir={home.conf}",
        *("-c", f"server.bolt.listen_address={address}", "-c", f"server.bolt.advertised_address={address}"),
    )


def server_environment(environ: Mapping[str, str], platform: str = sys.platform) -> dict[str, str]:
    """Return the environment of a server and its keeper: the rest of it may hold secrets, or options that change Java.

    Args:
        environ: that of whoever starts it.
        platform: as `sys.platform` says.
    """
    kept = {name: environ[name] for name in ("PATH", "HOME") if name in environ}
    # Java reads and writes the names of folders by the locale, where macOS knows UTF-8 alone: under `C`, as scripts and
    # images set it, or one that the machine does not have, there would be no folder with a Thai letter.
    return kept if platform == "darwin" else {**kept, "LC_ALL": "C.UTF-8"}


def recovery_heap(usual: int, memory: int) -> int | None:
    """Return the heap with which a database that does not start is tried once more, in bytes.

    Args:
        usual: the heap with which it does not start.
        memory: of the machine or container; 0 where nobody knows.

    Returns:
        3 GiB more than usual, at most three quarters of the memory; `None` where that is no more than usual.
    """
    heap = usual + _MORE_FOR_RECOVERY
    if memory:
        heap = min(heap, memory // 4 * 3)
    return heap if heap > usual else None


def recovery_options(options: Sequence[str]) -> tuple[str, ...]:
    """Return Java's options for a start with that heap."""
    return (*options, _NEW_FOR_RECOVERY)
