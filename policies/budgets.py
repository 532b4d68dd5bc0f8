"""Budgets of cross-checks: how many values an agency may check, and how many of one number block.

A budget counts what was asked and never what was found, so what is left of it tells nothing about anybody's holdings.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from graph import MarkedYaml, nearest_hint, read_marked_yaml
from policies.bundles.registers import Party
from policies.errors import BundleError

MOST_VALUES_A_REQUEST = 1_000
_KEPT = timedelta(days=180)
_LEAST_KEPT_DAYS = 30
_MOST_KEPT_DAYS = 3_650
_DIGITS_AT_THE_END = re.compile(r"[0-9]+\Z")
_IBAN = re.compile(r"(\|iban:[A-Z]{2})[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckBudget:
    """What one agency may check. `reviewer` is the party whose supervisors release what was held; `None` its own."""

    per_request: int
    per_day: int
    reviewer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLimits:
    """How many different numbers of one block are answered within `window` before a check is held."""

    thousand: int = 9
    ten_thousand: int = 50
    window: timedelta = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Budgets:
    """The budgets of a deployment. `keep_checks` is how long a cross-check is kept, with its hits, and then deleted."""

    default: CheckBudget
    parties: Mapping[str, CheckBudget]
    blocks: BlockLimits
    keep_checks: timedelta = _KEPT

    def of(self, agency: str) -> CheckBudget:
        """Return an agency's budget."""
        return self.parties.get(agency, self.default)

    def reviewer(self, agency: str) -> str:
        """Return the party whose supervisors review what an agency's people had held."""
        return self.of(agency).reviewer or agency


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBlock:
    """Neighbouring values: a key without its last digits. `limit` is how many different ones are answered."""

    name: str
    limit: int


def shipped_budgets_file() -> Path:
    """Return the sample of budgets that the package ships."""
    return Path(__file__).parent / "budgets.yml"


def load_budgets(path: Path, parties: Mapping[str, Party]) -> Budgets:
    """Read a file of budgets.

    Raises:
        BundleError: the file, which it names whole, cannot be read, or has an unknown word or party, or a number out of
            bounds.
    """
    fields = read_marked_yaml(path, BundleError, pipes=False, name=str(path)).fields(
        required=("default",), optional=("parties", "blocks", "keep_checks_days")
    )
    entries = fields["parties"].entries() if "parties" in fields else {}
    for code, value in entries.items():
        if code not in parties:
            value.fail(f"unknown party `{code}`{nearest_hint(code, parties)}")
    blocks = _blocks(fields["blocks"]) if "blocks" in fields else BlockLimits()
    return Budgets(
        default=_budget(fields["default"], parties),
        parties={code: _budget(value, parties) for code, value in entries.items()},
        blocks=blocks,
        keep_checks=_kept(fields["keep_checks_days"], blocks) if "keep_checks_days" in fields else _KEPT,
    )


def number_blocks(key: str, limits: BlockLimits) -> tuple[NumberBlock, ...]:
    """Return the blocks that a selector's key lies in: those of a thousand and of ten thousand neighbours.

    A key that does not end in so many digits lies in none. The check digits of an IBAN, which stand before the number
    and differ between neighbours, are left out.
    """
    key = _IBAN.sub(r"\1", key)
    found = _DIGITS_AT_THE_END.search(key)
    digits = len(found.group()) if found is not None else 0
    blocks = ((3, limits.thousand), (4, limits.ten_thousand))
    return tuple(NumberBlock(name=f"{n}|{key[:-n]}", limit=limit) for n, limit in blocks if digits >= n)


def is_crowded(known: Collection[str], added: Collection[str], limit: int) -> bool:
    """Return whether a block would hold more different numbers than are answered."""
    return len({*known, *added}) > limit


def _budget(value: MarkedYaml, parties: Mapping[str, Party]) -> CheckBudget:
    fields = value.fields(required=("per_request", "per_day"), optional=("reviewer",))
    per_request = fields["per_request"].whole_number()
    if not 1 <= per_request <= MOST_VALUES_A_REQUEST:
        fields["per_request"].fail(f"must be from 1 to {MOST_VALUES_A_REQUEST}")
    return CheckBudget(
        per_request=per_request,
        per_day=fields["per_day"].whole_number(),
        reviewer=fields["reviewer"].one_of(parties, "party") if "reviewer" in fields else None,
    )


def _kept(value: MarkedYaml, blocks: BlockLimits) -> timedelta:
    """Return how long checks are kept: no shorter than enumeration is looked for and a released check may be asked."""
    days, least = value.whole_number(), max(blocks.window.days, _LEAST_KEPT_DAYS)
    if not least <= days <= _MOST_KEPT_DAYS:
        value.fail(f"must be from {least} to {_MOST_KEPT_DAYS}")
    return timedelta(days=days)


def _blocks(value: MarkedYaml) -> BlockLimits:
    fields = value.fields(required=("thousand", "ten_thousand", "days"))
    days = fields["days"].whole_number()
    if not 1 <= days <= 366:
        fields["days"].fail("must be from 1 to 366")
    return BlockLimits(
        thousand=fields["thousand"].whole_number(),
        ten_thousand=fields["ten_thousand"].whole_number(),
        window=timedelta(days=days),
    )
