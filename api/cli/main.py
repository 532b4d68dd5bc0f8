"""The `benang` command. `commands.tsv` lists its commands; a command's module is loaded when the command runs."""

from importlib.metadata import version
from typing import Annotated, ClassVar

import typer

from api.cli.command_table import command_table
from api.cli.deferred import CommandGroup, Panels
from api.cli.standard_streams import prepare_streams


class _Root(CommandGroup):
    PANELS: ClassVar[Panels] = command_table()


app = typer.Typer(
    name="benang",
    cls=_Root,
    help="A cross-agency knowledge graph against scam compounds.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(asked: bool) -> None:
    if asked:
        typer.echo(f"benang {version('benang')}")
        raise typer.Exit


@app.callback()
def _benang(
    _version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", is_eager=True, callback=_tell_version)
    ] = False,
) -> None:
    """A cross-agency knowledge graph against scam compounds."""


def main() -> None:
    """Run the command line."""
    prepare_streams()
    app()
