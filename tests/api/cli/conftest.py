"""Both sides of a cross-check, for the tests of its commands."""

from collections.abc import Iterator

import pytest
import structlog

from graph.store import StoreLease
from tests.api.cli.desks import VALUES, Desks
from tests.api.cli.environment import environment_on
from tests.world import World, record


@pytest.fixture(scope="module")
def desks(module_world: World, neo4j_lease: StoreLease, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desks]:
    folder = tmp_path_factory.mktemp("files")
    (folder / "values.csv").write_text(VALUES, encoding="utf-8")
    (folder / "wrong.csv").write_text("kind,number\nPhoneNumber,1\n", encoding="utf-8")
    environ = environment_on(neo4j_lease, folder, BENANG_KEYS=str(module_world.app.settings.keys), COLUMNS="200")
    module_world.file("kh-police", record("PhoneNumber", "n", number="+85512000001"), profile="hit-only")
    token = module_world.token
    yield Desks(module_world, folder, environ, token("th-police"), token("kh-police"))
    structlog.reset_defaults()
