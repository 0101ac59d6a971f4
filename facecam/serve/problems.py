"""What goes wrong, as an answer: one envelope, with a code for programs and a sentence and a remedy for people.

    {"error": {"code": "not_found", "message": "There is no person 7", "remedy": "List ...", "request_id": "..."}}

Nothing of this machine is told: no path, no address of a database, no traceback. Those are in the log.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import ClientDisconnect

from facecam.base.errors import (
    ConflictError,
    FacecamError,
    ImageError,
    ImageKindError,
    ImageSizeError,
    InputError,
    ModelError,
    NotFoundError,
    ProviderError,
    StoreError,
)
from facecam.base.messages import Message, text

log = logging.getLogger(__name__)

AGAIN_IN = 1
"""Seconds after which it is worth asking a busy server again."""

STATUSES: dict[type[FacecamError], tuple[int, str]] = {
    ConflictError: (409, "conflict"),
    NotFoundError: (404, "not_found"),
    ImageSizeError: (413, "too_many_pixels"),
    ImageKindError: (415, "not_an_image"),
    ImageError: (400, "bad_image"),
    InputError: (400, "bad_input"),
    StoreError: (503, "database_unavailable"),
    ModelError: (503, "model_unavailable"),
    ProviderError: (503, "model_unavailable"),
}
"""By the kind of error, the more special ones first."""

_OF_THE_MACHINE: dict[str, FacecamError] = {
    "database_unavailable": StoreError(
        "The database cannot be used at the moment", "Try again; the server's log says why"
    ),
    "model_unavailable": ModelError("The model cannot be run", "The server's log says why"),
    "internal": FacecamError("The server has a defect", "Report it with the request's number and the server's log"),
}
"""What is told in place of errors that name files and addresses."""


GONE = 499
"""The status of an answer that nobody hears, as nginx notes it."""


class ClientGone(Exception):
    """Nobody waits for the answer any more."""


class Problem(HTTPException):
    """An answer that is no result. `more` are further keys of the envelope."""

    def __init__(
        self,
        status: int,
        code: str,
        error: FacecamError,
        *,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(status, str(error), dict(headers or {}))
        self.code = code
        self.error = error
        self.more = dict(more or {})


def busy(error: FacecamError, status: int = 503, code: str = "busy") -> Problem:
    """Too much at a time; asked again a moment later it may be answered."""
    return Problem(status, code, error, headers={"Retry-After": str(AGAIN_IN)})


def problem_of(error: FacecamError) -> Problem:
    """The answer to what the front door raised."""
    status, code = next((answer for kind, answer in STATUSES.items() if isinstance(error, kind)), (500, "internal"))
    if code in _OF_THE_MACHINE:
        log.error("%s", error)
        error = _OF_THE_MACHINE[code]
    return Problem(status, code, error, headers={"Retry-After": str(AGAIN_IN)} if status == 503 else None)


def internal() -> Problem:
    return Problem(500, "internal", _OF_THE_MACHINE["internal"])


def language(request: Request) -> str:
    """What the client's people read: the language that is asked for first where it is known, else English."""
    asked = request.headers.get("accept-language", "").strip().lower()[:2]
    return asked if asked in ("de", "fr") else "en"


def envelope(request: Request, problem: Problem) -> dict[str, Any]:
    said, spoken = problem.error, language(request)
    return {
        "error": {
            "code": problem.code,
            "message": text(said.message, spoken),
            "remedy": text(said.advice, spoken) if said.advice else "",
            "request_id": request_id(request),
            **problem.more,
        }
    }


def request_id(request: Request) -> str:
    """The number by which the log knows this request; set by the gate."""
    return str(request.scope.get("facecam.request", ""))


def answer(request: Request, problem: Problem) -> Response:
    return JSONResponse(envelope(request, problem), problem.status_code, problem.headers)


def of_http(request: Request, error: StarletteHTTPException) -> Problem:
    """What the framework refuses: no such route, another method, a body that is no JSON."""
    if isinstance(error, Problem):
        return error
    match error.status_code:
        case 404:
            said: FacecamError = NotFoundError("There is nothing at this address", "See /docs for what there is")
            if (meant := _meant(request)) is not None:
                said = NotFoundError(
                    "There is nothing at this address", "Perhaps {address} is meant", address=meant
                )
            return Problem(404, "no_such_route", said)
        case 405:
            said = InputError(
                "{method} is not answered at this address", "See /docs for what is", method=request.method
            )
            return Problem(405, "method_not_allowed", said, headers={"Allow": ", ".join(_allowed(request))})
    said = InputError("The request cannot be read", "See /docs for how it is to look")
    return Problem(error.status_code, "bad_request", said, headers=error.headers)


def _meant(request: Request) -> str | None:
    """The address of a route that was asked without /v1, or with a slash at its end."""
    asked = request.url.path.removeprefix("/v1").rstrip("/")
    for path in request.app.openapi()["paths"]:
        if "{" not in path and path.removeprefix("/v1") == asked:
            return str(path)
    return None


def _allowed(request: Request) -> list[str]:
    """The methods that are answered at a request's address."""
    for path, methods in request.app.openapi()["paths"].items():
        if re.fullmatch(re.sub(r"{\w+}", "[^/]+", path), request.url.path):
            return sorted(method.upper() for method in methods)
    return ["GET"]


def of_validation(request: Request, error: RequestValidationError) -> Problem:
    """A field that is missing, of another kind or out of range."""
    fields = [
        {
            "field": ".".join(str(part) for part in one["loc"][1:]) or str(one["loc"][0]),
            # The library that checks them puts its own name of the error before our sentence.
            "reason": str(one["msg"]).removeprefix("Value error, "),
        }
        for one in error.errors()
    ]
    # Who sends a field that there is not misses one that there is, and has misspelt it perhaps.
    kinds = [one["type"] for one in error.errors()]
    at = kinds.index("extra_forbidden") if "extra_forbidden" in kinds else 0
    name, taken = fields[at]["field"], ", ".join(_taken(request))
    match kinds[at]:
        case "extra_forbidden" if taken:
            said = InputError(
                "There is no field {field}",
                Message("Send what is taken here: {fields}; /docs says more", fields=taken),
                field=name,
            )
        case "missing" if taken:
            said = InputError(
                "The field {field} is missing",
                Message("Send what is taken here: {fields}; /docs says more", fields=taken),
                field=name,
            )
        case "json_invalid":  # and the "field" is a place in it
            said = InputError("The body is no JSON", "Send JSON, as /docs shows")
        case _:
            said = InputError(
                "The field {field} does not fit: {reason}",
                "See /docs for what it has to be",
                field=name,
                reason=fields[at]["reason"],
            )
    return Problem(422, "wrong_field", said, more={"fields": fields})


def _taken(request: Request) -> list[str]:
    """The fields of the form that a request's route takes; none where it takes no form."""
    described = getattr(request.scope.get("route"), "openapi_extra", None) or {}
    content = described.get("requestBody", {}).get("content", {})
    return [name for kind in content.values() for name in kind["schema"]["properties"]]


def install(app: FastAPI) -> None:
    """Answer every error of this application in the envelope."""

    async def facecam_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, FacecamError)
        return answer(request, problem_of(error))

    async def http_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, StarletteHTTPException)
        return answer(request, of_http(request, error))

    async def validation_error(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        return answer(request, of_validation(request, error))

    async def defect(request: Request, error: Exception) -> Response:
        return answer(request, internal())  # and it goes on to the gate, which logs it

    async def gone(request: Request, error: Exception) -> Response:
        return Response(status_code=GONE)

    app.add_exception_handler(Exception, defect)
    for left in (ClientGone, ClientDisconnect):
        app.add_exception_handler(left, gone)
    app.add_exception_handler(FacecamError, facecam_error)
    app.add_exception_handler(StarletteHTTPException, http_error)
    app.add_exception_handler(RequestValidationError, validation_error)
