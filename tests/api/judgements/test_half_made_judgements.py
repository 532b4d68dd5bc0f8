"""Judgements of which some are made when the store fails: the answer and the trail name what stands."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from api.cli import review
from api.cli.main import app as commands
from entity_resolution.views.entities import EntityReader
from entity_resolution.views.review import Review
from graph.errors import StoreQueryError
from policies import AuditEntry, Outcome
from tests.api.asking import Desk
from tests.api.shells import open_shell
from tests.world import record

JUDGE = """mutation($input: JudgeInput!) { judge(input: $input) { done explanation { outcome } preview { changes }
  userErrors { code } } }"""
MANY = """mutation($input: JudgeManyInput!) { judgeMany(input: $input) { judged outcomes { leftId rightId done
  preview { changes } error { code } } userErrors { code } } }"""
ABSENT = "r-" + "0" * 32
STORED = "MATCH (:Record)-[j:JUDGEMENT]->(:Record) RETURN count(j) AS n"
Pairs = list[tuple[str, str]]


@pytest.fixture
def pairs(desk: Desk) -> Pairs:
    """Return three pairs of persons that the Khmer police may judge."""
    for agency in ("th-police", "kh-police"):
        desk.world.file(agency, *(record("Person", f"p{n}", name=f"Wichit Busaba{n}") for n in range(3)))
    return [(desk.world.id("th-police", f"p{n}"), desk.world.id("kh-police", f"p{n}")) for n in range(3)]


def failing(patch: pytest.MonkeyPatch, owner: type, name: str, call: int) -> None:
    """Let a method run into the store's time limit at its call of this number, from 1 on, and at each behind it."""
    whole, calls = getattr(owner, name), [0]

    async def limited(self: object, *args: Any, **named: Any) -> Any:
        calls[0] += 1
        if calls[0] >= call:
            raise StoreQueryError(name, "Neo.ClientError.Transaction.TransactionTimedOut")
        return await whole(self, *args, **named)

    patch.setattr(owner, name, limited)


def many(pairs: Pairs) -> dict[str, Any]:
    return {"reason": "r", "judgements": [{"left": a, "right": b, "value": "NEGATIVE"} for a, b in pairs]}


def last(desk: Desk) -> AuditEntry:
    return desk.trail()[-1].entry


def stored(desk: Desk) -> int:
    found: int = desk.world.query(STORED)[0]["n"]
    return found


def test_a_batch_that_fails_half_way_says_of_each_pair_how_far_it_came(
    desk: Desk, pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is absent is told as it is in any other batch."""
    failing(monkeypatch, Review, "judge", 2)
    given = [*pairs, (pairs[0][0], ABSENT)]
    found = desk.data(MANY, token=desk.world.token("kh-police"), input=many(given))["judgeMany"]
    assert found["judged"] == stored(desk) == 1
    assert [(o["done"], o["preview"] is not None, o["error"]) for o in found["outcomes"]] == [
        (True, True, None),
        (False, False, {"code": "JUDGEMENT_UNKNOWN"}),
        (False, False, {"code": "NOT_JUDGED"}),
        (False, False, {"code": "NOT_FOUND"}),
    ]
    assert found["userErrors"] == [o["error"] for o in found["outcomes"][1:]]
    assert last(desk).operation == "mutation judgeMany"
    assert last(desk).outcome is Outcome.ALLOWED
    assert set(last(desk).record_ids) == {*pairs[0], *pairs[1]}


def test_a_batch_of_which_nothing_was_made_is_an_error_and_names_what_was_begun(
    desk: Desk, pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, Review, "judge", 1)
    body = desk.ask(MANY, token=desk.world.token("kh-police"), input=many(pairs))
    assert (body["data"], body["errors"][0]["extensions"]["code"]) == ({"judgeMany": None}, "SERVICE_UNAVAILABLE")
    assert stored(desk) == 0
    assert set(last(desk).record_ids) == set(pairs[0])  # the store may have taken it


def test_a_judgement_whose_effect_cannot_be_read_is_done(
    desk: Desk, pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a batch the store is not asked further."""
    token = desk.world.token("kh-police")
    with monkeypatch.context() as patch:
        failing(patch, EntityReader, "around", 2)
        one = {"left": pairs[0][0], "right": pairs[0][1], "value": "NEGATIVE", "reason": "r"}
        assert desk.data(JUDGE, token=token, input=one)["judge"] == {
            "done": True,
            "explanation": None,
            "preview": None,
            "userErrors": [{"code": "EFFECT_UNREAD"}],
        }
    assert set(last(desk).record_ids) == set(pairs[0])
    failing(monkeypatch, EntityReader, "around", 2)
    found = desk.data(MANY, token=token, input=many(pairs[1:]))["judgeMany"]
    assert [(o["done"], o["error"]["code"]) for o in found["outcomes"]] == [
        (True, "EFFECT_UNREAD"),
        (False, "NOT_JUDGED"),
    ]
    assert (found["judged"], stored(desk), set(last(desk).record_ids)) == (1, 2, set(pairs[1]))


def test_a_judgement_that_cannot_be_explained_is_done(
    desk: Desk, pairs: Pairs, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, Review, "explain", 1)
    one = {"left": pairs[0][0], "right": pairs[0][1], "value": "NEGATIVE", "reason": "r"}
    found = desk.data(JUDGE, token=desk.world.token("kh-police"), input=one)["judge"]
    assert (found["done"], found["explanation"], found["userErrors"]) == (True, None, [{"code": "EFFECT_UNREAD"}])
    assert found["preview"] == {"changes": False}


@pytest.fixture
def shell(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return a way to judge a table of pairs at the command line, as an analyst of the Khmer police."""
    open_shell(desk.world, monkeypatch, review)

    def judge(table: Path, pairs: Pairs, *words: str) -> Result:
        rows = "".join(f"{a},{b},NEGATIVE,r\n" for a, b in pairs)
        table.write_text(f"left,right,value,reason\n{rows}", "utf-8")
        said = ("review", "--judgements", str(table), "--as", "kh-police/analyst", *words)
        return CliRunner().invoke(commands, said)

    yield judge


def test_the_command_tells_what_stands_and_ends_with_1(
    desk: Desk, pairs: Pairs, shell: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    failing(monkeypatch, Review, "judge", 2)
    found = shell(tmp_path / "t.csv", pairs)
    assert found.exit_code == 1
    first, *_, second, third = (line for line in found.stdout.splitlines() if "judging_failed" not in line)
    assert first.startswith("judged NEGATIVE: Person")
    assert second == (
        f"NEGATIVE {pairs[1][0]} {pairs[1][1]}: the store failed as this pair was judged: look whether that stands before "
        "you judge again"
    )
    assert third.endswith("the store failed before this pair was judged: judge it again")
    assert "benang: 1 of 3 pairs were judged, then the store failed" in found.stderr
    assert (last(desk).operation, last(desk).outcome) == ("judge", Outcome.ALLOWED)
    assert set(last(desk).record_ids) == {*pairs[0], *pairs[1]}


def test_a_command_that_is_interrupted_leaves_what_it_made_in_the_trail(
    desk: Desk, pairs: Pairs, shell: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    whole = Review.judge

    async def interrupted(self: Review, *args: Any, **named: Any) -> bool:
        await whole(self, *args, **named)
        raise KeyboardInterrupt

    monkeypatch.setattr(Review, "judge", interrupted)
    shell(tmp_path / "t.csv", pairs)
    assert stored(desk) == 1
    assert (last(desk).operation, last(desk).outcome) == ("judge", Outcome.ALLOWED)
    assert set(last(desk).record_ids) == set(pairs[0])
