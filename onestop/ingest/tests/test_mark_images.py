"""Pictures of marks from folders and zips: whose they are, what is refused, and that a second time changes nothing."""

import zipfile
from pathlib import Path

import pytest

from onestop.core.errors import UserError
from onestop.ingest.mark_images import load
from onestop.records.mark_images import like, path_of, pictures_of
from onestop.records.marks.tests.made_pictures import as_file, made
from onestop.records.models import MarkImage, Trademark

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _marks() -> None:
    for office, number, nice_class, more in (
        ("CN", "90000001", 9, {}),
        ("CN", "90000001", 35, {}),
        ("CN", "90000002", 9, {"picture_file": "lamp.png"}),
        ("US", "99000001", 9, {"registration_number": "9900001"}),
    ):
        key = f"{office}:{number}:{nice_class}"
        Trademark.objects.create(key=key, office=office, number=number, nice_class=nice_class, **more)


def folder(path: Path, **files: bytes) -> Path:
    path.mkdir(exist_ok=True)
    for name, data in files.items():
        (path / name).write_bytes(data)
    return path


def codes(refused: list[object]) -> dict[str, str]:
    return {each.path: each.error.code for each in refused}  # type: ignore[attr-defined]


def test_by_the_name_of_the_file_and_by_the_record(tmp_path: Path) -> None:
    pictures = {"90000001_9.png": made(1), "lamp.png": made(2), "US-9900001.jpg": made(3)}
    loaded = load(folder(tmp_path, **{name: as_file(image) for name, image in pictures.items()}))
    assert (loaded.stored, loaded.refused) == (3, [])
    held = {(each.office, each.number) for each in MarkImage.objects.all()}
    assert held == {("CN", "90000001"), ("CN", "90000002"), ("US", "99000001")}
    assert all(path_of(digest).is_file() for digest in pictures_of(held).values())


def test_a_second_time_changes_nothing_and_a_new_picture_takes_its_place(tmp_path: Path) -> None:
    files = folder(tmp_path, **{"90000001.png": as_file(made(1))})
    load(files)
    before = MarkImage.objects.get()
    assert (load(files).stored, load(files).unchanged) == (0, 1)
    folder(tmp_path, **{"90000001.png": as_file(made(2))})
    assert load(files).stored == 1
    after = MarkImage.objects.get()
    assert after.pk == before.pk
    assert after.digest != before.digest


def test_refused_with_reasons(tmp_path: Path) -> None:
    pictures = {
        "90000001.png": as_file(made(1)),
        "90000001_35.png": as_file(made(2)),
        "90000002.png": b"no picture",
        "91234567.png": as_file(made(3)),
        "灯塔.png": as_file(made(4)),
        "notes.txt": b"about",
    }
    loaded = load(folder(tmp_path, **pictures))
    assert (loaded.stored, loaded.other) == (1, 1)
    assert codes(list(loaded.refused)) == {
        "90000001_35.png": "picture.second",
        "90000002.png": "picture.unknown",
        "91234567.png": "picture.unknown_mark",
        "灯塔.png": "picture.no_number",
    }


def test_a_zip_in_a_zip(tmp_path: Path) -> None:
    inner, outer = tmp_path / "inner.zip", tmp_path / "outer.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("图样/90000001.png", as_file(made(1)))
        archive.writestr("__MACOSX/90000002.png", b"x")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.zip")
        archive.writestr("../../lamp.png", as_file(made(2)))
    loaded = load(outer)
    assert (loaded.stored, loaded.other, loaded.refused) == (2, 1, [])
    assert not (tmp_path.parent / "lamp.png").exists()


def test_links_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(as_file(made(1)))
    files = folder(tmp_path / "in")
    (files / "90000001.png").symlink_to(secret)
    assert load(files).stored == 0


def test_a_broken_zip(tmp_path: Path) -> None:
    path = tmp_path / "broken.zip"
    path.write_bytes(b"PK\x03\x04broken")
    with pytest.raises(UserError):
        load(path)


def test_they_are_found_by_what_looks_like_them(tmp_path: Path) -> None:
    load(folder(tmp_path, **{"90000001.png": as_file(made(1)), "lamp.png": as_file(made(2))}))
    found = like(as_file(made(2).rotate(90).resize((90, 90)), "JPEG", quality=50))
    assert found.compared == 2
    first = found.likenesses[0]
    assert first.image.number == "90000002"
    assert first.score > 80
    assert (first.quarters, first.is_mirrored, first.is_part) == (3, False, False)


def test_a_crop_is_found_by_its_inner_part(tmp_path: Path) -> None:
    """Where the margin of the picture is itself full, so that nothing is trimmed away."""
    image = made(1).resize((320, 320)).crop((40, 40, 280, 280))
    load(folder(tmp_path, **{"90000001.png": as_file(image)}))
    edge = image.width // 8
    cut = image.crop((edge, edge, image.width - edge, image.height - edge))
    assert [each.image.number for each in like(as_file(cut)).likenesses] == ["90000001"]


def test_without_any() -> None:
    assert like(as_file(made(1))).likenesses == ()
