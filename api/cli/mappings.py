"""Commands about mappings: a draft of one for a table, and a check of one without its file."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from api.cli.console import country_or_fail, fail, show, write_data
from api.cli.context import guarded, policy_bundle, run, settings, told_bundle
from api.terminal_text import Line, as_line
from ingest import IngestError, SourceMapping, check_mapping, draft_mapping, load_mapping

# A word of a mapping's `file` as errors name it; this command has an option in its place, as there is no mapping yet.
_WORD_OF_FILE = re.compile(r"[`{](sheet|header|delimiter|encoding)[`:]")


def mapping_draft(
    file: Annotated[Path, typer.Argument(help="CSV or XLSX.")],
    sheet: Annotated[str | None, typer.Option(help="Sheet of a workbook that has several.")] = None,
    header: Annotated[int | None, typer.Option(min=1, metavar="N", help="Row that names the columns.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Of a CSV file; a tab as \\t.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Of a CSV file, such as windows-874.")] = None,
    country: Annotated[
        str | None, typer.Option("--country", metavar="XX", help="Whose local numbers and dates it has.")
    ] = None,
) -> None:
    """Draft a mapping of a table from its headings and first rows; it holds no value, and a human fills it in."""
    code = country_or_fail(country)
    number = str(header) if header is not None else None
    # Shells hand on the two characters.
    sign = "\t" if delimiter == "\\t" else delimiter
    given = {"delimiter": sign, "encoding": encoding, "sheet": sheet, "header": number}
    said = {word: text for word, text in given.items() if text is not None}
    with guarded(), _options_named():
        text = draft_mapping(file, file=said, country=code)
    write_data(text)


@contextmanager
def _options_named() -> Iterator[None]:
    """End the command with an error of the work within, and the options that stand for the words of a mapping in it."""
    try:
        yield
    except IngestError as exc:
        problem = str(exc)
        named = dict.fromkeys(f"`--{word}`" for word in _WORD_OF_FILE.findall(problem))
        option = "an option of this command" if len(named) == 1 else "options of this command"
        fail(f"{problem}; {option}: {', '.join(named)}" if named else problem)


def mapping_check(
    mapping: Annotated[Path, typer.Argument(help="The YAML mapping.")],
) -> None:
    """Check a mapping without its file: words, kinds, properties and links, and what it names of the registers."""
    show(run(_check(mapping)))


async def _check(path: Path) -> Line:
    mapping = load_mapping(path)
    told_bundle(settings().policy)
    registers = policy_bundle().registers
    check_mapping(mapping, known_originators=registers.parties, known_profiles=registers.profiles)
    return describe_mapping(mapping)


def describe_mapping(mapping: SourceMapping) -> Line:
    """Return what a mapping makes, and what it leaves to the command."""
    records = ", ".join(f"{record.name} {record.kind}" for record in mapping.records.values())
    columns = len({column.name for column in mapping.columns()})
    parts = [f"{mapping.name}: dataset {mapping.dataset}", f"records {records}"]
    parts.append(f"{len(mapping.links)} links; reads {columns} columns")
    left = [] if mapping.originator is not None else ["--originator"]
    if mapping.profile is None and mapping.needs_default_profile():
        left.append("--profile")
    if left:
        parts.append(f"to be given to `benang ingest`: {', '.join(left)}")
    return as_line("; ".join(parts))
