"""Whether the disk of the embedded server has room: on a full one Neo4j neither writes nor comes up.

A disk that fills while Neo4j writes tears the last entry of its log, and the database refuses everything from then on.
So the product writes no more while there is still room for what is under way.
"""

import shutil
from pathlib import Path

from graph.store.config import StoreConfig

# Less than one more file of Neo4j's transaction log takes, and than it needs to come up.
LEAST_BYTES = 32 << 20
# The largest transactions under way, and what Neo4j writes by itself, still fit into what lies between the two.
LEAST_BYTES_TO_WRITE = 128 << 20


def has_room(folder: Path, least_bytes: int = LEAST_BYTES) -> bool:
    """Return whether so much is free in a folder that is there; if nobody can tell, it is taken so."""
    try:
        return shutil.disk_usage(folder).free >= least_bytes
    except OSError:
        return True


def find_full_folder(config: StoreConfig) -> Path | None:
    """Return the data folder of an embedded store whose disk is full; `None` where it has room, or is not ours."""
    return config.home if config.external is None and not has_room(config.home) else None
