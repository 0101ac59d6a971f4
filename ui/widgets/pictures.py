"""Small pictures of the database, each fetched when it is first painted."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from ui.base.control import Control
from ui.i18n.language import translate

if TYPE_CHECKING:
    from facecam.store.database import Database

log = logging.getLogger(__name__)

MOST = 2_000
"""Pictures that are kept; where there are more, all are fetched again as they are painted."""


def read_jpeg(jpeg: bytes | None, whose: str) -> QPixmap | None:
    """None where there is none; a null picture where it was damaged, which the log says of `whose`."""
    if jpeg is None:
        return None
    pixmap = QPixmap()
    if not pixmap.loadFromData(jpeg):
        log.warning("the database's picture of %s was altered or damaged, and cannot be shown", whose)
    return pixmap


def damage(picture: QPixmap | None) -> str:
    """What is wrong with a picture, in a sentence; empty where nothing is."""
    if picture is None or not picture.isNull():
        return ""
    return translate("Pictures", "The picture is damaged and cannot be shown.")


def with_damage(words: str, picture: QPixmap | None) -> str:
    """`words`, and beneath them what is wrong with the picture."""
    return f"{words}\n{damage(picture)}".rstrip("\n")


class Pictures(QObject):
    arrived = Signal(int)
    """The picture of this id is there, or known to be damaged."""

    def __init__(
        self,
        control: Control,
        whose: str,
        fetch: Callable[[Database, int], bytes | None],
        parent: QObject | None = None,
    ) -> None:
        """`whose`: what an id is, for the log; `fetch`, in the database's thread: its JPEG, where there is one."""
        super().__init__(parent)
        self._control, self._whose, self._fetch = control, whose, fetch
        self._kept: dict[int, QPixmap | None] = {}
        """None while it is fetched, and where there is none."""

    def get(self, id_: int) -> QPixmap | None:
        """None where it is not there yet: `arrived` tells when it is. Null where it was damaged."""
        if id_ not in self._kept:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[id_] = None
            self._control.read(lambda database: self._fetch(database, id_), lambda jpeg: self._take(id_, jpeg))
        return self._kept[id_]

    def seen(self, id_: int) -> QPixmap | None:
        """As `get`, without asking for what was not asked for."""
        return self._kept.get(id_)

    def drop(self, id_: int) -> None:
        """It has changed."""
        self._kept.pop(id_, None)

    def drop_missing(self) -> None:
        """Those that there were none of are asked for again."""
        self._kept = {key: value for key, value in self._kept.items() if value is not None}

    def _take(self, id_: int, jpeg: bytes | None) -> None:
        pixmap = read_jpeg(jpeg, f"{self._whose} {id_}")
        if pixmap is not None:
            self._kept[id_] = pixmap
            self.arrived.emit(id_)
