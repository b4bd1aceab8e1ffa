"""Small documents of each kind that carriers send."""

import base64
from io import BytesIO

from PIL import Image
from pypdf import PdfReader, PdfWriter

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)
ZPL = b"^XA^FO50,50^FDlabel^FS^XZ"


def pdf(pages: int = 1) -> bytes:
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(288, 432)
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def gif(width: int = 140, height: int = 80) -> bytes:
    """A picture lying on its side, unless it is higher than wide."""
    written = BytesIO()
    Image.new("P", (width, height)).save(written, "GIF")
    return written.getvalue()


def size(picture: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(picture)) as image:
        return image.size


def pages(document: bytes | None) -> int:
    assert document is not None
    return len(PdfReader(BytesIO(document)).pages)


def b64(document: bytes) -> str:
    return base64.b64encode(document).decode()
