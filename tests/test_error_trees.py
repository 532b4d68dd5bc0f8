"""The tree that a module of errors draws has each of its classes, under the one that it is made of."""

import importlib
import inspect
import re

import pytest

MODULES = (
    "graph.errors",
    "graph.store.errors",
    "ingest.errors",
    "policies.errors",
    "entity_resolution.errors",
    "api.errors",
    "api.bloom.errors",
    "api.noninterference.errors",
)
_LINE = re.compile(r"^(?P<depth>[│├└─ ]*)(?P<name>[A-Z]\w+)", re.MULTILINE)


def drawn(docstring: str) -> dict[str, str]:
    """Return the classes that a docstring draws, each with the one above it; the root has none."""
    above: dict[int, str] = {}
    found: dict[str, str] = {}
    for line in _LINE.finditer(docstring.partition("\n")[2]):
        depth = len(line["depth"]) // 4
        above[depth] = line["name"]
        found[line["name"]] = above.get(depth - 1, "")
    return found


@pytest.mark.parametrize("name", MODULES)
def test_each_error_stands_in_the_tree_under_its_base(name: str) -> None:
    module = importlib.import_module(name)
    made = {
        each.__name__: each.__bases__[0].__name__
        for _, each in inspect.getmembers(module, inspect.isclass)
        if each.__module__ == name and issubclass(each, Exception)
    }
    found = drawn(module.__doc__ or "")
    root = next(iter(found))
    assert {error: base for error, base in found.items() if error != root} == {
        error: base for error, base in made.items() if error != root
    }
