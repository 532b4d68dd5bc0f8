"""What a caller is told of the store's failures: whether to try again, and nothing else."""

import pytest

from api.public_errors import public_error
from graph.errors import StoreQueryError


@pytest.mark.parametrize(
    ("store_code", "code"),
    [
        ("Neo.ClientError.Transaction.TransactionTimedOut", "SERVICE_UNAVAILABLE"),
        ("Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", "SERVICE_UNAVAILABLE"),
        ("Neo.TransientError.General.MemoryPoolOutOfMemoryError", "SERVICE_UNAVAILABLE"),
        ("Neo.ClientError.Statement.SyntaxError", "INTERNAL_SERVER_ERROR"),
        ("unknown", "INTERNAL_SERVER_ERROR"),
    ],
)
def test_what_passes_is_told_from_what_is_at_fault(store_code: str, code: str) -> None:
    told, message = public_error(StoreQueryError("search_names", store_code))
    assert told == code
    assert store_code not in message
    assert "search_names" not in message
