"""The packages that facecam needs, as its own metadata lists them, and which of them are here."""

from __future__ import annotations

from importlib import metadata

from packaging.requirements import Requirement

_RUNTIMES = {"onnxruntime", "onnxruntime-gpu"}
"""One module in two packages: either will do, and the frozen program brings the smaller one."""


def required() -> list[Requirement]:
    """Those of this system and Python; extras are left out. Raises `PackageNotFoundError` where facecam itself was
    never installed."""
    listed = map(Requirement, metadata.requires("facecam") or ())
    return [one for one in listed if one.marker is None or one.marker.evaluate({"extra": ""})]


def look(wanted: Requirement) -> tuple[str, bool]:
    """What is here of a package, as words, and whether that is enough."""
    names = [wanted.name, *sorted(_RUNTIMES - {wanted.name})] if wanted.name in _RUNTIMES else [wanted.name]
    for name in names:
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
        return f"{name} {version}", wanted.specifier.contains(version, prereleases=True)
    return f"no {wanted.name}", False
