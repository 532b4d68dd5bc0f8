"""The non-interference kit: shows on a store of its own that what a viewer cannot see changes no answer to it.

Start reading at `trial` (what is done for a viewer in which order), then `questions` (all that can be asked, made from
the schema), `worlds` (what is seen and what is hidden) and `verdicts` (what counts as a finding).
"""

from api.noninterference.caller import Caller
from api.noninterference.documents import Question, as_documents
from api.noninterference.errors import KitError, ScratchStoreError
from api.noninterference.plan import Plan
from api.noninterference.questions import QuestionMaker, Universe, question_maker
from api.noninterference.session import Session
from api.noninterference.timing import TimingVerdict, compare_timing
from api.noninterference.unseen import Secrets
from api.noninterference.verdicts import Answers, Finding, Report, differences, without_ids
from api.noninterference.viewers import AlikeViewers, alike_viewers, described, viewers_of
from api.noninterference.worlds import Hiding, Scratch, scratch_application

__all__ = [
    "AlikeViewers",
    "Answers",
    "Caller",
    "Finding",
    "Hiding",
    "KitError",
    "Plan",
    "Question",
    "QuestionMaker",
    "Report",
    "Scratch",
    "ScratchStoreError",
    "Secrets",
    "Session",
    "TimingVerdict",
    "Universe",
    "alike_viewers",
    "as_documents",
    "compare_timing",
    "described",
    "differences",
    "question_maker",
    "scratch_application",
    "viewers_of",
    "without_ids",
]
