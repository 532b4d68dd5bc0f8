"""The command behind `make demo`: a data folder of its own, made anew, and the story."""

import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from api.cli.console import say
from api.cli.context import StoreProgressLine, run, settings
from api.demo import run_demo
from api.story import Story
from graph.store import StoreFolderError, discard_store, has_store
from policies import forget_store


def demo(
    samples: Annotated[Path, typer.Option(help="Folder of the samples.")] = Path("samples"),
    *,
    anew: Annotated[bool, typer.Option("--anew", help="Empty the store of the data folder first.")] = False,
) -> None:
    """Load the samples into a fresh data folder and tell the story."""

    async def tell() -> None:
        given, story = settings(), Story.read(samples)
        if has_store(given.store) and not anew:
            problem = "holds a store; set BENANG_HOME to another folder, or have all that it holds removed by `--anew`"
            raise StoreFolderError(given.store.home, problem)
        discard_store(given.store)
        forget_store(given.audit)
        say(f"data folder {given.store.home}")
        width = None if sys.stdout.isatty() else 150
        await run_demo(given, story, Console(width=width, highlight=False), StoreProgressLine())

    run(tell())
