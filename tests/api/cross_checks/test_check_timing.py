"""How long a cross-check takes tells nothing: hidden against absent, medians of interleaved requests over HTTP."""

import statistics
import time
from collections.abc import Mapping

import pytest

from tests.api.asking import Desk
from tests.api.exchanging import CASE, CHECK, SetClock, exchanging, phone
from tests.world import World, record

ROUNDS = 2_000
AGENCY = "my-telco"
NUMBERS = {
    "absent": "+85512000001",
    "told-to-nobody": "+85512010002",
    "told-to-holder": "+85512020003",
    "not permitted": "+85512030004",
}


@pytest.fixture(scope="module")
def desk(module_world: World, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    world = exchanging(module_world, tmp_path_factory.mktemp("exchange"), clock=SetClock())
    for profile in ("told-to-nobody", "told-to-holder"):
        world.file("th-police", record("PhoneNumber", profile, number=NUMBERS[profile]), profile=profile)
    world.file("la-police", record("PhoneNumber", "n", number=NUMBERS["not permitted"]))
    return Desk(world)


async def medians(desk: Desk, token: str) -> Mapping[str, float]:
    """Return the median time of each number's check, asked in turn."""
    took: dict[str, list[float]] = {name: [] for name in NUMBERS}
    names = list(NUMBERS)
    for number in range(-50, ROUNDS):
        # Each round begins with another one, so that none always follows the same.
        for name in names[number % 4 :] + names[: number % 4]:
            variables = {"values": [phone(NUMBERS[name])], "purpose": "investigation", "case": CASE}
            body = {"query": CHECK, "variables": variables}
            begin = time.perf_counter()
            answer = await desk.send(json=body, headers={"authorization": f"Bearer {token}"})
            if number >= 0:
                took[name].append(time.perf_counter() - begin)
            assert answer.json()["data"]["crossCheck"]["check"]["values"][0]["hits"] == []
    return {name: statistics.median(times) for name, times in took.items()}


@pytest.mark.long
def test_hidden_and_absent_take_the_same_time(desk: Desk) -> None:
    token = desk.world.token(AGENCY, ttl=3_600)
    found = desk.world.run(medians(desk, token))
    absent = found["absent"]
    print({name: round(median * 1_000, 3) for name, median in found.items()})
    for name, median in found.items():
        assert abs(median - absent) <= max(0.05 * absent, 0.0002), (name, median, absent)
