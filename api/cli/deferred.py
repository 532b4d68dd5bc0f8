"""Commands whose modules are loaded when they run, and one line instead of a box where a command is misused.

`benang --help` would else import the schema, the driver and the matcher to print some twenty lines.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any, ClassVar, NoReturn, TypeAlias

import typer

# Typer carries its own copy of Click, and its errors and contexts have no public name.
from typer._click.core import Command, Context
from typer._click.exceptions import ClickException, NoArgsIsHelpError, UsageError
from typer.core import TyperCommand, TyperGroup

from api.cli.standard_streams import OutputLostError, end_without_output
from api.terminal_text import printable

FAILED, MISUSED = 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Deferred:
    """Where a command stands, and the line that lists it: the first one of its docstring."""

    module: str
    function: str
    line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeferredGroup:
    """Commands under one word, and the line that lists it."""

    line: str
    commands: Mapping[str, Deferred]


Panels: TypeAlias = Mapping[str, Mapping[str, Deferred | DeferredGroup]]


class DeferredCommand(TyperCommand):
    """A command that is known by name and line alone until it runs or is asked for help."""

    def __init__(self, name: str, found: Deferred) -> None:
        super().__init__(name=name, callback=None, help=found.line)
        self._found = found

    def make_context(
        self, info_name: str | None, args: list[str], parent: Context | None = None, **extra: object
    ) -> Context:
        """Load the command and let it read its arguments."""
        return self.load().make_context(info_name, args, parent, **extra)

    def load(self) -> Command:
        """Return the command itself."""
        alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        alone.command(self.name)(getattr(import_module(self._found.module), self._found.function))
        return typer.main.get_command(alone)


class CommandGroup(TyperGroup):
    """The root of the command line. `PANELS` has its commands under their headings, in the order of help."""

    PANELS: ClassVar[Panels] = {}

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for panel, table in self.PANELS.items():
            for name, found in table.items():
                self.commands[name] = _command(name, found)
                self.commands[name].rich_help_panel = panel  # type: ignore[attr-defined]  # what Typer reads it by

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """Run a command and end; misuse becomes one line on standard error and exit status 2.

        So does output that the disk does not take, and a file or folder that the system refuses, with exit status 1.
        """
        given = (args, prog_name, complete_var, False, windows_expand_args)
        if not standalone_mode:
            return super().main(*given, **extra)
        try:
            status = super().main(*given, **extra)
            sys.stdout.flush()
        except ClickException as exc:
            _end(exc)
        except OutputLostError as exc:
            end_without_output(exc, status=FAILED)
        except OSError as exc:
            if exc.errno is None:  # as of a wait that came to its end: nothing that whoever runs the machine can mend
                raise
            _end_refused(exc)
        sys.exit(status if isinstance(status, int) else 0)


# What the library that reads options says, and what is said instead.
_PLAIN = (
    (r"Value error, ", ""),
    (r"Input should be less than or equal to (\S+)", r"at most \1 is allowed"),
    (r"Input should be greater than or equal to (\S+)", r"at least \1 is needed"),
    (r"Input should be a valid integer, .*", "a whole number is needed"),
    (r"Input should be a valid number, .*", "a number is needed"),
    (r"Input should be a valid (datetime|date)\b.*", "a date or time is needed, as 2027-03-31"),
    (r"Input should be (.*)", r"\1 is needed"),
)


def plain_words(message: str) -> str:
    """Return what is wrong with an option in the product's words."""
    text = " ".join(message.split()).rstrip(".")
    for pattern, words in _PLAIN:
        text = re.sub(pattern, words, text)
    return text.replace("'", "`").replace(". Did", ", did")


def _command(name: str, found: Deferred | DeferredGroup) -> Command:
    if isinstance(found, Deferred):
        return DeferredCommand(name, found)
    inner = [DeferredCommand(word, command) for word, command in found.commands.items()]
    return TyperGroup(name=name, help=found.line, no_args_is_help=True, commands=inner)


def _end(exc: ClickException) -> NoReturn:
    if not isinstance(exc, NoArgsIsHelpError):  # which has shown the help already
        context = exc.ctx if isinstance(exc, UsageError) else None
        text = plain_words(exc.format_message())
        where = f"; see `{context.command_path} --help`" if context is not None else ""
        sys.stderr.write(f"benang: {printable(f'{text[:1].lower()}{text[1:]}{where}')}\n")
    sys.exit(MISUSED if isinstance(exc, UsageError) else FAILED)


def _end_refused(exc: OSError) -> NoReturn:
    """End a command that the system refused a file or folder, in one line that names it, or anything else.

    Without a name what was refused is known by its reason alone, and may be no file: a port, a process, a lock.
    """
    reason = (exc.strerror or "unknown reason").lower()
    if isinstance(exc.filename, str):
        text = f"`{exc.filename}` cannot be read or written ({reason})"
    else:
        text = f"the system refused what this command needs ({reason}); nothing says which file or port that was"
    sys.stderr.write(f"benang: {printable(text)}\n")
    sys.exit(FAILED)
