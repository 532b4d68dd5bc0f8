"""Submitted items pass the same core as files: each is taken as a whole or waits with its problems."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from graph import IdMinter
from ingest import (
    MalformedSettingError,
    Problem,
    Rule,
    SubmissionResult,
    SubmittedItem,
    SubmittedLink,
    SubmittedRecord,
    UnknownProfileError,
    list_quarantined,
    retry,
    submit,
)

PROFILES = frozenset({"law-enforcement", "victim-protection"})
PERSON = SubmittedRecord(kind="Person", reference="p1", properties={"name": ["สมชาย"]}, subject_role="presumed-victim")
PHONE = SubmittedRecord(kind="PhoneNumber", reference="0812345678", properties={"number": ["0812345678", " "]})
USES = SubmittedLink(type="USES", source_reference="p1", target_reference="0812345678", since="2567")

Submit = Callable[..., SubmissionResult]


@pytest.fixture
def send(bench: Any, originator: str, minter: IdMinter) -> Submit:
    def run(
        *items: SubmittedItem, profile: str | None = "law-enforcement", dataset: str = "live", country: str = "TH"
    ) -> SubmissionResult:
        async def work(store: Any) -> SubmissionResult:
            return await submit(
                items,
                originator=originator,
                dataset=dataset,
                profile=profile,
                country=country,
                known_profiles=PROFILES,
                writer=store.writer,
                minter=minter,
            )

        result: SubmissionResult = bench.run(work)
        return result

    return run


def test_items_are_written_in_any_order(send: Submit, originator: str, minter: IdMinter) -> None:
    result = send(USES, PHONE, PERSON)
    assert [outcome.problems for outcome in result.outcomes] == [(), (), ()]
    assert result.outcomes[2].id == minter.record_id(originator, "live", "p1")
    assert (result.summary.created, result.summary.links_created) == (2, 1)


def test_the_same_submission_twice_changes_nothing(send: Submit, bench: Any, originator: str) -> None:
    first = send(PERSON, PHONE, USES)
    before = bench.snapshot(originator)
    second = send(PERSON, PHONE, USES)
    assert second.outcomes == first.outcomes
    assert (second.summary.unchanged, second.summary.links_unchanged) == (2, 1)
    assert bench.snapshot(originator) == before


@pytest.mark.parametrize(
    ("item", "problem"),
    [
        (SubmittedRecord(kind="Persn", reference="x", properties={}),
         Problem(rule=Rule.UNKNOWN_KIND, column="kind", value="Persn")),
        (SubmittedRecord(kind="Person", reference=" ", properties={}),
         Problem(rule=Rule.MISSING_REFERENCE, column="reference")),
        (SubmittedRecord(kind="Person", reference="x", properties={"nmae": ["A"]}),
         Problem(rule=Rule.UNKNOWN_PROPERTY, column="nmae")),
        (SubmittedRecord(kind="Person", reference="x", properties={"birthDate": ["soon"]}),
         Problem(rule=Rule.UNREADABLE_DATE, column="birthDate", value="soon")),
        (SubmittedRecord(kind="Person", reference="x", properties={"birthDate": [f"{1950 + n}" for n in range(25)]}),
         Problem(rule=Rule.TOO_MANY_VALUES, column="birthDate", value="25")),
        (SubmittedRecord(kind="Person", reference="x", properties={"notes": [f"seen {n} times" for n in range(451)]}),
         Problem(rule=Rule.TOO_MANY_VALUES, column="notes", value="451")),
        (SubmittedRecord(kind="PhoneNumber", reference="x", properties={}),
         Problem(rule=Rule.MISSING_KEY, column="number")),
        (SubmittedRecord(kind="PhoneNumber", reference="x", properties={"number": ["1"]}, subject_role="suspect"),
         Problem(rule=Rule.UNKNOWN_ROLE, column="subject_role", value="suspect")),
        (SubmittedRecord(kind="Person", reference="x", properties={}, profile="sekret"),
         Problem(rule=Rule.UNKNOWN_PROFILE, value="sekret")),
        (SubmittedRecord(kind="Person", reference="x", properties={}, evaluation="Z9"),
         Problem(rule=Rule.UNREADABLE_EVALUATION, column="evaluation", value="Z9")),
        (SubmittedRecord(kind="Person", reference="x", properties={}, asserted_at="lately"),
         Problem(rule=Rule.UNREADABLE_TIMESTAMP, column="asserted_at", value="lately")),
        (SubmittedLink(type="USE", source_reference="p1", target_reference="x"),
         Problem(rule=Rule.UNKNOWN_LINK_TYPE, column="type", value="USE")),
        (SubmittedLink(type="HELD_AT", source_reference="p1", target_reference="0812345678"),
         Problem(rule=Rule.WRONG_ENDS, column="type", value="HELD_AT")),
        (SubmittedLink(type="USES", source_reference="p1", target_reference=""),
         Problem(rule=Rule.MISSING_REFERENCE, column="target_reference")),
        (SubmittedLink(type="USES", source_reference="p1", target_reference="0812345678", since="then"),
         Problem(rule=Rule.UNREADABLE_DATE, column="since", value="then")),
        (SubmittedLink(type="USES", source_reference="p1", target_reference="nowhere"),
         Problem(rule=Rule.UNKNOWN_END, value="p1 nowhere")),
        (SubmittedRecord(kind="Person", reference="p1", properties={"name": ["Other"]}),
         Problem(rule=Rule.DUPLICATE_REFERENCE, value="p1")),
    ],
)  # fmt: skip
def test_a_bad_item_waits_with_its_problem_and_the_others_enter(
    send: Submit, bench: Any, originator: str, item: SubmittedItem, problem: Problem
) -> None:
    result = send(PERSON, PHONE, item)
    assert [outcome.problems for outcome in result.outcomes] == [(), (), (problem,)]
    assert result.outcomes[2].id is None
    assert result.summary.created == 2

    async def work(store: Any) -> list[tuple[int, str, str | None]]:
        return [(row.row, row.rule, row.column) async for row in list_quarantined(store.keeper, originator)]

    assert bench.run(work) == [(3, str(problem.rule), problem.column)]


def test_an_unknown_property_is_answered_by_all_that_the_kind_has_in_quarantine_too(
    send: Submit, bench: Any, originator: str
) -> None:
    # The nearest would be `contactHandle`, and a number under it is nobody's phone.
    result = send(SubmittedRecord(kind="JobAdvertisement", reference="ad", properties={"contactPhone": ["0812345678"]}))
    (problem,) = result.outcomes[0].problems
    known = (
        "known are `contactHandle`, `country`, `employer`, `notes`, `phone`, `phoneCountry`, `platform`, `postedAt`, "
        "`salary`, `sourceDescription`, `text`, `title`, `workplace`"
    )
    assert (problem.rule, problem.column, problem.reason) == (Rule.UNKNOWN_PROPERTY, "contactPhone", known)

    async def work(store: Any) -> list[str | None]:
        return [row.reason async for row in list_quarantined(store.keeper, originator)]

    assert bench.run(work) == [known]


def test_an_item_without_a_profile_waits_where_there_is_no_default(send: Submit) -> None:
    result = send(PERSON, profile=None)
    assert result.outcomes[0].problems == (Problem(rule=Rule.MISSING_PROFILE),)
    with pytest.raises(UnknownProfileError, match="unknown handling profile `sekret`"):
        send(PERSON, profile="sekret")


@pytest.mark.parametrize(
    ("setting", "given", "told"),
    [
        ("country", "Cambodia", "`country` is no country code, did you mean `KH`?"),
        ("country", "Camboda", "`country` is no country code, did you mean `KH`?"),
        ("country", "kh", "`country` is no country code, did you mean `KH`?"),
        ("country", "KHM", "`country` is no country code, did you mean `KH`?"),
        ("country", "UK", "`country` is no country code, did you mean `GB`?"),
        ("country", "XX", "`country` is no country code; a code is two capital letters, such as `TH`"),
        ("country", "", "`country` is no country code; a code is two capital letters, such as `TH`"),
        ("country", "x" * 100_000, "`country` is no country code; a code is two capital letters, such as `TH`"),
        ("dataset", "Cases 2026", "`dataset` is no code: small letters and digits, joined by `-`, `_` or `.`"),
        ("dataset", "", "`dataset` is no code: small letters and digits, joined by `-`, `_` or `.`"),
    ],
)
def test_a_setting_of_another_form_is_refused_and_nothing_is_written(
    send: Submit, setting: str, given: str, told: str
) -> None:
    with pytest.raises(MalformedSettingError) as caught:
        send(PERSON, **{setting: given})
    assert str(caught.value) == told
    assert send(PERSON).summary.created == 1


def test_a_waiting_item_is_tried_again(send: Submit, bench: Any, originator: str, minter: IdMinter) -> None:
    send(PERSON, USES)
    send(PHONE)

    async def work(store: Any) -> tuple[int, int]:
        rows = [row async for row in list_quarantined(store.keeper, originator)]
        report = await retry(rows, writer=store.writer, minter=minter, known_profiles=PROFILES)
        return report.released_rows, report.links_created

    assert bench.run(work) == (1, 1)


def test_a_waiting_item_keeps_the_defaults_that_it_came_with(
    send: Submit, bench: Any, originator: str, minter: IdMinter
) -> None:
    # Without its country the number could not be read.
    send(replace(PHONE, reference="p2", profile="late"))

    async def work(store: Any) -> list[str]:
        rows = [row async for row in list_quarantined(store.keeper, originator)]
        known = PROFILES | {"late"}
        await retry(rows, writer=store.writer, minter=minter, known_profiles=known)
        return [row.mapping for row in rows]

    assert bench.run(work) == ["submission evaluation=X4 country=TH"]
    (phone,) = bench.snapshot(originator)
    assert phone["content"]["key"].endswith("+66812345678")
