"""After an edit: are the samples that somebody got like none of theirs?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ui.base.control import Control
from ui.i18n.language import plural
from ui.i18n.words import decimal

if TYPE_CHECKING:
    from facecam.operations import Change
    from facecam.store.database import Database
    from facecam.tasks.confirmation import Outlier


def look_for_outliers(control: Control, change: Change, say: Callable[[str], None]) -> None:
    """`say` what is odd about the change, if anything is, as soon as the faces were compared."""
    runtime = control.bridge.runtime
    if not change.samples or runtime is None or (matcher := runtime.matcher) is None:
        return

    def compare(database: Database) -> Outlier | None:
        from facecam.tasks.confirmation import outlier

        return outlier(database, matcher, change.samples)

    def take(found: Outlier | None) -> None:
        if found is not None:
            words = plural(
                "The face(s) look nothing like {name}: {score}, where one person has {enough} and more.",
                "",
                found.samples,
            )
            score, enough = decimal(found.score), decimal(matcher.threshold)
            say(words.format(name=found.name, score=score, enough=enough))

    control.read(compare, take, lambda _: None)  # taken back meanwhile
