"""Other names in the same cell are names of their own, and nicknames none."""

from __future__ import annotations

import pytest

from entity_resolution.names import split_other_names


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        ("Somchai Jaidee @ Lek", "Somchai Jaidee", ()),
        ("Lim Wei Ming @ David Lim", "Lim Wei Ming", ("David Lim",)),
        ("Lim Wei Ming a.k.a. David Lim", "Lim Wei Ming", ("David Lim",)),
        ("Lim Wei Ming aka: David Lim AKA Dave Lim", "Lim Wei Ming", ("David Lim", "Dave Lim")),
        ("Lim Wei Ming alias David Lim", "Lim Wei Ming", ("David Lim",)),
        ("Chen Wei (陈伟)", "Chen Wei", ("陈伟",)),
        ("陈伟 又名 陈大伟", "陈伟", ("陈大伟",)),
        ("สมชาย ใจดี หรือ สมเกียรติ ทองดี", "สมชาย ใจดี", ("สมเกียรติ ทองดี",)),
        ("Somchai Jaidee (Lek)", "Somchai Jaidee", ()),
        ("Tan Ah Kow (deceased) @ David Tan", "Tan Ah Kow", ("David Tan",)),
        # What tells persons of one name apart stays, and so does what is no name beside another.
        ("John Smith (Jr.)", "John Smith (Jr.)", ()),
        ("Ravi Anand (s/o Kumar)", "Ravi Anand (s/o Kumar)", ()),
        ("(Somchai) Jaidee", "(Somchai) Jaidee", ()),
        ("@somchai", "@somchai", ()),
        ("Akane Sato", "Akane Sato", ()),
        ("Maria Alias", "Maria Alias", ()),
        ("", "", ()),
    ],
)
def test_other_names(text: str, own: str, others: tuple[str, ...]) -> None:
    assert split_other_names(text) == (own, others)
