"""Holds the documents to the code: settings, commands, links, decisions, words, dependencies."""

import ast
import json
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from itertools import takewhile
from pathlib import Path

import pytest
import typer
from graphql import build_schema, parse, validate
from graphql.execution.values import get_variable_values
from graphql.language import OperationDefinitionNode
from typer.core import TyperGroup

from api.cli.deferred import DeferredCommand
from api.cli.main import app
from tests import document_lists
from tests.environment_names import NAME, PACKAGES, ROOT, modules, variables_of_the_code

NOT_OURS = {".venv", ".git", ".tools", ".benang", "node_modules", "dist"}
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")
PATH = re.compile(r"`((?:graph|ingest|entity_resolution|policies|api|samples|tests|benchmarks|docs)/[\w./-]*)`")
SECTIONS = ["Context", "Options weighed", "Decision", "Consequences"]


def documents() -> list[Path]:
    """Return every Markdown file of the repository."""
    found = (p for p in ROOT.rglob("*.md") if not NOT_OURS & set(p.relative_to(ROOT).parts))
    return sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(ROOT).parts))


def text_of(path: str) -> str:
    """Return a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """Return a document without its code blocks."""
    return re.sub(r"^ *```.*?^ *```", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)


def anchors(path: Path) -> set[str]:
    """Return the anchors of a document's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands() -> list[str]:
    """Return every command of the command line, such as `quarantine list`."""
    root = typer.main.get_command(app)
    assert isinstance(root, TyperGroup)
    return sorted(_commands(root, ""))


def _commands(group: TyperGroup, prefix: str) -> Iterator[str]:
    for name, command in group.commands.items():
        if isinstance(command, TyperGroup):
            yield from _commands(command, f"{prefix}{name} ")
        else:
            yield f"{prefix}{name}"


def lines_of_commands(path: Path) -> list[list[str]]:
    """Return the words behind `benang` of each command that a document prints, in a block or in its prose."""
    text = path.read_text(encoding="utf-8").replace("\\\n", " ")
    shown = re.findall(r"^ *(?:export \w+=\$\()?benang (.+?)\)?$", text, re.MULTILINE)
    shown += [line.replace("\n", " ") for line in re.findall(r"`benang ([^`]+)`", text)]
    # What the shell fills in, and what is behind the command, are no words of it.
    parts = [shlex.split(re.sub(r'"?\$\(.*', "", line), comments=True) for line in shown]
    return [list(takewhile(lambda word: word not in {"|", ">", "&&"}, words)) for words in parts]


def unknown_options(words: list[str]) -> list[str]:
    """Return the options of a command line that its command does not have; of a group of commands none is told."""
    command = typer.main.get_command(app)
    for word in words:
        if isinstance(command, TyperGroup) and word in command.commands:
            command = command.commands[word]
    if not isinstance(command, DeferredCommand):
        return []
    known = {option for parameter in command.load().params for option in (*parameter.opts, *parameter.secondary_opts)}
    return [word for word in words if word.startswith("--") and word.split("=")[0] not in {*known, "--help"}]


def graphql_documents() -> list[tuple[str, str, dict[str, object]]]:
    """Return each GraphQL document of the documents with its file and variables."""
    found = []
    for path in documents():
        text = path.read_text(encoding="utf-8")
        bodies = [json.loads(body) for body in re.findall(r"^ask '(.+)'$", text, re.MULTILINE)]
        bodies += [json.loads(line)["payload"] for line in re.findall(r'^\{"id".*"payload".*\}$', text, re.MULTILINE)]
        found += [(path.name, body["query"], body.get("variables", {})) for body in bodies]
    return found


def broken_links(path: Path) -> list[str]:
    """Return the relative links of a document that lead nowhere."""
    broken = []
    for target in LINK.findall(prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (path.parent / file).resolve() if file else path
        if not found.exists() or (anchor and anchor not in anchors(found)):
            broken.append(target)
    return broken


def rows(text: str, heading: str) -> list[list[str]]:
    """Return the cells of the table whose header begins with a heading."""
    table = text.split(f"| {heading} |", 1)[1].split("\n\n", 1)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]


def named(specifications: list[str]) -> set[str]:
    """Return the names of packages in a list of requirements."""
    return {re.split(r"[<>=~;! \[]", text, maxsplit=1)[0] for text in specifications}


def terms() -> list[tuple[str, str]]:
    """Return the glossary's words, each with the words of the code that it names."""
    lines = re.findall(r"^\| \*\*(.+?)\*\* \|[^|]*\| ([^|]*) \|", text_of("docs/glossary.md"), re.MULTILINE)
    return [(term, code) for term, code in lines]


def test_the_settings_name_the_variables_that_the_code_reads_and_no_others() -> None:
    read = variables_of_the_code()
    assert set(NAME.findall(text_of("docs/settings.md"))) == read
    assert set(NAME.findall(text_of("README.md"))) <= read


def test_every_command_is_among_the_commands() -> None:
    assert [name for name in commands() if f"benang {name}" not in text_of("docs/commands.md")] == []


def test_every_command_that_the_documents_show_exists() -> None:
    pattern = re.compile(r"(?:^|`|\()benang ((?:[a-z][a-z-]* ?){1,2})", re.MULTILINE)
    shown = {text for path in documents() for text in pattern.findall(path.read_text(encoding="utf-8"))}
    known = {*commands(), *(name.split()[0] for name in commands())}
    assert [s for s in sorted(shown) if not any(f"{s.strip()} ".startswith(f"{name} ") for name in known)] == []


def test_every_option_of_a_command_that_a_document_prints_exists() -> None:
    shown = [(path.name, words) for path in documents() for words in lines_of_commands(path)]
    assert len(shown) > 500
    assert [(name, words) for name, words in shown if unknown_options(words)] == []


def test_every_graphql_document_of_the_documents_is_one_of_the_schema() -> None:
    schema = build_schema(text_of("schema.graphql"))
    shown = graphql_documents()
    assert len(shown) > 8
    for name, text, variables in shown:
        document = parse(text)
        assert validate(schema, document) == [], name
        operation = document.definitions[0]
        assert isinstance(operation, OperationDefinitionNode)
        # A list is what is wrong with them.
        assert not isinstance(get_variable_values(schema, operation.variable_definitions or (), variables), list), name


def test_every_target_of_make_in_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    shown = {t for p in documents() for t in re.findall(r"(?:^|`)make ([a-z-]+)", p.read_text(encoding="utf-8"), re.M)}
    assert shown >= {"demo", "test"}
    assert shown <= targets


@pytest.mark.parametrize("path", documents(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_relative_link_resolves(path: Path) -> None:
    assert broken_links(path) == []


@pytest.mark.parametrize("path", documents(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_path_that_a_document_names_exists(path: Path) -> None:
    found = PATH.findall(prose(path))
    assert [p for p in found if not (ROOT / p).exists()] == []


def test_every_module_says_what_it_is_for() -> None:
    places = [*modules(), *(ROOT / "samples").rglob("*.py"), *(ROOT / "benchmarks").rglob("*.py")]
    without = [p for p in places if not ast.get_docstring(ast.parse(p.read_text(encoding="utf-8")))]
    assert [str(p.relative_to(ROOT)) for p in without] == []


def test_the_readme_has_a_line_for_every_package() -> None:
    described = {cells[0].strip("`/") for cells in rows(text_of("README.md"), "Folder")}
    assert described == {*PACKAGES, "samples", "benchmarks", "tests"}


@pytest.mark.parametrize(("heading", "group"), [("At run time", "dependencies"), ("In development", "dev")])
def test_the_readme_gives_reason_and_licence_of_every_dependency(heading: str, group: str) -> None:
    project = tomllib.loads(text_of("pyproject.toml"))
    wanted = named(project["project"]["dependencies"])
    if group == "dev":
        wanted = named(project["dependency-groups"]["dev"]) | named(project["build-system"]["requires"])
    table = rows(text_of("README.md"), heading)
    assert {name for cells in table for name in re.findall(r"`([^`]+)`", cells[0])} == wanted
    assert all(len(cells) == 3 and cells[1] and cells[2] for cells in table)


def test_decisions_are_numbered_without_gaps_and_titled_alike() -> None:
    assert [int(p.name[:4]) for p in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    titles = [p.read_text(encoding="utf-8").splitlines()[0] for p in DECISIONS]
    assert [t.split(". ")[0] for t in titles] == [f"# {number}" for number in range(1, len(DECISIONS) + 1)]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("path", DECISIONS, ids=lambda p: p.stem)
def test_a_decision_has_its_form(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^- Status: (accepted|superseded)", text, re.MULTILINE)
    assert re.search(r"^- Date: \d{4}-\d{2}-\d{2}$", text, re.MULTILINE)
    assert re.search(r"^- Tags: \w+", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    consequences = text.split("## Consequences", 1)[1]
    assert "\nGood: " in consequences
    assert "\nBad: " in consequences


@pytest.mark.parametrize(
    ("path", "page"),
    [(document_lists.MODULES, document_lists.module_page), (document_lists.DECISIONS, document_lists.decision_page)],
    ids=["modules", "decisions"],
)
def test_lists_are_those_of_the_modules_and_decisions(path: Path, page: Callable[[], str]) -> None:
    """`python -m tests.document_lists` writes them."""
    assert path.read_text(encoding="utf-8").splitlines() == page().splitlines()


def test_what_amends_a_decision_stands_in_its_status() -> None:
    """`python -m tests.document_lists` writes it, from the status of the later one."""
    amended = document_lists.amended_by()
    assert len(amended) > 50
    assert [p.name for p, by in amended.items() if document_lists.with_amendments(p, by) != p.read_text("utf-8")] == []


def test_decisions_that_the_code_names_exist() -> None:
    known = {p.name[:4] for p in DECISIONS}
    named_by_code = {n for p in modules() for n in re.findall(r"decision (\d{4})", p.read_text(encoding="utf-8"))}
    assert named_by_code <= known


@pytest.mark.parametrize("package", PACKAGES)
def test_the_tree_of_errors_draws_each_class_below_its_base(package: str) -> None:
    module = ast.parse((ROOT / package / "errors.py").read_text(encoding="utf-8"))
    bases = {c.name: ast.unparse(c.bases[0]) for c in module.body if isinstance(c, ast.ClassDef)}
    drawn: dict[str, str] = {}
    above: list[tuple[int, str]] = []  # how far each of the line's ancestors is to the right, and its name
    for line in (ast.get_docstring(module) or "").splitlines():
        if found := re.match(r"([│├└─ ]*)(\w+Error)\b", line):
            above = [(depth, name) for depth, name in above if depth < len(found[1])]
            drawn[found[2]] = above[-1][1] if above else "Exception"
            above.append((len(found[1]), found[2]))
    assert drawn == bases


def test_words_of_the_glossary_are_unique() -> None:
    words = [term for term, _ in terms()]
    assert len(words) > 60
    assert sorted(words) == sorted(set(words))


def test_the_code_uses_the_words_that_the_glossary_names() -> None:
    code = "\n".join(p.read_text(encoding="utf-8") for p in modules())
    data = [*(ROOT / "graph" / "ontology").rglob("*.yml"), *(ROOT / "policies" / "bundle").rglob("*")]
    code += "\n".join(f"{p.name}\n{p.read_text(encoding='utf-8')}" for p in data if p.is_file())
    wanted = [word for _, cell in terms() for word in re.findall(r"`([^`]+)`", cell)]
    assert [word for word in wanted if word not in code] == []


def test_the_changelog_has_an_unreleased_part() -> None:
    assert re.findall(r"^## \[(.+?)\]", text_of("CHANGELOG.md"), re.MULTILINE)[0] == "Unreleased"
