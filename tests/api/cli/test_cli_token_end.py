"""A command whose token ends, or loses its key, while it works shows nothing and changes nothing from then on."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from api.authentication import Authenticated
from api.cli import context, file_recall
from api.errors import AuthenticationError
from policies import AuditEntry, Outcome, read_audit
from tests.api.audit.test_denials import state
from tests.api.cli.desks import ACCOUNT, CASE, Desks, one_line
from tests.api.cli.test_cli_file_recall import Loaded, loaded
from tests.world import record, viewer

__all__ = ["loaded"]

NAME = "Qanary Zzyzx"
MARKS = frozenset({"StoreMark", "TrailMark"})
# What is asked, by which role, and what the trail calls it: each of another module, a long one among them.
ASKING = [
    (("record", "ID"), "analyst", "record"),
    (("cross-check", *ACCOUNT, *CASE), "analyst", "cross-check"),
    (("search", NAME), "analyst", "search"),
    (("network", "ID"), "analyst", "network"),
    (("alerts",), "analyst", "alerts"),
    (("review",), "analyst", "review queue"),
    (("grants", "list"), "analyst", "grants"),
    (("requests", "list"), "analyst", "requests"),
    (("recall", "retract", "ID", "--reason", "wrong"), "analyst", "retract records"),
    (("audit", "export", "--to", "FILE"), "duty-officer", "receipt export"),
    (("policy", "suspend", "th-police", "somebody", "--reason", "left"), "supervisor", "suspensions"),
]


def refused_from(which: int, confirm: Callable[[], Authenticated]) -> Callable[[], Authenticated]:
    """Return what asks a token, which has ended by the time that it is asked for the so-manieth time."""
    asked = iter(range(1, which))

    def ask() -> Authenticated:
        if next(asked, None) is None:
            raise AuthenticationError("the token has expired")
        return confirm()

    return ask


@pytest.fixture
def ending(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Let the tokens of commands end by the time that they are asked for the so-manieth time."""
    confirming = context.confirming

    def ends(which: int) -> None:
        monkeypatch.setattr(context, "confirming", lambda *given: refused_from(which, confirming(*given)))

    return ends


@pytest.fixture(scope="module")
def held(desks: Desks) -> Iterator[str]:
    """Yield the id of a record of th-police, whose analysts and others ask here."""
    yield str(desks.world.file("th-police", record("Person", "p", name=NAME, role="suspect"))[0])


def unmoved(desks: Desks) -> list[dict[str, Any]]:
    """Return what the store holds; each process that opens it marks in it whose it is, and how far its trail is."""
    return [row for row in state(desks.world) if MARKS.isdisjoint(row.get("labels", ()))]


def entries(desks: Desks, since: int = 0) -> list[AuditEntry]:
    return [stored.entry for stored in read_audit(desks.folder / "audit")][since:]


@pytest.mark.parametrize("asked", [pytest.param(asked, id=asked[2]) for asked in ASKING])
def test_what_is_asked_with_a_token_that_ends_meanwhile_is_neither_shown_nor_done(
    desks: Desks, held: str, ending: Callable[[int], None], asked: tuple[tuple[str, ...], str, str]
) -> None:
    words, role, operation = asked
    file = desks.folder / "receipts.jsonl"
    given = [{"ID": held, "FILE": str(file)}.get(word, word) for word in words]
    before, since = unmoved(desks), len(entries(desks))
    ending(2)

    found = desks.run(*given, token=desks.world.token("th-police", role))

    one_line(found, 1, "the token has expired")
    assert held not in found.stderr
    assert NAME not in found.output
    assert not file.exists()
    assert unmoved(desks) == before
    [*_, last] = entries(desks, since)
    told = (last.operation, last.outcome, last.record_ids, last.count, last.disclosures)
    assert told == (f"{operation} (answer withheld)", Outcome.DENIED, (), 0, ())
    assert [e for e in entries(desks, since) if e.record_ids or e.operation.startswith("about to")] == []


@pytest.mark.long
def test_of_a_change_that_was_made_by_then_the_trail_says_so_and_the_answer_is_withheld(
    desks: Desks, ending: Callable[[int], None]
) -> None:
    since = len(entries(desks))
    ending(3)
    found = desks.run("cross-check", *ACCOUNT, *CASE, token=desks.asker)
    one_line(found, 1, "the token has expired: what was asked for is done, and its answer is withheld")
    written = [e for e in entries(desks, since) if e.operation.startswith(("about to: ", "cross-check"))]
    told = [(re.sub(r"k-\w+", "ID", e.operation), e.outcome, e.record_ids) for e in written]
    assert told == [
        ("about to: cross-check", Outcome.ALLOWED, ()),
        ("cross-check ID", Outcome.ALLOWED, ()),
        ("cross-check (answer withheld)", Outcome.ALLOWED, ()),
    ]


@pytest.mark.long
def test_a_log_is_not_exported_once_the_token_ended_while_it_was_signed(
    desks: Desks, held: str, ending: Callable[[int], None]
) -> None:
    ending(3)
    file = desks.folder / "late.jsonl"
    token = desks.world.token("th-police", "duty-officer")
    one_line(desks.run("audit", "export", "--to", str(file), token=token), 1, "the token has expired")
    assert not file.exists()
    assert entries(desks)[-1].operation == "receipt export (answer withheld)"


@pytest.mark.long
def test_what_a_file_brought_in_is_withdrawn_as_far_as_the_token_reached_and_that_is_told(
    loaded: Loaded, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = Authenticated(viewer=viewer("th-police"), expires_at=9e9, token_id="t")
    # To begin, before and behind the first part, and before the second one.
    asked = context.viewer_asked_by(refused_from(4, lambda: who))
    monkeypatch.setattr(file_recall, "viewer_of_run", lambda _: asked)
    since = len(loaded.desk.trail())

    status, out, err = loaded.withdraw()

    assert (status, out.split()[0]) == (1, "2")
    assert "the token has expired" in err
    assert loaded.left() == set(loaded.ids("c2", "+66811112222", "c3", "+66811112223"))
    told = [(e.operation, e.outcome, len(e.record_ids)) for e in loaded.trail(since) if "retract" in e.operation]
    assert told == [
        ("about to: retract records", Outcome.ALLOWED, 0),
        ("retract records", Outcome.ALLOWED, 2),
        ("retract records (answer withheld)", Outcome.DENIED, 0),
    ]
