"""Whether the disk of the embedded server has room: on a full one Neo4j neither writes nor comes up."""

import shutil
from pathlib import Path

from graph.store.config import StoreConfig

# Less than one more file of Neo4j's transaction log takes, and than it needs to come up.
LEAST_BYTES = 32 << 20


def has_room(folder: Path) -> bool:
    """Return whether something can still be written in a folder that is there; if nobody can tell, it is taken so."""
    try:
        return shutil.disk_usage(folder).free >= LEAST_BYTES
    except OSError:
        return True


def find_full_folder(config: StoreConfig) -> Path | None:
    """Return the data folder of an embedded store whose disk is full; `None` where it has room, or is not ours."""
    return config.home if config.external is None and not has_room(config.home) else None
