"""What is said of an id that leads to nothing: which it was, what it is the id of, and never a name given in its place."""

import pytest

from api.cli.absence import Sought, absent
from tests.test_docs import text_of

RECORD = "r-" + "0a" * 16
HIT = "k-" + "1b" * 16 + ".0.th-fiu"


def test_one_id_is_named_with_the_command_that_prints_such_ids() -> None:
    assert absent(Sought.RECORD, RECORD) == (
        f"there is no such record in your view: `{RECORD}`; `benang search` prints ids"
    )
    assert absent(Sought.HIT_OR_RECORD, HIT).startswith(f"there is no such hit or record in your view: `{HIT}`; ")


def test_of_many_ids_the_first_are_named_and_the_others_counted() -> None:
    many = [f"r-{n}" for n in range(1, 6)]
    assert absent(Sought.OWN_RECORD, *many) == (
        "there is no such record of your agency in your view: `r-1`, `r-2`, `r-3` and 2 more; `benang search` prints ids"
    )


def test_the_id_of_another_thing_is_told_to_be_one() -> None:
    assert absent(Sought.RECORD, HIT).startswith(
        f"`{HIT}` is the id of a hit or a check, where one that begins with `r-` is needed; "
    )
    assert "`k-` or `r-` is needed" in absent(Sought.HIT_OR_RECORD, "q-12")


@pytest.mark.parametrize("given", ["Ni Made Example", "+62 812 3456 7781", "r-", "R-12", "a-ling", "r-12\x1b[2J", ""])
def test_what_is_no_id_is_never_repeated(given: str) -> None:
    found = absent(Sought.RECORD, given)
    assert found == "what was given is no id: one that begins with `r-` is needed; `benang search` prints ids"


def test_every_command_that_is_said_to_print_ids_is_listed() -> None:
    listed = text_of("docs/commands.md")
    for sought in Sought:
        for command in sought.source.split("`")[1::2]:
            name = command.split(" --")[0].removesuffix(" ID")
            assert f"`{name}`" in listed or f"`{name} " in listed, command
