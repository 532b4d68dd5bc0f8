"""What is said of one id may say of others that they are in view: the trail names those."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from api.cli.main import app
from graph.store import StoreLease
from policies import Outcome, read_audit
from tests.api.cli.environment import environment_on
from tests.world import World, record

ABSENT = "r-" + "0" * 32
Invoke = Callable[..., Result]


@pytest.fixture
def benang(world: World, neo4j_lease: StoreLease) -> Invoke:
    """Return a way to run a command of the Khmer police."""
    environment = environment_on(neo4j_lease, world.app.settings.store.home)

    def invoke(*words: str, role: str = "analyst") -> Result:
        token = world.token("kh-police", role)
        return CliRunner().invoke(app, list(words), env={**environment, "BENANG_TOKEN": token})

    return invoke


HELD = ("retention", "hold")
CLAIMED = ("protection", "claim")
JUDGED = ("--value", "NEGATIVE")
WHY = ("--reason", "told by hand")
REASONS = ("there is no such record", "one record is no pair", "of one kind", "is no id")


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("analyst", ("compare", "p", "n")),
        ("analyst", ("compare", "p", "p")),
        ("analyst", ("compare", "p", ABSENT)),
        ("analyst", ("path", "p", ABSENT)),
        ("analyst", ("path", ABSENT, "p")),
        ("analyst", ("review", "--judge", "p", "n", *JUDGED, "--preview")),
        ("analyst", ("review", "--judge", "p", "n", *JUDGED, *WHY)),
        ("analyst", ("review", "--judge", "p", "p", *JUDGED, *WHY)),
        ("supervisor", (*HELD, "p", "n", ABSENT, *WHY)),
        ("supervisor", (*HELD, "p", "Wichit", *WHY)),
        ("victim-support", (*CLAIMED, "p", ABSENT, *WHY)),
        ("victim-support", (*CLAIMED, ABSENT, *WHY)),
    ],
)
def test_the_trail_names_what_is_said_to_be_there(
    benang: Invoke, world: World, role: str, words: tuple[str, ...]
) -> None:
    """Of two ids the one that leads to nothing is named; of no pair both are there, as of two kinds."""
    number = record("PhoneNumber", "n", number="+66812340678")
    world.file("kh-police", record("Person", "p", name="Wichit Busaba"), number)
    ids = {name: world.id("kh-police", name) for name in ("p", "n")}
    there = {rid for name, rid in ids.items() if name in words}
    is_said = "Wichit" not in words and words[:2] != ("path", ABSENT)

    found = benang(*(ids.get(word, word) for word in words), role=role)

    assert (found.exit_code, found.stdout) == (1, ""), found.output
    [told] = [why for why in REASONS if why in found.stderr]
    assert (told == REASONS[1]) is (words.count("p") == 2)
    entry = list(read_audit(world.app.settings.audit))[-1].entry
    assert set(entry.record_ids) == (there if is_said else set())
    assert entry.outcome is (
        Outcome.ALLOWED if words[0] in {"compare", "path"} or "--preview" in words else Outcome.DENIED
    )
