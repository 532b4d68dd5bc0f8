"""What a command says while its store opens."""

import pytest

from api.cli.context import StoreProgressLine
from graph.store import Progress, Step


def test_a_command_tells_of_an_older_store_once_in_a_while(capsys: pytest.CaptureFixture[str]) -> None:
    line = StoreProgressLine()
    for done in range(3):
        line(Progress(step=Step.MIGRATE, done=done, total=3))
    assert capsys.readouterr().err == "bringing the store up to date: 1 of 3\n"


def test_a_command_tells_what_it_waits_for_and_what_it_could_not_ask(capsys: pytest.CaptureFixture[str]) -> None:
    line = StoreProgressLine()
    for step in (Step.AWAIT_OLDER, Step.AWAIT_OLDER, Step.OLDER_UNKNOWN):
        line(Progress(step=step, done=0, total=1))
    waits, unasked = capsys.readouterr().err.splitlines()
    assert waits.startswith("waiting for a program of an older version")
    assert unasked.startswith("the store's login may not ask")
