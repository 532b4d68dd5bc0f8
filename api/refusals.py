"""Which errors say that nothing of an act was done, so that the trail may call it denied.

INVARIANT: each is raised before anything is changed, or undoes it: of what may have been made nothing says `denied`.
"""

from api.errors import (
    ActKeyError,
    AlertMovedError,
    GrantStepError,
    HeldError,
    InputError,
    LiftedError,
    NoOperatorError,
    NoticeStateError,
    OperationTooLongError,
    OwnRecordError,
    RequestStepError,
)
from entity_resolution.errors import SamePairError
from graph import CursorError
from graph.errors import GrantMovedError, RecordMovedError, UnknownKindError, UnknownPropertyError
from ingest import SettingError
from policies import BudgetError, ForbiddenError, LogsHeldError, OverCeilingError, ViewerError

ARGUMENTS = (CursorError, InputError, SamePairError, SettingError, UnknownKindError, UnknownPropertyError)
"""Those of an argument alone, whoever asks: nothing that was asked is done before all arguments are read."""

REFUSALS = (
    *ARGUMENTS,
    ActKeyError,
    AlertMovedError,
    BudgetError,
    ForbiddenError,
    GrantMovedError,
    GrantStepError,
    HeldError,
    LiftedError,
    LogsHeldError,
    NoOperatorError,
    NoticeStateError,
    OperationTooLongError,
    OverCeilingError,
    OwnRecordError,
    RecordMovedError,
    RequestStepError,
    ViewerError,
)
"""All of them."""
