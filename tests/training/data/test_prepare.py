"""Raw photographs become aligned crops; what is left out is left out for the reason that the report gives."""

from __future__ import annotations

import csv
import shutil
import zipfile
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

pytest.importorskip("onnx", reason="the training group is not installed")

from facecam.base.errors import InputError
from facecam.capture.images import read_image
from training.data import crops, faces, label_noise, prepare, source_datasets, validation_split
from training.data.augmentation import Augmentation, augmented, resized
from training.data.faces import normalised

NOBODY: frozenset[str] = frozenset()


@pytest.fixture
def clip(media: Path) -> list[np.ndarray]:
    """Five pictures of one woman, seconds apart."""
    video = cv2.VideoCapture(str(media / "WolfgangLanger_Pexels.mp4"))
    frames = []
    for index in range(0, 471, 94):
        video.set(cv2.CAP_PROP_POS_FRAMES, index)
        frames.append(cv2.resize(video.read()[1], (640, 360), interpolation=cv2.INTER_AREA))
    return frames[:5]


@pytest.fixture
def set_of_two(clip: list[np.ndarray], media: Path, tmp_path: Path) -> Path:
    """Two people; one image of each reason to leave one out."""
    folder = tmp_path / "raw"
    for person in ("Wanda_Lang", "Other_Person"):
        (folder / person).mkdir(parents=True)
    for number, frame in enumerate(clip):
        cv2.imwrite(str(folder / f"Wanda_Lang/{number}.png"), frame)
    copy = cv2.resize(clip[1], None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    cv2.imwrite(str(folder / "Wanda_Lang/copy.jpg"), copy, [cv2.IMWRITE_JPEG_QUALITY, 60])
    (folder / "Wanda_Lang/broken.jpg").write_bytes(b"no image")
    cv2.imwrite(str(folder / "Other_Person/one.jpg"), read_image(media / "single_face.jpg"))
    cv2.imwrite(str(folder / "Other_Person/flat.jpg"), np.full((200, 200, 3), 127, np.uint8))
    cv2.imwrite(str(folder / "Other_Person/tiny.jpg"), cv2.resize(clip[0], (32, 18)))
    cv2.imwrite(str(folder / "loose.jpg"), clip[0])
    return folder


def test_every_photograph_is_kept_or_has_its_reason(set_of_two: Path, tmp_path: Path) -> None:
    out = tmp_path / "sets" / "two.npz"
    told: list[tuple[int, int]] = []
    report = prepare.prepare(
        set_of_two, out, benchmark=NOBODY, workers=1, advance=lambda done, of: told.append((done, of))
    )
    assert report.dropped == {
        "Wanda_Lang/broken.jpg": "unreadable",
        "Wanda_Lang/copy.jpg": "near-duplicate: of Wanda_Lang/1.png",
        "Other_Person/flat.jpg": "no face",
        "Other_Person/tiny.jpg": "too small",
        "loose.jpg": "in nobody's folder",
    }
    assert (report.faces, len(report.people)) == (6, 2)
    assert told[-1] == (10, 10)
    rows = list(csv.DictReader(out.with_suffix(".csv").open()))
    assert sum(row["reason"] == "kept" for row in rows) == 6 and len(rows) == 11

    loaded = faces.load(out.parent, tmp_path / "cache")
    assert loaded.people == ("other_person", "wanda_lang")
    assert loaded.width.min() > 40
    # Aligned: the same woman's crops are alike, whatever her place in the frame.
    mine = loaded.pixels[loaded.person == 1].reshape(5, -1).astype(np.float32)
    assert np.corrcoef(mine).min() > 0.5
    assert not list(out.parent.glob(".*"))


def test_every_kind_that_facecam_reads_is_read_and_what_is_not_is_named(
    clip: list[np.ndarray], shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "raw" / "Wanda_Lang"
    (folder / "2019").mkdir(parents=True)
    cv2.imwrite(str(folder / "2019" / "a.tiff"), clip[0])
    shutil.copy(shared / "cases" / "portrait.heic", folder / "b.HEIC")
    for name in ("c.cr2", "d.mov", "e.xyz", "notes.txt", "._a.jpg", ".thumbs/f.jpg"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"something")
    report = prepare.prepare(tmp_path / "raw", tmp_path / "sets" / "one.npz", benchmark=NOBODY, workers=1)
    assert report.faces == 2 and report.people == ("Wanda_Lang",)
    assert report.dropped == {
        "Wanda_Lang/c.cr2": "not read: raw picture",
        "Wanda_Lang/d.mov": "not read: video",
        "Wanda_Lang/e.xyz": "not read: other file",
    }
    prepare.show(report, tmp_path / "sets" / "one.npz")
    said = capsys.readouterr().out
    assert "not read" in said and "The people: Wanda_Lang\n" in said


def test_a_run_that_was_killed_goes_on_with_the_shards_that_are_there(
    set_of_two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prepare, "SHARD", 4)
    out = tmp_path / "two.npz"
    made = prepare._make_shards

    def killed(*arguments: Any) -> list[Path]:
        files = made(*arguments)
        files[1].unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(prepare, "_make_shards", killed)
        prepare.prepare(set_of_two, out, benchmark=NOBODY, workers=1)
    assert not out.exists()
    told: list[int] = []
    prepare.prepare(set_of_two, out, benchmark=NOBODY, workers=1, advance=lambda done, of: told.append(done))
    assert told == [6, 10]  # the second shard alone was missing
    assert out.exists()


def test_the_benchmarks_people_are_left_out_or_the_set_is_marked(set_of_two: Path, tmp_path: Path) -> None:
    benchmark = frozenset({normalised("Wanda_Lang")})
    report = prepare.prepare(set_of_two, tmp_path / "a" / "without.npz", benchmark=benchmark, workers=1)
    assert report.people == ("Other_Person",) and report.counts()[prepare.BENCHMARK] == 7
    faces.load(tmp_path / "a", tmp_path / "cache")

    marked = tmp_path / "b" / "with.npz"
    prepare.prepare(set_of_two, marked, benchmark=benchmark, trains_on_lfw=True, workers=1)
    with pytest.raises(InputError, match="trains_on_lfw"):
        faces.load(tmp_path / "b", tmp_path / "cache")
    assert len(faces.load(tmp_path / "b", tmp_path / "cache", trains_on_lfw=True)) == 6

    with pytest.raises(InputError, match="Everyone"):
        prepare.prepare(set_of_two, marked, benchmark=benchmark | {"other_person"}, workers=1)


def test_larger_crops_have_true_pixels_and_a_folder_of_their_own(set_of_two: Path, tmp_path: Path) -> None:
    sets, cache = tmp_path / "sets", tmp_path / "cache"
    prepare.prepare(set_of_two, sets / "two.npz", benchmark=NOBODY, workers=1)
    prepare.prepare(set_of_two, tmp_path / "large" / "two.npz", benchmark=NOBODY, workers=1, side=224)
    small, large = faces.load(sets, cache), faces.load(tmp_path / "large", cache)
    assert (small.side, large.side) == (112, 224)
    for crop, same in zip(large.pixels, small.pixels, strict=True):
        shrunk = resized(crop, 112).astype(float)
        assert np.corrcoef(shrunk.ravel(), same.ravel())[0, 1] > 0.95
    widest = int(large.width.argmax())
    blown_up = cv2.resize(small.pixels[widest], (224, 224), interpolation=cv2.INTER_CUBIC)
    assert cv2.Laplacian(large.pixels[widest], cv2.CV_32F).var() > cv2.Laplacian(blown_up, cv2.CV_32F).var()
    unaltered = Augmentation(
        rotation=0, scale=0, shift=0, mirror=0, light=0, grey=0, low_resolution=0, blur=0, jpeg=0, occlusion=0
    )
    for side in (112, 224):  # the face stays where it is, whatever it is made from
        first, second = (
            augmented(each.pixels[0], side, unaltered, np.random.default_rng(0)).ravel() for each in (small, large)
        )
        assert np.corrcoef(first, second)[0, 1] > 0.95
    (tmp_path / "large" / "two.npz").rename(sets / "large.npz")
    with pytest.raises(InputError, match="several sizes"):
        faces.load(sets, cache)


def test_layouts_say_who_is_who(tmp_path: Path) -> None:
    archive = tmp_path / "celeba.zip"
    with zipfile.ZipFile(archive, "w") as out:
        for number in (1, 2, 3):
            out.writestr(f"img_align_celeba/00000{number}.jpg", b"")
    (tmp_path / "identity_CelebA.txt").write_text("000001.jpg 2880\n000002.jpg 2937\n000003.jpg 2880\n")
    (tmp_path / "list_attr_celeba.txt").write_text(
        "3\nEyeglasses Male\n000001.jpg -1 -1\n000002.jpg 1 1\n000003.jpg 1 -1\n"
    )
    people = [(p.person, p.sex, p.glasses) for p in source_datasets.read(archive).photographs]
    assert people == [("celeba_2880", 1, 0), ("celeba_2937", 0, 1), ("celeba_2880", 1, 1)]

    vgg = tmp_path / "vgg" / "train"
    for name in ("n000001/0001_01.jpg", "n000002/0001_01.jpg"):
        (vgg / name).parent.mkdir(parents=True)
        (vgg / name).write_bytes(b"")
    (tmp_path / "vgg" / "identity_meta.csv").write_text(
        'Class_ID, Name, Sample_Num, Flag, Gender\nn000001, "14th_Dalai_Lama", 424, 0, m\n'
    )
    assert [(p.person, p.sex) for p in source_datasets.read(vgg).photographs] == [
        ("14th_Dalai_Lama", 0),
        ("train_n000002", -1),
    ]

    casia = tmp_path / "casia"
    (casia / "0000045").mkdir(parents=True)
    (casia / "0000045" / "001.jpg").write_bytes(b"")
    (tmp_path / "names.txt").write_text("0000045 Ana de Armas\n")
    assert source_datasets.read(casia).photographs[0].person == "casia_0000045"
    assert source_datasets.read(casia, tmp_path / "names.txt").photographs[0].person == "Ana de Armas"


def test_lists_of_pairs_and_of_names_are_read_from_lfw(tmp_path: Path) -> None:
    folder = tmp_path / "lfw"
    for name in ("A_B/A_B_0001.jpg", "A_B/A_B_0002.jpg", "C_D/C_D_0001.jpg"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")
    (folder / "pairsDevTest.txt").write_text("1\nA_B\t1\t2\nA_B\t1\tC_D\t1\nA_B\t1\tE_F\t1\n")
    (folder / "lfw-names.txt").write_text("A_B\t2\nC_D\t1\n")
    first, second, other = (p.file for p in source_datasets.read(folder).photographs)
    assert source_datasets.read(folder).pairs == {"pairsDevTest": [(first, second, True), (first, other, False)]}
    assert source_datasets.benchmark_people(folder) == {"a_b", "c_d"}


@pytest.mark.parametrize("path", ["missing", "empty", "file.zip"])
def test_what_is_no_face_set_is_refused_by_name(tmp_path: Path, path: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file.zip").write_bytes(b"no archive")
    with pytest.raises(InputError, match=path):
        source_datasets.read(tmp_path / path)


def test_wrong_faces_do_not_move_the_centre() -> None:
    vectors = np.eye(8, dtype=np.float32)[[0, 0, 0, 0, 3, 3]] + 0.05
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    assert label_noise.strangers(vectors).tolist() == [False] * 4 + [True] * 2
    assert not label_noise.strangers(vectors[3:5]).any()


def test_the_split_is_of_the_name_alone_and_of_the_wanted_size() -> None:
    names = [f"person_{i}" for i in range(4000)]
    chosen = [validation_split.validates(name, 0.1) for name in names]
    assert 0.08 < np.mean(chosen) < 0.12
    assert [validation_split.validates(name, 0.2) for name in names if validation_split.validates(name, 0.1)] == [
        True
    ] * sum(chosen)


def test_of_few_people_two_are_judged_by() -> None:
    names = [f"person_{i}" for i in range(4000)]
    learnt = [name for name in names if not validation_split.validates(name)]
    for few in (learnt[:24], learnt[24:27], [*learnt[:20], *(n for n in names if n not in learnt)][:21]):
        part = validation_split.for_two(few)
        assert sum(validation_split.validates(name, part) for name in few) == 2
    assert validation_split.for_two(names) == validation_split.PART
    assert validation_split.for_two(learnt[:1]) == validation_split.PART  # there are no two


def test_the_most_central_face_is_the_named_one(media: Path) -> None:
    from facecam.vision import open_detector

    image = read_image(media / "multi_face.jpg")
    found = open_detector("off").detect(image)
    height, width = image.shape[:2]
    chosen = crops.central(found, width, height)
    assert len(found) > 1
    assert abs((chosen.box[0] + chosen.box[2]) / 2 - width / 2) == min(
        abs((f.box[0] + f.box[2]) / 2 - width / 2) for f in found
    )
