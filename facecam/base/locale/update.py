"""Brings the translations up to date after sentences were changed: `python -m facecam.base.locale.update`.

New templates are entered into the `.po` files, those that are gone leave them, and the `.mo` files, which are read
when facecam runs, are compiled. Both are kept in the repository, so that no start and no build needs Babel.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from facecam.base.messages import DOMAIN, LOCALE

LANGUAGES = ("de", "fr")
SILENT = "cli"
"""The room that speaks to terminals only, in English."""


def template() -> Catalog:
    """What the sources say today."""
    found = Catalog(domain=DOMAIN, project="facecam", fuzzy=False)
    for file, _, ids, _, _ in extract_from_dir(
        LOCALE.parents[1],  # the package
        method_map=[("**.py", "facecam.base.locale.speech:extract")],
        keywords={"gettext": None, "ngettext": (1, 2)},
        directory_filter=lambda folder: Path(folder).name not in (SILENT, "__pycache__"),
    ):
        found.add(ids, locations=[(f"facecam/{file}", 0)])
    return found


def updated(po: Path) -> Catalog:
    """A `.po` file's translations for what the sources say today."""
    with po.open("rb") as file:
        catalogue = read_po(file, domain=DOMAIN)
    catalogue.update(template(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    return catalogue


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The `.po` and the `.mo` file."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, width=110, sort_by_file=True, include_lineno=False, omit_header=False)
    write_mo(mo, catalogue)
    return po.getvalue(), mo.getvalue()


def files(language: str) -> tuple[Path, Path]:
    """Where the `.po` and the `.mo` file of a language are."""
    folder = LOCALE / language / "LC_MESSAGES"
    return folder / f"{DOMAIN}.po", folder / f"{DOMAIN}.mo"


if __name__ == "__main__":
    for language in LANGUAGES:
        for file, content in zip(files(language), written(updated(files(language)[0])), strict=True):
            file.write_bytes(content)
