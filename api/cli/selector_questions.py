"""Exact identifiers as the command line is given them, by options or in a table, and the hints at what they lack."""

import csv
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from api.cli.console import check_header, country_or_fail, fail
from api.cross_checks.questions import CheckedValue, SelectorQuestion, read_selector
from graph import Ontology, load_ontology, nearest_hint
from graph.values import ValueStatus, bank_name

_COLUMNS = ("kind", "value", "country", "qualifier")
_STANDARD = "-"
_DEFAULT_KIND = "PhoneNumber"
# In whose notation a value may be that lacks its country; the first is the example that is named.
_COUNTRIES = ("TH", "KH", "MM", "LA", "MY", "VN", "ID", "PH", "SG", "CN")
_AN_ACCOUNT = "--kind BankAccount --qualifier 006 --country TH"
_BANK_IN_FRONT = re.compile(r"(?P<code>\d{2,4})[-\s:/.]+(?P<number>\d[\d\s-]*)")
_FEWEST_DIGITS = 9  # of a whole number: with fewer the code is its branch
# What makes an identifier of a kind exact, and an example of it.
_QUALIFIERS = {
    "OnlineAccount": ("its platform", "Telegram"),
    "BankAccount": ("its bank", "KBANK"),
    "IdentityDocument": ("what it is", "passport"),
}
Hint = Callable[[SelectorQuestion, Ontology], str]
"""What to name of a value that could not be read: words behind its line, or none."""


def questions_of(
    values: Sequence[str], kind: str | None, country: str | None, qualifier: str | None
) -> list[SelectorQuestion]:
    """Return what options say of values of one kind, a phone number's without one; what they lack ends the command."""
    if qualifier is not None and kind is None:
        # A phone number has none: the value would be looked up as something that it is not.
        fail(f"say with --kind what --qualifier belongs to: an account is {_AN_ACCOUNT}", status=2)
    code, of_kind = country_or_fail(country), kind or _DEFAULT_KIND
    _check_kind(of_kind, load_ontology())
    return [SelectorQuestion(kind=of_kind, value=v, country=code, qualifier=qualifier) for v in values]


def questions_in(path: str) -> list[SelectorQuestion]:
    """Return the questions of a table, `-` for standard input; a slip ends the command with file and row."""
    try:
        if path == _STANDARD:
            return list(_questions(csv.DictReader(sys.stdin), path))
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            return list(_questions(csv.DictReader(file), path))
    except (OSError, UnicodeDecodeError, csv.Error):
        fail(f"`{path}` cannot be read as CSV in UTF-8")


def other_kinds(question: SelectorQuestion, ontology: Ontology) -> str:
    """Return the hint at the kinds as which a value is an exact identifier; where there are none, at what to name."""
    every = _selector_kinds(ontology)
    kinds = [k for k in every if read_selector(replace(question, kind=k), ontology).key is not None]
    if kinds:
        return f"; it was read as {question.kind}: try --kind {' or --kind '.join(kinds)}"
    others = ", ".join(k for k in every if k != "BankAccount")
    return (
        f"; it was read as {question.kind}: name its country, as --country TH, or what it is: an account is "
        f"{_AN_ACCOUNT} (its bank and country), and others are --kind {others}"
    )


def missing_words(question: SelectorQuestion, ontology: Ontology) -> str:
    """Return the hint at the country and the qualifier that a value of a kind lacks; nothing where they help nothing.

    What it lacks is what makes it exact where it is tried: by itself first, and else both.
    """
    what, example = _QUALIFIERS.get(question.kind, ("", ""))
    if (code := _bank_in_front(question)) is not None and not question.qualifier:
        return f"; if `{code}` in front is {what}, give the number behind it alone, and --qualifier {code}"
    qualifier = {"qualifier": example} if what and not question.qualifier else {}
    countries = [{"country": code} for code in _COUNTRIES if question.country is None]
    for more in (qualifier, *countries, *({**country, **qualifier} for country in countries)):
        if more and read_selector(replace(question, **more), ontology).key is not None:
            return f"; name {', and '.join(_named(more, what))}"
    return ""


def _named(more: Mapping[str, str], what: str) -> Iterator[str]:
    """Yield what is to be named, with an example of its option."""
    if "country" in more:
        yield f"its country, as --country {_COUNTRIES[0]}"
    if "qualifier" in more:
        yield f"{what}, as --qualifier {more['qualifier']}"


def no_hint(_question: SelectorQuestion, _ontology: Ontology) -> str:
    """Return no hint: who wrote a table names all that a value needs in its columns."""
    return ""


def hint_at(question: SelectorQuestion, checked: CheckedValue, hint_of: Hint, ontology: Ontology) -> str:
    """Return what to name of a value that was not read, or was taken for a phone number and is hardly one."""
    if checked.problem is not None:
        return hint_of(question, ontology)
    if hint_of is not other_kinds or checked.reading.status is ValueStatus.VALID:
        return ""
    return f"; if it is no phone number, say what it is: an account is {_AN_ACCOUNT}"


def _selector_kinds(ontology: Ontology) -> list[str]:
    """Return the kinds whose values can be checked."""
    return sorted(name for name, kind in ontology.kinds.items() if kind.is_selector)


def _check_kind(kind: str, ontology: Ontology, where: str = "") -> None:
    """End the command where a kind is no selector; `where` names file and row."""
    selectors = _selector_kinds(ontology)
    if kind not in selectors:
        fail(
            f"{where}`{kind}` is no kind of selector{nearest_hint(kind, selectors)}; they are {', '.join(selectors)}",
            status=2,
        )


def _questions(rows: "csv.DictReader[str]", path: str) -> Iterator[SelectorQuestion]:
    header = [name.strip() for name in rows.fieldnames or ()]
    unknown = sorted(set(header) - set(_COLUMNS))
    if not {"kind", "value"} <= set(header) or unknown:
        fail(f"the columns are {', '.join(_COLUMNS)}; `kind` and `value` are needed", status=2)
    check_header(path, header)
    rows.fieldnames, ontology = header, load_ontology()
    for row in rows:
        where = f"`{path}`, row {rows.line_num}: "
        if len(row) > len(header):
            fail(f"{where}there are more cells than columns", status=2)
        cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
        if any(cells.values()):
            if not cells["kind"] or not cells["value"]:
                fail(f"{where}`{'value' if cells['kind'] else 'kind'}` is missing", status=2)
            _check_kind(cells["kind"], ontology, where)
            yield SelectorQuestion(
                kind=cells["kind"],
                value=cells["value"],
                country=cells["country"] or None,
                qualifier=cells["qualifier"] or None,
            )


def _bank_in_front(question: SelectorQuestion) -> str | None:
    """Return the code in front of an account's number that is one of a bank of its country, as references write it.

    Left there, it would be read as part of the number.
    """
    found = _BANK_IN_FRONT.fullmatch(question.value.strip()) if question.kind == "BankAccount" else None
    if found is None or sum(map(str.isdigit, found["number"])) < _FEWEST_DIGITS:
        return None
    return found["code"] if bank_name(question.country or "", found["code"]) is not None else None
