"""What goes on after it was given up takes the threads of its own sort alone."""

import asyncio
import threading
from contextvars import ContextVar

import pytest

from graph import SideThreads

WHO: ContextVar[str] = ContextVar("who", default="nobody")


def test_work_returns_raises_and_keeps_its_context() -> None:
    async def scene() -> tuple[int, str, str]:
        side = SideThreads("weighing", threads=1)
        WHO.set("an officer")
        with pytest.raises(ZeroDivisionError):
            await side.run(lambda: 1 // 0)
        return await side.run(int, "11", base=2), await side.run(WHO.get), await side.run(_thread)

    assert asyncio.run(scene()) == (3, "an officer", "weighing_0")


def test_what_was_given_up_goes_on_apart_and_what_never_began_is_never_done() -> None:
    gate, begun, done = threading.Event(), threading.Event(), list[int]()

    def wait(number: int) -> None:
        begun.set()
        gate.wait(20)
        done.append(number)

    async def scene() -> list[bool]:
        side = SideThreads("weighing", threads=1)
        tasks = [asyncio.create_task(side.run_for("th", wait, number)) for number in range(50)]
        await asyncio.to_thread(begun.wait, 20)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        # The threads that all others share are free.
        others = await asyncio.wait_for(asyncio.gather(*(asyncio.to_thread(_thread) for _ in range(20))), 20)
        assert "weighing_0" not in others
        busy = [side.is_busy_for("th"), side.is_busy_for("kh")]
        gate.set()
        await side.run(_thread)
        return [*busy, side.is_busy_for("th")]

    assert asyncio.run(scene()) == [True, False, False]
    assert done == [0]


def _thread() -> str:
    return threading.current_thread().name
