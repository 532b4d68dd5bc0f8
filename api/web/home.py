"""The page at `/`: which addresses this service answers at, and nothing about what it holds or who asks."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response

ADDRESSES = {
    "graphql": "/graphql",
    "live": "/health/live",
    "ready": "/health/ready",
}
_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Benang</title>
<h1>Benang</h1>
<p>A cross-agency knowledge graph. Every question needs a token of your agency.</p>
<ul>
<li><a href="/graphql">/graphql</a>: GraphiQL in a browser; POST and WebSocket for programs</li>
<li><a href="/health/live">/health/live</a> and <a href="/health/ready">/health/ready</a>: for whoever watches the
service</li>
</ul>
</html>
"""
_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


async def home(request: Request) -> Response:
    """Answer a browser with a small page, and a program with the same as JSON."""
    page: Response
    if "text/html" in request.headers.get("accept", ""):
        page = HTMLResponse(_PAGE)
        page.headers["content-security-policy"] = _POLICY
    else:
        page = JSONResponse(ADDRESSES)
    page.headers["vary"] = "accept"
    page.headers["x-content-type-options"] = "nosniff"
    return page
