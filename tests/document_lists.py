"""The lists of `docs/modules.md` and `docs/decisions/README.md`, from the modules and the decisions themselves.

`python -m tests.document_lists` writes both, and in the status of a decision by which later ones it was amended.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.environment_names import PACKAGES, ROOT

MODULES = ROOT / "docs" / "modules.md"
DECISIONS = ROOT / "docs" / "decisions" / "README.md"
HEADING = "## All decisions\n"
_STATUS = re.compile(r"^- Status: (.*?)(?=\n- )", re.MULTILINE | re.DOTALL)
_AMENDS = frozenset({"amends", "changes", "supersedes", "takes the place of", "in place of"})
# A status says in the active voice what it does to earlier ones, in the passive what was done to it.
_AMENDING = re.compile(
    r"(?P<verb>\b(?:amends|changes|supersedes|takes\s+the\s+place\s+of|in place of|adds to|goes beyond|\w+ed by)\b)"
    r"|\]\((?P<name>\d{4}-[^)]*\.md)\)"
)


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
    amendments = amended_by()
    for path in decisions():
        text = path.read_text(encoding="utf-8")
        number, title = text.splitlines()[0].removeprefix("# ").split(". ", 1)
        tags = next(line for line in text.splitlines() if line.startswith("- Tags: ")).removeprefix("- Tags: ")
        superseded = re.match(r"superseded by .*?(\d+)", status(text))
        stands = f"; superseded by {superseded[1]}" if superseded else ""
        if not superseded and (by := amendments.get(path)):
            stands = f"; amended by {', '.join(str(_number(later)) for later in by)}"
        yield f"- [{number}. {title}]({path.name}): {tags}{stands}"


def decisions() -> list[Path]:
    """Return the decisions in their order."""
    return sorted(DECISIONS.parent.glob("[0-9]*.md"))


def status(text: str) -> str:
    """Return what stands behind `Status:` of a decision, whatever lines it takes."""
    found = _STATUS.search(text)
    assert found is not None, text.splitlines()[0]
    return found[1]


def amended_by() -> dict[Path, list[Path]]:
    """Return by which later decisions each is amended or superseded, as the status of those says."""
    found: dict[Path, list[Path]] = {}
    for path in decisions():
        verb = ""
        for said in _AMENDING.finditer(status(path.read_text(encoding="utf-8"))):
            verb = " ".join((said["verb"] or verb).split())
            if (
                said["name"]
                and verb in _AMENDS
                and path not in (by := found.setdefault(path.parent / said["name"], []))
            ):
                by.append(path)
    return found


def with_amendments(path: Path, by: list[Path]) -> str:
    """Return the text of a decision whose status names each that amends it."""
    text = path.read_text(encoding="utf-8")
    told = status(text)
    missing = [f"[{_number(later)}]({later.name})" for later in by if later.name not in told]
    return text.replace(told, f"{told}; amended by {', '.join(missing)}", 1) if missing else text


def _number(decision: Path) -> int:
    return int(decision.name.split("-", 1)[0])


def main() -> None:
    """Write both lists, and what amends each decision."""
    for path, by in amended_by().items():
        path.write_text(with_amendments(path, by), encoding="utf-8")
    MODULES.write_text(module_page(), encoding="utf-8")
    DECISIONS.write_text(decision_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
