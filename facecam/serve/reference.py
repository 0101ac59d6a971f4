"""`/docs`: what OpenAPI says of every route, as one page that loads nothing and runs nothing."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

router = APIRouter(include_in_schema=False)

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1rem }
code, pre { font: 0.875rem/1.4 ui-monospace, monospace; overflow-wrap: anywhere }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid #8886; border-radius: 4px }
section { border-top: 1px solid #8886; padding: 0.5rem 0 }
h2 { font-size: 1.1rem } dt { font-weight: 600 } dd { margin: 0 0 0.4rem 1rem }
"""

_POLICY = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()


@router.get("/docs")
def page(request: Request) -> HTMLResponse:
    """The page."""
    schema = request.app.openapi()
    routes = "".join(
        _route(schema, method, path, about)
        for path, methods in schema["paths"].items()
        for method, about in methods.items()
    )
    title = escape(schema["info"]["title"])
    html = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{title}</h1><p>{escape(schema['info']['description'])}</p>"
        f'<p><a href="/openapi.json">openapi.json</a> has the same for programs.</p>{routes}</body></html>'
    )
    policy = f"default-src 'none'; style-src 'sha256-{_POLICY}'; frame-ancestors 'none'; base-uri 'none'"
    return HTMLResponse(html, headers={"Content-Security-Policy": policy})


def _route(schema: dict[str, Any], method: str, path: str, about: dict[str, Any]) -> str:
    fields = [*_parameters(about), *_body(schema, about)]
    listed = f"<dl>{''.join(fields)}</dl>" if fields else ""
    done = next((status for status in about["responses"] if status.startswith("2")), "")
    content = about["responses"].get(done, {}).get("content", {}).get("application/json", {})
    example = json.dumps(_example(schema, content["schema"]), indent=1, ensure_ascii=False) if content else ""
    shown = f"<pre>{escape(example)}</pre>" if example else ""
    return (
        f"<section><h2><code>{method.upper()} {escape(path)}</code> {escape(about.get('summary', ''))}</h2>"
        f"<p>{escape(about.get('description', ''))}</p>{listed}{shown}</section>"
    )


def _parameters(about: dict[str, Any]) -> Iterator[str]:
    for one in about.get("parameters", ()):
        yield f"<dt><code>{escape(one['name'])}</code></dt><dd>{escape(one.get('description', ''))}</dd>"


def _body(schema: dict[str, Any], about: dict[str, Any]) -> Iterator[str]:
    for kind, content in about.get("requestBody", {}).get("content", {}).items():
        form = _resolved(schema, content["schema"])
        for name, field in form.get("properties", {}).items():
            wanted = "" if name in form.get("required", ()) else ", may be left out"
            said = f"{field.get('description', '')} ({kind}{wanted})"
            yield f"<dt><code>{escape(name)}</code></dt><dd>{escape(said)}</dd>"


def _resolved(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in part:
        return dict(schema["components"]["schemas"][part["$ref"].rsplit("/", 1)[-1]])
    return part


def _example(schema: dict[str, Any], part: dict[str, Any]) -> Any:
    """An answer made of the examples of its fields."""
    if part.get("examples"):
        return part["examples"][0]
    part = _resolved(schema, part)
    if "properties" in part:
        return {name: _example(schema, field) for name, field in part["properties"].items()}
    if "anyOf" in part:
        return _example(schema, part["anyOf"][0])
    if part.get("type") == "array":
        return [_example(schema, part["items"])]
    if "enum" in part or "const" in part:
        return part.get("const", part.get("enum", [None])[0])
    if part.get("format") == "date-time":
        return "2026-11-29T08:15:00+01:00"
    return {"boolean": False, "integer": 1, "number": 0.5, "string": "text"}.get(part.get("type", ""))
