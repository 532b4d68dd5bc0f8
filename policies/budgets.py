"""Budgets of cross-checks: how many values an agency may check, and how many of one number block.

A budget counts what was asked and never what was found, so what is left of it tells nothing about anybody's holdings.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from graph import MarkedYaml, nearest_hint, read_marked_yaml
from graph.values import SerialPart, serial_part
from policies.bundles.registers import Party
from policies.errors import BundleError

MOST_VALUES_A_REQUEST = 1_000
_KEPT = timedelta(days=180)
_LEAST_KEPT_DAYS = 30
_MOST_KEPT_DAYS = 3_650


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
    """Neighbouring values: a key without its last digits that are counted up. `limit`: how many are answered."""

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


def number_blocks(key: str, limits: BlockLimits, *, family: str | None = None) -> tuple[NumberBlock, ...]:
    """Return the blocks that a selector's key lies in: those of a thousand and of ten thousand neighbours.

    One whose serial part has fewer digits lies in none.

    Args:
        key: a name, `|` and the key of a value: `PhoneNumber|tel:+66812345678`.
        limits: how many of a block are answered.
        family: of which family of keys the value is where `key` ends in its canonical form alone: `document|aa123456`.
    """
    name, _, value = key.partition("|")
    opening = f"{family}:" if family is not None else ""
    part = serial_part(opening + value)
    before = f"{name}|{part.before.removeprefix(opening)}"
    blocks = ((3, limits.thousand), (4, limits.ten_thousand))
    return tuple(
        NumberBlock(name=f"{n}|{before}{_without_last(part, n)}{part.behind}", limit=limit)
        for n, limit in blocks
        if len(part.digits) >= n
    )


def is_crowded(known: Collection[str], added: Collection[str], limit: int) -> bool:
    """Return whether a block would hold more different numbers than are answered."""
    return len({*known, *added}) > limit


def _without_last(part: SerialPart, digits: int) -> str:
    """Return a serial part without so many decimal digits, so that a block is as large in any base."""
    return part.digits[:-digits] if part.base == 10 else f"{int(part.digits, part.base) // 10**digits:x}"


def _budget(value: MarkedYaml, parties: Mapping[str, Party]) -> CheckBudget:
    fields = value.fields(required=("per_request", "per_day"), optional=("reviewer",))
    return CheckBudget(
        per_request=fields["per_request"].whole_number(least=1, most=MOST_VALUES_A_REQUEST),
        per_day=fields["per_day"].whole_number(),
        reviewer=fields["reviewer"].one_of(parties, "party") if "reviewer" in fields else None,
    )


def _kept(value: MarkedYaml, blocks: BlockLimits) -> timedelta:
    """Return how long checks are kept: no shorter than enumeration is looked for and a released check may be asked."""
    least = max(blocks.window.days, _LEAST_KEPT_DAYS)
    return timedelta(days=value.whole_number(least=least, most=_MOST_KEPT_DAYS))


def _blocks(value: MarkedYaml) -> BlockLimits:
    fields = value.fields(required=("thousand", "ten_thousand", "days"))
    return BlockLimits(
        thousand=fields["thousand"].whole_number(),
        ten_thousand=fields["ten_thousand"].whole_number(),
        window=timedelta(days=fields["days"].whole_number(least=1, most=366)),
    )
