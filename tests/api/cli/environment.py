"""The environment of a command that works on the tests' server."""

from pathlib import Path

from graph.store import StoreLease


def environment_on(lease: StoreLease, home: Path, **more: str) -> dict[str, str]:
    """Return what a command is told of its data folder and store, and more where a test needs it."""
    return {
        "BENANG_HOME": str(home),
        "NEO4J_URI": lease.uri,
        "NEO4J_USERNAME": lease.username,
        "NEO4J_PASSWORD": lease.password,
        "NEO4J_DATABASE": lease.database,
        **more,
    }
