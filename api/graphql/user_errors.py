"""Why something was not done: what the payloads of changes say to whoever asked for them."""

import strawberry


@strawberry.type(description="Why something was not done.")
class UserError:
    """An error that the caller can mend.

    Attributes:
        code: for programs, such as `NOT_FOUND`; codes do not change.
        message: for people, in English; it may change, and holds no stored value.
    """

    code: str
    message: str


UNCHANGED = UserError(code="UNCHANGED", message="that is so already")
NOT_FOUND = UserError(code="NOT_FOUND", message="there is no such thing in your view")
