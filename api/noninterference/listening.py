"""Listens to the subscriptions of a viewer while things happen unseen: nothing may be heard."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import orjson

from api.authentication import Authenticated
from api.graphql import served_schema
from api.graphql.request import GraphQLRequest
from api.graphql.service import GraphQLService
from api.noninterference.documents import Question
from api.noninterference.worlds import Scratch
from policies import ViewerContext

Heard = list[tuple[str, str]]


@asynccontextmanager
async def listening(scratch: Scratch, viewer: ViewerContext, questions: Sequence[Question]) -> AsyncIterator[Heard]:
    """Subscribe as a viewer, and yield the list that events come into: the document, and the event's text."""
    service = GraphQLService(scratch.app, served_schema())
    who = Authenticated(viewer=viewer, expires_at=time.time() + 3600, token_id="kit")  # noqa: S106 - no secret
    heard: Heard = []

    async def listen(document: str) -> None:
        async for answer in service.subscribe(GraphQLRequest(query=document), who):
            heard.append((document, orjson.dumps(answer.body).decode()))

    tasks = [asyncio.create_task(listen(question.document)) for question in questions]
    await asyncio.sleep(0.05)  # until each has read where it begins
    try:
        yield heard
        await asyncio.sleep(0.05)  # what was waked has read its inbox
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
