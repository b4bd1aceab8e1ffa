"""stub"""

BUGS = ()
Bug = object


def caught(bug, theatre): ...
