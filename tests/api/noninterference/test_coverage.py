"""The kit's worlds answer what a law could be vacuous for, and what never had a value is said."""

from pathlib import Path

import orjson
import pytest
from graphql import build_schema

from api.noninterference import Hiding, Plan, Report, scratch_application
from api.noninterference.coverage import fields_of, fields_with_values
from api.noninterference.trial import Trial
from api.noninterference.worlds import file_all, world_of
from graph.store import StoreLease
from policies import ViewerContext
from tests.conftest import Loop
from tests.world import settings_in

ROLES = frozenset({"analyst", "duty-officer", "policy-officer", "supervisor", "victim-support"})
POLICE = ViewerContext(agency="th-police", subject="a", roles=ROLES, purpose="investigation", case_ref="K-1")
ONCE_VACUOUS = {"crossCheck", "grant", "recordByReference", "releaseExplanation", "stationPath", "path"}
ONCE_WITHOUT_VALUE = {
    *("StationStop.sighting", "Grant.records", "CheckedValue.kind", "CheckHit.id", "InformationRequest.holder"),
    "InformationRequest.aboutRecordId",
    *("HeldCheck.id", "LegalHold.id", "SimulatedChange.id", "Judgement.reason", "BankAccount.number"),
}
SCHEMA = build_schema(
    """
    type Query { one: One  two: Two }
    type One { name: String  inner: Two  many: [Two!] }
    type Two { word: String }
    """
)


def test_fields_are_those_of_objects_and_have_a_value_where_an_answer_gives_one() -> None:
    assert fields_of(SCHEMA) == {"One.name", "One.inner", "One.many", "Two.word"}
    text = '{"q0":{"__typename":"One","name":null,"inner":{"__typename":"Two","word":"w"},"many":[]},"q1":null}'
    assert set(fields_with_values(orjson.loads(text))) == {"One.inner", "Two.word"}
    assert set(fields_with_values(None)) == set()


def test_what_never_had_a_value_is_said() -> None:
    report = Report(schema_fields=fields_of(SCHEMA), given_fields={"One.inner", "Two.word"})
    assert report.never_given == ["One.many", "One.name"]
    assert report.as_json()["fieldsNeverGiven"] == ["One.many", "One.name"]


@pytest.mark.long
def test_the_world_holds_what_every_operation_that_was_vacuous_needs(
    loop: Loop, neo4j_lease: StoreLease, tmp_path: Path
) -> None:
    report = Report()
    steady: set[str | None] = set()

    async def work() -> None:
        async with scratch_application(settings_in(tmp_path), neo4j_lease, may_empty=True) as scratch:
            hiding = Hiding.of(POLICE, scratch.app.bundle, scratch.app.ontology.kinds)
            filings = world_of(scratch.app.bundle, [hiding])
            await file_all(scratch, filings)
            trial = Trial(scratch, POLICE, hiding, filings, Plan(examples=1, records=4), report)
            await trial._prepare()
            await trial._act()
            steady.update(trial._asked.field_of(text) for text in await trial._baseline())

    loop.run(work())
    assert report.answered_fields >= ONCE_VACUOUS
    assert report.given_fields >= ONCE_WITHOUT_VALUE
    assert not report.failed_fields
    # What it was shown itself changes with every question; the other receipts do not.
    assert report.unsteady <= {"receipts"}
    assert "receipts" in steady
    assert report.never_given
