"""What can go wrong in a way that a person can mend.

Every error says what happened, to which file, device or option, and what to do about it. Anything else that is
raised is a defect of facecam.
"""

from __future__ import annotations


class FacecamError(Exception):
    """`what` and `remedy` are sentences without their full stop; `what` names the file or device."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what, remedy)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what}. {self.remedy}." if self.remedy else f"{self.what}."


class SourceError(FacecamError):
    """A camera, stream or video cannot be opened or read."""


class ImageError(FacecamError):
    """An image file cannot be read."""


class ModelError(FacecamError):
    """A model file is missing, altered or of the wrong kind."""


class ProviderError(FacecamError):
    """The processor that was required (a GPU) does not run the model."""


class StoreError(FacecamError):
    """The database cannot be opened, read or written."""


class LockedError(StoreError):
    """The database is encrypted, and its key is not there."""

    def __init__(self, what: str, remedy: str = "", *, passphrase: bool = True) -> None:
        super().__init__(what, remedy)
        self.passphrase = passphrase
        """Whether a passphrase would open it."""


class InputError(FacecamError):
    """A name, number, option or file of the user's does not fit."""


class NotFoundError(FacecamError):
    """What was asked for (a person, an operation to undo) is not there."""
