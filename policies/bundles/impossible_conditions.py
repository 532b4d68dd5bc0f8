"""Find the questions of a policy that every request answers alike: a slip in them leaves a rule without effect.

Cedar's validator types such a question as true or false, takes the policy, and reads no further: behind `principal has
clearence` nothing is checked, and a `forbid` with it forbids nothing.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from cedarpy import Schema, policies_from_json_str, policies_to_json_str, validate_policies

from graph import nearest_hint

_QUESTIONS = frozenset({"==", "!=", "in", "is", "has", "hasTag"})
_MARK = "reachedQuestion"
_REACHED = re.compile(rf"attribute `{_MARK}(\d+)`")
_Tree = dict[str, object]
_COMPARED = re.compile(r"\w+\.(?P<attribute>\w+) (?:==|!=|in) (?P<others>.*)", re.DOTALL)
_TYPE = re.compile(r'(\w+)::"')
_BRACKETED_PATH = re.compile(r"\((\w+(?:\.\w+)+)\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImpossibleCondition:
    """A question with the same answer for every request that the policy's head admits.

    Attributes:
        text: the question as Cedar writes it.
        answer: the answer it always has.
        attribute: what it asks for, where it asks whether there is such an attribute; empty for others.
    """

    text: str
    answer: bool
    attribute: str

    def explained(self, declared: Mapping[str, str]) -> str:
        """Return what to tell the policy's author; `declared` are the attributes of the schema with their types."""
        others = [name for name in declared if name != self.attribute]
        hint = nearest_hint(self.attribute, others) if self.attribute else self._types(declared)
        return f"`{self.text}` holds for {'every' if self.answer else 'no'} request{hint}"

    def _types(self, declared: Mapping[str, str]) -> str:
        """Return that an attribute is compared with what it never is, as a party with a sector; nothing of others."""
        found = _COMPARED.fullmatch(self.text)
        if found is None or not (of := declared.get(found["attribute"], "")):
            return ""
        other = _TYPE.search(found["others"])  # of a list all are of one type, or Cedar refuses it
        named = found["attribute"]
        return f": `{named}` is a `{of}`, and no `{other[1]}`" if other is not None and other[1] != of else ""


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """A question in a policy's JSON, and where it stands there."""

    parent: _Tree
    key: str
    operator: str
    asked: _Tree


def find_impossible_condition(text: str, schema: Schema) -> ImpossibleCondition | None:
    """Return the first question of a policy that every request answers alike, `None` where there is none.

    A written `true` or `false` is no question.

    Args:
        text: one policy that keeps the schema.
        schema: the bundle's.
    """
    policy = json.loads(policies_to_json_str(text))
    conditions = [c for statement in policy["staticPolicies"].values() for c in statement["conditions"]]
    questions = [question for condition in conditions for question in _questions(condition)]
    # Apart, since what is asked behind `has` is typed only while nothing stands between.
    of_presence = [question for question in questions if question.operator == "has"]
    others = [question for question in questions if question.operator != "has"]
    found = {_first_constant(policy, of_presence, schema), _first_constant(policy, others, schema)}
    return next((_impossible(question) for question in questions if question in found), None)


def _questions(tree: object) -> Iterator[_Question]:
    if isinstance(tree, list):
        for item in tree:
            yield from _questions(item)
    if not isinstance(tree, dict):
        return
    for key, node in tree.items():
        yield from _questions(node)
        # What a record holds under a word such as `in` is no question.
        if isinstance(node, dict) and len(node) == 1 and key != "Record":
            operator = next(iter(node))
            if operator in _QUESTIONS:
                yield _Question(tree, key, operator, node)


def _first_constant(policy: object, questions: list[_Question], schema: Schema) -> _Question | None:
    """Return the first question that Cedar comes to and whose answer it knows."""
    open_ones = _reached(policy, questions, _asked_first, schema)
    closed = [question for question in questions if question not in open_ones]
    # One that Cedar never comes to stands behind another, or behind a written `false`.
    reached = _reached(policy, closed, lambda _question, marker: marker, schema)
    return next((question for question in closed if question in reached), None)


def _reached(
    policy: object, questions: list[_Question], put: Callable[[_Question, _Tree], _Tree], schema: Schema
) -> set[_Question]:
    """Return the questions at whose marker Cedar's validator arrives when `put` has set one at each."""
    if not questions:
        return set()
    for number, question in enumerate(questions):
        question.parent[question.key] = put(question, {".": {"left": {"Var": "principal"}, "attr": f"{_MARK}{number}"}})
    result = validate_policies(policies_from_json_str(json.dumps(policy)), schema)
    for question in questions:
        question.parent[question.key] = question.asked
    return {questions[int(found[1])] for error in result.errors if (found := _REACHED.search(error.error))}


def _asked_first(question: _Question, marker: _Tree) -> _Tree:
    """Return a question with a mistake behind it, which Cedar sees only if the question's answer is open."""
    return {("||" if question.operator == "!=" else "&&"): {"left": question.asked, "right": marker}}


def _impossible(question: _Question) -> ImpossibleCondition:
    operands = question.asked[question.operator]
    attribute = operands["attr"] if question.operator == "has" and isinstance(operands, dict) else ""
    return ImpossibleCondition(text=_written(question.asked), answer=question.operator == "!=", attribute=attribute)


def _written(question: object) -> str:
    head = {part: {"op": "All"} for part in ("principal", "action", "resource")}
    policy = {"effect": "permit", **head, "conditions": [{"kind": "when", "body": question}]}
    text = policies_from_json_str(json.dumps({"staticPolicies": {"0": policy}, "templates": {}, "templateLinks": []}))
    condition = " ".join(text.partition("when {")[2].rpartition("}")[0].split())
    return _BRACKETED_PATH.sub(r"\1", condition)
