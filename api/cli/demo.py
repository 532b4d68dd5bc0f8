"""The command behind `make demo`: a data folder of its own, made anew, and the story."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.cli.console import say
from api.cli.context import StoreProgressLine, run, settings
from api.demo import run_demo
from graph.store import discard_store


def demo(
    samples: Annotated[Path, typer.Option(help="Folder of the samples.")] = Path("samples"),
) -> None:
    """Load the samples into a fresh data folder (BENANG_HOME is emptied of its store) and tell the story."""

    async def tell() -> None:
        given = settings()
        discard_store(given.store)
        say(f"data folder {given.store.home}")
        width = None if sys.stdout.isatty() else 150
        await run_demo(given, samples, Console(width=width, highlight=False), StoreProgressLine())

    run(tell())
