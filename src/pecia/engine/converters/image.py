"""Pictures as pages of a PDF. Pillow decodes; what it may decode is a short list."""

from __future__ import annotations

import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import pi_heif
import pikepdf
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from pecia.engine.converters.errors import ConvertError

FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP", "HEIF")
MAX_PIXELS = 100_000_000
MAX_SIDE = 30_000
_PAINTED_PIXELS = 24_000_000
_LOSSLESS_PIXELS = 4_000_000
_MAX_BYTES = 200 << 20  # of all pages together: they are in memory until the PDF is written
_MIN_POINTS, _MAX_POINTS = 36.0, 14_400.0
_SANE_DPI = (36, 2_400)
_SCREEN_DPI = 96.0
_QUALITY = 90
_GPS, _LATITUDE, _LONGITUDE = 0x8825, 2, 4
_EXACT = frozenset(("PNG", "TIFF", "GIF", "BMP"))


@dataclass(slots=True)
class ImageResult:
    """What became of a picture: `total_pages` is how many could be pages."""

    pages: int = 0
    total_pages: int = 1
    truncated: bool = False
    width: int = 0
    height: int = 0
    findings: list[tuple[str, str]] = field(default_factory=list)


def warm() -> None:
    """In the parent: load every plugin, then forget those that are not on the list.

    It holds for the whole process, so that WeasyPrint opens no other format either.
    """
    Image.init()
    pi_heif.register_heif_opener(thumbnails=False)
    pi_heif.options.DECODE_THREADS = 1
    Image.ID[:] = [name for name in Image.ID if name in FORMATS]
    for name in set(Image.OPEN) - set(FORMATS):
        del Image.OPEN[name]
    # Pillow warns above the limit and refuses above its double.
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS // 2
    warnings.simplefilter("ignore", Image.DecompressionBombWarning)


def image_to_pdf(path: Path, target: Path, max_pages: int) -> ImageResult:
    """Write the picture's frames to `target` as pages; only TIFF has more than one.

    Raises `ConvertError`: `pixels` for a picture beyond the limits, `damaged` for one that can't
    be decoded.
    """
    try:
        with _strictly(), Image.open(path, formats=FORMATS) as image:
            result = ImageResult(width=image.width, height=image.height)
            _look(image, result)
            _write(image, target, max_pages, result)
            return result
    except ConvertError:
        raise
    except Image.DecompressionBombError as error:
        raise ConvertError("pixels", str(error)[:200]) from error
    except Exception as error:  # Pillow's plugins raise many kinds on damaged files
        detail = f"{type(error).__name__}: {error}".replace(str(path), "the picture")
        raise ConvertError("damaged", detail[:200]) from error


def is_sound(data: bytes) -> bool:
    """Whether a picture can be decoded whole; what is no picture at all counts as sound."""
    try:
        with _strictly(), Image.open(BytesIO(data)) as picture:
            picture.load()
    except UnidentifiedImageError:
        return True
    except Exception:  # noqa: BLE001 - Pillow's plugins raise many kinds on damaged files
        return False
    return True


@contextmanager
def _strictly() -> Iterator[None]:
    """Without what WeasyPrint allows: that Pillow fills a picture's missing part with grey."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _look(image: Image.Image, result: ImageResult) -> None:
    """Read from the headers how many frames there are and what else the file holds."""
    _check_size(image)
    frames = int(getattr(image, "n_frames", 1))
    if image.format == "TIFF":
        result.total_pages = frames
    elif frames > 1 and image.format != "MPO":  # that one holds previews, not an animation
        result.findings.append(("media", f"animation of {frames} frames, first shown"))
    if _has_place(image):
        result.findings.append(("gps", "latitude, longitude present"))
    if _has_manifest(image):
        result.findings.append(("provenance", "C2PA manifest present, not verified"))


def _check_size(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise ConvertError("pixels", f"{width} by {height} pixels")
    if min(width, height) < 1:
        raise ConvertError("damaged", "a picture without pixels")


def _has_place(image: Image.Image) -> bool:
    try:
        place = image.getexif().get_ifd(_GPS)
    except Exception:  # noqa: BLE001 - damaged EXIF is no reason to refuse the picture
        return False
    return _LATITUDE in place or _LONGITUDE in place


def _has_manifest(image: Image.Image) -> bool:
    segments = getattr(image, "applist", [])
    if any(name == "APP11" and b"jumb" in data for name, data in segments):
        return True
    return any(chunk[0] == b"caBX" for chunk in getattr(image, "private_chunks", []))


def _write(image: Image.Image, target: Path, max_pages: int, result: ImageResult) -> None:
    size = 0
    with pikepdf.new() as pdf:
        for number in range(min(result.total_pages, max_pages)):
            if size > _MAX_BYTES:
                break
            image.seek(number)
            _check_size(image)
            size += _add_page(pdf, image)
        result.pages = len(pdf.pages)
        result.truncated = result.pages < result.total_pages
        pdf.save(target, deterministic_id=True)


def _add_page(pdf: pikepdf.Pdf, image: Image.Image) -> int:
    """Append the current frame; returns how many bytes it takes."""
    pixels, exact = image.width * image.height, image.format in _EXACT
    dpi = image.info.get("dpi")
    picture = _opaque(_upright(image))
    shrunk = (pixels / (picture.width * picture.height)) ** 0.5
    width, height = _points(picture.width * shrunk, picture.height * shrunk, dpi)
    page_size = max(width, _MIN_POINTS), max(height, _MIN_POINTS)
    data, facts = _encode(picture, exact)
    page = pdf.add_blank_page(page_size=page_size)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=pdf.make_stream(data, facts)))
    left, bottom = (page_size[0] - width) / 2, (page_size[1] - height) / 2
    place = f"q {width:.3f} 0 0 {height:.3f} {left:.3f} {bottom:.3f} cm /P Do Q"
    page.Contents = pdf.make_stream(place.encode())
    return len(data)


def _upright(image: Image.Image) -> Image.Image:
    """The frame, turned as its EXIF data say, and not larger than a page can show."""
    size = image.size
    excess = size[0] * size[1] / _PAINTED_PIXELS
    if excess > 1:
        longest = max(size) / excess**0.5
        image.thumbnail((longest, longest), reducing_gap=2.0)
    return ImageOps.exif_transpose(image)


def _opaque(image: Image.Image) -> Image.Image:
    """The picture in RGB or grey, laid on white."""
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        paper = Image.new("RGB", layered.size, "white")
        paper.paste(layered, mask=layered.getchannel("A"))
        return paper
    if image.mode.startswith("I") or image.mode == "F":
        return _eight_bits(image)
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey values of 16 or 32 bits; Pillow's own conversion would cut all above 255 to white."""
    wide = image.convert("F")
    low, high = cast("tuple[float, float]", wide.getextrema())
    if image.mode.startswith("I;16"):
        low, high = 0.0, 65_535.0
    elif low >= 0 and high <= 255:
        low, high = 0.0, 255.0
    scale = 255.0 / ((high - low) or 1.0)
    return wide.point(lambda value: value * scale - low * scale).convert("L")


def _points(width: float, height: float, dpi: Any) -> tuple[float, float]:
    """The size on paper of so many pixels."""
    across, down = _resolution(dpi)
    wide, tall = width * 72 / across, height * 72 / down
    fit = min(1.0, _MAX_POINTS / max(wide, tall))
    return wide * fit, tall * fit


def _resolution(dpi: Any) -> tuple[float, float]:
    try:
        across, down = (float(value) for value in dpi)
    except (TypeError, ValueError, ZeroDivisionError):
        return _SCREEN_DPI, _SCREEN_DPI
    sane = all(_SANE_DPI[0] <= value <= _SANE_DPI[1] for value in (across, down))
    return (across, down) if sane else (_SCREEN_DPI, _SCREEN_DPI)


def _encode(picture: Image.Image, exact: bool) -> tuple[bytes, pikepdf.Dictionary]:
    """The pixels for a PDF: exact for drawings and screenshots of a usual size, else JPEG."""
    facts = pikepdf.Dictionary(
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=picture.width,
        Height=picture.height,
        BitsPerComponent=8,
        ColorSpace=pikepdf.Name.DeviceGray if picture.mode == "L" else pikepdf.Name.DeviceRGB,
    )
    if exact and picture.width * picture.height <= _LOSSLESS_PIXELS:
        facts.Filter = pikepdf.Name.FlateDecode
        return zlib.compress(picture.tobytes(), 6), facts
    made = BytesIO()
    picture.save(made, "JPEG", quality=_QUALITY)
    facts.Filter = pikepdf.Name.DCTDecode
    return made.getvalue(), facts
