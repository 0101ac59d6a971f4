"""The pages in a real Chromium, with a camera that shows a real face."""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import httpx
import numpy as np
import pytest
from helpers import closed_set
from helpers.doubles import names, visited
from helpers.serving import Served
from helpers.waiting import wait_for

from facecam.capture.images import read_image
from facecam.capture.source import open_source
from facecam.capture.worker import frames
from facecam.serve.pages import STATIC
from facecam.serve.pages.words import WORDS
from facecam.store.access_keys import Scope

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

playwright = pytest.importorskip("playwright.sync_api", reason="the development group is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")

HOSTILE = "Anna <img src=x onerror=\"document.title='owned'\"> {name} %1 &amp;"

TOO_SMALL = """
[...document.querySelectorAll(
  "button, summary, #page a, #page input:not([type=checkbox]):not([type=range]), select")]
  .filter((one) => one.offsetParent && one.offsetHeight < 36).map((one) => one.outerHTML)
"""
"""What no finger hits."""

OUTSIDE = """
[...document.querySelectorAll(".caption")].map((one) => [one.innerText, one.getBoundingClientRect(),
  one.closest(".stage").getBoundingClientRect()]).filter(([, name, picture]) => name.bottom > picture.bottom + 1)
"""
"""Names that reach out of the picture, which cuts them off."""

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser(album: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    film = tmp_path_factory.mktemp("camera") / "face.mjpeg"
    pictures = [frame.image for frame in islice(frames(open_source(str(album / "anna.mp4"))), 60)]
    film.write_bytes(b"".join(cv2.imencode(".jpg", image)[1].tobytes() for image in pictures))
    with playwright.sync_playwright() as driver:
        running = driver.chromium.launch(
            executable_path=CHROMIUM,
            args=[
                *("--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
                f"--use-file-for-fake-video-capture={film}",
            ],
        )
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Browser, served: Served) -> Iterator[Open]:
    """Opens a page with a key; at the end nothing may have gone wrong in any of them."""
    wrong: list[str] = []
    contexts = []

    def opened(name: str = "identify", scope: Scope = Scope.ADMIN, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(f"{served.url}/#key={served.keys[scope]}")
        page.wait_for_selector("#rail a")
        page.goto(f"{served.url}/#{name}")
        page.wait_for_selector(f'#rail a[aria-current][href="#{name.split("/")[0]}"]')
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not wrong


def register(page: Page, name: str, *files: Path) -> None:
    page.set_input_files("input[type=file]", list(files))
    page.fill("#name", name)
    page.check("input[type=checkbox]")
    page.click("form button.first")
    page.wait_for_selector(".verdict, .error")


def test_from_a_file_and_the_camera_to_a_name(open_page: Open, served: Served, album: Path) -> None:
    page = open_page("register")
    page.click("text=Use the camera")
    wait_for(lambda: page.evaluate("document.querySelector('video')?.videoWidth > 0"))
    page.click("text=Take the picture")
    page.wait_for_selector("form img")
    register(page, HOSTILE, album / "anna-2.jpg")
    assert page.inner_text(".verdict") == f"{HOSTILE} was registered with 2 pictures"
    (person,) = served.cam.people()
    assert person.name == HOSTILE and person.templates == 2
    assert not page.is_checked("input[type=checkbox]"), "the next one is asked, too"

    page = open_page("identify")
    page.set_input_files("input[type=file]", album / "party.jpg")
    page.wait_for_selector("ul.rows li")
    names = page.locator("ul.rows .name").all_inner_texts()
    assert sorted(names) == sorted([HOSTILE, "unknown"])
    assert page.locator("rect.box.known").count() == 1 and page.locator("rect.box").count() == 2
    assert sorted(page.locator(".caption").all_inner_texts()) == sorted(names)

    assert page.evaluate(OUTSIDE) == []
    assert "One stranger in 1,000 would be given a name" in page.inner_text("#says"), "as the promise says"

    page.locator("input[type=range]").fill("0.9")  # stricter than any face
    assert page.locator("rect.box.known").count() == 0
    assert "One stranger in" in page.inner_text("#says") and "would be missed" in page.inner_text("#says")
    page.click("text=Back to the promise")
    assert page.locator("rect.box.known").count() == 1
    assert page.title() != "owned"


def test_two_pictures_and_a_picture_and_a_person(open_page: Open, served: Served, album: Path) -> None:
    served.cam.enrol("Anna", [album / "anna-1.jpg"])
    page = open_page("verify")
    first, second = page.locator("input[type=file]").all()
    first.set_input_files(album / "anna-1.jpg")
    second.set_input_files(album / "anna-2.jpg")
    page.wait_for_selector(".verdict")
    assert page.inner_text(".verdict") == "The same person"
    assert "Of pairs of two different people one in" in page.inner_text("#page")
    second.set_input_files(album / "nobody.jpg")
    wait_for(lambda: page.inner_text("#page .verdict") == "It cannot be said")
    page.select_option("select", label="Anna")
    wait_for(lambda: page.inner_text("#page .verdict") == "The same person")


def test_a_person_is_renamed_removed_brought_back_and_forgotten(
    open_page: Open, served: Served, album: Path
) -> None:
    anna = served.cam.enrol("Anna", [album / "anna-1.jpg"]).person
    assert anna is not None
    page = open_page(f"people/{anna}")
    page.get_by_label("Name").fill(HOSTILE)
    page.click("text=Rename")
    wait_for(lambda: served.cam.find(anna).name == HOSTILE)
    page.get_by_role("button", name="Remove", exact=True).click()
    page.wait_for_selector("text=Nobody is enrolled yet.")
    assert served.cam.people() == []
    page.click("text=Undo")
    page.wait_for_selector(f'a[href="#people/{anna}"]')
    page.click(f'a[href="#people/{anna}"]')
    page.click("text=Forget for good")
    page.get_by_role("button", name="Cancel").click()
    assert served.cam.find(anna).name == HOSTILE, "it asked"
    page.click("text=Forget for good")
    page.locator("dialog button.danger").click()
    page.wait_for_selector("text=Nobody is enrolled yet.")
    assert served.cam.people() == [] and page.title() != "owned"


def test_what_is_refused_is_said_where_it_happened(open_page: Open, served: Served, album: Path) -> None:
    page = open_page("register")
    register(page, "Nobody", album / "nobody.jpg")
    assert "no picture was good enough" in page.inner_text(".error")
    assert "nobody.jpg" in page.inner_text("#page") and served.cam.people() == []
    page = open_page("register")
    page.set_input_files(
        "input[type=file]", {"name": f"{HOSTILE}.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    )
    page.fill("#name", "Nobody")
    page.check("input[type=checkbox]")
    page.click("form button.first")
    page.wait_for_selector("#page ul.rows li")
    assert "onerror" in page.inner_text("#page ul.rows li") and page.title() != "owned", "a file's name is text"
    page = open_page("register", Scope.READ)
    register(page, "Anna", album / "anna-1.jpg")
    assert "this needs enrol" in page.inner_text(".error") and served.cam.people() == []


def test_models_side_by_side(open_page: Open, served: Served, album: Path) -> None:
    page = open_page("compare")
    page.set_input_files("input[type=file]", [album / name for name in ("anna-1.jpg", "anna-2.jpg", "party.jpg")])
    page.wait_for_selector("svg.chart")
    cards = page.locator(".sides .card h2").all_inner_texts()
    assert cards == [model.name for model in served.cam.models()]
    assert "anna-1.jpg – anna-2.jpg" in page.inner_text(".sides")


def test_a_classifier_beside_the_gallery_and_the_runs_it_came_of(
    open_page: Open, served: Served, album: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed_set.offered(tmp_path / "models", monkeypatch)
    write_run(tmp_path / "runs" / "lights", HOSTILE)
    served.service.runs = tmp_path / "runs"
    served.cam.enrol("Anna", [album / "anna-1.jpg"])
    page = open_page("compare")
    page.set_input_files("input[type=file]", [album / "anna-2.jpg", album / "party.jpg"])
    page.wait_for_selector("td.guess")
    assert page.locator("td.guess").count() == 3  # one face, and two
    names = [text.split(" ")[0] for text in page.locator("td.guess").all_inner_texts()]
    assert set(names) <= {"Light", "Dark"} and "Anna" in page.inner_text("table:has(td.guess)")
    page.locator("input[type=range]").fill("1")
    assert {text.split(" ")[0] for text in page.locator("td.guess").all_inner_texts()} == {"unknown"}
    assert "from a confidence of 100" in page.inner_text("#page")
    assert HOSTILE in page.locator("h2").all_inner_texts() and page.title() != "owned"
    assert page.locator("polyline").count() == 2 and page.locator("rect.wrong").count() == 20
    assert "judged loss 0.500" in page.inner_text("figcaption")
    page.set_input_files("input[type=file]", album / "anna-2.jpg")  # one alone has no pairs
    wait_for(lambda: page.locator("td.guess").count() == 1)


def write_run(folder: Path, name: str) -> None:
    """As `python -m training train` leaves one, with what is shown of it."""
    folder.mkdir(parents=True)
    history = [{"step": step, "loss": 3 / (step + 1), "judged loss": 1.0 - step / 200} for step in range(101)]
    figures = {"best": {"scores": {"accuracy": 0.5}}, "test": {"scores": {"accuracy": 0.75, "top 5": None}}}
    said = {
        "recipe": {"name": name},
        "people": 2,
        "faces": 40,
        "figures": figures,
        "beside": {},
        "history": history,
    }
    (folder / "report.json").write_text(json.dumps(said))
    chance = np.random.default_rng(1)
    confidence, truth = chance.random(200).astype(np.float32), chance.integers(2, size=200)
    np.savez(
        folder / "judged.npz", confidence=confidence, said=np.where(confidence > 0.3, truth, 1 - truth), truth=truth
    )


def test_without_a_key_nothing_opens_and_a_session_ends(open_page: Open, browser: Browser, served: Served) -> None:
    page = browser.new_page()
    page.goto(f"{served.url}/#people")
    page.fill("#key", "wrong-key-of-somebody-else")
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_selector(".error")
    assert page.locator("#rail a").count() == 0
    page.fill("#key", served.keys[Scope.READ])
    page.get_by_role("button", name="Open", exact=True).click()
    page.wait_for_selector("#rail a")
    page.click("text=End the session")
    page.wait_for_selector("#key")
    page.reload()
    page.wait_for_selector("#key")
    page.close()
    page = open_page()
    assert "key" not in page.url, "it does not stay in the address"
    assert page.evaluate("document.cookie") == ""


@pytest.mark.parametrize("size", [(390, 780), (1024, 640)])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_page_fits_the_screen(
    open_page: Open, served: Served, album: Path, size: tuple[int, int], colours: str
) -> None:
    served.cam.enrol("W" * 200, [album / "anna-1.jpg"])
    page = open_page(viewport={"width": size[0], "height": size[1]}, color_scheme=colours)
    pages = ("identify", "register", "verify", "people", "people/1", "history", "unknowns", "cameras", "rules")
    for name in (*pages, "compare"):
        page.goto(f"{served.url}/#{name}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0], name
        assert not page.evaluate(TOO_SMALL), name


def test_by_keyboard_alone(open_page: Open, album: Path) -> None:
    page = open_page("register")
    page.set_input_files("input[type=file]", album / "anna-1.jpg")  # what is chosen can be taken back
    page.wait_for_selector("text=Start again")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.innerText || document.activeElement.id"))
    assert {"Identify", "People", "Choose pictures", "Use the camera", "Start again", "name"} <= reached


def test_german_where_the_browser_asks_for_it(open_page: Open) -> None:
    page = open_page("people", locale="de-DE")
    page.wait_for_selector("text=Noch ist niemand eingetragen.")
    assert page.evaluate("document.documentElement.lang") == "de"


def test_french_where_the_browser_asks_for_it(open_page: Open) -> None:
    page = open_page("people", locale="fr-FR")
    page.wait_for_selector("text=Personne n’est encore inscrit.")
    assert page.evaluate("document.documentElement.lang") == "fr"


def test_they_load_and_run_nothing_from_elsewhere(served: Served) -> None:
    with httpx.Client(base_url=served.url, trust_env=False) as client:
        for path in ["/", *(f"/pages/{file.name}" for file in STATIC.iterdir())]:
            answer = client.get(path)
            policy = answer.headers["content-security-policy"]
            assert answer.status_code == 200 and policy.startswith("default-src 'none'; script-src 'self'")
            named = answer.text
            for known in ("http://www.w3.org/", '"https://example.org/hook"', '"rtsp://camera.local/live"'):
                named = named.replace(known, "")
            assert "unsafe" not in policy and "://" not in named
            assert "innerHTML" not in answer.text
        for path in ("/pages/..%2f__init__.py", "/pages/words.py", "/pages/.", "/pages/nothing.js"):
            assert client.get(path).status_code == 404
        said = client.get("/pages/words.json", headers={"accept-language": "de-CH,de;q=0.9"}).json()
        assert said["language"] == "de" and said["words"].keys() == WORDS.keys()
        assert said["words"]["people"] == "Personen"


def test_every_sentence_is_used() -> None:
    scripts = "".join(file.read_text("utf-8") for file in STATIC.glob("*.js"))
    pages = {"identify", "register", "verify", "people", "history", "unknowns", "cameras", "rules", "compare"}
    assert {key for key in WORDS if f't("{key}"' not in scripts} <= pages


def test_a_correction_offers_past_visits_and_a_clip_is_played(
    open_page: Open, served: Served, client: httpx.Client, anna: int, album: Path
) -> None:
    """As the window does it, at a phone's size: shown with pictures, one act, one undo."""
    visited(served, anna, album)
    client.patch(f"/v1/people/{anna}", json={"name": HOSTILE})
    page = open_page("history", viewport={"width": 390, "height": 780})
    page.get_by_role("button", name="Play the clip").click()
    page.wait_for_selector("dialog img.clip[src^='blob:']")
    page.wait_for_selector("dialog >> text=Play it again")
    page.keyboard.press("Escape")
    assert page.locator("dialog").count() == 0

    page.get_by_role("button", name="Not this person").nth(0).click()  # the newest
    page.wait_for_selector("text=2 past visits would be decided otherwise now")
    offer = page.get_by_role("region")
    assert offer.locator("li img").count() == 2 and offer.get_by_text("Now: unknown").count() == 2
    offer.locator("input").nth(0).uncheck()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390 and page.evaluate(TOO_SMALL) == []
    offer.get_by_text("Change one visit").click()
    wait_for(lambda: names(client).count(None) == 3)
    page.locator(".notice button").last.click()
    wait_for(lambda: names(client).count(None) == 1)
    assert page.title() != "owned"


def test_a_face_that_scored_low_is_confirmed(open_page: Open, served: Served, album: Path, tmp_path: Path) -> None:
    """Behind a mask and dark glasses she is nobody known, and the likeliest."""
    anna = served.cam.enrol("Anna", [album / "anna-1.jpg"]).person
    served.cam.runtime.use(dataclasses.replace(served.cam.settings, strangers=1_000_000))
    image = read_image(album / "anna-2.jpg").copy()
    (face,) = served.cam.detect(image)
    x1, y1, x2, y2 = (int(value) for value in face.box)
    high = y2 - y1
    image[y1 + int(0.6 * high) : y1 + int(1.1 * high), x1 - 10 : x2 + 10] = (200, 190, 180)
    for x, y in face.points[:2]:
        cv2.circle(image, (int(x), int(y)), int(0.12 * high), (20, 20, 20), -1)
    cv2.imwrite(str(tmp_path / "masked.png"), image)
    page = open_page("identify")
    page.set_input_files("input[type=file]", tmp_path / "masked.png")
    page.get_by_role("button", name="Yes, this is Anna").click()
    page.wait_for_selector("rect.box.known", state="attached")
    assert anna is not None and served.cam.find(anna).templates == 2


def test_rules_are_made_and_removed(open_page: Open, client: httpx.Client, anna: int) -> None:
    page = open_page("rules")
    page.fill("#target", "http://127.0.0.1:1/secret-path")
    page.select_option("#page form select >> nth=0", "strangers")
    page.fill("#page form input[type=number]", "10")
    page.click("button.first")
    page.wait_for_selector("text=when a stranger stays for 10 s")
    assert page.inner_text("#page [role=status]").count("whsec_") == 1
    (rule,) = client.get("/v1/rules").json()["rules"]
    assert rule["stays"] == 10 and "secret-path" not in page.inner_text("#page")
    page.click("text=Try it")
    page.wait_for_selector("text=does not answer")
    page.select_option("#page form select >> nth=0", "known")
    page.select_option("#page form select >> nth=1", str(anna))
    page.fill("#target", "mqtt://broker.local/home")
    page.click("button.first")
    page.wait_for_selector("text=mqtt://broker.local:1883/home")
    assert client.get("/v1/rules").json()["rules"][1]["persons"] == [anna]
    page.fill("#target", "/etc/passwd")
    page.click("button.first")
    page.wait_for_selector("#page form .error")
    page.click("text=Remove >> nth=0")
    page.wait_for_selector(".notice button")
    page.click(".notice button")
    wait_for(lambda: len(client.get("/v1/rules").json()["rules"]) == 2)
    assert page.evaluate(TOO_SMALL) == []


def test_cameras_are_watched_renamed_and_removed(open_page: Open, served: Served, client: httpx.Client) -> None:
    def called() -> list[str]:
        return [one["name"] for one in client.get("/v1/cameras").json()["cameras"]]

    served.cam.runtime.start()
    served.service.start()
    try:
        page = open_page("cameras", viewport={"width": 390, "height": 780})
        page.wait_for_selector("text=No camera is watched yet.")
        page.fill("#camera-name", HOSTILE)
        page.fill("#camera-source", "demo")
        page.click("button.first")
        page.wait_for_selector("#page .stage img")
        page.wait_for_selector("text=results a second, the newest")
        assert called() == [HOSTILE] and page.inner_text("#page h2") == HOSTILE
        assert page.evaluate("document.querySelector('.stage img').naturalWidth") == 640
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

        page.click("summary")
        renamed = page.locator("details input").nth(0)
        renamed.fill("yard/gate")
        page.wait_for_timeout(2_500)
        assert renamed.input_value() == "yard/gate", "no look takes away what is being typed"
        assert page.evaluate(TOO_SMALL) == []
        page.click("text=Save")
        page.wait_for_selector("h2:has-text('yard/gate')")
        assert called() == ["yard/gate"]

        page.fill("#camera-name", "other")
        page.fill("#camera-source", "/etc/passwd")
        page.click("button.first")
        page.wait_for_selector("#page form .error")
        page.get_by_role("button", name="Remove").click()
        page.wait_for_selector("text=No camera is watched yet.")
        page.locator(".notice button").last.click()
        wait_for(lambda: called() == ["yard/gate"])
        assert page.title() != "owned"
    finally:
        served.service.cameras.stop(10.0)


def test_who_only_reads_is_told_so(open_page: Open) -> None:
    page = open_page("cameras", Scope.READ)
    page.fill("#camera-name", "front")
    page.fill("#camera-source", "demo")
    page.click("button.first")
    page.wait_for_selector("#page form .error")
