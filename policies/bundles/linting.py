"""What a policy must keep beyond Cedar's own validation: annotations, owners, and what makes scopes exact."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime

from cedarpy import PolicySet, pst

from graph import find_year_problem, nearest_hint
from policies.bundles.covered_purposes import held_purposes
from policies.bundles.locating import line_of_type_error
from policies.bundles.model import Source, SourceKind
from policies.bundles.registers import Registers
from policies.bundles.statements import Statement
from policies.errors import BundleError

_COMPARISONS = {"less", "less_eq", "greater", "greater_eq", "eq", "not_eq"}
_KNOWN_ANNOTATIONS = ("@id", "@basis", "@review_by", "@public", "@note")
_ENTITIES_OF_A_REQUEST = {"Viewer", "Agency", "Compartment"}
_NOW = pst.GetAttr(base=pst.Var(name="context"), attr="now")
_ORIGINATOR = pst.GetAttr(base=pst.Var(name="resource"), attr="originator")
_JURISDICTION = pst.GetAttr(base=pst.Var(name="resource"), attr="jurisdiction")
_CALCULATIONS = {"add", "sub", "mul", "neg", "offset", "duration_since"}
_ALWAYS_TRUE = {pst.When(expr=pst.BoolLit(value=True)), pst.Unless(expr=pst.BoolLit(value=False))}
_TOLD_WITHOUT_READING = {"hit", "notice"}
_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")


def lint(tree: pst.Template, *, file: str, statement: Statement, source: Source, registers: Registers) -> None:
    """Check one policy.

    Args:
        tree: the policy's syntax tree.
        file: its file, for messages.
        statement: its text and line, for messages.
        source: the floor, agreement or pack that it belongs to.
        registers: the bundle's registers.

    Raises:
        BundleError: the policy breaks a rule; the message says which.
    """
    if _calculates(tree):
        # What calculates can overflow while it decides; nothing else in a validated policy can fail.
        raise BundleError(file, line_of_type_error(statement, _text_calculates), "a condition must not calculate")
    for problem, word in _problems(tree, source, registers):
        raise BundleError(file, statement.line_of(word) if word else statement.line, problem)


def now_literals(tree: pst.Template) -> set[datetime]:
    """Return the instants that a policy compares the present with."""
    return {literal for node in walk(tree.clauses) if (literal := _datetime_literal(node)) is not None}


def walk(node: object) -> Iterator[object]:
    """Yield a syntax tree's nodes, parents first."""
    stack = [node]
    while stack:
        current = stack.pop()
        if isinstance(current, tuple):
            stack.extend(reversed(current))
        elif isinstance(current, dict):
            stack.extend(current.values())
        elif is_dataclass(current):
            yield current
            stack.extend(getattr(current, f.name) for f in reversed(fields(current)))


def _problems(tree: pst.Template, source: Source, registers: Registers) -> Iterator[tuple[str, str]]:
    yield from _annotation_problems(tree, registers)
    yield from _condition_problems(tree)
    yield from _basis_problems(tree, source, registers)
    yield from _owner_problems(tree, source, registers)
    if source.kind is SourceKind.AGREEMENT:
        yield from _purpose_problems(tree, registers.agreements[source.name].purposes)
    if tree.effect == "permit":
        yield from _coverage_problems(tree, source, registers)


def _annotation_problems(tree: pst.Template, registers: Registers) -> Iterator[tuple[str, str]]:
    for name in tree.annotations:
        if f"@{name}" not in _KNOWN_ANNOTATIONS:
            yield f"unknown annotation `@{name}`{nearest_hint(f'@{name}', _KNOWN_ANNOTATIONS)}", f"@{name}"
    if not _ID.fullmatch(tree.annotations.get("id", "")):
        yield "every policy needs an `@id` of small letters, digits, dots and hyphens", ""
    if tree.effect == "forbid":
        if _closes_to_everybody(tree):
            yield (
                (
                    "a forbid for everybody without a condition shuts out the originator as well; "
                    "for others alone, add `when { principal.agency != resource.originator }`"
                ),
                "",
            )
        return
    for name in ("basis", "review_by"):
        if not tree.annotations.get(name):
            yield f"a permit needs `@{name}`", ""
    basis = tree.annotations.get("basis", "")
    if registers.basis(basis) is None:
        known = [*registers.instruments, *registers.agreements]
        yield f"unknown instrument `{basis}`{nearest_hint(basis, known)}", "@basis"
    review = _date(tree.annotations.get("review_by", ""))
    if review is None:
        yield "`@review_by` is not a date in ISO 8601, such as 2027-03-31", "@review_by"
    elif (problem := find_year_problem(review.year)) is not None:
        yield f"`@review_by`: {problem}", "@review_by"
    if _is_open_to_all(tree) and "public" not in tree.annotations:
        yield "a permit for anybody without a condition needs `@public`", ""


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_open_to_all(tree: pst.Template) -> bool:
    """Return whether nothing in the policy asks who the principal is or under what purpose it asks."""
    if not isinstance(tree.principal, pst.ScopeAny | pst.ScopeIs):
        return False
    return not any(isinstance(n, pst.Var) and n.name in {"principal", "context"} for n in walk(tree.clauses))


def _closes_to_everybody(tree: pst.Template) -> bool:
    """Return whether a forbid takes the reading of a class from all, asking nothing of viewer, record or context."""
    is_for_agencies = isinstance(tree.principal, pst.ScopeIs) and tree.principal.entity_type.basename == "Agency"
    if is_for_agencies or any(not isinstance(h, pst.ScopeAny | pst.ScopeIs) for h in (tree.principal, tree.resource)):
        return False
    if not set(tree.clauses) <= _ALWAYS_TRUE:
        return False
    if isinstance(tree.action, pst.ScopeAny):
        return True
    named = tree.action.entities if isinstance(tree.action, pst.ActionIn) else (tree.action.entity,)
    return any(uid.id not in _TOLD_WITHOUT_READING for uid in named)


def _condition_problems(tree: pst.Template) -> Iterator[tuple[str, str]]:
    nodes = list(walk(tree.clauses))
    if any(isinstance(n, pst.Var) and n.name == "action" for n in nodes):
        yield "a condition must not ask for the `action`; name it in the policy's head", "action"
    # INVARIANT: a scope is exact until the next breakpoint because the present is only ever compared with literals.
    compared = sum(_datetime_literal(n) is not None for n in nodes)
    if sum(n == _NOW for n in nodes) != compared:
        yield "`context.now` may only be compared with a datetime literal", "context.now"
    for literal in sorted(now_literals(tree)):
        if (problem := find_year_problem(literal.year)) is not None:
            yield f"`context.now` is compared with a date out of place: {problem}", f'datetime("{literal.year}'
    for uid in pst.entity_uids(tree):
        if uid.type.basename in _ENTITIES_OF_A_REQUEST:
            yield f"a policy names no single `{uid.type}`", uid.type.basename


def _calculates(tree: pst.Template) -> bool:
    return any(isinstance(n, pst.BinaryOp | pst.UnaryOp) and n.op in _CALCULATIONS for n in walk(tree.clauses))


def _text_calculates(text: str) -> bool:
    return any(map(_calculates, PolicySet.from_str(text).to_pst().static_policies.values()))


def _datetime_literal(node: object) -> datetime | None:
    """Return the literal of a comparison of the present with one, `None` for any other node."""
    if not isinstance(node, pst.BinaryOp) or node.op not in _COMPARISONS or _NOW not in {node.left, node.right}:
        return None
    other = node.right if node.left == _NOW else node.left
    if isinstance(other, pst.UnaryOp) and other.op == "datetime" and isinstance(other.arg, pst.StringLit):
        return read_datetime(other.arg.value)
    return None


def read_datetime(literal: str) -> datetime:
    """Return the instant of a Cedar datetime literal; a date is its first moment in UTC."""
    value = datetime.fromisoformat(literal)
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _basis_problems(tree: pst.Template, source: Source, registers: Registers) -> Iterator[tuple[str, str]]:
    """Yield where a permit's basis does not carry it: a partner's withdrawal and another state's law must count."""
    basis = tree.annotations.get("basis", "") if tree.effect == "permit" else ""
    if basis in registers.agreements:
        if not _is_addressed_to(tree.principal, basis):
            yield f'a permit on the basis of an agreement is for `principal in Agreement::"{basis}"`', "@basis"
        own = frozenset(source.originators or ())
        if own and not own & registers.agreements[basis].parties:
            yield f"`{source.name}` holds no party of the agreement `{basis}`", "@basis"
    elif basis in registers.instruments and source.kind is SourceKind.PACK:
        nation = registers.instruments[basis].jurisdiction
        nations = {registers.parties[c].jurisdiction for c in source.originators or ()}
        if nation is not None and nation not in nations:
            yield f"`{basis}` is of the jurisdiction `{nation}`, and `{source.name}` is not", "@basis"


def _is_addressed_to(head: pst.PrincipalOrResourceConstraint, agreement: str) -> bool:
    if not isinstance(head, pst.ScopeIn | pst.ScopeIsIn) or isinstance(head.entity, pst.Slot):
        return False
    return str(head.entity.type) == "Agreement" and head.entity.id == agreement


def _owner_problems(tree: pst.Template, source: Source, registers: Registers) -> Iterator[tuple[str, str]]:
    if source.originators is None:
        return
    own = frozenset(source.originators)
    nations = {registers.parties[c].jurisdiction for c in own}
    named: set[str] = set()
    for node in walk(tree.clauses):
        named |= _compared_with(node, _ORIGINATOR)
        for nation in sorted(_compared_with(node, _JURISDICTION) - nations):
            yield f"`{source.name}` holds no originator of the jurisdiction `{nation}`", nation
    for code in sorted(named - own):
        yield f"`{source.name}` speaks for {_listed(own)} and must not name the originator `{code}`", code
    if source.kind is SourceKind.PACK and tree.effect == "permit" and len(own) > 1 and not named:
        yield "a permit in a pack of several originators names whose data it releases", ""


def _compared_with(node: object, attribute: pst.GetAttr) -> set[str]:
    """Return the ids that an attribute of the resource is compared with by one operator."""
    if not isinstance(node, pst.BinaryOp) or attribute not in {node.left, node.right}:
        return set()
    other = node.right if node.left == attribute else node.left
    return {uid.id for uid in pst.entity_uids(other)}


def _listed(codes: frozenset[str]) -> str:
    return ", ".join(f"`{c}`" for c in sorted(codes)) or "nobody"


def _purpose_problems(tree: pst.Template, allowed: frozenset[str]) -> Iterator[tuple[str, str]]:
    named = {uid.id for uid in pst.entity_uids(tree) if uid.type.basename == "Purpose"}
    for purpose in sorted(named - allowed):
        yield f"the agreement does not list the purpose `{purpose}`{nearest_hint(purpose, allowed)}", purpose


def _coverage_problems(tree: pst.Template, source: Source, registers: Registers) -> Iterator[tuple[str, str]]:
    """Yield where a permit may hold for a purpose that the agreement on which it rests does not list."""
    named = {uid.id for uid in pst.entity_uids(tree) if uid.type.basename == "Purpose"}
    own = {source.name} if source.kind is SourceKind.AGREEMENT else set[str]()
    for name in sorted((own | {tree.annotations.get("basis", "")}) & registers.agreements.keys()):
        allowed = registers.agreements[name].purposes
        for purpose in held_purposes(tree, named - allowed):
            hint = nearest_hint(purpose, allowed)
            problem = f"the agreement `{name}` does not list the purpose `{purpose}`, for which this permit holds{hint}"
            yield problem, purpose
        if held_purposes(tree, _usable(tree, registers) - allowed):
            covered = ", ".join(f"`{p}`" for p in sorted(allowed))
            yield f"a permit on the basis of `{name}` holds for its purposes alone: ask for {covered}", "@basis"


def _usable(tree: pst.Template, registers: Registers) -> frozenset[str]:
    """Return the purposes for which others may use what a policy is about: those of the profile that its head names."""
    head = tree.resource
    if isinstance(head, pst.ScopeIn | pst.ScopeIsIn | pst.ScopeEq) and isinstance(head.entity, pst.EntityUid):
        profile = registers.profiles.get(head.entity.id) if head.entity.type.basename == "Profile" else None
        if profile is not None:
            return profile.purposes
    return frozenset(registers.purposes)
