"""Helpers of parsers for nested dictionaries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class MergeConflict(Exception):
    """Two dictionaries have different values for one key."""


def merge_dict(
    dic_result: dict, dic: dict, path: list | None = None, update: bool = False, ignore_update: bool = False
) -> dict:
    """Merges `dic` into `dic_result`, which is returned.

    Two different values for one key are a MergeConflict; with `update` the second replaces the first, with
    `ignore_update` the first stays.
    """
    path = path or []
    for key, value in dic.items():
        if key not in dic_result:
            dic_result[key] = value
        elif isinstance(dic_result[key], dict) and isinstance(value, dict):
            merge_dict(dic_result[key], value, [*path, str(key)], update, ignore_update)
        elif dic_result[key] == value:
            continue
        elif update:
            dic_result[key] = value
        elif not ignore_update:
            raise MergeConflict(f"Conflict at {'.'.join([*path, str(key)])}")
    return dic_result


def create_dict_from_nestedkeys(keymap: Iterable[Any], value: Any) -> dict:
    """`value` below the keys, one in the other."""
    for key in reversed(list(keymap)):
        value = {key: value}
    return value


def get_value_from_nestdict(dic: dict, keymap: Iterable[Any]) -> Any:
    """The value below the keys; KeyError where one is missing."""
    for key in keymap:
        dic = dic[key]
    return dic


def dict_2_list_of_keys(dic: dict, lst: list | None = None, loc: list | None = None) -> list[list]:
    """The path of keys to each value, those of dictionaries before those in them."""
    paths = [] if lst is None else lst
    for key, value in dic.items():
        where = [*(loc or []), key]
        paths.append(where)
        if isinstance(value, dict):
            dict_2_list_of_keys(value, paths, where)
    return paths


def keynames_exist(dic: dict, key_list: Iterable[str]) -> None:
    """KeyError if one of the paths, whose keys are joined by dots, leads nowhere."""
    for path in key_list:
        keys = path.split(".")
        try:
            get_value_from_nestdict(dic, keys)
        except (KeyError, TypeError):
            raise KeyError(f"key {keys} is not in dictionary") from None


def reform_nestdict_from_keys(dic: dict, key_list: Iterable[str]) -> dict:
    """A dictionary with only the values at the paths, whose keys are joined by dots."""
    result: dict = {}
    for path in key_list:
        keys = path.split(".")
        merge_dict(result, create_dict_from_nestedkeys(keys, get_value_from_nestdict(dic, keys)), update=True)
    return result


def nestedkey_rename(dic: dict, keymap: Iterable[Any], new_key: Any) -> dict:
    """Renames the last of the keys."""
    *above, last = keymap
    inner = get_value_from_nestdict(dic, above)
    inner[new_key] = inner.pop(last)
    return dic


def keynames_convert(dic: dict, mapping: Iterable[tuple[str, str]]) -> dict:
    """Renames keys: for each pair the last key of the first path, joined by dots, becomes the second name."""
    for path, new_key in mapping:
        nestedkey_rename(dic, path.split("."), new_key)
    return dic
