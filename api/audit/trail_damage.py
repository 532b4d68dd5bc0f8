"""Takes note that an operator has looked at a damaged audit trail: answers leave again, and the trail says why."""

from dataclasses import dataclass

from api.reasons import check_reason
from api.suspensions import OPERATING, OPERATOR
from policies import AuditEntry, AuditLog, Damage, Outcome, Sequencer

ACCEPTING = "accept damage of the trail"
_WAIT_SECONDS = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LookedAt:
    """What became of the damage of a trail: accepted as it is, or whole again, as after it was restored."""

    accepted: tuple[Damage, ...]
    whole_again: tuple[Damage, ...]


def accept_damage(audit: AuditLog, reason: str) -> LookedAt:
    """Look at all files, and accept what is damaged, for all processes of the folder. The reason is in the trail first.

    Raises:
        AuditError: the trail takes no entry.
        InputError: the reason is outside its limits.
        OSError: the folder cannot be written.
    """
    kept = check_reason(reason)
    known = audit.damage.standing()
    found = Sequencer(audit.folder, audit.damage).inspect(wait_seconds=_WAIT_SECONDS)
    if found:
        audit.append(
            AuditEntry(
                actor=OPERATOR,
                agency=OPERATOR,
                purpose=OPERATING,
                operation=f"{ACCEPTING}: {'; '.join(map(str, found))}",
                outcome=Outcome.ALLOWED,
                policy_version="",
                reason=kept,
            ),
            despite_damage=True,
        )
        audit.flush()
        audit.damage.accept(found)
    left = {damage.key for damage in found}
    return LookedAt(accepted=found, whole_again=tuple(damage for damage in known if damage.key not in left))
