"""Takes note that an operator has looked at a lost checkpoint key: the present one signs on, and the trail says why."""

from collections.abc import Mapping

from api.reasons import check_reason
from api.suspensions import OPERATING, OPERATOR
from policies import AuditEntry, AuditLog, CheckpointKey, Outcome, accept_earlier_keys, accepting, find_other_keys

CONFIRM_KEY = (
    "put keys/checkpoint.pem back from a backup, or, where it is lost or was exchanged on purpose, say so by "
    "`benang audit accept-key --reason WHY`"
)
"""What an operator does about logs that wait for a key."""


def unconfirmed(others: Mapping[str, str]) -> str:
    """Return how many logs are not signed, and behind which keys.

    Args:
        others: these logs, with the name of the key of their last checkpoint.
    """
    names = ", ".join(f"`{name}`" for name in sorted(set(others.values())))
    return f"{len(others)} logs are not signed: their last checkpoints are of another key, {names}"


def accept_key(audit: AuditLog, key: CheckpointKey, reason: str) -> tuple[str, ...]:
    """Let a key sign on behind the checkpoints of others, for all processes of the folder; return these keys' names.

    The reason is in the trail first.

    Raises:
        AuditDamagedError: damage of the trail waits for somebody, and comes first.
        AuditError: the trail takes no entry, or its logs cannot be read.
        InputError: the reason is outside its limits.
        OSError: the folder cannot be written.
    """
    kept = check_reason(reason)
    earlier = sorted(set(find_other_keys(audit.folder, key).values()))
    if earlier:
        audit.append(
            AuditEntry(
                actor=OPERATOR,
                agency=OPERATOR,
                purpose=OPERATING,
                operation=accepting(key, earlier),
                outcome=Outcome.ALLOWED,
                policy_version="",
                reason=kept,
            )
        )
        audit.flush()
        accept_earlier_keys(audit.folder, key, earlier)
    return tuple(earlier)
