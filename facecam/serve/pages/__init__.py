"""The pages in the browser: plain files that ask the public routes and nothing else (decision 0018).

They load nothing from elsewhere and run no script that is not a file here (Content-Security-Policy). What is shown
of names and files goes into the page as text, never as HTML.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from facecam.base.errors import NotFoundError
from facecam.base.messages import text
from facecam.serve.pages.words import WORDS
from facecam.serve.problems import language

router = APIRouter(include_in_schema=False)

STATIC = Path(__file__).parent / "static"

KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' blob:",
        "media-src 'self' blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
    )
)


@router.get("/")
def start() -> Response:
    """All pages: which one is shown stands behind the address's `#`."""
    return _file("index.html")


@router.get("/pages/words.json")
def words(request: Request) -> Response:
    """What the pages say, in the browser's language; places as `{name}`."""
    spoken = language(request)
    said = {key: text(message, spoken) for key, message in WORDS.items()}
    return JSONResponse({"language": spoken, "words": said}, headers={"Vary": "Accept-Language"})


@router.get("/pages/{name}")
def file(name: str) -> Response:
    return _file(name)


def _file(name: str) -> Response:
    # One of those that are here: a name from outside is looked up, never joined to a path.
    path = _files().get(name)
    if path is None:
        raise NotFoundError("There is no page {name}", "Begin at /", name=name)
    # Asked for anew each time, so that the files of two versions never meet in one page.
    headers = {"Content-Security-Policy": POLICY, "Permissions-Policy": "camera=(self)"}
    return Response(path.read_bytes(), media_type=f"{KINDS[path.suffix]}; charset=utf-8", headers=headers)


@cache
def _files() -> dict[str, Path]:
    return {path.name: path for path in STATIC.iterdir() if path.suffix in KINDS}
