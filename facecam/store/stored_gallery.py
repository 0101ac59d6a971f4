"""Everybody who is enrolled, left in the database: of those who may matter for a face the templates are read, and
scored as ever. Who that may be, a sketch says (`sketched_gallery`), which so decides nothing."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from collections import OrderedDict
from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from facecam.base.memory import give_back
from facecam.identity.gallery import Gallery
from facecam.identity.neighbourhood import Neighbourhood
from facecam.store.database import Database
from facecam.store.schema import Person
from facecam.store.template_rows import TemplateRows, by_person

_REMEMBERED = 64
"""Answers that are kept: a face that is followed asks the same for half a second."""

_PEOPLE = select(Person.id).where(Person.hidden_by.is_(None))


class StoredGallery(ABC):
    """`Enrolled`. For all threads."""

    def __init__(
        self,
        db: Database,
        space: str,
        dimension: int,
        neighbourhood: Neighbourhood,
        revision: int,
        size: int,
        templates: int,
    ) -> None:
        self._db, self._dimension = db, dimension
        self.space, self.neighbourhood, self.revision = space, neighbourhood, revision
        self.size, self.templates = size, templates
        self.unreadable: Mapping[int, int] = {}
        self._given = 0
        """How many answers so far."""
        self._answers: OrderedDict[tuple[bytes, int, tuple[int, ...]], Gallery] = OrderedDict()
        self._lock = threading.Lock()

    @abstractmethod
    def _answer(
        self, session: Session, vectors: NDArray[np.float32], most: int, and_of: Collection[int]
    ) -> Gallery:
        """As `near`."""

    def _rows(self, session: Session) -> TemplateRows:
        return TemplateRows(self._db, session, self.space, self._dimension, self.neighbourhood)

    def known(self, persons: Collection[int]) -> Collection[int]:
        with self._db.read() as session:
            return {person for rows in by_person(session, _PEOPLE, Person.id, persons) for (person,) in rows}

    def near(self, vectors: NDArray[np.float32], *, most: int = 5, and_of: Collection[int] = ()) -> Gallery:
        """As `Enrolled.near`, for unit vectors (F, D) and means of some. Raises `StoreError`."""
        asked = vectors.tobytes(), most, tuple(and_of)
        with self._lock:
            if (answer := self._answers.get(asked)) is not None:
                self._answers.move_to_end(asked)
                return answer
        with self._db.read() as session:
            answer = self._answer(session, vectors, max(min(most, self.size), 1), and_of)
        with self._lock:
            self._given += 1
            if (
                not self._given % _REMEMBERED
            ):  # those that are kept have free memory between them, tens of megabytes
                give_back()
            self._answers[asked] = answer
            while len(self._answers) > _REMEMBERED:
                self._answers.popitem(last=False)
        return answer
