"""The lists of `docs/modules.md` and `docs/decisions/README.md`, from the modules and the decisions themselves.

`python -m tests.document_lists` writes both.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.environment_names import PACKAGES, ROOT

MODULES = ROOT / "docs" / "modules.md"
DECISIONS = ROOT / "docs" / "decisions" / "README.md"
HEADING = "## All decisions\n"


def module_page() -> str:
    """Return the page of modules: each folder, and each module in it, with the first line of its docstring."""
    parts = [
        "# Modules",
        "What each module is for, in its own words: the first line of its docstring. `python -m tests.document_lists` "
        "writes this\npage anew. How the modules work together stands in [architecture](architecture.md).",
    ]
    for folder in _folders():
        parts.append(f"## `{folder.relative_to(ROOT)}/`\n\n{_first_line(folder / '__init__.py')}")
        lines = [f"- `{p.name}`: {_first_line(p)}" for p in sorted(folder.glob("*.py")) if p.name != "__init__.py"]
        parts += ["\n".join(lines)] if lines else []
    return "\n\n".join(parts) + "\n"


def decision_page() -> str:
    """Return the page of decisions: what stands above the list, and the list with each title and its tags."""
    above = DECISIONS.read_text(encoding="utf-8").split(HEADING)[0].rstrip("\n")
    return f"{above}\n\n{HEADING}\n" + "\n".join(_decisions()) + "\n"


def _folders() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted(p.parent for p in (ROOT / package).rglob("__init__.py"))


def _first_line(path: Path) -> str:
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "").split("\n")[0]


def _decisions() -> Iterator[str]:
    for path in sorted(DECISIONS.parent.glob("[0-9]*.md")):
        lines = path.read_text(encoding="utf-8").splitlines()
        number, title = lines[0].removeprefix("# ").split(". ", 1)
        tags = next(line for line in lines if line.startswith("- Tags: ")).removeprefix("- Tags: ")
        yield f"- [{number}. {title}]({path.name}): {tags}"


def main() -> None:
    """Write both lists."""
    MODULES.write_text(module_page(), encoding="utf-8")
    DECISIONS.write_text(decision_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
