"""The live subscription.

Alerts of the viewer's agency as they are made, each re-authorised at the second of delivery.
"""

import time
from collections.abc import AsyncGenerator

import strawberry

from api.auditing import audit_operation
from api.errors import AuthenticationError
from api.graphql.alerts import Alert
from api.graphql.context import BenangInfo
from policies import Exposure


@strawberry.type(description="What you are told by itself.")
class Subscription:
    """The root of subscriptions."""

    @strawberry.subscription
    async def alerts(self, info: BenangInfo) -> AsyncGenerator[Alert, None]:
        """New alerts of your agency, from now on; ends when your token does."""
        operation = info.context
        app, viewer = operation.app, operation.viewer
        last = max((a.notice.seq for a in await app.inbox.alerts(operation.scope, viewer=viewer)), default=0)
        async for _ in app.hub.wakings():
            if time.time() >= operation.expires_at:
                raise AuthenticationError("the token has expired")
            scope = await app.scope_for(viewer)
            for alert in await app.inbox.alerts(scope, after=last, viewer=viewer):
                last = alert.notice.seq
                operation.renew(scope)
                operation.show_alert(alert.notice)
                told = operation.disclosures(Exposure.NOTIFIED)
                audit_operation(app.audit, viewer, "subscription alerts", scope, operation.shown, disclosures=told)
                yield Alert.of(alert)
