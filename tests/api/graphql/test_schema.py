"""The schema is a contract.

Its golden file stands at the root, and no change of it breaks those who read it unnoticed.
"""

import subprocess
from pathlib import Path

from graphql import build_schema as parse_schema
from graphql import find_breaking_changes, is_specified_scalar_type

from api.graphql import build_schema
from api.graphql.descriptions import documented, own_types
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


def test_everything_that_the_schema_offers_says_what_it_is() -> None:
    """Each type, field, argument, input field and value of an enum, without any exception."""
    schema = parse_schema(build_schema().as_str())
    silent = []
    for name, made in schema.type_map.items():
        if name.startswith("__") or is_specified_scalar_type(made):
            continue
        parts = {name: made}
        for field, of_field in getattr(made, "fields", {}).items():
            parts[f"{name}.{field}"] = of_field
            parts |= {f"{name}.{field}({a})": argument for a, argument in getattr(of_field, "args", {}).items()}
        parts |= {f"{name}.{value}": found for value, found in getattr(made, "values", {}).items()}
        silent += [part for part, found in parts.items() if not found.description]
    assert silent == []


def test_what_a_docstring_says_of_a_field_or_argument_is_of_one_that_there_is() -> None:
    """A name that was changed alone would leave its text behind, and what all lists say in its place."""
    schema = build_schema()._schema
    for type_ in own_types(schema):
        made = type_.extensions["strawberry-definition"]
        said = documented(made.origin, "Attributes").keys()
        assert said <= {field.python_name for field in made.fields}, type_.name
        for field in made.fields:
            if field.base_resolver is not None:
                said = documented(field.base_resolver.wrapped_func, "Args").keys()
                assert said <= {a.python_name for a in field.arguments}, (type_.name, field.python_name)
