"""Has the server plan the statements before anybody waits for them.

A server that has just started plans each statement when it is first asked, the large ones in tenths of a second, and
the first question of a viewer needs several: on a busy machine it ran into its time limit.
"""

from collections.abc import Callable, Collection, Iterable

from graph.errors import StoreQueryError
from graph.store.connection import Store
from graph.store.cypher import OF_ONTOLOGY, REGISTRY, Access, Template

# What a viewer waits for first.
_ORDER = (Access.SCOPED, Access.SYSTEM, Access.READ_IN_WRITE, Access.WRITE)


async def plan_ahead(
    store: Store, *, first: Collection[str] = (), on_first: Callable[[], object] = lambda: None
) -> int:
    """Have each statement planned, one after the other; return how many were.

    One that cannot be planned is passed over: whoever runs it is told.

    Args:
        store: where.
        first: the names of those that are planned before all others.
        on_first: called once these are.

    Raises:
        StoreUnavailableError: the server does not answer.
    """
    every = sorted([*OF_ONTOLOGY.values(), *REGISTRY.values()], key=lambda made: _ORDER.index(made.access))
    planned = await _plan(store, [made for made in every if made.name in first])
    on_first()
    return planned + await _plan(store, [made for made in every if made.name not in first])


async def _plan(store: Store, statements: Iterable[Template]) -> int:
    planned = 0
    for made in statements:
        try:
            await store.plan(made)
        except StoreQueryError:
            continue
        planned += 1
    return planned
