"""Patterns that take for ever: a text made for them stops whoever matches it, and with them the service."""

import importlib
import pkgutil
import re
import re._parser as parser  # type: ignore[import-not-found]
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from random import Random
from types import FrameType, ModuleType
from typing import Any

PACKAGES = ("graph", "policies", "ingest", "entity_resolution", "api")
_LENGTH, _SECONDS, _DEEPEST = 48, 0.2, 4
_OF_CATEGORY = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a"}


class TakesForEverError(Exception):
    """What is done takes more processor time than it may."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """End what is done in the main thread after so much processor time: `re` looks for signals as it goes on.

    Raises:
        TakesForEverError: it is not done by then.
    """

    def end(_: int, __: FrameType | None) -> None:
        raise TakesForEverError

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def patterns() -> dict[str, re.Pattern[Any]]:
    """Return the patterns that stand in modules of the product, by where."""
    found: dict[int, tuple[str, re.Pattern[Any]]] = {}
    for module in _modules():
        for name, value in vars(module).items():
            for pattern in _within(value, _DEEPEST):
                found.setdefault(id(pattern), (f"{module.__name__}.{name} {pattern.pattern[:40]!r}", pattern))
    return dict(found.values())


def texts_for(pattern: re.Pattern[Any], dice: Random, *, most: int) -> Iterator[str]:
    """Yield long texts of little that repeats, of what a pattern looks for, with an end that may not fit."""
    text = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    letters = sorted(set(_letters(parser.parse(pattern.pattern, pattern.flags))))
    words = re.findall(r"[^\W\d_]{2,8}", text)[:400] or letters
    for _ in range(most if letters else 0):
        pool = letters if dice.random() < 0.6 else words
        unit = "".join(dice.choice(pool) for _ in range(dice.choice((1, 1, 2, 2, 3))))
        begin = dice.choice(("", dice.choice(letters), dice.choice(words)))
        yield (begin + unit * _LENGTH)[:_LENGTH] + dice.choice(("", "\x01", "~~", dice.choice(letters), "q"))


def takes_for_ever(pattern: re.Pattern[Any], texts: Iterable[str]) -> str | None:
    """Return the text for which a pattern takes for ever; `None` where there is none among these."""
    for text in texts:
        given = text.encode("latin-1", "replace") if isinstance(pattern.pattern, bytes) else text
        try:
            with within(_SECONDS):
                pattern.fullmatch(given)
                pattern.search(given)
        except TakesForEverError:
            return text
    return None


def _modules() -> Iterator[ModuleType]:
    for top in map(importlib.import_module, PACKAGES):
        for found in pkgutil.walk_packages(top.__path__, f"{top.__name__}."):
            if found.name.rpartition(".")[2] != "__main__" and "spark" not in found.name:
                yield importlib.import_module(found.name)


def _within(value: object, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for item in list(value.values()):
            yield from _within(item, depth - 1)
    elif depth and isinstance(value, tuple | list | set | frozenset):
        for item in value:
            yield from _within(item, depth - 1)


def _letters(parsed: Any) -> Iterator[str]:
    """Yield letters of each sort that a pattern looks for."""
    for sort, what in parsed:
        match str(sort):
            case "LITERAL" | "NOT_LITERAL":
                yield chr(what)
            case "RANGE":
                yield from map(chr, (*what, sum(what) // 2))
            case "CATEGORY":
                yield _OF_CATEGORY.get(str(what), "-")
            case "IN":
                yield from _letters(what)
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                yield from _letters(what[2])
            case "SUBPATTERN":
                yield from _letters(what[3])
            case "BRANCH":
                for branch in what[1]:
                    yield from _letters(branch)
            case "ASSERT" | "ASSERT_NOT":
                yield from _letters(what[1])
            case "ATOMIC_GROUP":
                yield from _letters(what)
            case "ANY":
                yield "x"
