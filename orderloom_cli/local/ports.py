"""Free ports on the loopback interface."""

import contextlib
import socket

LOOPBACK = "127.0.0.1"


def free_ports(count: int) -> list[int]:
    """Different ports nobody listens on, chosen by the kernel.

    All are held until all are chosen, so none is handed out twice.
    """
    with contextlib.ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(count)]
        for chosen in sockets:
            chosen.bind((LOOPBACK, 0))
        return [chosen.getsockname()[1] for chosen in sockets]
