"""Lets a test's process be another user than the one whose files it finds, as root is at a service's folder."""

import os

import pytest


def become_other_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is there be another user's from now on, where this process may write all the same."""
    other = os.getuid() + 1
    monkeypatch.setattr("graph.files.ownership.os.geteuid", lambda: other)
    monkeypatch.setattr("graph.files.ownership._is_let_in", lambda _: False)
    monkeypatch.setattr("graph.files.ownership._owner_of_new", lambda _: other)
