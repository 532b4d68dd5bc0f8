"""A bundle is checked while the store starts: once, and what is wrong with it is said where it is asked for."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from api.policy import loading as policy_loading
from api.policy.loading import begin_to_load, load_policy
from policies import Bundle, BundleError, Promotion, load_bundle
from policies.checks import promotion
from tests.policies.edited_bundles import THAI_PACK, copied_bundle
from tests.world import settings_in

WAITS_SECONDS = 20.0


def test_a_bundle_that_is_begun_ahead_is_checked_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, check, checked = copied_bundle(tmp_path), promotion.check_decisions, list[str]()

    def counted(bundle: Bundle, **named: object) -> Promotion:
        checked.append(bundle.version)
        return check(bundle, **named)  # type: ignore[arg-type]

    async def opened() -> str:
        settings = replace(settings_in(tmp_path), policy=folder)
        begin_to_load(settings)
        async with asyncio.timeout(WAITS_SECONDS):
            while not checked:
                await asyncio.sleep(0.01)
        return (await load_policy(settings)).bundle.version

    monkeypatch.setattr(promotion, "_passed", type(promotion._passed)())
    monkeypatch.setattr(promotion, "check_decisions", counted)
    version = asyncio.run(opened())
    assert version == load_bundle(folder).version
    assert checked == [version]


def test_what_is_wrong_is_said_where_it_is_asked_for(tmp_path: Path) -> None:
    folder = copied_bundle(tmp_path)
    (folder / THAI_PACK).write_text("permit nothing;", encoding="utf-8")

    async def opened() -> None:
        settings = replace(settings_in(tmp_path), policy=folder)
        begin_to_load(settings)
        while policy_loading._loading.locked():
            await asyncio.sleep(0.01)
        await load_policy(settings)

    with pytest.raises(BundleError, match=Path(THAI_PACK).name):
        asyncio.run(opened())
