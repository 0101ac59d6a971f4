"""`facecam doctor`: what works on this computer, and what to do about the rest."""

from __future__ import annotations

from facecam.base.errors import FacecamError
from facecam.cli.support.failures import DONE, NO
from facecam.cli.support.options import Db, GpuChoice, Json, Model, chosen
from facecam.cli.support.output import print_json, progress, say


def doctor(as_json: Json = False, db: Db = None, gpu: GpuChoice = None, model: Model = None) -> int:
    """Say what works on this computer, and what to do.

    Looks at cameras, display, models, processors, database and packages. Exits with 1 where something that
    facecam needs does not work. A camera, a GPU and the demo clip can be done without, and so can the
    display's libraries where there is no display: for those a remedy is named, and they count as good.
    """
    from facecam.base.settings import Settings
    from facecam.cli.support import diagnostics as checks

    try:
        settings = chosen(db, gpu, model)
        found = [checks.Check("settings", True, checks.settings_place())]
    except FacecamError as error:
        settings = Settings()
        found = [checks.failed("settings", error)]
    with progress("Looking", len(checks.ALL)) as step:
        for check in checks.ALL:
            found += check(settings)
            step("")
    ok = all(check.ok for check in found)
    if as_json:
        print_json({"ok": ok, "checks": [check.json() for check in found]})
    else:
        from rich.table import Table

        table = Table(box=None, pad_edge=False)
        for column in ("", "what", "found", "what to do"):
            table.add_column(column, overflow="fold")  # a path that was cut off cannot be used
        for one in found:
            mark = "ok" if one.ok and not one.remedy else "--" if one.ok else "NO"
            table.add_row(mark, one.name, one.found, one.remedy)
        say(table, "All is well." if ok else "Something has to be done.")
    return DONE if ok else NO
