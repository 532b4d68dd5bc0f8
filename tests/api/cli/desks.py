"""Both sides of a cross-check at the command line, for its tests: their tokens, and a way to run commands as they do."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from api.cli.main import app
from tests.world import World

CASE = ("--case", "T-1", "--purpose", "investigation")
VALUES = """kind,value,country,qualifier
PhoneNumber,012 000 001,KH,
PhoneNumber,+85512000002,,
BankAccount,123-4-56780-9,TH,
"""


@dataclass(frozen=True, slots=True)
class Desks:
    """Both sides' tokens, and a way to run commands in this process, as the process of a person would."""

    world: World
    folder: Path
    environ: Mapping[str, str]
    asker: str
    holder: str

    def run(self, *words: str, token: str | None = None) -> Result:
        """Run `benang` with these words."""
        given = [str(self.folder / word) if word.endswith(".csv") else word for word in words]
        return CliRunner().invoke(app, given, env={**self.environ, "BENANG_TOKEN": token or ""})

    def json(self, *words: str, token: str | None = None) -> Any:
        """Run a command that must succeed and print JSON."""
        found = self.run(*words, "--json", token=token)
        assert found.exit_code == 0, found.stderr
        return json.loads(found.stdout)


def one_line(found: Result, status: int, words: str) -> None:
    """Check that a command ended with a status and one line that says why, and nothing on standard output."""
    told = [line for line in found.stderr.splitlines() if line.startswith("benang: ")]
    assert (found.exit_code, len(told), found.stdout) == (status, 1, ""), found.stderr
    assert words in told[0]


ACCOUNT = ("--value", "000 777 889", "--kind", "BankAccount", "--qualifier", "ABA", "--country", "KH")
