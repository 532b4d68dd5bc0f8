"""The demo's story as the folder of samples has it: the files to load, the records it points at, what arrives."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from api.errors import SamplesError
from ingest import SubmittedItem, SubmittedLink, SubmittedRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The manifest of the samples: which files to load, and which records the story points at."""

    folder: Path
    files: Sequence[dict[str, Any]]
    points: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> "Story":
        """Read `manifest.yml`.

        Raises:
            SamplesError: it is not there, cannot be read, or is no manifest.
        """
        try:
            data = yaml.safe_load((folder / "manifest.yml").read_text(encoding="utf-8"))
            return cls(folder=folder, files=data["files"], points=data["story"])
        except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as exc:
            raise SamplesError(folder) from exc


def submitted_items(data: dict[str, Any]) -> Iterator[SubmittedItem]:
    """Yield the records and links of a submission file."""
    for record in data["records"]:
        yield SubmittedRecord(
            kind=record["kind"],
            reference=record["reference"],
            properties=record["properties"],
            subject_role=record.get("subjectRole"),
            evaluation=record.get("evaluation"),
        )
    for link in data["links"]:
        yield SubmittedLink(type=link["type"], source_reference=link["from"], target_reference=link["to"])
