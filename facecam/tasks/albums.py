"""Whose pictures are in files and folders that somebody gives all at once: one album a person."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from facecam.capture.folders import is_folder
from facecam.tasks.person_folders import PersonFolder, of_folder
from facecam.tasks.person_lists import listed

LIST = ".csv"
"""How the name of a list of people ends."""


def albums(paths: Sequence[str | os.PathLike[str]]) -> list[PersonFolder]:
    """Sort what was given by person, in the order given.

    All single files together are one person's. A folder is one person's and gives the name; in a folder of folders
    each subfolder is (with all below it), and so are the pictures that lie beside them. A ZIP archive is a folder
    of pictures. Files in folders are known by their suffix; single files are taken whatever they are called.
    Folders without any picture are left out. A list (CSV) among them says whose the pictures are, and all else that
    is given is where they are looked for (`tasks/person_lists.py`). Raises `InputError` for a folder that is gone,
    an archive that is not to be trusted, or a list that none of the pictures is in.
    """
    given = [Path(path) for path in paths]
    lists = [path for path in given if path.suffix.lower() == LIST and not path.is_dir()]
    if lists:
        return listed(lists, [path for path in given if path not in lists])
    single = tuple(str(path) for path in given if not is_folder(path))
    found = [PersonFolder("", single)] if single else []
    for folder in given:
        if is_folder(folder):
            found += of_folder(folder)
    return found
