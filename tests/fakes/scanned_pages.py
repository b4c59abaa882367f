"""Papers as an office's scanner gives them: askew, blurred, grainy, stamped and signed, kept as JPEG."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from random import Random

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from bot.documents.understanding.draft import PlanDraft
from bot.domain.plan.task_fields import TASK_FIELDS

DPI = 200
#: What a person can do where scans cannot be read.
TESSERACT_ADVICE = "Tesseract with Vietnamese is not installed: install tesseract-ocr and tesseract-ocr-vie"


def has_tesseract() -> bool:
    return shutil.which("tesseract") is not None and (
        any(Path("/usr/share").glob("tess*/**/vie.traineddata")) or "TESSDATA_PREFIX" in os.environ
    )


@dataclass(frozen=True, slots=True)
class Scanner:
    """How a scanner treats its pages; the same seed gives the same pages."""

    seed: int = 1
    #: The most a sheet lies askew, in degrees, either way.
    askew: float = 0.6
    blur: float = 0.7
    #: How far the grain of the paper lightens or darkens, of 255.
    grain: float = 45.0
    quality: int = 60
    #: A red stamp and a blue signature over the text of the last page.
    stamped: bool = False


def scan_pdf(paper: Path, scan: Path, scanner: Scanner = Scanner()) -> Path:
    """The PDF ``paper`` printed and scanned: a PDF of pictures."""
    first, *rest = (Image.open(BytesIO(page)) for page in scanned(paper, scanner))
    first.save(scan, "PDF", save_all=True, append_images=rest, resolution=DPI, quality=scanner.quality)
    return scan


def scanned(paper: Path, scanner: Scanner) -> Iterator[bytes]:
    """Each page of a PDF as a JPEG."""
    random = Random(scanner.seed)
    pdf = pypdfium2.PdfDocument(paper)
    for number, page in enumerate(pdf, start=1):
        picture = page.render(scale=DPI / 72).to_pil().convert("RGB")
        if scanner.stamped and number == len(pdf):
            picture = stamped(picture, picture.width * 0.75, picture.height * 0.5)
        yield _scanned(picture, scanner, random)


def stamped(picture: Image.Image, x: float, y: float) -> Image.Image:
    """The page with a round red stamp about (x, y) and a blue signature beside it; ink lets black through."""
    ink = Image.new("RGB", picture.size, "white")
    draw = ImageDraw.Draw(ink)
    for radius in (140, 132, 90):
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=(222, 70, 70), width=4)
    draw.regular_polygon((x, y, 40), 5, fill=(230, 110, 110))
    curve = [(x + 60 + 14 * step, y + (30 if step % 2 else -30) + 3 * step) for step in range(14)]
    draw.line(curve, fill=(70, 90, 210), width=4, joint="curve")
    return ImageChops.multiply(picture, ink)


def _scanned(picture: Image.Image, scanner: Scanner, random: Random) -> bytes:
    angle = random.uniform(-scanner.askew, scanner.askew)
    picture = picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")
    picture = picture.filter(ImageFilter.GaussianBlur(scanner.blur))
    grain = Image.frombytes("L", picture.size, random.randbytes(picture.width * picture.height))
    grain = grain.filter(ImageFilter.GaussianBlur(0.6)).point(lambda v: round(128 + (v - 128) * scanner.grain / 128))
    data = BytesIO()
    ImageChops.add(picture, Image.merge("RGB", (grain,) * 3), 1, -128).save(
        data, "JPEG", quality=scanner.quality, dpi=(DPI, DPI)
    )
    return data.getvalue()


def task_fields(draft: PlanDraft) -> dict[tuple[str | None, str], str]:
    """What a person would compare, by task (None for the heading) and field as doubts name it."""
    plan = draft.plan
    heading = {"plan": plan.code, "signed_on": plan.signed_on, "signer": plan.signer, "title": plan.title}
    fields: dict[tuple[str | None, str], object] = {(None, name): value for name, value in heading.items()}
    fields |= {(None, "issuer"): plan.issuer, (None, "legal_bases"): plan.legal_bases}
    for rule in plan.reports:
        fields |= {(rule.id, "due"): rule.due, (rule.id, "to"): (rule.to, rule.senders)}
    for task in plan.tasks:
        fields |= {(task.id, field.key): getattr(task, field.name) for field in TASK_FIELDS if field.columns}
        fields[task.id, "section"] = task.section
    return {place: " ".join(str(value or "").split()) for place, value in fields.items()}
