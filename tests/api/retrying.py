"""Tries again what waits of an agency in quarantine, for tests."""

from ingest import RetryReport, list_quarantined, retry
from tests.world import World


def try_again(world: World, originator: str) -> RetryReport:
    """Map the rows of an agency in quarantine once more, and return what became of them."""
    app = world.app

    async def again() -> RetryReport:
        rows = [row async for row in list_quarantined(app.quarantine, originator)]
        known = app.bundle.registers.profiles
        return await retry(rows, writer=app.writer, minter=app.minter, known_profiles=known)

    found: RetryReport = world.run(again())
    return found
