"""facecam sees faces, knows the people it was shown, and says "unknown" to everyone else.

    import facecam

    with facecam.open("people.db") as cam:
        cam.enrol("Anna", ["anna-1.jpg", "anna-2.jpg"])
        for face in cam.identify("party.jpg"):
            print(face.name, face.score, face.box)

`Facecam` (`front_door.py`) has it all. To read how it works begin with `pipeline/recognizer.py` (what happens to a
frame), `pipeline/engine.py` (when) and `base/types.py` (with what). What is named here is loaded when it is used
first.
"""

import os

# Since 1.29 ONNX Runtime reports the machine and the models it runs to its makers. Nothing leaves this machine, so
# it is told not to before anything can load it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

TYPE_CHECKING = False
"""As in `typing`, which takes longer to load than all of this."""

if TYPE_CHECKING:
    __version__: str
    from facecam.base.errors import ConflictError as ConflictError
    from facecam.base.errors import FacecamError as FacecamError
    from facecam.base.errors import ImageError as ImageError
    from facecam.base.errors import InputError as InputError
    from facecam.base.errors import LockedError as LockedError
    from facecam.base.errors import ModelError as ModelError
    from facecam.base.errors import NotFoundError as NotFoundError
    from facecam.base.errors import ProviderError as ProviderError
    from facecam.base.errors import SourceError as SourceError
    from facecam.base.errors import StoreError as StoreError
    from facecam.base.types import Candidate as Candidate
    from facecam.base.types import Decision as Decision
    from facecam.base.types import Detection as Detection
    from facecam.base.types import Face as Face
    from facecam.base.types import FrameResult as FrameResult
    from facecam.base.types import Quality as Quality
    from facecam.base.types import State as State
    from facecam.base.types import TrackSummary as TrackSummary
    from facecam.capture.images import EncodedImage as EncodedImage
    from facecam.front_door import Enrolment as Enrolment
    from facecam.front_door import Facecam as Facecam
    from facecam.front_door import Refusal as Refusal
    from facecam.front_door import open as open
    from facecam.operations.change import Change as Change
    from facecam.operations.change import ErasureReport as ErasureReport
    from facecam.pipeline.watch import Watch as Watch
    from facecam.store.people import PersonInfo as Person  # noqa: F401  as below
    from facecam.store.visits import VisitInfo as Visit  # noqa: F401
    from facecam.tasks.blurring import Blurred as Blurred
    from facecam.tasks.blurring import NotBlurred as NotBlurred
    from facecam.tasks.identification import Identified as Identified
    from facecam.tasks.live_check import LiveAnswer as LiveAnswer
    from facecam.tasks.verification import Verification as Verification

_MODULES = {
    "base.errors": (
        *(
            "ConflictError",
            "FacecamError",
            "ImageError",
            "InputError",
            "LockedError",
            "ModelError",
            "NotFoundError",
        ),
        *("ProviderError", "SourceError", "StoreError"),
    ),
    "capture.images": ("EncodedImage",),
    "front_door": ("Enrolment", "Facecam", "Refusal", "open"),
    "operations.change": ("Change", "ErasureReport"),
    "pipeline.watch": ("Watch",),
    "store.people": ("Person",),
    "store.visits": ("Visit",),
    "tasks.blurring": ("Blurred", "NotBlurred"),
    "tasks.identification": ("Identified",),
    "tasks.live_check": ("LiveAnswer",),
    "tasks.verification": ("Verification",),
    "base.types": (
        *("Candidate", "Decision", "Detection", "Face", "FrameResult", "Quality", "State", "TrackSummary"),
    ),
}
"""Where each name comes from."""

_THERE = {"Person": "PersonInfo", "Visit": "VisitInfo"}
"""What it is called there, where the store has another thing of that name."""

_PLACES = {name: f"facecam.{module}" for module, names in _MODULES.items() for name in names}

__all__ = ["__version__", *_PLACES]

if not TYPE_CHECKING:  # else every misspelt name would pass for one

    def __getattr__(name):
        if name == "__version__":  # `pyproject.toml` is the one place that has it
            from importlib.metadata import version

            return version("facecam")
        if name not in _PLACES:
            raise AttributeError(f"module 'facecam' has no attribute {name!r}")
        from importlib import import_module

        value = getattr(import_module(_PLACES[name]), _THERE.get(name, name))
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_PLACES})
