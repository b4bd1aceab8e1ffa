"""Options that mean the same for every command and may stand anywhere on the line."""

from collections.abc import Sequence

FLAGS = frozenset({"--json", "--debug"})
VALUED = frozenset({"--profile", "--region", "--stage", "--stack", "--tenant"})


def hoisted(arguments: Sequence[str]) -> list[str]:
    """`orders list --json` becomes `--json orders list`, which is where Typer looks for it.

    Nothing after a bare `--` is moved.
    """
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            return [*front, *rest, word, *waiting]
        if word in FLAGS or (word.partition("=")[0] in VALUED and "=" in word):
            front.append(word)
        elif word in VALUED and waiting:
            front += [word, waiting.pop(0)]
        else:
            rest.append(word)
    return front + rest
