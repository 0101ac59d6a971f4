"""The application: its routers, and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from fastapi import APIRouter, FastAPI
from starlette.types import ASGIApp

import facecam
from facecam.serve import compreface, pages, problems, reference
from facecam.serve.gate import Gate
from facecam.serve.routes import about, cameras, corrections, events, history, looking, people, rules, sessions
from facecam.serve.service import Service

ROUTERS: tuple[APIRouter, ...] = (
    about.router,
    looking.router,
    people.router,
    history.router,
    corrections.router,
    cameras.router,
    events.router,
    rules.router,
    sessions.router,
)
"""All of `/v1`, in the order in which OpenAPI lists them. A new room of routes is one more line here."""

PAGES: tuple[APIRouter, ...] = (reference.router, pages.router)
"""What browsers show; not part of OpenAPI."""


def make_app(service: Service, compat: Literal["compreface"] | None = None) -> FastAPI:
    """The routes over this service, without the gate (`guarded`); `compat`: those of another server, too."""
    app = FastAPI(
        title="facecam",
        version=facecam.__version__,
        description=(
            "Who is in a picture, on your own machine. Every route but /v1/health needs a key: Authorization:"
            " Bearer KEY, or x-api-key: KEY. Errors are {error: {code, message, remedy, request_id}}."
        ),
        docs_url=None,  # the framework's page loads its scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    app.state.service = service
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router, prefix="/v1")
    for router in PAGES:
        app.include_router(router)
    if compat == "compreface":
        app.mount("/api/v1", compreface.make_app(service))
    return app


def guarded(app: ASGIApp, names: Iterable[str], anywhere: bool) -> ASGIApp:
    """The application behind its gate."""
    return Gate(app, names, anywhere)
