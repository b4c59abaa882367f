"""A page's picture made ready to be read: one grey, dark ink on white paper, straight."""

from __future__ import annotations

import math
from itertools import pairwise

from PIL import Image, ImageChops, ImageFilter

#: What pictures are brought to before they are read; more costs time and reads no better.
DPI = 200
POINT = 72 / DPI
#: The longer side of A4 and of the largest page that is read, in pixels.
_A4 = round(297 / 25.4 * DPI)
_LARGEST = 3 * _A4
#: How far a sheet lies askew at most, and how exactly that is measured, in degrees.
_ASKEW, _STEP = 3.0, 0.05
_STRIPS = 32
_WHITE = 255


def of_paper(picture: Image.Image) -> Image.Image:
    """The picture of a whole sheet of A4, photographed or scanned, at ``DPI``."""
    scale = _A4 / max(picture.size)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.convert("RGB").resize(size, Image.Resampling.LANCZOS)


def scale_of(width: float, height: float) -> float:
    """Pixels a point for a page of so many points; less than ``DPI`` only where the page is a poster."""
    return min(1 / POINT, _LARGEST / max(width, height, 1.0))


def darkness(picture: Image.Image) -> Image.Image:
    """How much darker than the paper around it each place is: ink is bright on black, shadows are gone.

    The brightest of the three colours leaves red stamps and blue signatures pale, and what is left of them goes by
    their colour; black stays black.
    """
    red, green, blue = picture.convert("RGB").split()
    grey = ImageChops.lighter(red, ImageChops.lighter(green, blue))
    colour = ImageChops.subtract(grey, ImageChops.darker(red, ImageChops.darker(green, blue)))
    paper = grey.reduce(8).filter(ImageFilter.MaxFilter(9)).filter(ImageFilter.GaussianBlur(6)).resize(grey.size)
    dark = ImageChops.subtract(ImageChops.subtract(paper, grey), colour.point(lambda value: value // 2))
    scale = _WHITE / max(90, _darkest(dark))
    return dark.point(lambda value: min(_WHITE, round(value * scale)))


def legible(ink: Image.Image) -> Image.Image:
    """Black letters on white, without the grain of the paper."""
    return ink.point(lambda value: max(0, min(_WHITE, round(_WHITE - (value - 0.36 * _WHITE) / 0.6))))


def _darkest(dark: Image.Image) -> int:
    """How dark the ink is: what one pixel in a hundred reaches."""
    left = dark.width * dark.height // 100
    for value, count in reversed(list(enumerate(dark.histogram()))):
        left -= count
        if left <= 0:
            return value
    return 0


def askew(ink: Image.Image) -> float:
    """How far the page must be turned, in degrees, for its lines to lie level; positive is against the clock.

    The sums of ink along the lines change most sharply where the lines are level.
    """
    strips = [_profile(ink, index) for index in range(_STRIPS)]
    steps = round(_ASKEW / _STEP)
    return max((_sharpness(strips, ink.width, turn * _STEP), -abs(turn), turn * _STEP) for turn in _turns(steps))[2]


def _turns(steps: int) -> range:
    return range(-steps, steps + 1)


def _profile(ink: Image.Image, index: int) -> bytes:
    """The ink of each second row of one upright strip."""
    left, right = ink.width * index // _STRIPS, ink.width * (index + 1) // _STRIPS
    strip = ink.crop((left, 0, max(right, left + 1), ink.height))
    return strip.resize((1, max(1, ink.height // 2)), Image.Resampling.BOX).tobytes()


def _sharpness(strips: list[bytes], width: int, angle: float) -> float:
    slope, count = math.tan(math.radians(angle)), len(strips)
    shifts = [round((index + 0.5 - count / 2) * width / count * slope / 2) for index in range(count)]
    most, height = max(map(abs, shifts)), len(strips[0])
    level = (strip[most + shift : height - most + shift] for strip, shift in zip(strips, shifts, strict=True))
    sums = [sum(row) for row in zip(*level, strict=True)]
    return float(sum((one - other) ** 2 for one, other in pairwise(sums))) / max(1, len(sums))


def turned(page: Image.Image, angle: float, blank: int = 0) -> Image.Image:
    """The page turned about its middle, of the same size; ``blank`` fills the corners."""
    return page.rotate(angle, Image.Resampling.BICUBIC, fillcolor=blank) if angle else page


def enlarged(piece: Image.Image, times: float) -> Image.Image:
    """The piece so many times larger, with a white margin, which recognition needs."""
    size = (max(1, round(piece.width * times)), max(1, round(piece.height * times)))
    large = piece if times == 1 else piece.resize(size, Image.Resampling.LANCZOS)
    framed = Image.new("L", (large.width + 2 * MARGIN, large.height + 2 * MARGIN), _WHITE)
    framed.paste(large, (MARGIN, MARGIN))
    return framed


#: White around a piece, in pixels.
MARGIN = 10


def ink_box(piece: Image.Image) -> tuple[int, int, int, int] | None:
    """Where the ink of a piece stands; None when there are only specks."""
    dark = piece.filter(ImageFilter.BoxBlur(1)).point(lambda value: _WHITE if value < 140 else 0)
    box = dark.getbbox()
    if box is None or (box[2] - box[0]) * (box[3] - box[1]) < 40:
        return None
    return box
