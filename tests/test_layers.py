"""The layers hold: imports point down, siblings never meet, and a package is entered by its own door."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("graph", "ingest", "entity_resolution", "policies", "api")

# Modules of another package that are doors of their own: `graph` speaks of stores, files, parts, selectors, blocks,
# matches and values apart from its own names, since `graph.store` needs a driver and the others do not;
# `entity_resolution` has no names of its own, so that the names in scripts (`entity_resolution.names`) load without the
# rest.
DOORS = {
    "graph": {
        "graph",
        "graph.store",
        "graph.files",
        "graph.blocks",
        "graph.parts",
        "graph.selectors",
        "graph.matches",
        "graph.values",
        "graph.errors",
        "graph.grants",
    },
    "ingest": {"ingest"},
    "policies": {"policies"},
}


def modules(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def imports(path: Path) -> tuple[tuple[str, list[str]], ...]:
    """Return each imported module of the product and the names taken from it."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[tuple[str, list[str]]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] in PACKAGES:
            yield node.module, [alias.name for alias in node.names]
        elif isinstance(node, ast.Import):
            yield from ((alias.name, []) for alias in node.names if alias.name.split(".")[0] in PACKAGES)


def test_imports_point_down_and_siblings_never_meet() -> None:
    found = subprocess.run(
        [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.returncode == 0, found.stdout


def test_no_imports_go_in_a_circle() -> None:
    """Those within functions and for types alone count as well; a face of a package, which hands names on, does not."""
    paths = {module_name(path): path for package in PACKAGES for path in modules(package)}
    faces = {name for name, path in paths.items() if path.stem == "__init__"}
    imported = {
        name: {
            target
            for module, names in imports(path)
            for target in (module, *(f"{module}.{imported}" for imported in names))
            if target in paths and target not in faces
        }
        for name, path in paths.items()
        if name not in faces
    }
    TopologicalSorter(imported).prepare()  # a circle is an error, which names it


@pytest.mark.parametrize("package", PACKAGES)
def test_other_packages_are_entered_by_their_doors(package: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {module}"
        for path in modules(package)
        for module, _ in imports(path)
        if (owner := module.split(".")[0]) != package and owner in DOORS and module not in DOORS[owner]
    ]
    assert found == []


@pytest.mark.parametrize("package", PACKAGES)
def test_what_is_taken_from_a_door_is_in_its_public_names(package: str) -> None:
    """A door without `__all__` (a plain module) offers all that has no underscore."""
    found = []
    for path in modules(package):
        for module, names in imports(path):
            if module.split(".")[0] == package:
                continue
            public = public_names(module)
            found += [f"{path.relative_to(ROOT)}: {module}.{name}" for name in names if name not in public]
    assert found == []


@cache
def public_names(module: str) -> set[str]:
    folder = ROOT.joinpath(*module.split("."))
    path = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            return set(ast.literal_eval(node.value))
    named = {n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)}
    targets = [t for n in tree.body if isinstance(n, ast.Assign) for t in n.targets]
    targets += [n.target for n in tree.body if isinstance(n, ast.AnnAssign)]
    named |= {t.id for t in targets if isinstance(t, ast.Name)}
    return {name for name in named if not name.startswith("_")}


@pytest.mark.parametrize("package", PACKAGES)
def test_every_module_says_what_it_is_for(package: str) -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in modules(package)
        if path.read_text(encoding="utf-8").strip()
        and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert found == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_module_is_named_for_its_concept(package: str) -> None:
    forbidden = {"utils", "util", "common", "helpers", "helper", "misc", "base", "tools"}
    assert [p for p in modules(package) if p.stem in forbidden] == []
