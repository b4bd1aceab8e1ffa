"""Labels to look at: small documents of the simulator's own."""

import base64
from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from simulator.pdf import one_page_pdf

_LYING = (280, 160)


def paper(kind: str, lines: Sequence[str]) -> str:
    """Base64 of a PDF, PNG, GIF (lying on its side) or ZPL."""
    match kind:
        case "PNG" | "GIF":
            document = _picture(kind, lines)
        case "ZPL":
            fields = "".join(
                f"^FO20,{40 * number}^FD{line}^FS" for number, line in enumerate(lines, start=1)
            )
            document = f"^XA^CI28{fields}^XZ".encode()
        case _:
            document = one_page_pdf(lines)
    return base64.b64encode(document).decode()


def _picture(kind: str, lines: Sequence[str]) -> bytes:
    image = Image.new("L", _LYING, 255)
    text = "\n".join(lines).encode("latin-1", "replace").decode("latin-1")
    ImageDraw.Draw(image).text((8, 8), text, fill=0)
    written = BytesIO()
    image.save(written, kind)
    return written.getvalue()
