"""Colours of the terminal."""

from __future__ import annotations

import enum
import logging


class Palette:
    """What colours, backgrounds and styles have in common."""

    def apply(self, msg: str) -> str:
        """`msg` in this colour."""
        return self.paint(msg, self)

    @classmethod
    def mix(cls, *colours: Palette) -> str:
        """The codes of several colours as one."""
        return "".join(colour.value for colour in colours)

    @classmethod
    def paint(cls, msg: str, *colours: Palette) -> str:
        """`msg` in a mixture of colours; without any as it is."""
        return f"{cls.mix(*colours)}{msg}{Style.RESET.value}" if colours else msg


_NAMES = ("BLACK", "RED", "GREEN", "YELLOW", "BLUE", "MAGENTA", "CYAN", "WHITE")


def _codes(normal: int, bright: int) -> dict[str, str]:
    codes = {name: f"\x1b[{normal + index}m" for index, name in enumerate(_NAMES)}
    codes.update((f"BRIGHT_{name}", f"\x1b[{bright + index}m") for index, name in enumerate(_NAMES))
    return codes


class _PaletteEnum(Palette, enum.Enum):
    """An enum of colour codes."""


FgColour = _PaletteEnum("FgColour", _codes(30, 90), module=__name__)
BgColour = _PaletteEnum("BgColour", _codes(40, 100), module=__name__)


class Style(Palette, enum.Enum):
    """How characters look beside their colour."""

    BOLD = "\x1b[1m"
    LIGHT = "\x1b[2m"
    RESET = "\x1b[0m\x1b[39m"


class ColourizingFormatter(logging.Formatter):
    """Gives `%(coloured_message)s` beside `%(message)s`."""

    def formatMessage(self, record: logging.LogRecord) -> str:
        record.coloured_message = self._apply_colour(record)
        return super().formatMessage(record)

    def _apply_colour(self, record: logging.LogRecord) -> str:
        return record.message


class ColouredLogLevelFormatter(ColourizingFormatter):
    """Messages coloured by their level."""

    LEVEL_MAP = {
        logging.DEBUG: FgColour.CYAN.apply,
        logging.WARNING: FgColour.YELLOW.apply,
        logging.ERROR: FgColour.RED.apply,
        logging.CRITICAL: lambda msg: Palette.paint(msg, Style.BOLD, FgColour.RED),
    }

    def _apply_colour(self, record: logging.LogRecord) -> str:
        colour = self.LEVEL_MAP.get(record.levelno)
        return record.message if colour is None else colour(record.message)
