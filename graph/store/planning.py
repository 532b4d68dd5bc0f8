"""Has the server plan the statements before anybody waits for them.

A server that has just started plans each statement when it is first asked, the large ones in tenths of a second, and
the first question of a viewer needs several: on a busy machine it ran into its time limit.
"""

from graph.errors import StoreQueryError
from graph.store.connection import Store
from graph.store.cypher import OF_ONTOLOGY, REGISTRY, Access

# What a viewer waits for first.
_ORDER = (Access.SCOPED, Access.SYSTEM, Access.READ_IN_WRITE, Access.WRITE)


async def plan_ahead(store: Store) -> int:
    """Have each statement planned, one after the other; return how many were.

    One that cannot be planned is passed over: whoever runs it is told.

    Raises:
        StoreUnavailableError: the server does not answer.
    """
    planned = 0
    for made in sorted([*OF_ONTOLOGY.values(), *REGISTRY.values()], key=lambda made: _ORDER.index(made.access)):
        try:
            await store.plan(made)
        except StoreQueryError:
            continue
        planned += 1
    return planned
