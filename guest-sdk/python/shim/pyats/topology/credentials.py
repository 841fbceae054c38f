"""User names and passwords, which fall back to those of the testbed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from pyats.datastructures import NestedAttrDict
from pyats.utils.secret_strings import SecretString

_DEFAULT = "default"


class Credentials(MutableMapping):
    """Credentials by name: own ones, then those of the parent, then `default`.

    Passwords are SecretStrings.
    """

    def __init__(
        self, local_creds: Mapping[str, Mapping] | None = None, parent: Credentials | None = None
    ) -> None:
        object.__setattr__(self, "local_creds", NestedAttrDict())
        object.__setattr__(self, "parent", parent)
        for name, credential in (local_creds or {}).items():
            self[name] = credential

    def _known(self) -> dict[str, NestedAttrDict]:
        above = self.parent._known() if self.parent is not None else {}
        return {**above, **self.local_creds}

    def __getitem__(self, key: str) -> NestedAttrDict:
        known = self._known()
        return known[key] if key in known else known[_DEFAULT]

    def __setitem__(self, key: str, value: Mapping) -> None:
        value = NestedAttrDict(value)
        password = value.get("password")
        if password is not None and not isinstance(password, SecretString):
            value["password"] = SecretString.from_plaintext(password)
        self.local_creds[key] = value

    def __delitem__(self, key: str) -> None:
        del self.local_creds[key]

    def __contains__(self, key: object) -> bool:
        known = self._known()
        return key in known or _DEFAULT in known

    def __iter__(self) -> Iterator[str]:
        return iter(self._known())

    def __len__(self) -> int:
        return len(self._known())

    def __getattr__(self, name: str) -> NestedAttrDict:
        if name.startswith("__"):
            raise AttributeError(name)
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"there are no credentials {name!r}, and no default ones") from None

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("local_creds", "parent"):
            object.__setattr__(self, name, value)
        else:
            self[name] = value

    def __repr__(self) -> str:
        levels, each = [], self
        while each is not None:
            levels.append(repr(each.local_creds))
            each = each.parent
        return f"{type(self).__name__}({', '.join(levels)})"

    def __reduce__(self) -> tuple:
        return type(self), (dict(self.local_creds), self.parent)
