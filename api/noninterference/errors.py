"""Errors of the kit.

KitError
├── PremiseError       what the kit's worlds rest on does not hold, so that it would find nothing
├── ScratchStoreError  the store to work on is not empty, and nobody said that it may be emptied
└── RefusedError       a question was refused where it must be answered
"""

from api.errors import ApiError


class KitError(ApiError):
    """Base of all errors of the kit."""

    code = "KIT"


class PremiseError(KitError):
    """What the kit's worlds rest on does not hold: it would look where a leak cannot show, and find nothing."""

    code = "KIT_PREMISE"

    def __init__(self, what: str) -> None:
        super().__init__(f"the kit cannot show a leak: {what}; give `api/noninterference/worlds.py` another pair")


class ScratchStoreError(KitError):
    """The kit empties the store that it works on, so it takes none that holds something."""

    code = "KIT_STORE"

    def __init__(self) -> None:
        super().__init__("the store for the kit holds records; the kit works on an empty one alone")


class RefusedError(KitError):
    """A question was refused as a whole, so it shows nothing. The document is an attribute, not in the message."""

    code = "KIT_REFUSED"

    def __init__(self, field: str, error_code: str, document: str) -> None:
        super().__init__(f"a question of the kit about `{field}` was refused with {error_code}")
        self.field = field
        self.document = document
