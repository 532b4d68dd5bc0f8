"""The page of error codes names each code that a client can meet, and no other."""

import re
from collections.abc import Iterator

from api.errors import ApiError, SamplesError, SettingError
from api.graphql.user_errors import UserErrorCode
from api.judging import JudgingProblem
from api.public_errors import http_status
from policies import AuditError, LogsHeldError, PolicyError
from tests.environment_names import ROOT
from tests.test_docs import text_of

PAGE = text_of("docs/errors.md")
# Bases of others, what `api.public_errors` tells under another code, and what the log alone is told.
NEVER_TOLD = {"POLICY_ERROR", "VIEWER_REFUSED", AuditError.code, LogsHeldError.code, "BUNDLE_NOT_KEPT"}
# Of the graph's errors those that are told under their own code.
OF_THE_GRAPH = {"RECORD_MOVED", "GRANT_MOVED", "CURSOR"}
WRITTEN = re.compile(r'\bcode="([A-Z_]+)"|"code": "([A-Z_]+)"|\bcode = "([A-Z_]+)"|HTTPStatus\.[A-Z_]+, "([A-Z_]+)"')
READINESS = {"STARTING", "STOPPING", "STORE_UNAVAILABLE", "KEYS_UNREADABLE", "AUDIT_FAILED"}


def of_classes(base: type[ApiError] | type[PolicyError]) -> Iterator[str]:
    """Yield the codes of errors that come up where a client asks, and not at a command line."""
    for found in base.__subclasses__():
        if found.__module__ in {"api.errors", "policies.errors"} and found not in {SettingError, SamplesError}:
            yield found.code
            yield from of_classes(found)


def written() -> set[str]:
    """Return the codes that stand in the code of HTTP, GraphQL and the service."""
    files = [*(ROOT / "api" / "graphql").glob("*.py"), *(ROOT / "api" / "web" / f"{n}.py" for n in ("http", "serving"))]
    found = {code for file in files for groups in WRITTEN.findall(file.read_text()) for code in groups if code}
    return found | {"INTERNAL_SERVER_ERROR"}


def in_tables() -> dict[str, str]:
    """Return the codes of the page's table, each with the status that it says."""
    rows = [line.split("|") for line in PAGE.splitlines() if line.startswith("| `")]
    return {code: row[2].strip() for row in rows for code in re.findall(r"`([A-Z_]+)`", row[1])}


def test_each_code_that_a_client_can_meet_has_a_row_and_no_other() -> None:
    met = (
        {*of_classes(ApiError), *of_classes(PolicyError), *written(), *OF_THE_GRAPH, *UserErrorCode}
        - NEVER_TOLD
        - READINESS
    )
    assert set(in_tables()) == met


def test_the_page_says_the_status_that_stops_a_request() -> None:
    """Of what never stops a whole request it says 200."""
    told = {code: status for code, status in in_tables().items() if status not in {"200", "400"}}
    by_hand = {
        "NOT_ACCEPTABLE": "406",
        "UNSUPPORTED_MEDIA_TYPE": "415",
        "METHOD_NOT_ALLOWED": "405",
        "BODY_TOO_LARGE": "413",
        "INTERNAL_SERVER_ERROR": "500",
    }
    assert told == {code: by_hand.get(code, str(int(http_status(code)))) for code in told}
    assert {code for code in in_tables() if http_status(code) != 400} <= told.keys()


def test_the_page_names_what_readiness_says() -> None:
    section = PAGE.split("## Of `/health/ready`")[1]
    assert set(re.findall(r"`([A-Z_]+)`", section)) >= READINESS


def test_each_user_error_is_a_value_of_the_schema() -> None:
    """What a change foresees is told by a code that generated clients know."""
    assert set(JudgingProblem) <= set(map(str, UserErrorCode))
    assert {code.name for code in UserErrorCode} == set(map(str, UserErrorCode))
