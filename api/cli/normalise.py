"""The command that shows how values are read: phone numbers, wallets, accounts, dates and names, one line each."""

import sys
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, BinaryIO

import orjson
import typer

from api.cli.console import country_or_fail, fail
from entity_resolution.names import organisation_name, person_name
from graph.values import describe

_VOWELS = frozenset("aeiouy")
_KINDS = ("phone", "wallet", "account", "date", "name")
_STANDARD = "-"
_LINE_ENDS = tuple((c.encode(), f"\\u{ord(c):04x}".encode()) for c in "\u0085\u2028\u2029")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def normalise(
    kind: Annotated[str, typer.Argument(metavar="phone|wallet|account|date|name", help="What the values are.")],
    files: Annotated[
        list[str] | None, typer.Argument(help="One value a line; without files, or -, standard input.")
    ] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="XX", help="Country that the values are read with.")
    ] = None,
    bank: Annotated[
        str | None,
        typer.Option("--bank", metavar="BANK", help="Bank of accounts whose line names none: code, BIC, name."),
    ] = None,
) -> None:
    """Read values by line; write for each its canonical form, how far it can be trusted, and why, as one JSON line."""
    if kind not in _KINDS:
        near = get_close_matches(kind, _KINDS, n=1)
        hint = f", did you mean `{near[0]}`?" if near else f": known are {', '.join(_KINDS)}"
        fail(f"unknown kind of value `{kind}`{hint}", status=2)
    if bank is not None and kind != "account":
        fail(f"`--bank` is for accounts; a {kind} has none", status=2)
    code = country_or_fail(country)
    write = sys.stdout.buffer.write
    for line in _all_lines(files or [_STANDARD]):
        write(_one_line(_describe(kind, line, code, bank)))
    sys.stdout.buffer.flush()


def _one_line(report: dict[str, object]) -> bytes:
    """Return a report as one line for every reader, also for one that takes other characters for line ends."""
    text = orjson.dumps(report)
    for character, escape in _LINE_ENDS:
        text = text.replace(character, escape)
    return text + b"\n"


def _describe(kind: str, line: bytes, country: str | None, bank: str | None) -> dict[str, object]:
    try:
        raw = line.decode("utf-8")
    except UnicodeDecodeError:
        # The bytes are shown, as no text can be.
        shown = line.decode("utf-8", errors="backslashreplace")
        report: dict[str, object] = {
            "raw": shown,
            "value": None,
            "status": "invalid",
            "type": kind,
            "reason": "not UTF-8",
        }
        return report if kind != "name" else {**report, "latin": []}
    report = {**describe(kind, raw, country, bank)}
    return report if kind != "name" else _with_readings(report, raw, country)


def _with_readings(report: dict[str, object], raw: str, country: str | None) -> dict[str, object]:
    """Return a name's report with titles taken off and its spellings in Latin letters, best first."""
    if report["value"] is None:
        return {**report, "latin": []}
    form = person_name(raw, country=country)
    if not form.native or _is_legal_form(raw, form.tokens):
        reason = "a title, a legal form or a placeholder alone, and no name"
        return {**report, "value": None, "status": "invalid", "type": "name", "reason": reason, "latin": []}
    return {**report, "value": form.native, "latin": list(form.latin)}


def _is_legal_form(raw: str, tokens: tuple[str, ...]) -> bool:
    """Tell whether what is given as a name is a legal form; one word with a vowel, as Co and Asa, may be a person's."""
    return not organisation_name(raw).native and (len(tokens) != 1 or _VOWELS.isdisjoint(tokens[0]))


def _all_lines(paths: Sequence[str]) -> Iterator[bytes]:
    for path in paths:
        if path == _STANDARD:
            yield from _lines(sys.stdin.buffer)
            continue
        try:
            with Path(path).open("rb") as file:
                yield from _lines(file)
        except FileNotFoundError:
            hint = "a value itself goes to standard input: `echo VALUE | benang normalise KIND`"
            fail(f"`{path}`: no such file or directory; {hint}")
        except OSError as exc:
            fail(f"`{path}`: {(exc.strerror or 'cannot be read').lower()}")


def _lines(file: BinaryIO) -> Iterator[bytes]:
    # Bytes are split at line feeds alone: text would be split at characters that may stand inside a value.
    for at, line in enumerate(file):
        text = line.rstrip(b"\n").removesuffix(b"\r")
        yield text.removeprefix(_BYTE_ORDER_MARK) if at == 0 else text
