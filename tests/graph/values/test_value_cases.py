"""Every case of the tables, with exact values."""

import pytest

from graph.values import VALUE_TYPES, normalise
from tests.graph.values.tables import Case, read_cases

CASES = list(read_cases())


@pytest.mark.parametrize(("value_type", "case"), CASES, ids=[f"{t}-{i}" for i, (t, _) in enumerate(CASES)])
def test_case(value_type: str, case: Case) -> None:
    result = normalise(value_type, case.given.raw, country=case.given.country, hints=case.given.hints)
    expected = (case.given.raw, case.value, case.status, case.type, case.key)
    assert (result.raw, result.value, result.status, result.type, result.key) == expected
    assert (result.reason is None) == (case.status == "valid")


def test_every_value_type_has_cases_or_tests_of_its_own() -> None:
    assert {t for t, _ in CASES} | {"wallet"} == VALUE_TYPES
