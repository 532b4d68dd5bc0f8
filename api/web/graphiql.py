"""GraphiQL for a browser, from files that the package carries: nothing is loaded from elsewhere."""

from pathlib import Path

from starlette.responses import FileResponse, Response

STATIC_FOLDER = Path(__file__).parent / "static"

# Everything from this origin alone: a page that holds a token must not call home, and the address of a picture in an
# answer must not be fetched, or whoever runs that host learns who looks at it. GraphiQL's editors need inline styles.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self'; "
    "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def graphiql_page() -> Response:
    """Return the page."""
    response = FileResponse(STATIC_FOLDER / "graphiql.html", media_type="text/html")
    response.headers["content-security-policy"] = _POLICY
    response.headers["cache-control"] = "no-cache"
    response.headers["referrer-policy"] = "no-referrer"
    response.headers["x-content-type-options"] = "nosniff"
    return response
