"""Asks all whom a cross-check names: the holder of each hit, and the party that runs a value where it is no holder."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from api.bootstrap import Application
from api.cli.acting import act_as
from api.cli.keyed_acts import Asked
from api.cli.request_lines import describe_request, request_map
from api.cross_checks.questions import CrossCheck, SelectorQuestion
from api.refusals import REFUSALS
from api.requests.views import RequestView
from api.terminal_text import Line, as_line
from policies import Urgency, ViewerContext

_Send = Callable[..., Awaitable[RequestView | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What all are asked, and how soon an answer is needed; `asked` has the key of the command."""

    text: str
    urgency: Urgency
    asked: Asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What became of asking one agency about one value: the request, or why it was not sent."""

    holder: str
    request: RequestView | None = None
    refusal: str = "there is no such thing in your view any more"

    def line(self) -> Line:
        """Return it as one line."""
        if self.request is not None:
            return describe_request(self.request)
        return as_line(f"not asked: {self.holder}", self.refusal)

    def as_json(self) -> dict[str, object]:
        """Return it as `--json` prints it."""
        if self.request is not None:
            return request_map(self.request)
        return {"holder": self.holder, "not_asked": self.refusal}


async def ask_all(
    app: Application, viewer: ViewerContext, values: Sequence[SelectorQuestion], found: CrossCheck, question: Question
) -> AsyncIterator[Asking]:
    """Send a request about each value to all that its answer names; what one may not be asked keeps no other back.

    Yield each once it was sent or refused, so that what stands is told whatever becomes of the next.

    Args:
        app: the application.
        viewer: who asks.
        values: what was checked.
        found: the answer, in the same order; one that is held names nobody.
        question: what to ask.
    """
    asked = set[str]()
    for identifier, holder, send in _whom(app, viewer, values, found):
        # Of one identifier an agency is asked once: however often it was given, and under its key for good.
        name = f"cross-check request {identifier} {holder}"
        if name in asked:
            continue
        asked.add(name)
        act = question.asked.act(app, viewer, name)
        sending = partial(send, question=question.text, urgency=question.urgency, act=act)
        try:
            view = await act_as(
                app, viewer, "send request", partial(sending, viewer), shown=lambda view: view.record_ids
            )
        except REFUSALS as exc:
            yield Asking(holder=holder, refusal=str(exc))
        else:
            yield Asking(holder=holder, request=view)


def _whom(
    app: Application, viewer: ViewerContext, values: Sequence[SelectorQuestion], found: CrossCheck
) -> Iterator[tuple[str, str, _Send]]:
    """Yield identifier and agency that the answers name, with what asks it: by the hit where there is one.

    The identifier is kind and value as it was read: `000 777 889` and `000777889` are one account.

    A hit names the records to who is asked; an identifier alone does not.
    """
    desk = app.exchange.requests
    for value, checked in zip(values, found.values, strict=False):
        identifier = f"{checked.kind} {checked.reading.read_as}"
        for hit in checked.hits:
            yield identifier, hit.holder.code, partial(desk.send, hit=hit.id)
        known = {viewer.agency, *(hit.holder.code for hit in checked.hits)}
        if checked.operator is not None and checked.operator.code not in known:
            yield identifier, checked.operator.code, partial(desk.ask_operator, value=value)
