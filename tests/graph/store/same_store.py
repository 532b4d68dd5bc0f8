"""The store of an application once more, of which a test changes a step."""

from graph.store import Store


class SameStore(Store):
    """A store on the connections of another one; a subclass overrides what a test needs otherwise."""

    def __init__(self, store: Store) -> None:
        super().__init__(store._driver, store._database)
