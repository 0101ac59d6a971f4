"""A picture that somebody gives: dropped, chosen or pasted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

import numpy as np
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from facecam.base.types import Image
from ui.base.remembered import folder, keep_folder
from ui.i18n.language import translate

PICTURES = "*.jpg *.jpeg *.png *.webp *.bmp *.tif *.tiff *.gif *.avif *.jp2 *.heic *.heif"


@dataclass(frozen=True, slots=True)
class Given:
    """A picture as it was given: a file, or pixels from the clipboard or another program."""

    name: str
    picture: str | QImage


def given_by(mime: QMimeData | None) -> Given | None:
    """The first picture that is dragged or pasted; an empty clipboard has None."""
    if mime is None:
        return None
    for url in mime.urls():
        if url.isLocalFile():
            return Given(PurePath(url.toLocalFile()).name, url.toLocalFile())
    if mime.hasImage() and isinstance(image := mime.imageData(), QImage) and not image.isNull():
        return Given(translate("DropArea", "the pasted picture"), image)
    return None


def ask_picture(parent: QWidget, title: str) -> Given | None:
    """Let somebody choose one."""
    kinds = translate("DropArea", "Pictures ({endings});;All files (*)").format(endings=PICTURES)
    file, _ = QFileDialog.getOpenFileName(parent, title, folder("pictures"), kinds)
    if not file:
        return None
    keep_folder("pictures", file)
    return Given(PurePath(file).name, file)


def read(given: Given) -> Image:
    """(H, W, 3) BGR, uint8. Raises `ImageError` for a file that cannot be read."""
    from facecam.capture.images import read_image

    return read_image(given.picture) if isinstance(given.picture, str) else pixels(given.picture)


def pixels(image: QImage) -> Image:
    """(H, W, 3) BGR, of an image from the clipboard."""
    plain = image.convertToFormat(QImage.Format.Format_BGR888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : plain.width() * 3].reshape(plain.height(), plain.width(), 3).copy()
