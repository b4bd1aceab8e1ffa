"""Cursors that a caller can carry but neither read into nor make."""

from abc import ABC, abstractmethod


class CursorSeal(ABC):
    """A position sealed for one list of one tenant opens for that list only."""

    @abstractmethod
    def seal(self, position: str, scope: tuple[str, ...]) -> str:
        """A text that needs no escaping in a URL."""

    @abstractmethod
    def open(self, cursor: str, scope: tuple[str, ...]) -> str:
        """The position. Raises InvalidRequest: not a text `seal` made for this scope."""
