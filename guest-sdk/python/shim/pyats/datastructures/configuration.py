"""Settings from files."""

from __future__ import annotations

import configparser
import os
import re
from typing import Any

from .attrdict import NestedAttrDict

_VARIABLE = re.compile(r"\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([^}]+)\})")


class Configuration(NestedAttrDict):
    """Settings of one or more files, the later over the earlier; `cfg.section.option` reads them."""

    def load_yamls(self, *files: str) -> tuple[str, ...]:
        """Merges YAML files; the names of those that were there."""
        import yaml

        found = tuple(file for file in files if os.path.isfile(file))
        for file in found:
            with open(file, encoding="utf-8") as stream:
                self.update(yaml.safe_load(stream) or {})
        return found

    def load_cfgs(self, *files: str) -> list[str]:
        """Merges INI files, with `$NAME` and `${NAME}` replaced from the environment; the names of those that
        were there.
        """
        parser = configparser.RawConfigParser()
        parser.optionxform = str
        found = parser.read(files)
        for section in parser.sections():
            self.update({section: {name: self._expand(value) for name, value in parser.items(section)}})
        return found

    def load_entrypoint(self, group: str) -> list[Any]:
        """Nothing is installed in a guest that could offer settings: an empty list."""
        return []

    def copy(self) -> Configuration:
        return type(self)(self)

    @staticmethod
    def _expand(value: str) -> str:
        return _VARIABLE.sub(lambda match: os.environ.get(match[1] or match[2], match[0]), value)
