"""How many files the process may have open, each connection one: raised at the start, and kept to by connections.

Without a file the audit trail takes no entry and the store no statement: silent connections must not take the last.
"""

import resource

MOST_FILES = 10_240
"""What is asked for: macOS gives no more, and it is enough for all WebSocket connections and three times as many."""


def raise_limit() -> int:
    """Raise the limit of open files of this process as far as it may and needs; return what it is then."""
    given, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_FILES if most == resource.RLIM_INFINITY else min(most, MOST_FILES)
    if given != resource.RLIM_INFINITY and given < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return open_files()


def open_files() -> int:
    """Return how many files this process may have open at once, `MOST_FILES` at the most."""
    given, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST_FILES if given == resource.RLIM_INFINITY else min(given, MOST_FILES)


def most_connections() -> int:
    """Return how many connections there may be at once.

    A quarter of the files is left: for the store, the trail and keys, and for what the port takes in one turn of the
    loop, before anybody counts it (2,048).
    """
    return open_files() * 3 // 4
