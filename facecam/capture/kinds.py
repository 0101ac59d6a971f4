"""Kinds of files by the ending of their name: those that are read, and words for those that are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from facecam.base.messages import Message

IMAGE_SUFFIXES = (
    *(".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".bmp", ".dib", ".tif", ".tiff"),
    *(".gif", ".jp2", ".avif", ".heic", ".heif", ".hif", ".pbm", ".pgm", ".ppm", ".pnm"),
)
VIDEO_SUFFIXES = (
    *(".mp4", ".mov", ".avi", ".mkv", ".webm", ".m4v", ".mpg", ".mpeg", ".wmv", ".asf", ".3gp", ".3g2"),
    *(".mts", ".m2ts", ".ts", ".vob", ".flv", ".ogv", ".mxf"),
)
ARCHIVE = ".zip"
"""The archives that are looked into."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file that is not read."""

    one: Message
    many: Message
    remedy: Message


_RAW = Kind(Message("raw picture"), Message("raw pictures"), Message("save them as JPEG"))
# GPL or young is what reads it (pillow-jxl-plugin, pylibjxl), and OpenCV's wheels are built without.
_JXL = Kind(Message("JPEG XL picture"), Message("JPEG XL pictures"), Message("save them as JPEG"))
_RARE = Kind(Message("picture of a rare kind"), Message("pictures of rare kinds"), Message("save them as JPEG"))
VIDEO = Kind(Message("video"), Message("videos"), Message("give each of them by itself"))
_OTHER = Kind(Message("other file"), Message("other files"), Message("they are no pictures"))
_PACKED = Kind(Message("archive"), Message("archives"), Message("unpack them, or pack their pictures as ZIP"))
_SOUND = Kind(Message("sound file"), Message("sound files"), Message("they hold no picture"))
UNREADABLE = Kind(
    Message("folder that cannot be read"),
    Message("folders that cannot be read"),
    Message("check their permissions"),
)
_DRAWING = Kind(Message("drawing"), Message("drawings"), Message("save them as PNG"))
_DOCUMENT = Kind(Message("document"), Message("documents"), Message("save the pictures in them as JPEG"))
_FOREIGN = {
    _RAW: ".cr2 .cr3 .nef .nrw .arw .srf .dng .orf .rw2 .raf .srw .pef .raw .3fr .erf .kdc .x3f",
    _JXL: ".jxl",
    _RARE: ".tga .pcx .dds .sgi .rgb .exr .hdr .jxr .wdp .j2k .jpf .ras .pict .qoi .fits .dcm",
    _PACKED: ".zip .rar .7z .tar .gz .tgz .bz2 .xz .zst .iso .dmg",
    _SOUND: ".mp3 .wav .m4a .aac .flac .oga .opus .wma .amr .mid .aiff",
    _DRAWING: ".svg .psd .xcf .ai .eps .ico .cdr",
    _DOCUMENT: ".pdf .doc .docx .odt .rtf .txt .md .htm .html .xls .xlsx .ods .csv .ppt .pptx .odp .pages .eml",
    VIDEO: " ".join(VIDEO_SUFFIXES),
}
_BY_SUFFIX = {suffix: kind for kind, suffixes in _FOREIGN.items() for suffix in suffixes.split()}


def foreign(path: Path) -> Kind | None:
    """What a file is that is no image; None where its name does not tell."""
    return _BY_SUFFIX.get(path.suffix.lower())


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Files of one kind that were not read."""

    kind: Kind
    files: tuple[Path, ...]

    @property
    def reason(self) -> Message:
        return Message("not read: {remedy}", remedy=self.kind.remedy)

    @property
    def counted(self) -> Message:
        """`3 raw pictures (.cr2, .nef)`."""
        endings = ", ".join(sorted({file.suffix.lower() for file in self.files} - {""})[:5])
        kind = self.kind.one if len(self.files) == 1 else self.kind.many
        counted = Message("{number} {kind}", number=len(self.files), kind=kind)
        return Message("{files} ({endings})", files=counted, endings=endings) if endings else counted


def by_kind(files: Iterable[Path]) -> tuple[LeftOut, ...]:
    """The kinds with the most files first."""
    groups: defaultdict[Kind, list[Path]] = defaultdict(list)
    for file in files:
        groups[foreign(file) or _OTHER].append(file)
    found = (LeftOut(kind, tuple(some)) for kind, some in groups.items())
    return tuple(sorted(found, key=lambda one: (-len(one.files), str(one.kind.many))))
