"""Pictures become pages; what is too large or damaged is refused before it costs anything."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image, TiffImagePlugin
from tests.engine.converters.support import count_images, pixel, sizes

from pecia.engine.converters.errors import ConvertError
from pecia.engine.converters.image import ImageResult, image_to_pdf

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
# 64 by 48 pixels of one colour, made with libheif for this test.
_PACKED = (
    "eNpjYGCQSSupLMhIzUxmAILczDRDEDs3MzGNgYFxbW5qSSIDBChmpOQUQdkMBZnJJQxogK8gsyQXzGICYoHMlESIEgcG"
    "AyBpkZmTn8wIZLg4AOUZIVoYL8JYDLIIUTjNAdaXmZcGN1UUyEllAqkAqskoSzZkQBIEK0kvykwBMW9kFhQVAOltmQXJ"
    "+UC6DKjamZG5AO5cuQ8Mf/7++MHAwM+sADRNwoGRh/H/f5ACZoYJIAKI5HYxOSgCJbWcGBnRZBYoNLJOe/Vk2c4dAgIG"
    "CiAhMKGoBFTO5sJ4sPhAJ9ASkcziglSohQ5QjC4GCh2BgsyKTJAAMwcHyNdSmQW5sIAHhgtTIxMDExNzC1imKDUNFuIp"
    "mbnp4HADhZhqLiTEJTUY1ws3/BB4uLz+9Sv7f490PvycvOnPiyXGDwDgh1fJ"
)
HEIC = zlib.decompress(base64.b64decode(_PACKED))


def save(folder: Path, kind: str, image: Image.Image, **options: Any) -> Path:
    path = folder / f"picture.{kind.lower()}"
    image.save(path, kind, **options)
    return path


def convert(path: Path, max_pages: int = 50) -> tuple[ImageResult, Path]:
    target = path.with_suffix(".pdf")
    return image_to_pdf(path, target, max_pages), target


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP"])
def test_each_format(tmp_path: Path, kind: str) -> None:
    result, target = convert(save(tmp_path, kind, Image.new("RGB", (192, 96), "red")))
    assert (result.pages, result.total_pages, result.truncated) == (1, 1, False)
    assert (result.width, result.height, result.findings) == (192, 96, [])
    assert sizes(target)[0] == pytest.approx((144, 72), abs=0.1)
    assert near(pixel(target, 0.5, 0.5), RED)


def test_heic(tmp_path: Path) -> None:
    path = tmp_path / "a.heic"
    path.write_bytes(HEIC)
    result, target = convert(path)
    assert (result.width, result.height) == (64, 48)
    assert near(pixel(target, 0.5, 0.5), (210, 120, 40))


MODES = ["1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I", "I;16", "F"]


@pytest.mark.parametrize("mode", MODES)
def test_each_mode(tmp_path: Path, mode: str) -> None:
    kind = "PNG" if mode in ("P", "RGBA") else "TIFF"
    _, target = convert(save(tmp_path, kind, Image.new(mode, (60, 60))))
    assert count_images(target) == 1


def test_sixteen_bits_are_not_cut_to_white(tmp_path: Path) -> None:
    _, target = convert(save(tmp_path, "PNG", Image.new("I;16", (60, 60), 32_768)))
    assert near(pixel(target, 0.5, 0.5), (127, 127, 127))


def test_transparency_is_white(tmp_path: Path) -> None:
    image = Image.new("RGBA", (60, 60), (255, 0, 0, 0))
    image.paste((0, 0, 255, 255), (0, 0, 30, 60))
    _, target = convert(save(tmp_path, "PNG", image))
    assert pixel(target, 0.25, 0.5) == BLUE
    assert pixel(target, 0.75, 0.5) == WHITE


def test_orientation(tmp_path: Path) -> None:
    image = Image.new("RGB", (120, 60), "red")
    image.paste((0, 255, 0), (0, 0, 60, 60))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter to the right
    _, target = convert(save(tmp_path, "JPEG", image, exif=exif, quality=95))
    assert sizes(target) == [(60, 120)]  # EXIF without a resolution means 72 dpi
    assert near(pixel(target, 0.5, 0.25), GREEN)
    assert near(pixel(target, 0.5, 0.75), RED)


@pytest.mark.parametrize(
    ("size", "dpi", "points"),
    [
        ((600, 300), (300, 300), (144, 72)),
        ((600, 300), (300, 150), (144, 144)),
        ((192, 96), (1, 1), (144, 72)),
        ((192, 96), (90_000, 90_000), (144, 72)),
        ((20, 20), (72, 72), (36, 36)),
        ((10_000, 10), (40, 40), (14_400, 36)),
    ],
)
def test_size_on_paper(
    tmp_path: Path, size: tuple[int, int], dpi: tuple[int, int], points: tuple[int, int]
) -> None:
    _, target = convert(save(tmp_path, "PNG", Image.new("L", size), dpi=dpi))
    assert sizes(target)[0] == pytest.approx(points, rel=0.001)


def test_photographs_stay_jpeg_and_drawings_exact(tmp_path: Path) -> None:
    filters = []
    for kind in ("JPEG", "PNG"):
        _, target = convert(save(tmp_path, kind, Image.new("RGB", (60, 60), "red")))
        with pikepdf.open(target) as pdf:
            drawn: Any = pdf.pages[0].resources
            filters.append(str(drawn.XObject.P.Filter))
    assert filters == ["/DCTDecode", "/FlateDecode"]


def test_large_frames_are_made_smaller(tmp_path: Path) -> None:
    path = save(tmp_path, "PNG", Image.new("L", (8_000, 6_000), 90), dpi=(300, 300))
    result, target = convert(path)
    assert (result.width, result.height) == (8_000, 6_000)
    assert sizes(target)[0] == pytest.approx((1_920, 1_440), rel=0.001)
    with pikepdf.open(target) as pdf:
        drawn: Any = pdf.pages[0].resources
        assert drawn.XObject.P.Width * drawn.XObject.P.Height <= 24_000_000
    assert near(pixel(target, 0.5, 0.5), (90, 90, 90))


def pages_tiff(folder: Path, count: int) -> Path:
    frames = [Image.new("RGB", (60 + n, 60), RED if n % 2 else BLUE) for n in range(count)]
    return save(folder, "TIFF", frames[0], save_all=True, append_images=frames[1:])


def test_pages_of_a_tiff(tmp_path: Path) -> None:
    result, target = convert(pages_tiff(tmp_path, 3))
    assert (result.pages, result.total_pages, result.truncated) == (3, 3, False)
    assert [width for width, _ in sizes(target)] == pytest.approx([45, 45.75, 46.5])
    assert near(pixel(target, 0.5, 0.5, page=1), RED)
    result, target = convert(pages_tiff(tmp_path, 5), max_pages=2)
    assert (result.pages, result.total_pages, result.truncated) == (2, 5, True)
    assert len(sizes(target)) == 2


def test_pages_of_different_size_and_mode(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (5_000, 5_000), "red"), Image.new("1", (96, 96), 1)]
    frames.append(Image.new("RGB", (96, 192), "blue"))
    path = save(tmp_path, "TIFF", frames[0], save_all=True, append_images=frames[1:])
    _, target = convert(path)
    assert sizes(target) == [(3_750, 3_750), (72, 72), (72, 144)]
    assert pixel(target, 0.5, 0.5, page=1) == WHITE
    assert pixel(target, 0.5, 0.5, page=2) == BLUE


def test_group_four(tmp_path: Path) -> None:
    image = Image.new("1", (200, 100), 1)
    image.paste(0, (0, 0, 100, 100))
    _, target = convert(save(tmp_path, "TIFF", image, compression="group4"))
    assert pixel(target, 0.25, 0.5) == (0, 0, 0)
    assert pixel(target, 0.75, 0.5) == WHITE


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_first_frame_of_an_animation(tmp_path: Path, kind: str) -> None:
    frames = [Image.new("RGB", (60, 60), colour) for colour in ("red", "lime", "blue")]
    path = save(tmp_path, kind, frames[0], save_all=True, append_images=frames[1:])
    result, target = convert(path)
    assert result.findings == [("media", "animation of 3 frames, first shown")]
    assert (result.pages, result.truncated) == (1, False)
    assert near(pixel(target, 0.5, 0.5), RED)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_place(tmp_path: Path, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    exif[0x8825] = {1: "N", 2: (48.0, 51.0, 29.0), 3: "E", 4: (2.0, 17.0, 40.0)}
    read = Image.Exif()  # Pillow writes a place into a TIFF only if it has read it
    read.load(exif.tobytes())
    result, target = convert(save(tmp_path, kind, Image.new("RGB", (60, 60)), exif=read))
    assert result.findings == [("gps", "latitude, longitude present")]
    assert b"Exif" not in target.read_bytes()


def box(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data) + 8) + kind + data


def test_provenance(tmp_path: Path) -> None:
    store = box(b"jumb", box(b"jumd", b"c2pa" + bytes(16) + b"c2pa\0"))
    segment = b"JP\0\1\0\0\0\1" + store
    jpeg = save(tmp_path, "JPEG", Image.new("RGB", (60, 60)))
    data = jpeg.read_bytes()
    marked = data[:2] + b"\xff\xeb" + struct.pack(">H", len(segment) + 2) + segment + data[2:]
    jpeg.write_bytes(marked)
    expected = [("provenance", "C2PA manifest present, not verified")]
    assert convert(jpeg)[0].findings == expected
    png = save(tmp_path, "PNG", Image.new("RGB", (60, 60)))
    data = png.read_bytes()
    chunk = box(b"caBX", store)
    chunk = struct.pack(">L", len(store)) + chunk[4:] + struct.pack(">L", zlib.crc32(chunk[4:]))
    png.write_bytes(data[:33] + chunk + data[33:])
    assert convert(png)[0].findings == expected


def png_header(width: int, height: int) -> bytes:
    facts = b"IHDR" + struct.pack(">LLBBBBB", width, height, 8, 0, 0, 0, 0)
    start = b"\x89PNG\r\n\x1a\n\0\0\0\r" + facts + struct.pack(">L", zlib.crc32(facts))
    return start + b"\0\0\0\1IDATx"


def jpeg_of(width: int, height: int) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (16, 16)).save(made, "JPEG")
    data = made.getvalue()
    at = data.index(b"\xff\xc0")
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


TOO_LARGE = {
    "png": png_header(20_000, 20_000),
    "long png": png_header(30_001, 10),
    "jpeg": jpeg_of(65_000, 65_000),
    "gif": b"GIF89a" + struct.pack("<HHBBB", 60_000, 60_000, 0, 0, 0) + b"," + bytes(20),
}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_too_many_pixels(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(TOO_LARGE[name])
    with pytest.raises(ConvertError) as caught:
        convert(path)
    assert caught.value.code == "pixels"
    assert not path.with_suffix(".pdf").exists()


def test_a_later_frame_too_large(tmp_path: Path) -> None:
    path = pages_tiff(tmp_path, 2)
    with TiffImagePlugin.TiffImageFile(path) as image:
        image.seek(1)
        at = image.tag_v2._offset
    data = bytearray(path.read_bytes())
    entry = data.index(struct.pack("<H", 256), at)
    data[entry : entry + 12] = struct.pack("<HHLL", 256, 4, 1, 2_000_000)
    path.write_bytes(data)
    with pytest.raises(ConvertError) as caught:
        convert(path)
    assert caught.value.code == "pixels"


def damaged(kind: str) -> bytes:
    made = io.BytesIO()
    noise = Image.effect_noise((200, 200), 90).convert("RGB")
    noise.save(made, kind)
    return made.getvalue()[: len(made.getvalue()) // 2]


DAMAGED = {kind: damaged(kind) for kind in ("PNG", "JPEG", "WEBP", "TIFF", "BMP")} | {
    "HEIC": HEIC[:-40],
    "empty": b"",
    "text": b"no picture",
    "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\n",
    "PPM": b"P6 1 1 255 abc",
    "PNG without pixels": png_header(0, 10),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged(tmp_path: Path, name: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(DAMAGED[name])
    with pytest.raises(ConvertError) as caught:
        convert(path)
    assert caught.value.code == "damaged"
    assert str(tmp_path) not in caught.value.detail


def test_same_bytes_each_time(tmp_path: Path) -> None:
    path = pages_tiff(tmp_path, 3)
    made = [convert(path)[1].read_bytes() for _ in range(2)]
    assert made[0] == made[1]
