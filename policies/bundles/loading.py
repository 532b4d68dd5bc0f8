"""Load a policy bundle strictly: any doubt refuses the whole bundle, with file, line and the nearest known word."""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cedarpy import PolicySet, Schema, policies_to_json_str, pst, validate_policies

from graph import Ontology, all_known, load_ontology, nearest_hint
from policies.bundles.files import BUNDLE_FILE, BundleFiles, bundle_yaml, read_bundle_files
from policies.bundles.impossible_conditions import find_impossible_condition
from policies.bundles.linting import lint, now_literals
from policies.bundles.locating import UNENDED, line_of_syntax_error, line_of_type_error
from policies.bundles.model import ALWAYS, Bundle, Policy, Source, SourceKind
from policies.bundles.nesting import check_nesting
from policies.bundles.registers import INQUIRIES_FILE, Period, Registers, read_registers
from policies.bundles.schema import schema_text, vocabularies
from policies.bundles.statements import Statement, split_statements
from policies.errors import BundleError

SCHEMA_FILE = "schema.cedarschema"
FLOOR_FILE = "floor.cedar"
SIGNATURE_FILE = "bundle.sig"
_REGISTER_FILES = (
    "parties.yml",
    "profiles.yml",
    "agreements.yml",
    "instruments.yml",
    INQUIRIES_FILE,
    "purposes.yml",
    "roles.yml",
)
_ROOT_FILES = (SCHEMA_FILE, FLOOR_FILE, BUNDLE_FILE, SIGNATURE_FILE, "README.md", *_REGISTER_FILES)
_PACK_FILES = ("pack.cedar", "README.md")

_ENUMERATED = re.compile(r'entity `(?P<type>\w+)::"[^`]*"` is of an enumerated entity type, but `"(?P<word>[^`]*)"`')
_UNKNOWN_ACTION = re.compile(r'unrecognized action `Action::"(?P<word>[^`]*)"`')
_UNKNOWN_ATTRIBUTE = re.compile(r"attribute `(?P<word>\w+)` .*not found")
_UNKNOWN_TYPE = re.compile(r"unrecognized entity type `(?P<word>\w+)`")
_DATETIME = re.compile(r'failed to parse as a datetime value: `"(?P<word>[^`]*)"`')
_DATETIMES = "`2027-01-01`, `2027-01-01T00:00:00Z` or, with its zone, `2027-01-01T00:00:00+0800`"
_NUMBERED = re.compile(r"for policy `policy(?P<number>\d+)`")
_DECLARED = re.compile(r"(?:^|[{,]|\n)\s*(\w+)\??\s*:\s*(\w*)")
_SLOTS = ("?principal", "?resource")
_ACTION_NAMES = ("read", "identity", "contact", "financial", "location", "narrative", "source", "hit", "notice")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Checker:
    """What every policy file is checked against; by identity, since the same is made once for the same files."""

    registers: Registers
    words: Mapping[str, tuple[str, ...]]
    schema: Schema
    schema_text: str
    declared: Mapping[str, str]


def shipped_bundle_folder() -> Path:
    """Return the folder of the sample bundle that the package ships."""
    return Path(__file__).parents[1] / "bundle"


def load_bundle(folder: Path | None = None, *, ontology: Ontology | None = None) -> Bundle:
    """Load and check a whole bundle.

    Args:
        folder: the bundle's folder; the shipped sample by default.
        ontology: the kinds that the schema knows; the shipped one by default.

    Raises:
        BundleError: anything in the bundle is unknown, missing, double or contradictory.
    """
    return assemble_bundle(read_bundle_files(folder or shipped_bundle_folder()), ontology=ontology)


def assemble_bundle(files: BundleFiles, *, ontology: Ontology | None = None) -> Bundle:
    """Check a bundle's files and return what they say; see `load_bundle`.

    Raises:
        BundleError: anything in the bundle is unknown, missing, double or contradictory.
    """
    if ontology is None:
        return _assembled(tuple(files.contents.items()))
    return _assemble(files, lambda: _make_checker(files, ontology))


# A command loads its bundle once for the token and once for the store; a serving process looks at what it has in force.
@lru_cache(maxsize=4)
def _assembled(contents: tuple[tuple[str, bytes | None], ...]) -> Bundle:
    files = BundleFiles(dict(contents))
    read = tuple((name, files.contents[name]) for name in (SCHEMA_FILE, *_REGISTER_FILES) if name in files)
    return _assemble(files, lambda: _checker(read))


# Whoever edits a pack changes no register, and none of the other packs.
@lru_cache(maxsize=4)
def _checker(contents: tuple[tuple[str, bytes | None], ...]) -> _Checker:
    return _make_checker(BundleFiles(dict(contents)), load_ontology())


def _make_checker(files: BundleFiles, ontology: Ontology) -> _Checker:
    registers = read_registers(files)
    words = vocabularies(registers, ontology)
    structure = files.text(SCHEMA_FILE)
    check_nesting(structure, SCHEMA_FILE, is_schema=True)
    text = schema_text(structure, words)
    try:
        schema = Schema.from_str(text)
    except ValueError as exc:
        raise BundleError(SCHEMA_FILE, 1, f"is no Cedar schema: {exc}") from exc
    declared = dict(_DECLARED.findall(structure))
    return _Checker(registers=registers, words=words, schema=schema, schema_text=text, declared=declared)


def _assemble(files: BundleFiles, make_checker: Callable[[], _Checker]) -> Bundle:
    _refuse_unknown_files(files)
    heading = bundle_yaml(files, BUNDLE_FILE).fields(required=("title", "development"))
    title, is_development = heading["title"].text(), heading["development"].flag()
    checker = make_checker()
    registers = checker.registers
    policies = tuple(p for file in _policy_files(files, registers) for p in _policies(file, files.text(file), checker))
    _refuse_repeated_ids(policies)
    return Bundle(
        version=_version((title, is_development), checker.schema_text, registers, policies),
        registers=registers,
        kinds=frozenset(checker.words["Kind"]),
        policies=policies,
        schema=checker.schema,
        schema_text=checker.schema_text,
        breakpoints=_breakpoints(registers, policies),
        title=title,
        is_development=is_development,
        files=files,
    )


def _refuse_unknown_files(files: BundleFiles) -> None:
    """Refuse a file that nothing would read: a rule that its author believes in must not be left out silently."""
    for name in files.contents:
        folder, _, rest = name.partition("/")
        known: tuple[str, ...] = _ROOT_FILES
        if folder == "agreements" and rest.endswith(".cedar") and "/" not in rest:
            continue
        if folder == "packs" and rest.count("/") == 1:
            known = tuple(f"{folder}/{rest.split('/', 1)[0]}/{file}" for file in _PACK_FILES)
        if name not in known:
            raise BundleError(name, 1, f"is no file of a bundle{nearest_hint(name, known)}")


def _policy_files(files: BundleFiles, registers: Registers) -> Iterator[str]:
    """Yield the files that hold policies: the floor, those of agreements and packs."""
    yield FLOOR_FILE
    for entry in files.entries("agreements"):
        name = entry.removesuffix(".cedar")
        if name not in registers.agreements:
            hint = nearest_hint(name, registers.agreements)
            raise BundleError(f"agreements/{entry}", 1, f"no registered agreement{hint}")
        yield f"agreements/{entry}"
    spoken_for: dict[str, str] = {}
    for name in files.entries("packs"):
        file = f"packs/{name}/pack.cedar"
        owners = _owners(name, file, registers)
        if f"packs/{name}/README.md" not in files:
            raise BundleError(f"packs/{name}/README.md", 1, "is missing")
        for code in owners:
            if code in spoken_for:
                raise BundleError(file, 1, f"the pack `{spoken_for[code]}` speaks for `{code}` already")
            spoken_for[code] = name
        yield file


def _source(file: str, registers: Registers) -> Source:
    """Return whose policies a file holds."""
    folder, _, rest = file.partition("/")
    if folder == "agreements":
        name = rest.removesuffix(".cedar")
        return Source(kind=SourceKind.AGREEMENT, name=name, originators=registers.agreements[name].adopted_by)
    if folder == "packs":
        name = rest.partition("/")[0]
        owners = dict.fromkeys(_owners(name, file, registers), ALWAYS)
        return Source(kind=SourceKind.PACK, name=name, originators=owners)
    return Source(kind=SourceKind.FLOOR, name="floor", originators=None)


def _owners(name: str, file: str, registers: Registers) -> list[str]:
    """Return the originators that a pack speaks for: one of this code, or those of a jurisdiction."""
    if name in registers.parties:
        return [name]
    owners = sorted(c for c, p in registers.parties.items() if p.jurisdiction.lower() == name)
    if not owners:
        known = [*registers.parties, *(j.lower() for j in registers.jurisdictions)]
        raise BundleError(file, 1, f"`{name}` is no party and no jurisdiction{nearest_hint(name, known)}")
    return owners


@lru_cache(maxsize=64)
def _policies(file: str, text: str, checker: _Checker) -> tuple[Policy, ...]:
    check_nesting(text, file)
    statements = split_statements(text)
    try:
        tree = PolicySet.from_str(text).to_pst()
    except ValueError as exc:
        raise _syntax_error(file, statements, str(exc)) from exc
    if tree.templates or len(tree.static_policies) != len(statements):
        raise BundleError(file, _line_of_template(statements), "holds a template, which no bundle may")
    trees = [tree.static_policies[f"policy{n}"] for n in range(len(statements))]
    _validate(file, text, statements, checker, trees)
    source = _source(file, checker.registers)
    return tuple(
        _policy(file, statement, found, source, checker) for statement, found in zip(statements, trees, strict=True)
    )


def _policy(file: str, statement: Statement, tree: pst.Template, source: Source, checker: _Checker) -> Policy:
    _refuse_impossible_condition(file, statement, checker)
    lint(tree, file=file, statement=statement, source=source, registers=checker.registers)
    basis = tree.annotations["basis"] if tree.effect == "permit" else ""
    agreement = checker.registers.agreements.get(basis)
    return Policy(
        id=tree.annotations["id"],
        source=source,
        file=file,
        line=statement.line,
        text=statement.text,
        tree=tree,
        force=(checker.registers.basis(basis) if basis else None) or ALWAYS,
        basis=basis,
        members=agreement.memberships if agreement is not None else None,
    )


def _refuse_impossible_condition(file: str, statement: Statement, checker: _Checker) -> None:
    found = find_impossible_condition(statement.text, checker.schema)
    if found is None:
        return

    def persists(text: str) -> bool:
        return find_impossible_condition(text, checker.schema) == found

    raise BundleError(file, line_of_type_error(statement, persists), found.explained(checker.declared))


def _line_of_template(statements: Iterable[Statement]) -> int:
    """Return the line of the first slot, 1 where there is none."""
    for statement in statements:
        if PolicySet.from_str(statement.text).to_pst().templates:
            return min(statement.line_of(slot) for slot in _SLOTS if slot in statement.text)
    return 1


def _syntax_error(file: str, statements: Iterable[Statement], whole: str) -> BundleError:
    for statement in statements:
        try:
            PolicySet.from_str(statement.text)
        except ValueError as exc:
            line, hint = line_of_syntax_error(statement, str(exc)), _unended(statement)
            return BundleError(file, statement.line if hint else line, f"{exc}{hint or _unfinished(str(exc))}")
    return BundleError(file, 1, whole)


_BEGINS = re.compile(r"\s*(?:permit|forbid)\b")


def _unended(statement: Statement) -> str:
    """Return a hint where a statement holds a second policy: the one before it was not ended."""
    begun = [n for n, line in enumerate(statement.text.splitlines()) if _BEGINS.match(line)]
    if len(begun) < 2:
        return ""
    return f"; is a `;` missing between this line and line {statement.line + begun[1]}?"


def _unfinished(message: str) -> str:
    return ": what begins here is no whole policy, which a `;` ends" if UNENDED in message else ""


def _validate(
    file: str, text: str, statements: list[Statement], checker: _Checker, trees: Sequence[pst.Template]
) -> None:
    def named(match: re.Match[str]) -> str:
        # Cedar calls a policy by its place in the text.
        return f"for the policy `{trees[int(match['number'])].annotations.get('id', match['number'])}`"

    result = validate_policies(text, checker.schema)
    for error in result.errors:
        number = error.policy_id.removeprefix("policy")
        statement = statements[int(number)] if number.isdecimal() else Statement(line=1, text=text)
        problem, word = _explained(error.error, checker)
        line = statement.line_of(word) if word else _line_of(statement, error.error, checker)
        raise BundleError(file, line, _NUMBERED.sub(named, problem))
    if not result.validation_passed:
        raise BundleError(file, 1, "does not keep the schema")


def _line_of(statement: Statement, message: str, checker: _Checker) -> int:
    """Return the line to which a message of Cedar's belongs that names no word of the policy."""
    told = re.sub(r"^for policy `[^`]*`, ", "", message)  # it names the policy by its place in the file

    def persists(text: str) -> bool:
        return any(told in e.error for e in validate_policies(text, checker.schema).errors)

    return line_of_type_error(statement, persists)


def _explained(error: str, checker: _Checker) -> tuple[str, str]:
    """Return Cedar's message in the product's words with the nearest known word, and the word to point at."""
    if match := _ENUMERATED.search(error):
        name, word = match["type"], match["word"]
        words = checker.words[name]
        hint = all_known(words) if name == "Profile" else nearest_hint(word, words)
        return f"unknown {name} `{word}`{hint}", f'{name}::"{word}"'
    if match := _DATETIME.search(error):
        word = match["word"]
        return f"`{word}` is no datetime of Cedar's: write it as {_DATETIMES}", f'"{word}"'
    for pattern, what, known in (
        (_UNKNOWN_ACTION, "action", _ACTION_NAMES),
        (_UNKNOWN_ATTRIBUTE, "attribute", checker.declared),
        (_UNKNOWN_TYPE, "type", tuple(checker.words)),
    ):
        if match := pattern.search(error):
            hint = "" if match["word"] in known else nearest_hint(match["word"], known)
            cedars = f" ({error})" if not hint else ""
            return f"unknown {what} `{match['word']}`{hint}{cedars}", match["word"]
    return error, ""


def _refuse_repeated_ids(policies: Iterable[Policy]) -> None:
    seen: dict[str, Policy] = {}
    for policy in policies:
        if policy.id in seen:
            first = seen[policy.id]
            raise BundleError(policy.file, policy.line, f"`@id` `{policy.id}` stands at {first.file}:{first.line} too")
        seen[policy.id] = policy


def _version(heading: tuple[str, bool], schema: str, registers: Registers, policies: Iterable[Policy]) -> str:
    content = {
        "heading": heading,
        "schema": " ".join(schema.split()),
        "registers": asdict(registers),
        "policies": [[p.source.kind, p.source.name, _as_json(p.text)] for p in policies],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


@lru_cache(maxsize=2_000)
def _as_json(policy: str) -> object:
    return json.loads(policies_to_json_str(policy))


def _plain(value: object) -> object:
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"`{type(value).__name__}` has no canonical form")


def _breakpoints(registers: Registers, policies: Iterable[Policy]) -> tuple[datetime, ...]:
    """Return every instant at which a decision may change.

    A comparison such as `now <= t` changes after `t`, so the next millisecond, Cedar's smallest step, is one as well.
    """
    instants: set[datetime] = set()
    for policy in policies:
        for literal in now_literals(policy.tree):
            instants |= {literal, literal + timedelta(milliseconds=1)}
    for period in _periods(registers):
        instants |= {t for t in (period.start, period.end) if t is not None}
    return tuple(sorted(instants))


def _periods(registers: Registers) -> Iterator[Period]:
    for agreement in registers.agreements.values():
        yield agreement.force
        yield from agreement.adopted_by.values()
        yield from agreement.memberships.values()
    for instrument in registers.instruments.values():
        yield instrument.force
