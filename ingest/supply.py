"""What holds for all rows of one input, and how a store notes it of an input that needs no mapping."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph import Evaluation, IdMinter, Ontology


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What holds for all rows of one input: whose it is, and what stands in where a row says nothing.

    `stated_evaluation` is the one that was given beside a mapping, and goes before that.
    `received_at` is when it is taken in: no birth lies behind that. Of `known_profiles` those in `published_profiles`
    are of what its originator published.
    """

    originator: str
    dataset: str
    profile: str | None
    known_profiles: Collection[str]
    evaluation: Evaluation
    country: str | None
    minter: IdMinter
    ontology: Ontology
    published_profiles: Collection[str] = frozenset()
    stated_evaluation: Evaluation | None = None
    received_at: datetime = field(default_factory=lambda: datetime.now(UTC))


def describe_format(name: str, supply: Supply) -> str:
    """Return what stands for a mapping where a format needs none: `ftm evaluation=A1 country=TH`."""
    country = f" country={supply.country}" if supply.country is not None else ""
    return f"{name} evaluation={supply.evaluation}{country}"


def parse_format(text: str) -> tuple[str, dict[str, str]]:
    """Return the name and the defaults in a text of `describe_format`."""
    name, *defaults = text.split(" ")
    return name, dict(item.split("=", 1) for item in defaults if "=" in item)
