"""The picture as a file."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QImage

from facecam.base.errors import InputError
from facecam.base.types import Image
from facecam.base.unfinished import in_one_step
from ui.base.control import Control
from ui.i18n.language import translate
from ui.widgets.avatar import to_image


def save_picture(control: Control, picture: Image | None) -> None:
    """Save (H, W, 3) BGR among the user's pictures, off the GUI thread; says where."""
    if picture is None:
        control.failed.emit(translate("Snapshot", "There is no picture to save."))
        return
    pictures = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.PicturesLocation)
    moment = f"{datetime.now():%Y-%m-%d %H-%M-%S-%f}"[:-3]
    path = Path(pictures) / "facecam" / f"facecam {moment}.png"
    image = to_image(picture)
    saved = translate("Snapshot", "Saved {path}").format(path=path)
    control.run(lambda: _write(image, path), lambda _: control.saved.emit(saved, str(path)))


def _write(image: QImage, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        what = translate("Snapshot", "{folder} cannot be made: {why}").format(
            folder=path.parent, why=error.strerror
        )
        raise InputError(what, translate("Snapshot", "Mend its rights")) from error
    written = False
    with suppress(OSError), in_one_step(path) as part:  # said below
        written = image.save(str(part))
        if not written:
            raise OSError
    if not written:
        what = translate("Snapshot", "{path} cannot be written").format(path=path)
        raise InputError(what, translate("Snapshot", "Free some space or mend the folder's rights"))
