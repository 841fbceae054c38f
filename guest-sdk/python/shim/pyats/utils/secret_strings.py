"""Strings that are not shown.

They are obscured, not encrypted: what runs in a guest can read them. Secrets that a job must not see belong
to the host.
"""

from __future__ import annotations

import base64
import binascii
from collections import UserString
from typing import Any

__all__ = ["SecretString", "to_plaintext"]

_KEY = "pyats_default_key"


def _shift(text: str, sign: int) -> str:
    return "".join(
        chr((ord(char) + sign * ord(_KEY[index % len(_KEY)])) % 0x110000) for index, char in enumerate(text)
    )


class SecretString(UserString):
    """Shows asterisks; `plaintext` is what it stands for. `data` is the obscured form, as in `%ENC{...}`."""

    def __init__(self, secret_string: str, representer_cls: Any = None, prefix: str = "string") -> None:
        super().__init__(secret_string)
        _ = self.plaintext  # that it can be read is found out here

    @classmethod
    def from_plaintext(cls, plaintext: Any) -> SecretString:
        """The secret form of a text."""
        try:
            data = _shift(str(plaintext), 1).encode("utf-8")
        except UnicodeEncodeError as error:
            raise ValueError("the text has characters that cannot be kept secret") from error
        return cls(base64.b64encode(data).decode("ascii"))

    @property
    def plaintext(self) -> str:
        try:
            return _shift(base64.b64decode(self.data.encode("ascii"), validate=True).decode("utf-8"), -1)
        except (ValueError, binascii.Error) as error:
            raise ValueError(
                f"The secret string '{self.data}' has the wrong format: here only strings that are obscured with the default key can be read"
            ) from error

    def __str__(self) -> str:
        return "*" * len(self.data)

    __repr__ = __str__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, SecretString) and self.data == other.data

    def __hash__(self) -> int:
        return hash(self.data)


def to_plaintext(str_or_secret_str: Any) -> str:
    """The text of a secret or of an ordinary string."""
    if isinstance(str_or_secret_str, SecretString):
        return str_or_secret_str.plaintext
    return str(str_or_secret_str)
