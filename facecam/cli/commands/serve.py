"""`facecam serve`: the same over HTTP."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from facecam.base.errors import FacecamError, InputError
from facecam.base.memory import one_heap
from facecam.cli.support.failures import DONE
from facecam.cli.support.interruption import interruption
from facecam.cli.support.opening import opened, tell_left_out
from facecam.cli.support.options import Db, Fast, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import note, print_json, say

if TYPE_CHECKING:
    from facecam.front_door import Facecam
    from facecam.serve.server import Certificate
    from facecam.store.access_keys import KeyInfo


def serve(
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65_535, help="0: any free one.")] = 8765,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="HOST", help="Another name that it is reached by, as behind a proxy."),
    ] = None,
    camera: Annotated[
        list[str] | None,
        typer.Option("--camera", metavar="NAME=SOURCE", help="Watch this, too, while it runs; may be repeated."),
    ] = None,
    compat: Annotated[
        Literal["compreface"] | None, typer.Option("--compat", help="Also speak another server's routes.")
    ] = None,
    certfile: Annotated[Path | None, typer.Option("--certfile", metavar="FILE", help="For TLS (PEM).")] = None,
    keyfile: Annotated[Path | None, typer.Option("--keyfile", metavar="FILE", help="Its key (PEM).")] = None,
    runs: Annotated[
        Path | None, typer.Option("--runs", metavar="FOLDER", help="Training runs for the page Compare models.")
    ] = None,
    fast: Fast = False,
    as_json: Json = False,
    db: Db = None,
    gpu: GpuChoice = None,
    model: Model = None,
) -> int:
    """Serve it over HTTP, until Ctrl-C or SIGTERM.

    Prints an address with a key in it, which ends with the server; `facecam keys add` makes lasting ones. A key of
    your own may stand in the environment (FACECAM_KEY).
    """
    try:
        from facecam.serve import gate, server
        from facecam.serve.app import guarded, make_app
        from facecam.serve.service import Service
    except ModuleNotFoundError as error:
        raise InputError(
            "Serving needs the package {package}, which is not installed",
            "Install facecam with its extra: python -m uv run --extra serve facecam serve",
            package=str(error.name),
        ) from error

    one_heap()
    certificate = _certificate(certfile, keyfile)
    scheme = "https" if certificate else "http"
    if not gate.is_loopback(host) and certificate is None:
        note(
            f"Whoever can listen on the way to {host} reads keys and pictures, for nothing is encrypted: use"
            " --certfile and --keyfile, or put a proxy that speaks TLS before it."
        )
    if runs is not None and not runs.is_dir():
        raise InputError("There is no folder {folder}", "Name the folder of training runs", folder=str(runs))
    brought = _cameras(camera or ())
    settings = chosen(db, gpu, model)
    with interruption() as ended, opened(settings, fast) as cam, server.listen(host, port) as listener:
        cam.recognizer  # noqa: B018  what is wrong with it is said now, and the first answer comes at once
        cam.matcher  # noqa: B018
        tell_left_out(cam)
        cam.runtime.tend = True
        cam.runtime.start()
        with _key(cam) as key:
            address = f"{scheme}://{_in_url(host)}:{listener.getsockname()[1]}/"
            service = Service(cam, key.brought, brought, runs)
            service.start()
            names = {*gate.own_names(host), *(name or ())}
            app = guarded(make_app(service, compat), names, anywhere=not gate.is_loopback(host))

            def started() -> None:
                if as_json:
                    print_json({"url": address, "key": key.text})
                else:
                    say(f"facecam answers at {address}{'' if key.brought else '#key=' + key.text}")
                    say("Ctrl-C ends it; /docs says what can be asked.")

            if not ended.is_set():
                server.make_server(app, service, certificate, started).run([listener])
            service.close_pools()
    return DONE


@dataclass(frozen=True, slots=True)
class _Key:
    """What opens this server from its start on."""

    text: str
    brought: KeyInfo | None
    """Of the environment; None for one that was made for this run."""


@contextmanager
def _key(cam: Facecam) -> Iterator[_Key]:
    """The key of the environment, or one that is made now and revoked at the end.

    It stands in the database meanwhile, so that servers which share one know each other's.
    """
    from facecam.store.access_keys import Scope, brought

    if text := os.environ.pop("FACECAM_KEY", ""):  # no child process shall have it
        yield _Key(text, brought(text))
        return
    made = cam.add_key(f"serve, since {datetime.now():%Y-%m-%d %H:%M:%S}", Scope.ADMIN)
    try:
        yield _Key(made.key, None)
    finally:
        with suppress(FacecamError):  # a database that is away keeps it; `facecam keys list` shows it
            cam.revoke_key(made.info.id)


def _cameras(given: Sequence[str]) -> dict[str, str]:
    """Sources by name."""
    from facecam.base.addresses import public
    from facecam.store.names import clean_name

    found: dict[str, str] = {}
    for one in given:
        name, equals, source = one.partition("=")
        if not equals or not source.strip():
            raise InputError(
                "--camera {camera} is no name with a source",
                "Write it like front=rtsp://camera.local/live",
                camera=public(one),
            )
        name = clean_name(name)
        if name in found:
            raise InputError("There are two cameras {name}", "Choose another name", name=name)
        found[name] = source
    return found


def _certificate(file: Path | None, key: Path | None) -> Certificate | None:
    from facecam.serve.server import Certificate

    if file is None and key is None:
        return None
    if file is None or key is None:
        raise InputError("--certfile and --keyfile belong together", "Give both, or neither")
    certificate = Certificate(file, key)
    certificate.check()
    return certificate


def _in_url(host: str) -> str:
    """As addresses write it; where it listens everywhere, the name by which this machine knows itself."""
    if host in ("0.0.0.0", "::", ""):
        return "localhost"
    return f"[{host}]" if ":" in host else host
