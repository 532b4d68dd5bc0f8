"""Holds a document against the schema and tells a few of its errors, each in a few words.

An error of a value prints the value, and a word that the schema does not have is compared with all that it has: what
all errors of a document take grows with the square of it, and their messages to a hundred times its size.
"""

import contextlib
from collections.abc import Collection, Sequence

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    ValueNode,
    ValuesOfCorrectTypeRule,
    VisitorAction,
    validate,
)
from graphql.language import SKIP
from graphql.utilities.validate_input_value import validate_input_literal
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

MAX_ERRORS = 10
"""Errors of one document or its variables that are told, before the one that says that there are more."""
MAX_ERRORS_OF_A_VALUE = 3
"""Errors of one value that is written in a document: an object is printed whole with each."""


def validate_document(
    schema: GraphQLSchema, document: DocumentNode, rules: Collection[type[ASTValidationRule]]
) -> list[GraphQLError]:
    """Return the errors of a document, at most `MAX_ERRORS` and the one that says that there are more.

    Args:
        schema: what it is held against.
        document: within the limits on documents.
        rules: of the specification, to which strawberry's own are added as it does itself.
    """
    few = (_FewErrorsOfAValue if rule is ValuesOfCorrectTypeRule else rule for rule in rules)
    return validate(schema, document, [*few, MaybeNullValidationRule, OneOfInputValidationRule], max_errors=MAX_ERRORS)


def first_errors(errors: Sequence[GraphQLError]) -> list[GraphQLError]:
    """Return those of many errors that are told: the first ones, and the last, which says where it was given up."""
    return [*errors[:MAX_ERRORS], *errors[MAX_ERRORS:][-1:]]


class _EnoughError(Exception):
    """Ends the check of one value."""


class _FewErrorsOfAValue(ValuesOfCorrectTypeRule):
    """The rule that values fit their types, which leaves a value after its first errors."""

    def is_valid_value_node(self, node: ValueNode, input_type: GraphQLInputType | None) -> VisitorAction:
        """Check one value, and do not go into it again."""
        found = 0

        def report(error: GraphQLError, _path: list[str | int]) -> None:
            nonlocal found
            found += 1
            self.report_error(error)
            if found == MAX_ERRORS_OF_A_VALUE:
                raise _EnoughError

        if input_type:
            with contextlib.suppress(_EnoughError):
                validate_input_literal(node, input_type, report, None, None, self.context.hide_suggestions)
        return SKIP
