"""HTTP: the GraphQL endpoint by the GraphQL-over-HTTP conventions, its WebSocket, health, GraphiQL from local files."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Mapping
from functools import partial
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from strawberry import Schema

from api.audit.auditing import tell_of_failure
from api.authentication import Authenticator, advice_on_keys, authenticate
from api.background.first_plans import FirstPlans
from api.background.workers import running_workers
from api.bootstrap import Application
from api.errors import RETRY_AFTER_SECONDS, ApiError, AuthenticationError, KeysUnreadableError
from api.graphql import served_schema
from api.graphql.request import parse_request
from api.graphql.service import GraphQLAnswer, GraphQLService
from api.public_errors import http_status, public_error
from api.web.graphiql import STATIC_FOLDER, graphiql_page
from api.web.home import home
from api.web.request_body import RequestBodies
from api.web.websocket import GraphQLWebSocket
from graph import GraphError
from graph.errors import StoreUnavailableError
from graph.store import heard_within
from policies import AuditDamagedError, AuditError, ClockError, PolicyError

log = structlog.get_logger()

GRAPHQL_JSON = "application/graphql-response+json"
PLAIN_JSON = "application/json"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""What the endpoint answers itself, HEAD as well: it says of each but POST in one way that it is not served."""
READY_SECONDS = 5.0
"""How long the store, and the disk of the trail, may take where somebody asks whether the service is ready."""
_HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


def build_http(
    app: Application, *, with_workers: bool = True, schema: Schema | None = None, first: FirstPlans | None = None
) -> Starlette:
    """Return the ASGI application of one process.

    Args:
        app: the wired parts.
        with_workers: also resolve and make notices in the background of this process.
        schema: what is served; `None` for the schema as it is.
        first: what is planned before the service is ready; `None` where nothing is.
    """
    service = GraphQLService(app, schema or served_schema())
    authenticator = Authenticator(app.settings, app.scopes.directory)
    endpoint = GraphQLEndpoint(service, authenticator, max_body_bytes=app.settings.max_body_bytes)
    socket = GraphQLWebSocket(service, authenticator, origins=app.settings.origins)

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        if with_workers and app.settings.policy is None:
            log.warning("sample_policy_in_force", policy_version=app.bundle.version)
        async with running_workers(app) if with_workers else contextlib.nullcontext():
            yield
            await service.finish()

    async def ready(_: Request) -> Response:
        return await _readiness(app, authenticator, first)

    return Starlette(
        routes=[
            Route("/", home, methods=["GET"]),
            Route("/graphql", endpoint.answer, methods=METHODS),
            WebSocketRoute("/graphql", socket.serve),
            Route("/health/live", alive, methods=["GET"]),
            Route("/health/ready", ready, methods=["GET"]),
            Mount("/static", StaticFiles(directory=STATIC_FOLDER)),
        ],
        lifespan=lifespan,
    )


class GraphQLEndpoint:
    """POST /graphql, and the GraphiQL page for a browser's GET."""

    def __init__(self, service: GraphQLService, authenticator: Authenticator, *, max_body_bytes: int) -> None:
        self._service = service
        self._authenticator = authenticator
        self._bodies = RequestBodies(max_bytes=max_body_bytes)

    async def answer(self, request: Request) -> Response:
        """Answer one request."""
        if request.method != "POST":
            return self._answer_other(request)
        media_type = negotiate(request.headers.get("accept", "*/*"))
        if media_type is None:
            return _failure(HTTPStatus.NOT_ACCEPTABLE, "NOT_ACCEPTABLE", "accept application/json", PLAIN_JSON)
        if request.headers.get("content-type", "").split(";")[0].strip().lower() != PLAIN_JSON:
            message = "send application/json"
            return _failure(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message, media_type)
        if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
            message = "send the body as it is, without a content encoding"
            response = _failure(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", message, media_type)
            response.headers["accept-encoding"] = "identity"
            return response
        try:
            return _present(await self._executed(request), media_type)
        except ClientDisconnect:
            return Response(status_code=HTTPStatus.BAD_REQUEST)  # which nobody is there to read
        except AuthenticationError as exc:
            response = _failure(HTTPStatus.UNAUTHORIZED, exc.code, str(exc), media_type)
            response.headers["www-authenticate"] = 'Bearer realm="benang"'
            return response
        except (ApiError, PolicyError, GraphError) as exc:
            if isinstance(exc, AuditError):
                tell_of_failure(exc)
            return _refusal(exc, media_type)
        except Exception as exc:
            # What goes on from here would be printed with its values.
            log.error("request_failed", problem=type(exc).__name__)
            code, message = public_error(exc)
            return _failure(HTTPStatus.INTERNAL_SERVER_ERROR, code, message, media_type)

    def _answer_other(self, request: Request) -> Response:
        """Answer whatever is no POST: a browser gets the page, and nobody an answer to a question."""
        # Queries by GET are not served: they would put what is asked for into logs and histories on the way.
        if (
            request.method in {"GET", "HEAD"}
            and "text/html" in request.headers.get("accept", "")
            and "query" not in request.query_params
        ):
            page = graphiql_page()
            page.headers["vary"] = "accept"
            return page
        response = _failure(HTTPStatus.METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "send queries by POST", PLAIN_JSON)
        response.headers["allow"] = "POST"
        response.headers["vary"] = "accept"
        return response

    async def _executed(self, request: Request) -> GraphQLAnswer:
        """Return what becomes of a request, whose token is asked again behind all that takes time.

        Raises:
            AuthenticationError: the token speaks for nobody, or does no more.
        """
        confirm = partial(authenticate, request.headers.getlist("authorization"), self._authenticator)
        who = confirm()
        body = await self._bodies.take_in(request, who)
        try:
            who = confirm()
        except AuthenticationError:
            await self._service.note_late(who)
            raise
        work = self._service.execute(parse_request(body), who, confirm=confirm)
        answer = await _unless_left(request, work)
        confirm()
        return answer


def negotiate(accept: str) -> str | None:
    """Return the media type to answer with, `None` where the client takes neither.

    Source:
        GraphQL over HTTP, working draft, section 4.3 (legacy clients send `*/*` and get plain JSON).
    """
    best: tuple[float, int, str] | None = None
    for number, part in enumerate(accept.split(",") if accept else ["*/*"]):
        media, *parameters = (p.strip().lower() for p in part.split(";"))
        chosen = {GRAPHQL_JSON: GRAPHQL_JSON, PLAIN_JSON: PLAIN_JSON, "application/*": PLAIN_JSON, "*/*": PLAIN_JSON}
        if media in chosen:
            weight = next((_quality(p) for p in parameters if p.startswith("q=")), 1.0)
            if weight > 0 and (best is None or (weight, -number) > best[:2]):
                best = (weight, -number, chosen[media])
    return best[2] if best else None


async def alive(_: Request) -> Response:
    """Answer that the process answers."""
    return JSONResponse({"status": "live"})


def not_ready(code: str | None = None, *, store: str | None = None, advice: str | None = None) -> Response:
    """Return the answer that a service which is asked whether it is ready gives where it is not, and why in a code."""
    told = {"code": code, "store": store, "advice": advice}
    body = {"status": "not ready"} | {name: value for name, value in told.items() if value is not None}
    return JSONResponse(body, status_code=HTTPStatus.SERVICE_UNAVAILABLE)


def _quality(parameter: str) -> float:
    try:
        return float(parameter[2:])
    except ValueError:
        return 0.0


async def _unless_left(request: Request, work: Coroutine[Any, Any, GraphQLAnswer]) -> GraphQLAnswer:
    """Return what work returns; it is given up where the client leaves first.

    Raises:
        ClientDisconnect: it left.
    """
    asked, left = asyncio.ensure_future(work), asyncio.ensure_future(request.receive())  # behind the body comes that
    try:
        await asyncio.wait((asked, left), return_when=asyncio.FIRST_COMPLETED)
        if not asked.done():
            raise ClientDisconnect
        return asked.result()
    finally:
        asked.cancel()
        left.cancel()
        await asyncio.gather(asked, left, return_exceptions=True)


def _present(answer: GraphQLAnswer, media_type: str) -> Response:
    # A refused document is the client's error under the new media type; under plain JSON the draft keeps 200.
    refused = not answer.executed and media_type == GRAPHQL_JSON
    status = HTTPStatus.BAD_REQUEST if refused else HTTPStatus.OK
    return _json(answer.body, status, media_type)


def _failure(status: HTTPStatus, code: str, message: str, media_type: str, **details: int | str) -> Response:
    body = {"errors": [{"message": message, "extensions": {"code": code, **details}}]}
    return _json(body, status, media_type)


def _json(body: Mapping[str, Any], status: HTTPStatus, media_type: str) -> Response:
    """Return an answer that nobody on the way keeps, and no browser takes for something else."""
    given = f"{media_type}; charset=utf-8"
    return Response(orjson.dumps(body), status_code=status, media_type=given, headers=_HEADERS)


def _refusal(exc: Exception, media_type: str) -> Response:
    """Return the answer to a request that an error stopped, with when to ask again where that may help."""
    code, message = public_error(exc)
    details = exc.details if isinstance(exc, ApiError) else {}
    response = _failure(http_status(code), code, message, media_type, **details)
    if response.status_code == HTTPStatus.REQUEST_TIMEOUT:
        response.headers["connection"] = "close"  # what still comes of the body is no request
    if response.status_code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE}:
        response.headers["retry-after"] = str(RETRY_AFTER_SECONDS)
    return response


async def _readiness(app: Application, authenticator: Authenticator, first: FirstPlans | None) -> Response:
    try:
        app.audit.check()
        app.clock.now()
        authenticator.check_keys()
        async with asyncio.timeout(READY_SECONDS):
            # In a thread: a disk that hangs must not keep others from their answers.
            await asyncio.to_thread(app.audit.check_room)
        async with heard_within(READY_SECONDS):
            await app.feed.last()
    except StoreUnavailableError as exc:
        return not_ready(exc.code, store=app.watch.trouble)
    except (AuditDamagedError, ClockError) as exc:
        return not_ready(exc.code)
    except (AuditError, TimeoutError):
        return not_ready("AUDIT_FAILED")
    except KeysUnreadableError:
        return not_ready("KEYS_UNREADABLE", advice=advice_on_keys(app.settings))
    except GraphError:
        return not_ready()
    if first is not None and not first.are_made:
        return not_ready("STARTING")
    return JSONResponse({"status": "ready", "policyVersion": app.bundle.version})
