"""The release matrix: for every originator and profile, who may be told what, as text that stands in version control.

A change of policy then shows as changed lines. One line is one set of viewers that are told the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from graph import CompartmentKey, PropertyClass, SubjectRole
from policies.bundles.model import Bundle
from policies.bundles.vocabulary import READ_ACTIONS, PolicyAction
from policies.checks.many_viewers import ACTIONS, Answer, ManyViewers
from policies.checks.viewer_classes import ViewerWording, named_roles, viewer_classes
from policies.scopes.world import Bits
from policies.viewer import ViewerContext

LETTERS: dict[PropertyClass, str] = {c: str(c)[0] for c in PropertyClass}
"""i identity, c contact, f financial, l location, n narrative, s source."""
HIT_LETTER, NOTICE_LETTER, NOTHING = "H", "N", "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixRow:
    """What a set of viewers is told of the records of one originator under one profile.

    Attributes:
        originator: whose records.
        profile: their handling profile.
        told: kinds and subject roles with the letters of what may be read, `H` for a hit alone, `N` for link notices.
        viewers: to whom: agencies, and under which purpose, role or case.
    """

    originator: str
    profile: str
    told: str
    viewers: tuple[str, ...]


def release_matrix(
    bundle: Bundle, *, now: datetime, originators: Iterable[str] | None = None, viewers: Sequence[ViewerContext] = ()
) -> list[MatrixRow]:
    """Return the matrix of others' views; what an originator reads of its own is the floor's and stands in no row.

    Args:
        bundle: the bundle.
        now: the instant that it holds for.
        originators: whose records; those of all parties by default.
        viewers: whose views; all that the bundle tells apart by default.
    """
    owners = sorted(bundle.registers.parties) if originators is None else sorted(originators)
    profiles, kinds = sorted(bundle.registers.profiles), sorted(bundle.kinds)
    keys = [
        CompartmentKey(originator=o, profile=p, kind=k, role=r)
        for o in owners
        for p in profiles
        for k in kinds
        for r in SubjectRole
    ]
    classes = list(viewers) or viewer_classes(bundle)
    rows = _grouped(ManyViewers(bundle, classes, keys, now=now), classes, profiles, kinds)
    wording = ViewerWording(classes, named_roles=named_roles(bundle))
    return [
        MatrixRow(
            originator=o,
            profile=p,
            told=text,
            viewers=tuple(wording.lines([classes[n] for n in sorted(who)])),
        )
        for (o, p, text), who in sorted(rows.items(), key=lambda item: item[0])
    ]


def _grouped(
    many: ManyViewers, classes: Sequence[ViewerContext], profiles: Sequence[str], kinds: Sequence[str]
) -> dict[tuple[str, str, str], list[int]]:
    """Return for each originator, profile and text of what is told the numbers of the viewers that it is told to."""
    width, texts = len(kinds) * len(SubjectRole), dict[Answer, str]()
    rows: dict[tuple[str, str, str], list[int]] = {}
    for originator in many.originators:
        others = np.array([viewer.agency != originator for viewer in classes])
        told = many.told(originator)
        for label, answer in enumerate(told.answers):
            members = np.flatnonzero((told.labels == label) & others).tolist()
            for number, profile in enumerate(profiles):
                block = _block(answer, number * width, width)
                if members and any(block):
                    if block not in texts:
                        texts[block] = _told(dict(zip(ACTIONS, block, strict=True)), kinds)
                    rows.setdefault((originator, profile, texts[block]), []).extend(members)
    return rows


def matrix_text(rows: Iterable[MatrixRow]) -> str:
    """Return the matrix as text: a heading for originator and profile, a line for what is told, below it to whom."""
    lines = [
        "# What each originator releases to others. i identity, c contact, f financial, l location, n narrative,",
        "# s source; H a hit and nothing more; N may be named in a link notice. Everything else is closed.",
    ]
    heading = ("", "")
    for row in rows:
        if heading != (row.originator, row.profile):
            heading = (row.originator, row.profile)
            lines += ["", f"## {row.originator}: {row.profile}"]
        lines.append(row.told)
        lines += [f"    {who}" for who in row.viewers]
    return "\n".join(lines) + "\n"


def _block(answer: Answer, first: int, width: int) -> Answer:
    """Return what of one originator and profile is allowed."""
    mask = (1 << width) - 1
    return tuple(allowed >> first & mask for allowed in answer)


def _told(block: Mapping[PolicyAction, Bits], kinds: Sequence[str]) -> str:
    """Return kinds with equal answers together, and within them the subject roles."""
    by_answer: dict[tuple[str, ...], list[str]] = {}
    roles = list(SubjectRole)
    for number, kind in enumerate(kinds):
        answer = tuple(_letters(block, number * len(roles) + at) for at in range(len(roles)))
        by_answer.setdefault(answer, []).append(kind)
    parts = [
        f"{'*' if len(found) == len(kinds) else ','.join(found)} {_by_role(answer)}"
        for answer, found in by_answer.items()
        if set(answer) != {NOTHING}
    ]
    return " | ".join(parts)


def _by_role(answer: Sequence[str]) -> str:
    roles: dict[str, list[str]] = {}
    for role, letters in zip(SubjectRole, answer, strict=True):
        roles.setdefault(letters, []).append(str(role))
    if len(roles) == 1:
        return answer[0]
    return " ".join(f"{letters}[{','.join(found)}]" for letters, found in roles.items() if letters != NOTHING)


def _letters(block: Mapping[PolicyAction, Bits], position: int) -> str:
    read = "".join(LETTERS[c] for c, action in READ_ACTIONS.items() if block[action] >> position & 1)
    hit = HIT_LETTER if block[PolicyAction.HIT] >> position & 1 and not read else ""
    notice = NOTICE_LETTER if block[PolicyAction.NOTICE] >> position & 1 else ""
    return read + hit + notice or NOTHING
