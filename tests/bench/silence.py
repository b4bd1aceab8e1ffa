"""A provider that hangs: it takes connections and never answers."""

import socket
import threading


class Silence:
    """`connections` counts who asked; `url` is where."""

    def __init__(self) -> None:
        self.connections = 0
        self._held: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._take, daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        for held in self._held:
            held.close()

    def _take(self) -> None:
        while True:
            try:
                held, _ = self._listener.accept()
            except OSError:  # closed
                return
            self.connections += 1
            self._held.append(held)
