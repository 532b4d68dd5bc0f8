"""The standard streams of a command: a closed one is opened on nothing, and output that nobody takes is told of."""

import errno
import io
import os
import sys
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_STREAMS = (("stdin", "r"), ("stdout", "w"), ("stderr", "w"))
_OUTPUT = 1


class OutputLostError(OSError):
    """Standard output does not take what a command has to tell, as on a full disk, or its reader has gone."""


class _Output(io.FileIO):
    """Standard output, whose errors are told from those of files."""

    def write(self, data: "ReadableBuffer", /) -> int:
        try:
            return super().write(data)
        except OSError as exc:
            raise OutputLostError(exc.errno, exc.strerror) from exc


def prepare_streams() -> None:
    """Open closed streams on nothing, and let errors of standard output be told from others."""
    _open_closed()
    given = sys.stdout
    if isinstance(given, io.TextIOWrapper):
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(_Output(_OUTPUT, "wb", closefd=False)),
            encoding=given.encoding,
            errors=given.errors,
            line_buffering=given.line_buffering or given.write_through,
        )


def _open_closed() -> None:
    # Else the first files and sockets of the command have its number: what is printed would go there, and an event loop
    # takes such a socket for a stream and aborts.
    for number, (name, mode) in enumerate(_STREAMS):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)  # has the lowest number that is free, which is this one
            os.set_inheritable(opened, True)
            setattr(sys, name, os.fdopen(opened, mode, encoding="utf-8", closefd=False))


def end_without_output(lost: OutputLostError, *, status: int) -> NoReturn:
    """End a command in one line; in none where the reader has gone, as of `| head`."""
    # What is left would be tried once more as the process ends, which tells of that in words of its own.
    os.dup2(os.open(os.devnull, os.O_WRONLY | os.O_CLOEXEC), _OUTPUT)
    if lost.errno != errno.EPIPE:
        reason = (lost.strerror or "unknown reason").lower()
        sys.stderr.write(f"benang: standard output cannot be written ({reason}): what was to be done may be done\n")
    sys.exit(status)
