"""Load a policy bundle strictly: any doubt refuses the whole bundle, with file, line and the nearest known word."""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cedarpy import PolicySet, Schema, policies_to_json_str, validate_policies

from graph import Ontology, load_ontology, nearest_hint
from policies.errors import BundleError
from policies.linting import lint, now_literals
from policies.model import ALWAYS, Bundle, Policy, Source, SourceKind
from policies.registers import Period, Registers, read_registers
from policies.schema import schema_text, vocabularies
from policies.statements import Statement, split_statements

SCHEMA_FILE = "schema.cedarschema"
FLOOR_FILE = "floor.cedar"
MAX_FILE_BYTES = 1_000_000

_ENUMERATED = re.compile(r'entity `(?P<type>\w+)::"[^`]*"` is of an enumerated entity type, but `"(?P<word>[^`]*)"`')
_UNKNOWN_ACTION = re.compile(r'unrecognized action `Action::"(?P<word>[^`]*)"`')
_UNKNOWN_ATTRIBUTE = re.compile(r"attribute `(?P<word>\w+)` .*not found")
_UNKNOWN_TYPE = re.compile(r"unrecognized entity type `(?P<word>\w+)`")
_DECLARED = re.compile(r"(?:^|[{,]|\n)\s*(\w+)\??\s*:")
_ACTION_NAMES = ("read", "identity", "contact", "financial", "location", "narrative", "source", "hit", "notice")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Checker:
    """What every policy file is checked against."""

    registers: Registers
    words: Mapping[str, tuple[str, ...]]
    schema: Schema
    structure: str


def shipped_bundle_folder() -> Path:
    """Return the folder of the sample bundle that the package ships."""
    return Path(__file__).parent / "bundle"


def load_bundle(folder: Path | None = None, *, ontology: Ontology | None = None) -> Bundle:
    """Load and check a whole bundle.

    Args:
        folder: the bundle's folder; the shipped sample by default.
        ontology: the kinds that the schema knows; the shipped one by default.

    Raises:
        BundleError: anything in the bundle is unknown, missing, double or contradictory.
    """
    folder, ontology = folder or shipped_bundle_folder(), ontology or load_ontology()
    registers = read_registers(folder)
    words = vocabularies(registers, ontology)
    structure = _read(folder, SCHEMA_FILE)
    text = schema_text(structure, words)
    try:
        schema = Schema.from_str(text)
    except ValueError as exc:
        raise BundleError(SCHEMA_FILE, 1, f"is no Cedar schema: {exc}") from exc
    checker = _Checker(registers=registers, words=words, schema=schema, structure=structure)
    policies = tuple(
        p for source, file in _sources(folder, registers) for p in _policies(folder, file, source, checker)
    )
    _refuse_repeated_ids(policies)
    return Bundle(
        version=_version(text, registers, policies),
        registers=registers,
        kinds=frozenset(words["Kind"]),
        policies=policies,
        schema=schema,
        schema_text=text,
        breakpoints=_breakpoints(registers, policies),
    )


def _read(folder: Path, name: str) -> str:
    try:
        content = (folder / name).read_bytes()
        if len(content) > MAX_FILE_BYTES:
            raise BundleError(name, 1, f"is larger than {MAX_FILE_BYTES} bytes")
        return content.decode()
    except (OSError, UnicodeDecodeError) as exc:
        raise BundleError(name, 1, "cannot be read as UTF-8 text") from exc


def _sources(folder: Path, registers: Registers) -> Iterator[tuple[Source, str]]:
    yield Source(kind=SourceKind.FLOOR, name="floor", originators=None), FLOOR_FILE
    for path in sorted((folder / "agreements").glob("*")):
        file = f"agreements/{path.name}"
        if path.suffix != ".cedar" or path.stem not in registers.agreements:
            raise BundleError(file, 1, f"no registered agreement{nearest_hint(path.stem, registers.agreements)}")
        adopted = registers.agreements[path.stem].adopted_by
        yield Source(kind=SourceKind.AGREEMENT, name=path.stem, originators=adopted), file
    for path in sorted((folder / "packs").glob("*")):
        file = f"packs/{path.name}/pack.cedar"
        owners = dict.fromkeys(_owners(path.name, file, registers), ALWAYS)
        if not (path / "README.md").is_file():
            raise BundleError(f"packs/{path.name}/README.md", 1, "is missing")
        yield Source(kind=SourceKind.PACK, name=path.name, originators=owners), file


def _owners(name: str, file: str, registers: Registers) -> list[str]:
    """Return the originators that a pack speaks for: one of this code, or those of a jurisdiction."""
    if name in registers.parties:
        return [name]
    owners = sorted(c for c, p in registers.parties.items() if p.jurisdiction.lower() == name)
    if not owners:
        known = [*registers.parties, *(j.lower() for j in registers.jurisdictions)]
        raise BundleError(file, 1, f"`{name}` is no party and no jurisdiction{nearest_hint(name, known)}")
    return owners


def _policies(folder: Path, file: str, source: Source, checker: _Checker) -> Iterator[Policy]:
    text = _read(folder, file)
    statements = split_statements(text)
    try:
        tree = PolicySet.from_str(text).to_pst()
    except ValueError as exc:
        raise _syntax_error(file, statements, str(exc)) from exc
    if tree.templates or len(tree.static_policies) != len(statements):
        raise BundleError(file, 1, "holds templates, which no bundle may")
    _validate(file, text, statements, checker)
    for number, statement in enumerate(statements):
        template = tree.static_policies[f"policy{number}"]
        lint(template, file=file, statement=statement, source=source, registers=checker.registers)
        force = checker.registers.basis(template.annotations["basis"]) if template.effect == "permit" else ALWAYS
        yield Policy(
            id=template.annotations["id"],
            source=source,
            file=file,
            line=statement.line,
            text=statement.text,
            tree=template,
            force=force or ALWAYS,
        )


def _syntax_error(file: str, statements: Iterable[Statement], whole: str) -> BundleError:
    for statement in statements:
        try:
            PolicySet.from_str(statement.text)
        except ValueError as exc:
            return BundleError(file, statement.line, str(exc))
    return BundleError(file, 1, whole)


def _validate(file: str, text: str, statements: list[Statement], checker: _Checker) -> None:
    result = validate_policies(text, checker.schema)
    for error in result.errors:
        number = error.policy_id.removeprefix("policy")
        statement = statements[int(number)] if number.isdecimal() else Statement(line=1, text=text)
        problem, word = _explained(error.error, checker)
        raise BundleError(file, statement.line_of(word) if word else statement.line, problem)
    if not result.validation_passed:
        raise BundleError(file, 1, "does not keep the schema")


def _explained(error: str, checker: _Checker) -> tuple[str, str]:
    """Return Cedar's message in the product's words with the nearest known word, and the word to point at."""
    if match := _ENUMERATED.search(error):
        name, word = match["type"], match["word"]
        return f"unknown {name} `{word}`{nearest_hint(word, checker.words[name])}", f'{name}::"{word}"'
    for pattern, what, known in (
        (_UNKNOWN_ACTION, "action", _ACTION_NAMES),
        (_UNKNOWN_ATTRIBUTE, "attribute", tuple(_DECLARED.findall(checker.structure))),
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


def _version(schema: str, registers: Registers, policies: Iterable[Policy]) -> str:
    content = {
        "schema": " ".join(schema.split()),
        "registers": asdict(registers),
        "policies": [[p.source.kind, p.source.name, json.loads(policies_to_json_str(p.text))] for p in policies],
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


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
    for instrument in registers.instruments.values():
        yield instrument.force
