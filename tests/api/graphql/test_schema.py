"""The schema is a contract.

Its golden file stands at the root, and no change of it breaks those who read it unnoticed.
"""

import subprocess
from pathlib import Path

from graphql import GraphQLEnumType, find_breaking_changes
from graphql import build_schema as parse_schema

from api.graphql import build_schema
from graph import load_ontology

GOLDEN = Path(__file__).parents[3] / "schema.graphql"
REGENERATE = "python -c 'from api.graphql import build_schema; print(build_schema().as_str())' > schema.graphql"


def test_the_golden_file_is_the_schema() -> None:
    assert GOLDEN.read_text(encoding="utf-8") == build_schema().as_str() + "\n", f"if you mean it: {REGENERATE}"


def test_no_change_breaks_a_client_that_knows_the_golden_file() -> None:
    known, made = (parse_schema(text) for text in (GOLDEN.read_text(encoding="utf-8"), build_schema().as_str()))
    assert [change.description for change in find_breaking_changes(known, made)] == []


def test_no_committed_change_breaks_a_client_that_knows_the_last_release() -> None:
    """Against the last tag that holds the file; before the first release there is none."""
    root = GOLDEN.parent
    tag = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0"],  # noqa: S607 - git of the path
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.strip()
    if not tag:
        return
    released = subprocess.run(
        ["git", "show", f"{tag}:schema.graphql"],  # noqa: S607 - git of the path
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    found = find_breaking_changes(parse_schema(released), parse_schema(build_schema().as_str()))
    assert [change.description for change in found] == []


def test_a_break_is_found() -> None:
    made = build_schema().as_str()
    broken = made.replace("scopeKey: String!", "scopeKey: String")
    assert broken != made
    changes = find_breaking_changes(parse_schema(made), parse_schema(broken))
    assert ["scopeKey" in change.description for change in changes] == [True]


def test_every_kind_is_a_record_with_a_nullable_field_for_each_property() -> None:
    schema = parse_schema(build_schema().as_str())
    ontology = load_ontology()
    record = schema.get_type("Record")
    assert {t.name for t in schema.get_possible_types(record)} == set(ontology.kinds)  # type: ignore[arg-type]  # an interface
    for kind in ontology.kinds.values():
        fields = schema.get_type(kind.name).fields  # type: ignore[union-attr]  # an object type
        for name in kind.properties:
            assert str(fields[name].type) == "[Value!]"
    assert {"receivedAt", "id", "kind"} <= set(record.fields)  # type: ignore[union-attr]  # an interface


def test_the_words_that_a_person_chooses_among_say_what_they_mean() -> None:
    schema = parse_schema(build_schema().as_str())
    for name in ("Kind", "LinkType", "AlertReason", "JudgementValue", "Outcome", "RequestUrgency", "StepBasis"):
        found = schema.type_map[name]
        assert isinstance(found, GraphQLEnumType)
        assert [value for value, made in found.values.items() if not made.description] == []
