"""The environment variables that the code reads, found in its text."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "ingest", "entity_resolution", "policies", "api")
NAME = re.compile(r"(?:BENANG|NEO4J|BLOOM_NEO4J)_[A-Z0-9_]+|JAVA_HOME|XDG_(?:DATA|CACHE)_HOME")


def variables_of_the_code() -> frozenset[str]:
    """Return every variable that stands as a whole text in a module: what is read has to be named somewhere."""
    return frozenset(
        node.value
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and NAME.fullmatch(node.value)
    )


def modules() -> Iterator[Path]:
    """Yield every module of the five packages."""
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))
