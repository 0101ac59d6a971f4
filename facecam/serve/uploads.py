"""Pictures and fields as they come in: multipart/form-data (RFC 7578), bounded while it streams.

All of it stays in memory and nothing on a disk, for these are faces. A form is a pydantic model; a route takes
`form(Model)` as a dependency and describes itself with `described(Model)`.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

from fastapi import Depends
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError, WithJsonSchema
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from facecam.base.errors import InputError
from facecam.capture.clip import EncodedClip
from facecam.capture.images import EncodedImage
from facecam.serve.problems import Problem

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

LARGEST = 10 * 1024 * 1024
"""Bytes of one picture."""

PICTURES = 20
"""Of one request."""

PIXELS = 40_000_000
"""Of one picture."""

MOST = PICTURES * LARGEST + 1024 * 1024
"""Bytes of one request."""

FIELDS, FIELD = 20, 64 * 1024
"""Fields that are no pictures, and the bytes of one."""

Picture = Annotated[
    EncodedImage, WithJsonSchema({"type": "string", "format": "binary", "contentMediaType": "image/*"})
]
"""A picture of a form."""

Clip = Annotated[
    EncodedClip,
    BeforeValidator(lambda part: EncodedClip(part.data, part.name) if isinstance(part, EncodedImage) else part),
    WithJsonSchema({"type": "string", "format": "binary", "contentMediaType": "video/*"}),
]
"""A short film of a form, as large as a picture may be."""

Model = TypeVar("Model", bound=BaseModel)


class Form(BaseModel):
    """What a route takes; fields that it does not know are refused, for they may be misspelt."""

    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


def form(model: type[Model]) -> Any:
    """A dependency: the form of a request. Raises `Problem` and `RequestValidationError`."""

    known = model.model_fields
    several = {SEVERAL, ONE} if SEVERAL in known and ONE not in known else {SEVERAL}

    async def read(request: Request) -> Model:
        values: dict[str, Any] = {}
        for name, value in await parts(request):
            if name in several:
                values.setdefault(SEVERAL, []).append(value)
            elif name in values:
                raise _wrong(name, "It was given twice")
            elif value or _required(model, name):  # a form of a page sends what was left empty, too
                values[name] = value
        try:
            return model.model_validate(values)
        except ValidationError as error:
            errors = [{**one, "loc": ("body", *one["loc"])} for one in error.errors(include_url=False)]
            raise RequestValidationError(errors) from error

    reader: Callable[..., Coroutine[Any, Any, Model]] = read
    return Depends(reader)


def _required(model: type[BaseModel], name: str) -> bool:
    return name in model.model_fields and model.model_fields[name].is_required()


ONE, SEVERAL = "file", "files"
"""The one field that may come more than once; where there is none for one picture, it takes that, too."""


def described(model: type[BaseModel]) -> dict[str, Any]:
    """What OpenAPI says of a route that takes this form."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    for name, field in schema["properties"].items():
        kinds = [kind for kind in field.pop("anyOf", []) if kind != {"type": "null"}]  # a form has no null
        schema["properties"][name] = {**(kinds[0] if kinds else {}), **field}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


def too_large(most: int) -> Problem:
    said = InputError(
        "The body is larger than {most} bytes", "Send smaller pictures, or fewer at a time", most=most
    )
    return Problem(413, "too_large", said, headers={"Connection": "close"})


async def parts(request: Request) -> list[tuple[str, str | EncodedImage]]:
    """The fields and pictures of a form, in their order. Raises `Problem` for one that is broken or too large."""
    kind, options = parse_options_header(request.headers.get("content-type", ""))
    if kind != b"multipart/form-data":
        said = InputError("The body is no multipart form", "Send multipart/form-data, as a form in a page does")
        raise Problem(415, "no_form", said)
    form = _Parts()
    try:
        parser = MultipartParser(options.get(b"boundary", b""), form.callbacks, max_size=MOST)
        async for chunk in request.stream():
            if chunk:
                parser.write(chunk)
        parser.finalize()
    except FormParserError as error:
        raise _broken() from error
    if not form.ended:
        raise _broken()
    return form.parts


class _Parts:
    """Gathers what the parser finds, and refuses too much of it as soon as it comes."""

    def __init__(self) -> None:
        self.parts: list[tuple[str, str | EncodedImage]] = []
        self.ended = False
        self._header, self._value = b"", b""
        self._name = ""
        self._file: str | None = None
        self._disposition = b""
        self._files = 0
        self._data = bytearray()
        self.callbacks: MultipartCallbacks = {
            "on_part_begin": self._begin,
            "on_header_field": self._on_header,
            "on_header_value": self._on_value,
            "on_header_end": self._on_header_end,
            "on_headers_finished": self._on_headers,
            "on_part_data": self._on_data,
            "on_part_end": self._on_part_end,
            "on_end": self._on_end,
        }

    def _begin(self) -> None:
        self._disposition, self._header, self._value = b"", b"", b""
        self._data = bytearray()

    def _on_header(self, data: bytes, start: int, end: int) -> None:
        self._header += data[start:end]

    def _on_value(self, data: bytes, start: int, end: int) -> None:
        self._value += data[start:end]

    def _on_header_end(self) -> None:
        if self._header.lower() == b"content-disposition":
            self._disposition = self._value
        self._header, self._value = b"", b""

    def _on_headers(self) -> None:
        _, options = parse_options_header(self._disposition)
        if b"name" not in options:
            raise _broken()
        self._name = options[b"name"].decode("utf-8", "replace")
        file = options.get(b"filename")
        self._file = None if file is None else _called(file.decode("utf-8", "replace"))
        if self._file is None:
            if len(self.parts) - self._files >= FIELDS:
                raise _too_many(FIELDS)
            return
        self._files += 1
        if self._files > PICTURES:
            said = InputError("These are more than {most} pictures", "Send fewer at a time", most=PICTURES)
            raise Problem(413, "too_many_pictures", said)

    def _on_data(self, data: bytes, start: int, end: int) -> None:
        most = FIELD if self._file is None else LARGEST
        if len(self._data) + end - start > most:
            what = self._name if self._file is None else self._file
            said = InputError(
                "{what} is larger than {most} bytes", "Send a smaller one", what=what or self._name, most=most
            )
            raise Problem(413, "too_large", said)
        self._data += data[start:end]

    def _on_part_end(self) -> None:
        if self._file is None:
            try:
                value: str | EncodedImage = self._data.decode("utf-8")
            except UnicodeDecodeError:
                raise _wrong(self._name, "It is no UTF-8") from None
        else:
            name = self._file or f"picture {self._files}"
            value = EncodedImage(bytes(self._data), name, PIXELS)
        self.parts.append((self._name, value))
        self._data = bytearray()

    def _on_end(self) -> None:
        self.ended = True


def _called(name: str) -> str:
    """A file's name without its folders, short and on one line: it is shown, and no file is looked for."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(letter if letter.isprintable() else " " for letter in last).strip()[:100]


def _too_many(most: int) -> Problem:
    said = InputError("The form has more than {most} fields", "Send only those that /docs lists", most=most)
    return Problem(413, "too_many_fields", said)


def _broken() -> Problem:
    said = InputError("The form is cut short or broken", "Send it again, as multipart/form-data with its boundary")
    return Problem(400, "broken_form", said)


def _wrong(name: str, reason: str) -> RequestValidationError:
    return RequestValidationError([{"type": "value_error", "loc": ("body", name), "msg": reason}])
