"""Text of others, made harmless for a terminal."""

import re

# Control characters but the newline, and those that turn the direction of writing: a
# customer's name must not be able to repaint an operator's screen.
_STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: object) -> str:
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", str(text))
