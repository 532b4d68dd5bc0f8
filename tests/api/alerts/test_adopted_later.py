"""An agency that adopts the protection agreement later is bound for what it holds, once that is looked at again."""

from pathlib import Path

import pytest

from policies import PreparedBundle, load_bundle
from tests.api.asking import Desk
from tests.api.sealing import VICTIM, claim, look, notices
from tests.policies.edited_bundles import copied_bundle
from tests.world import World, record

pytestmark = pytest.mark.usefixtures("as_documented")


def without_the_police(folder: Path) -> PreparedBundle:
    """Return the bundle in which th-police has not adopted the protection protocol."""
    file = copied_bundle(folder) / "agreements.yml"
    head, mark, tail = file.read_text(encoding="utf-8").partition("victim-protection-protocol:")
    line = "    - {party: th-police, valid_from: 2025-01-01}\n"
    assert line in tail
    file.write_text(head + mark + tail.replace(line, "", 1), encoding="utf-8")
    return PreparedBundle.of(load_bundle(file.parent))


@pytest.mark.long
def test_what_was_asked_about_is_sealed_when_it_is_filed_under_the_agreement(world: World, tmp_path: Path) -> None:
    desk, scopes = Desk(world), world.app.scopes
    adopted = PreparedBundle.of(scopes.bundle)
    scopes.activate(without_the_police(tmp_path))
    world.file("th-police", record("Person", "t", role="suspect", **VICTIM))
    world.file("kh-hotline", record("Person", "h", **VICTIM))
    claim(desk)
    world.file("th-police", record("Person", "t", role="suspect", sex="female", **VICTIM))
    assert [state for _, state, _ in notices(desk, "th-police")] == ["ASKED"]
    assert look(desk, "t", "kh-police") is not None
    scopes.activate(adopted)
    world.file("th-police", record("Person", "t", role="witness", sex="female", **VICTIM))
    assert look(desk, "t", "kh-police") is None
    assert look(desk, "t", "th-police")["claimedVictim"] is True
    assert [state for _, state, _ in notices(desk, "th-police")] == ["SEALED"]
