"""The window's language: which one it is, and where its words, numbers and dates come from.

Sources are English; `ui/i18n/translations` has one file a language. The English one holds plural forms only. What
the core says (hints, errors, the journal) is put into the window's language by `ui/i18n/core.py`.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from facecam.base.settings import Language

translate = QCoreApplication.translate
"""Where there is no `self.tr`: context and words."""

KNOWN = (QLocale.Language.English, QLocale.Language.German, QLocale.Language.French)

_OURS = Path(__file__).parent / "translations"


def plural(words: str, remark: str, number: int) -> str:
    """Words with a number, `%n` or `%Ln`, where there is no `self.tr`; Qt's tool finds no plurals in `translate`.

    Not within a class: there the tool takes the class for the context.
    """
    return translate("", words, remark, number)


def locale(choice: Language) -> QLocale:
    """The chosen language; `system`: that of the system where it is known here, else English."""
    found = QLocale(QLocale.system().uiLanguages()[0] if choice == "system" else choice)
    return found if found.language() in KNOWN else QLocale("en")


def spoken() -> str:
    """The language in use: `de`."""
    return QLocale().bcp47Name().partition("-")[0]


def use(choice: Language) -> None:
    """Speak a language from now on; windows are told (`LanguageChange`), and make what they show anew."""
    app = QCoreApplication.instance()
    assert app is not None, "there is an application before there are words"
    for before in app.findChildren(QTranslator):
        app.removeTranslator(before)
        before.deleteLater()
    wanted = locale(choice)
    QLocale.setDefault(wanted)
    for name, folder in (
        ("qtbase", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
        ("facecam", str(_OURS)),
    ):
        words = QTranslator(app)
        if words.load(wanted, name, "_", folder):
            app.installTranslator(words)
