"""detect, enrol, identify, verify, embed on real faces: keys, numbers, exit codes."""

from __future__ import annotations

import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from helpers.terminal import Facecam

from facecam.capture.images import read_image

pytestmark = pytest.mark.usefixtures("embedder")

FACE = "single_face.jpg"
OTHER = "15-f13-anc-ph.jpg"
NO_FACE = "free-mountain-vector-01.jpg"


def test_detect_prints_a_line_an_image_and_goes_on_after_a_bad_one(facecam: Facecam, media: Path) -> None:
    bad = media / "nowhere.jpg"
    run = facecam("detect", media / "multi_face.jpg", bad, media / NO_FACE, "--json")
    assert run.code == 2 and str(bad) in run.err
    five, none = run.lines
    assert [five["path"], none["path"]] == [str(media / "multi_face.jpg"), str(media / NO_FACE)]
    assert (five["width"], five["height"]) == (1000, 667)
    assert (len(five["faces"]), none["faces"]) == (5, [])
    for face in five["faces"]:
        assert set(face) == {"box", "landmarks", "score", "quality"}
        x1, y1, x2, y2 = face["box"]
        assert x1 < x2 and y1 < y2
        assert all(x1 < x < x2 and y1 < y < y2 for x, y in face["landmarks"]) and len(face["landmarks"]) == 5
        assert 0 <= face["quality"] <= 1 and 0 <= face["score"] <= 1


def test_detect_exits_with_1_where_there_is_no_face(facecam: Facecam, media: Path) -> None:
    assert facecam("detect", media / NO_FACE, "--json").code == 1
    assert facecam("detect", media / FACE, "--json").code == 0
    assert "1 face" in facecam("detect", media / FACE).out


def test_detect_walks_folders_in_sorted_order_and_reads_strange_images(
    facecam: Facecam, media: Path, tmp_path: Path
) -> None:
    image = read_image(media / FACE)
    (tmp_path / "b").mkdir()
    names = ["a.png", "b/Å ñ.png", "c.png"]
    wide = image.astype(np.uint16) * 257
    pictures: list[np.ndarray] = [wide, cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), image]
    for name, pixels in zip(names, pictures, strict=True):
        (tmp_path / name).write_bytes(cv2.imencode(".png", pixels)[1].tobytes())
    run = facecam("detect", f"{tmp_path}/", "--json")
    assert run.code == 0
    assert [line["path"] for line in run.lines] == [f"{tmp_path}/{name}" for name in names]
    assert [len(line["faces"]) for line in run.lines] == [1, 1, 1]


def test_enrol_identify_and_the_group_without_her(facecam: Facecam, media: Path) -> None:
    run = facecam("enrol", " Sita ", media / FACE, "--json")
    assert run.code == 0
    answer = run.json
    assert set(answer) == {"person", "name", "accepted", "refused"}
    assert (answer["name"], answer["accepted"], answer["refused"]) == ("Sita", 1, [])

    run = facecam("identify", media / FACE, "--json")
    assert run.code == 0
    (face,) = run.json["faces"]
    assert set(face) >= {"box", "quality", "state", "candidates", "threshold", "fpir"}
    assert face["state"] == "known" and face["fpir"] == pytest.approx(1 / 1000)
    (candidate,) = face["candidates"]
    assert (candidate["person"], candidate["name"]) == (answer["person"], "Sita")
    assert candidate["score"] == pytest.approx(1, abs=0.01)

    run = facecam("identify", media / "multi_face.jpg", "--json")
    assert run.code == 1
    assert [face["state"] for face in run.json["faces"]] == ["unknown"] * 5
    assert all(face["candidates"] for face in run.json["faces"])
    assert facecam("identify", media / NO_FACE, "--json").json["faces"] == []
    assert facecam("identify", media / NO_FACE).code == 1
    assert "Sita" in facecam("identify", media / FACE).out


def test_identify_takes_several_pictures_and_folders(facecam: Facecam, media: Path, tmp_path: Path) -> None:
    assert facecam("enrol", "Sita", media / FACE).code == 0
    party = tmp_path / "party"
    party.mkdir()
    for name in (FACE, NO_FACE):
        shutil.copy(media / name, party)
    (party / "bad.jpg").write_bytes(b"no picture")
    run = facecam("identify", media / OTHER, party, "--json")
    assert run.code == 2 and "bad.jpg" in run.err and run.err.count("\n") == 1
    wanted = [media / OTHER, *sorted(party / name for name in (FACE, NO_FACE))]
    assert [line["path"] for line in run.lines] == [str(file) for file in wanted]
    (party / "bad.jpg").unlink()
    run = facecam("identify", party, media / OTHER)
    assert run.code == 0 and "Sita" in run.out, "somebody known is in one of them"
    assert facecam("identify", media / OTHER, media / NO_FACE).code == 1


def test_identify_lists_the_likeliest_first(facecam: Facecam, media: Path) -> None:
    for name, file in (("Sita", FACE), ("Ben", OTHER), ("Eva", "0-f15-hao-ph.jpg")):
        assert facecam("enrol", name, media / file, "--json").json["accepted"] == 1
    for top in (1, 2, 9):
        (face,) = facecam("identify", media / OTHER, "--top", top, "--json").json["faces"]
        scores = [one["score"] for one in face["candidates"]]
        assert face["candidates"][0]["name"] == "Ben" == face["name"]
        assert scores == sorted(scores, reverse=True) and len(scores) == min(top, 3)


def test_enrol_adds_to_the_one_of_that_name(facecam: Facecam, media: Path) -> None:
    first = facecam("enrol", "Sita", media / FACE, "--json").json
    again = facecam("enrol", "SITA", media / FACE, "--json")
    assert again.code == 1 or again.json["person"] == first["person"]
    (one,) = facecam("people", "list", "--json").json
    assert one["templates"] == 1 + again.json["accepted"]
    assert facecam("enrol", "Sita", media / OTHER, "--id", "77").code == 1
    run = facecam("enrol", "Bo", media / OTHER, "--id", first["person"])
    assert run.code == 2 and "Sita" in run.err


def test_enrol_says_when_the_face_is_known_by_another_name(facecam: Facecam, media: Path) -> None:
    facecam("enrol", "Sita", media / FACE)
    assert "look like Sita" in facecam("enrol", "Rita", media / FACE, "--json").err
    run = facecam("enrol", "Ben", media / OTHER, "--json")
    assert run.json["accepted"] == 1 and run.err == ""


@pytest.mark.parametrize(
    ("file", "reason"), [("multi_face.jpg", "5 faces"), (NO_FACE, "no face"), ("junk.jpg", "junk.jpg")]
)
def test_enrol_writes_nothing_where_no_picture_is_good(
    facecam: Facecam, media: Path, tmp_path: Path, file: str, reason: str
) -> None:
    (tmp_path / "junk.jpg").write_bytes(b"junk")
    path = media / file if (media / file).exists() else tmp_path / file
    run = facecam("enrol", "Anna", path, "--json")
    assert (run.code, run.json["accepted"], run.json["person"]) == (1, 0, None)
    (refused,) = run.json["refused"]
    assert refused["path"] == str(path) and refused["time"] is None and reason in refused["reason"]
    assert facecam("people", "list", "--json").json == []
    assert facecam("people", "undo").code == 1


def test_a_video_without_faces_enrols_nobody(facecam: Facecam, media: Path) -> None:
    run = facecam("enrol", "Anna", media / "no_face.mp4", "--json")
    assert (run.code, run.json["accepted"], run.json["person"]) == (1, 0, None)
    assert run.json["refused"] and all("no face" in one["reason"] for one in run.json["refused"])
    assert facecam("people", "list", "--json").json == []


def test_enrol_looks_for_all_paths_before_it_writes(facecam: Facecam, media: Path) -> None:
    run = facecam("enrol", "Anna", media / FACE, media / "nowhere.jpg", "--json")
    assert (run.code, run.out) == (2, "") and "nowhere.jpg" in run.err
    assert facecam("people", "list", "--json").json == []


def test_enrol_takes_folders_and_tells_of_the_bad_files_in_them(
    facecam: Facecam, media: Path, tmp_path: Path
) -> None:
    album = tmp_path / "album"
    album.mkdir()
    shutil.copy(media / FACE, album / "good.jpg")
    (album / "bad.jpg").write_bytes(b"junk")
    (album / "raw.nef").touch()
    answer = facecam("enrol", "Anna", album, "--json").json
    assert answer["accepted"] == 1
    assert [refused["path"] for refused in answer["refused"]] == [str(album / "bad.jpg"), "1 raw picture (.nef)"]
    assert answer["refused"][0]["time"] is None


def test_enrol_of_a_clip_keeps_to_its_seconds(facecam: Facecam, media: Path) -> None:
    run = facecam("enrol", "Anna", media / "WolfgangLanger_Pexels.mp4", "--start", "2", "--end", "3", "--json")
    assert run.code == 0 and run.json["accepted"] >= 1
    assert all(2 <= refused["time"] <= 3 for refused in run.json["refused"])
    assert facecam("people", "list", "--json").json[0]["templates"] == run.json["accepted"]


def test_verify_of_one_person_and_of_two(facecam: Facecam, media: Path) -> None:
    run = facecam("verify", media / FACE, media / FACE, "--json")
    assert run.code == 0
    same = run.json
    assert set(same) >= {"score", "threshold", "fmr", "fnmr", "same"}
    assert same["same"] is True and same["score"] == pytest.approx(1, abs=1e-3)
    run = facecam("verify", media / FACE, media / OTHER, "--json")
    assert run.code == 1
    other = run.json
    assert other["same"] is False and other["score"] < other["threshold"] == same["threshold"]
    assert 1e-3 < other["fmr"] <= 1 and same["fmr"] <= 1e-3


def test_verify_says_of_a_score_below_all_that_was_measured_that_it_is(facecam: Facecam, media: Path) -> None:
    files = media / FACE, media / "multi_face.jpg"
    assert facecam("verify", *files, "--json").json["extrapolated"] is True
    assert "two different people more than one in 2 scores as high" in facecam("verify", *files).out


def test_verify_live_says_whether_a_film_turns_as_asked(facecam: Facecam, album: Path) -> None:
    facecam("enrol", "Anna", album / "anna-1.jpg")
    run = facecam("verify", "--live", album / "anna.mp4", "--ask", "up,left", "--person", "Anna", "--json")
    assert (run.code, set(run.json)) == (0, {"asked", "label", "same", "score"})
    assert (run.json["asked"], run.json["label"], run.json["same"]) == (["up", "left"], "turned as asked", True)
    run = facecam("verify", "--live", album / "anna.mp4", "--ask", "left,up")
    assert (run.code, run.out) == (1, "Not tested (it turned another way than asked).\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a.jpg",), "Two pictures are compared. Name both, or a camera with --live"),
        (("a.jpg", "b.jpg", "--live", "0"), "--live does not go with pictures"),
        (("a.jpg", "b.jpg", "--ask", "up"), "--person and --ask go with --live only"),
        (("--live", "demo", "--ask", "up,down"), "up,down cannot be asked for"),
        (("--live", "nowhere.mp4"), "There is no file or folder"),
    ],
)
def test_what_verify_cannot_be_asked(facecam: Facecam, arguments: tuple[str, ...], said: str) -> None:
    run = facecam("verify", *arguments)
    assert run.code == 2 and run.err.startswith(said)


def test_verify_without_a_face_is_null_and_exit_1(facecam: Facecam, media: Path) -> None:
    run = facecam("verify", media / FACE, media / NO_FACE, "--json")
    assert run.code == 1 and NO_FACE in run.err
    assert (run.json["same"], run.json["score"], run.json["fmr"]) == (None, None, None)
    assert facecam("verify", media / FACE, media / "nowhere.jpg").code == 2


def test_embed_writes_rows_in_input_order(facecam: Facecam, media: Path, tmp_path: Path) -> None:
    out = tmp_path / "faces.npz"
    folder = tmp_path / "pictures"
    folder.mkdir()
    for name, file in (("2.jpg", FACE), ("1.jpg", NO_FACE), ("0.jpg", OTHER)):
        shutil.copy(media / file, folder / name)
    run = facecam("embed", media / "multi_face.jpg", folder, media / FACE, "--out", out, "--json")
    assert run.code == 0 and (run.json["embedded"], run.json["missing"]) == (4, 1)
    with np.load(out, allow_pickle=False) as arrays:
        found = dict(arrays)
    assert set(found) >= {"path", "box", "landmarks", "quality", "embedding", "missing"}
    expected = [media / "multi_face.jpg", folder / "0.jpg", folder / "2.jpg", media / FACE]
    assert found["path"].tolist() == list(map(str, expected))
    assert found["missing"].tolist() == [str(folder / "1.jpg")]
    n, d = found["embedding"].shape
    assert (n, found["box"].shape, found["landmarks"].shape) == (4, (4, 4), (4, 5, 2))
    assert {found[key].dtype for key in ("embedding", "box", "landmarks", "quality")} == {np.dtype("float32")}
    np.testing.assert_allclose(np.linalg.norm(found["embedding"], axis=1), 1, atol=1e-4)
    np.testing.assert_allclose(found["embedding"][2], found["embedding"][3], atol=1e-4)
    # Of a group the main face: the largest and most central one is in the lower half of this picture.
    x1, y1, x2, y2 = found["box"][0]
    assert (x2 - x1) * (y2 - y1) > 7000
    assert d >= 64


def test_embed_finishes_after_a_bad_file_and_says_so(facecam: Facecam, media: Path, tmp_path: Path) -> None:
    out = tmp_path / "faces.npz"
    run = facecam("embed", tmp_path / "nowhere.jpg", media / FACE, "--out", out, "--json")
    assert run.code == 2 and "nowhere.jpg" in run.err and run.json["embedded"] == 1
    with np.load(out) as arrays:
        assert arrays["path"].tolist() == [str(media / FACE)]
        assert arrays["missing"].tolist() == [str(tmp_path / "nowhere.jpg")]


def test_embed_leaves_nothing_half_written(
    facecam: Facecam, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "faces.npz"
    out.write_bytes(b"older")

    def full(*arguments: object, **arrays: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("numpy.savez", full)
    run = facecam("embed", media / FACE, "--out", out, "--json")
    assert (run.code, run.out) == (2, "") and str(out) in run.err
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["faces.npz"]
    assert out.read_bytes() == b"older"
    run = facecam("embed", media / FACE, "--out", tmp_path / "no folder" / "x.npz")
    assert run.code == 2 and "no folder" in run.err
    assert facecam("embed", media / FACE, "--out", tmp_path).code == 2


def test_an_altered_model_is_refused(
    facecam: Facecam, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from facecam.vision import manifest

    models = manifest.load_manifest().file.parent
    for file in models.iterdir():
        shutil.copy(file, tmp_path)
    path = tmp_path / manifest.load_manifest().embedder().path.name
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    monkeypatch.setattr(manifest.load_manifest, "__defaults__", (tmp_path,))
    run = facecam("detect", media / FACE, "--json")
    assert (run.code, run.out) == (2, "") and str(path) in run.err and run.err.count("\n") == 1
    run = facecam("doctor", "--json")
    assert run.code == 1 and not run.json["ok"]
    (bad,) = [check for check in run.json["checks"] if not check["ok"] and check["name"].startswith("model ")]
    assert path.name in bad["found"] and bad["remedy"]


@pytest.mark.parametrize("option", [("--model", "nothing-of-the-kind")])
def test_an_unknown_model_is_refused_with_the_names(facecam: Facecam, media: Path, option: tuple[str, str]) -> None:
    run = facecam("identify", media / FACE, *option)
    assert run.code == 2 and "nothing-of-the-kind" in run.err and "Use one of" in run.err


def test_blur_counts_over_all_files(facecam: Facecam, pictures: Path) -> None:
    assert facecam("enrol", "Anna", "anna-1.jpg", "anna-2.jpg").code == 0
    (pictures / "some").mkdir()
    for name in ("party.jpg", "anna-2.jpg", "nobody.jpg"):
        shutil.copy(pictures / name, pictures / "some")
    run = facecam("blur", "some", "--out", "out", "--keep", "anna", "--json")
    counted = {"frames": 3, "faces": 3, "kept": 2, "blurred": 1, "uncertain": 0}
    assert run.code == 0 and counted.items() <= run.json.items()
    everybody = facecam("blur", "party.jpg", "--out", "all.jpg", "--all", "--json").json
    assert (everybody["faces"], everybody["kept"], everybody["blurred"]) == (2, 0, 2)
    both = facecam("blur", "party.jpg", "--out", "both.jpg", "--all", "--keep", "anna")
    assert both.code == 2 and "exclude" in both.err and not Path("both.jpg").exists()


def test_a_start_after_the_films_end_is_said(facecam: Facecam, media: Path) -> None:
    run = facecam("enrol", "Anna", media / "WolfgangLanger_Pexels.mp4", "--start", "300", "--json")
    (why,) = run.json["refused"]
    assert run.code == 1 and (why["time"], why["reason"]) == (None, "it ends before 300 s")


def test_a_files_name_commands_no_terminal(facecam: Facecam, media: Path, tmp_path: Path) -> None:
    name = "a\x1b[2J\x1b]0;title\x07\x9b31m.jpg"
    shutil.copy(media / FACE, tmp_path / name)
    run = facecam("detect", tmp_path)
    assert run.code == 0 and ".jpg: 1 face" in run.out
    assert not {"\x1b", "\x07", "\x9b"} & set(run.out)
    assert facecam("detect", tmp_path, "--json").json["path"].endswith(name)
