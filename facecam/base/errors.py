"""What can go wrong in a way that a person can mend.

Every error says what happened, to which file, device or option, and what to do about it:

    raise SourceError("{source} cannot be opened", "Check the path", source=name)

Both are messages (`facecam.base.messages`): the window shows them in its own language, everybody else in English.
Anything else that is raised is a defect of facecam.
"""

from __future__ import annotations

from facecam.base.messages import Field, Message, paragraph, placed


class FacecamError(Exception):
    """`what` and `remedy` are sentences without their full stop; `what` names the file or device.

    Each is a template with places for some of `fields`, or a message that was made already.
    """

    def __init__(self, what: str | Message, remedy: str | Message = "", /, **fields: Field) -> None:
        self.message = what if isinstance(what, Message) else placed(what, fields)
        self.advice = remedy if isinstance(remedy, Message) else placed(remedy, fields) if remedy else None
        """What to do about it; None where nothing helps."""
        super().__init__(self.message, *([self.advice] if self.advice else []))

    @property
    def what(self) -> str:
        """What happened, in English."""
        return str(self.message)

    @property
    def remedy(self) -> str:
        """What to do about it, in English; empty where nothing helps."""
        return str(self.advice) if self.advice else ""

    @property
    def told(self) -> Message:
        """All of it, with full stops."""
        return paragraph(*self.parts)

    @property
    def parts(self) -> tuple[Message, ...]:
        """The sentences, to be told with others."""
        return (self.message,) if self.advice is None else (self.message, self.advice)

    def __str__(self) -> str:
        return str(self.told)


class SourceError(FacecamError):
    """A camera, stream or video cannot be opened or read."""


class CertificateError(SourceError):
    """A server's certificate is not trusted; the user may trust it."""

    def __init__(
        self, what: str | Message, remedy: str | Message = "", /, *, server: str, fingerprint: str, **fields: Field
    ) -> None:
        super().__init__(what, remedy, server=server, fingerprint=fingerprint, **fields)
        self.server = server
        """As the setting `certificates` names it."""
        self.fingerprint = fingerprint
        """SHA-256 of what it shows, in hexadecimal."""


class ImageError(FacecamError):
    """An image file cannot be read."""


class ImageKindError(ImageError):
    """What should be an image is of no kind that is read."""


class ImageSizeError(ImageError):
    """An image has more pixels than are taken."""


class ModelError(FacecamError):
    """A model file is missing, altered or of the wrong kind."""


class ProviderError(FacecamError):
    """The processor that was required (a GPU) does not run the model."""


class StoreError(FacecamError):
    """The database cannot be opened, read or written."""


class DiskFullError(StoreError):
    """The database cannot be written, for the disk is full."""


class UnwritableError(StoreError):
    """The database cannot be written, for its file or its folder may only be read."""


class StoppedError(FacecamError):
    """Somebody wanted it no more while it was done: nothing was changed."""


class LockedError(StoreError):
    """The database is encrypted, and its key is not there."""

    def __init__(
        self, what: str | Message, remedy: str | Message = "", /, *, passphrase: bool = True, **fields: Field
    ) -> None:
        super().__init__(what, remedy, **fields)
        self.passphrase = passphrase
        """Whether a passphrase would open it."""


class InputError(FacecamError):
    """A name, number, option or file of the user's does not fit."""


class RefusedError(FacecamError):
    """Who is told of an event understood it and does not want it: another try will hardly change that."""


class ConflictError(InputError):
    """What is there already, or was changed meanwhile, is in the way."""


class NotFoundError(FacecamError):
    """What was asked for (a person, an operation to undo) is not there."""
