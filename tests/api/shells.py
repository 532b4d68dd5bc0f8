"""A command line in the tests' own process, on a test's application: a token is `agency/role`, or with a purpose."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import ModuleType
from typing import Any

import pytest

from api.bootstrap import Application
from api.cli import console, context
from tests.world import World, viewer


def open_shell(world: World, patch: pytest.MonkeyPatch, *modules: ModuleType) -> World:
    """Let the commands of these modules work on the test's application."""

    @asynccontextmanager
    async def opened(*_: Any, **__: Any) -> AsyncIterator[Application]:
        yield world.app

    def running(work: Any, **_: str) -> Any:
        try:
            return world.run(work)
        except context.KNOWN_ERRORS as exc:
            console.fail(str(exc))

    for module in modules:
        patch.setattr(module, "open_application", opened)
        patch.setattr(module, "run", running)
        patch.setattr(module, "viewer_of_run", lambda text: viewer(*text.split("/")), raising=False)
    return world
