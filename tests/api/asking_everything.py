"""All that can be asked about some records, as each of some viewers, and where the answers differ: by the kit."""

from collections.abc import Collection, Mapping, Sequence

from api.noninterference import Answers, Caller, Universe, as_documents, differences, question_maker
from api.noninterference.verdicts import Check
from tests.api.asking import Desk

ByViewer = Mapping[str, Answers]


def questions_about(universe: Universe, *, without: Collection[str] = ()) -> list[str]:
    """Return the documents that ask every root field of the schema, but those of these names."""
    maker = question_maker()
    return list(as_documents([q for q in maker.queries(universe) if q.root_field not in without]))


def answers_to(desk: Desk, tokens: Mapping[str, str], texts: Sequence[str]) -> ByViewer:
    """Return what each viewer is answered to each document, status and bytes; none may fail or be refused."""
    found: dict[str, Answers] = {}
    caller = Caller(desk.http)
    for viewer, token in tokens.items():
        replies = desk.world.run(caller.ask_all(texts, token))
        assert not any(reply.has_failed for reply in replies)
        assert not any(b"DOCUMENT_REFUSED" in reply.body for reply in replies)
        found[viewer] = {text: reply.bytes for text, reply in zip(texts, replies, strict=True)}
    return found


def changes(before: ByViewer, after: ByViewer) -> list[str]:
    """Return in words which answers changed, of the viewers that were asked both times."""
    return [
        str(finding)
        for viewer in before.keys() & after.keys()
        for finding in differences(Check.WRITE_FORM, viewer, before[viewer], after[viewer])
    ]
