"""Files on the disk: read where they are regular ones, written whole, brought to the disk, held by one process.

Every package writes and locks its files with these. What stands in a file is its owner's: this package knows no form.
"""

from graph.files.durable import overwrite, replace_whole, sync_folder, write_at
from graph.files.lock import FileLock, exclusively, find_holder
from graph.files.ownership import find_other_owner
from graph.files.private import make_private_folder
from graph.files.regular import check_regular_file, read_regular_file
from graph.files.whole import whole_file

__all__ = [
    "FileLock",
    "check_regular_file",
    "exclusively",
    "find_holder",
    "find_other_owner",
    "make_private_folder",
    "overwrite",
    "read_regular_file",
    "replace_whole",
    "sync_folder",
    "whole_file",
    "write_at",
]
