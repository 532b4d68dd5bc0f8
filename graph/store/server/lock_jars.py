"""Development command: makes `jars.lock` anew with Maven, for the Neo4j version that it is given.

    python -m graph.store.server.lock_jars 5.26.30

It needs `mvn` on the path; the product itself never does.
"""

import argparse
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from graph.store.server.jars import LOCK_FILE, JarLock, LockedJar, format_lock

# `neo4j` brings the entry point and the storage engine, `neo4j-server` the Bolt server around it.
_PROJECT = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>benang</groupId><artifactId>neo4j-jars</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version></dependency>
    <dependency><groupId>org.neo4j.app</groupId><artifactId>neo4j-server</artifactId><version>{version}</version></dependency>
  </dependencies>
</project>
"""


def resolve(version: str, folder: Path) -> JarLock:
    """Let Maven copy the runtime jars of a Neo4j version into a folder, and lock what it copied.

    Raises:
        RuntimeError: there is no Maven, or it failed.
    """
    maven = shutil.which("mvn")
    if maven is None:
        raise RuntimeError("there is no `mvn` on the path")
    (folder / "pom.xml").write_text(_PROJECT.format(version=version), encoding="utf-8")
    jars = folder / "jars"
    command = [maven, "--batch-mode", "--quiet", "--no-transfer-progress", "--strict-checksums"]
    command += ["dependency:copy-dependencies", "-DincludeScope=runtime", "-Dmdep.useRepositoryLayout=true"]
    done = subprocess.run(  # noqa: S603 - fixed arguments, the version is checked
        [*command, f"-DoutputDirectory={jars}"], cwd=folder, check=False, capture_output=True, text=True
    )
    if done.returncode != 0:
        raise RuntimeError(f"maven failed:\n{done.stdout}{done.stderr}")
    return JarLock(neo4j_version=version, jars=tuple(_locked(path, jars) for path in sorted(jars.rglob("*.jar"))))


def _locked(path: Path, root: Path) -> LockedJar:
    content = path.read_bytes()
    return LockedJar(
        path=path.relative_to(root).as_posix(), size=len(content), sha256=hashlib.sha256(content).hexdigest()
    )


def main(arguments: list[str]) -> int:
    """Write the lock and say what is in it."""
    parser = argparse.ArgumentParser(prog="python -m graph.store.server.lock_jars", description=__doc__)
    parser.add_argument("version", help="a version of Neo4j Community, such as 5.26.30")
    version: str = parser.parse_args(arguments).version
    if not re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version):
        parser.error("the version has three numbers")
    with tempfile.TemporaryDirectory() as folder:
        lock = resolve(version, Path(folder))
    LOCK_FILE.write_text(format_lock(lock), encoding="utf-8")
    print(f"{LOCK_FILE.name}: {len(lock.jars)} jars, {lock.total_bytes} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
