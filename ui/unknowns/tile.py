"""How a stranger looks in the list: a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize

from ui.people.words import ago
from ui.unknowns.model import Role, times
from ui.widgets.tile import Content, TileDelegate, tile_size

if TYPE_CHECKING:
    from facecam.store.unknowns import Group


def size() -> QSize:
    """Of one card."""
    return tile_size(164, 2)


class Tile(TileDelegate):
    def content(self, index: QModelIndex | QPersistentModelIndex) -> Content:
        group: Group = index.data(Role.GROUP)
        seen = self.tr("Seen {times}").format(times=times(group))
        perhaps = self.tr("Perhaps {name}").format(name=group.perhaps) if group.perhaps else ""
        return Content((seen, perhaps or self.tr("last seen {ago}").format(ago=ago(group.last))), dashed=True)
