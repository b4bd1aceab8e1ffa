"""UPS draws labels as GIF, lying on their side: turned upright, as PDF or PNG.

Pillow is imported here only: what asks for ZPL, or for no label, does not pay for it.
"""

from io import BytesIO

from orderloom.ports.carrier import LabelFormat

_PIXELS_AN_INCH = 200


def upright(picture: bytes, wanted: LabelFormat) -> bytes | None:
    """None for what is no picture."""
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    try:
        with Image.open(BytesIO(picture), formats=("GIF", "PNG")) as lying:
            drawn = lying.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    if drawn.width > drawn.height:
        drawn = drawn.transpose(Image.Transpose.ROTATE_270)
    written = BytesIO()
    drawn.save(written, format=wanted.value.upper(), resolution=_PIXELS_AN_INCH)
    return written.getvalue()
