"""Unit tests open no socket: what needs one belongs to another suite."""

from collections.abc import Iterator

import pytest
import pytest_socket


@pytest.fixture(autouse=True)
def no_sockets() -> Iterator[None]:
    pytest_socket.disable_socket(allow_unix_socket=True)
    yield
    # The other suites run in the same process and need theirs.
    pytest_socket.enable_socket()
