"""Small pictures of the database, each fetched when it is first painted."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPixmap

from ui.control import Control

if TYPE_CHECKING:
    from facecam.store.database import Database

MOST = 2_000
"""Pictures that are kept; where there are more, all are fetched again as they are painted."""


class Pictures(QObject):
    arrived = Signal(int)
    """The picture of this id is there."""

    def __init__(
        self, control: Control, fetch: Callable[[Database, int], bytes | None], parent: QObject | None = None
    ) -> None:
        """`fetch`, in the database's thread: the JPEG of an id, where there is one."""
        super().__init__(parent)
        self._control, self._fetch = control, fetch
        self._kept: dict[int, QPixmap | None] = {}
        """None while it is fetched, and where there is none."""

    def get(self, id_: int) -> QPixmap | None:
        """None where it is not there yet: `arrived` tells when it is."""
        if id_ not in self._kept:
            if len(self._kept) >= MOST:
                self._kept.clear()
            self._kept[id_] = None
            self._control.read(lambda database: self._fetch(database, id_), lambda jpeg: self._take(id_, jpeg))
        return self._kept[id_]

    def drop(self, id_: int) -> None:
        """It has changed."""
        self._kept.pop(id_, None)

    def drop_missing(self) -> None:
        """Those that there were none of are asked for again."""
        self._kept = {key: value for key, value in self._kept.items() if value is not None}

    def _take(self, id_: int, jpeg: bytes | None) -> None:
        pixmap = QPixmap()
        if jpeg is not None and pixmap.loadFromData(jpeg):
            self._kept[id_] = pixmap
            self.arrived.emit(id_)
