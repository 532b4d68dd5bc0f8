"""GraphQL over WebSocket: the graphql-transport-ws protocol for subscriptions, and for any other operation.

Strawberry speaks the protocol; what is ours is that every operation goes through the same service as HTTP, that a connection begins
with a token in `connection_init`, and that it is closed with 4403 when the token ends (clients then ask for a new one and return).
"""

import asyncio
import contextlib
import json
import time
from typing import Any

import structlog
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from api.authentication import Authenticated, Authenticator
from api.errors import ApiError, AuthenticationError, public_error
from api.graphql.service import GraphQLAnswer, GraphQLService
from graph import GraphError
from policies import PolicyError

log = structlog.get_logger()

PROTOCOL = "graphql-transport-ws"
INIT_SECONDS = 5.0
MAX_OPERATIONS = 16
MAX_MESSAGE_CHARACTERS = 100_000
MAX_CONNECTIONS = 1_000
BAD_REQUEST, UNAUTHORIZED, FORBIDDEN = 4400, 4401, 4403
INIT_TIMEOUT, DUPLICATE, TOO_MANY_INITS = 4408, 4409, 4429
TRY_LATER, WRONG_PROTOCOL = 1013, 4406
