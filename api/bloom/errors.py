"""Errors of the Bloom projection.

BloomError
├── TargetUnreachableError  the target does not answer or refuses the login
├── SharedTargetError       the target is the shared store of a deployment
├── ForeignTargetError      the target holds somebody else's data
├── MixedTargetError        the target holds somebody else's data beside an earlier projection
├── ConstrainedTargetError  the target has constraints that no projection made
├── PhraseFailedError       a search phrase does not run on the target
├── PerspectiveError        the perspective file cannot be written
├── AskerGoneError          the token ended while the view was being projected
└── ViewMovedError          the view changed while it was being projected
"""

from pathlib import Path

from api.errors import ApiError


class BloomError(ApiError):
    """Base of all errors of the Bloom projection."""

    code = "BLOOM"


class TargetUnreachableError(BloomError):
    """The target does not answer, or refuses the login."""

    code = "BLOOM_TARGET_UNREACHABLE"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the target does not answer or refuses the login (`{reason}`)")
        self.reason = reason


class SharedTargetError(BloomError):
    """The target is the shared store; analysts never work on it. Nothing was written."""

    code = "BLOOM_TARGET_SHARED"

    def __init__(self) -> None:
        super().__init__("the target is the shared store of a deployment; give another neo4j; nothing was written")


class ForeignTargetError(BloomError):
    """The target holds data that no projection wrote. Nothing was written."""

    code = "BLOOM_TARGET_FOREIGN"

    def __init__(self) -> None:
        super().__init__(
            "the target holds data that is no projection of benang; give an empty database; nothing was written"
        )


class MixedTargetError(BloomError):
    """Beside an earlier projection the target holds data that is joined to nothing in it. Nothing was written."""

    code = "BLOOM_TARGET_MIXED"

    def __init__(self) -> None:
        super().__init__(
            "the target holds data beside an earlier projection that benang did not write; remove it there or give "
            "another database; nothing was written"
        )


class ConstrainedTargetError(BloomError):
    """The target has constraints that no projection made. Nothing was written."""

    code = "BLOOM_TARGET_CONSTRAINED"

    def __init__(self) -> None:
        super().__init__(
            "the target has constraints that no projection of benang made; drop them (`SHOW CONSTRAINTS`) or give "
            "another database; nothing was written"
        )


class PhraseFailedError(BloomError):
    """A search phrase does not run on the target, so no perspective file was written."""

    code = "BLOOM_PHRASE"

    def __init__(self, phrase: str, store_code: str) -> None:
        super().__init__(f"the search phrase `{phrase}` fails on the target with `{store_code}`")
        self.phrase = phrase
        self.store_code = store_code


class PerspectiveError(BloomError):
    """The view is projected, and its perspective file cannot be written; what stood there stays."""

    code = "BLOOM_PERSPECTIVE"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"the view is projected, but its perspective file `{path}` cannot be written: {reason}")
        self.path = path


class AskerGoneError(BloomError):
    """The token of who asked ended, or lost its key, while the view was projected. The target was emptied."""

    code = "BLOOM_ASKER_GONE"

    def __init__(self, reason: str) -> None:
        super().__init__(f"{reason} while the view was projected; the target was emptied; run it again with a new one")
        self.reason = reason


class ViewMovedError(BloomError):
    """Records were restamped or policy closed while the view was read. The target was emptied."""

    code = "BLOOM_VIEW_MOVED"

    def __init__(self) -> None:
        super().__init__("the view became narrower while it was projected; the target was emptied; run it again")
