"""Somebody is removed while a question about them is answered, of people who are read from the database for it."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from helpers.made_up_people import CURVE, PLACE, D, enrol, near, unit

from facecam.base.types import Detection, Face, Quality, State
from facecam.identity.matching import Matcher
from facecam.operations import Remove, apply
from facecam.pipeline.recognizer import decide_still
from facecam.store import sketched_gallery
from facecam.store.database import Database
from facecam.store.sketched_gallery import load_sketched
from facecam.store.unknowns import load_strangers
from facecam.store.visits import BestFace, VisitRecord, add_visits
from facecam.tasks.identification import identify
from facecam.tasks.suggestions import suggestions


def test_who_is_removed_meanwhile_is_nobody(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sketched_gallery, "VAST", 4)
    people = [enrol(db, number) for number in range(6)]
    like_one, now = near(unit(1), 1, 0.3), datetime.now(UTC)
    add_visits(db, [VisitRecord("door", now, now, 3, State.UNKNOWN, face=BestFace(like_one, "space", 0.9))])
    sketched = load_sketched(db, "space", D, PLACE)
    assert sketched is not None
    matcher = Matcher(sketched, CURVE, 0.1)
    sharp = Quality(0.9, 0.9, 0.9, 0.9, 0.9, 0.0, 0.0, 0.0)
    place = Detection(np.zeros(4, np.float32), np.zeros((5, 2), np.float32), 1.0)
    seen = Face(place, sharp, like_one, None, None)
    assert decide_still([seen], matcher)[0].person == people[1] and len(matcher.samples(people[1])) == 1
    for person in people:  # the answers to these two questions are still known
        apply(db, Remove(person))
    recognizer: Any = SimpleNamespace(faces=lambda image: [seen])
    (identified,) = identify(recognizer, matcher, np.zeros((9, 9, 3), np.uint8), 3)
    assert identified.person == people[1] and identified.cosine is None and identified.candidates == ()
    assert suggestions(db, matcher, people[1]).could_be == ()
    assert [group.perhaps for group in load_strangers(db, "space", D).grouped(matcher).groups] == [""]
