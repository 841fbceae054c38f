"""What a testbed file may say (SPEC 9.1)."""

from __future__ import annotations

import ipaddress
from typing import Any as _AnyType

from pyats.utils.schemaengine import And, Any, ListOf, Optional, Or, PathAwareUse, Schema, Use
from pyats.utils.secret_strings import SecretString


def _text(value: _AnyType) -> str:
    """Numbers are what YAML makes of text that looks like one."""
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return str(value)
    raise TypeError(f"{value!r} is no text")


def _secret(value: _AnyType, path: _AnyType = None) -> SecretString:
    return value if isinstance(value, SecretString) else SecretString.from_plaintext(_text(value))


def address(value: _AnyType) -> _AnyType:
    """An address if it is one; a host's name stays a name: a guest cannot look it up."""
    try:
        return ipaddress.ip_address(value)
    except ValueError:
        return _text(value)


_CREDENTIALS = {Any(): {Optional("username"): str, Optional("password"): PathAwareUse(_secret), Any(): Any()}}
_CLASS = {Optional("class"): Any()}
_PASSWORDS = {Optional(name): str for name in ("tacacs", "enable", "line", "linux")}
_TACACS = {Optional(name): str for name in ("login_prompt", "password_prompt", "username")}
_IPV6 = Or(Use(ipaddress.IPv6Interface), ListOf(Use(ipaddress.IPv6Interface)))

_SERVER = {
    Optional("credentials"): _CREDENTIALS,
    Optional("address"): Or(str, list),
    Optional("port"): int,
    Optional("timeout"): int,
    Optional("custom"): dict,
    Any(): Any(),
}

_TESTBED = {
    **{Optional(name): str for name in ("name", "alias", "static_testbed_id", "lab_name", "testbed_file")},
    **_CLASS,
    Optional("tacacs"): _TACACS,
    Optional("passwords"): _PASSWORDS,
    Optional("credentials"): _CREDENTIALS,
    Optional("custom"): dict,
    Optional("servers"): {Any(): _SERVER},
    Optional("network"): Any(),
    Optional("bringup"): dict,
}

_CONNECTION = {
    Optional("credentials"): _CREDENTIALS,
    **_CLASS,
    Optional("protocol"): str,
    Optional("host"): str,
    Optional("ip"): Use(address),
    Optional("fallback_credentials"): list,
    Any(): Any(),
}

_DEFAULTS = {
    **_CLASS,
    Optional("alias"): str,
    Optional("via"): str,
    Optional("debug"): bool,
    Optional("connections"): list,
    Optional("connections_arguments"): dict,
    Optional("fallback_credentials"): list,
}

_DEVICE_TEXTS = (
    "type", "alias", "device_id", "region", "role", "os", "os_flavor", "version", "series", "platform", "platform_alias", "model",
    "model_alias", "submodel", "pid", "chassis_type", "origin", "revision", "power",
)  # fmt: skip

_DEVICE = {
    **{Optional(name): str for name in _DEVICE_TEXTS},
    **_CLASS,
    Optional("hardware"): Any(),
    Optional("tacacs"): _TACACS,
    Optional("passwords"): _PASSWORDS,
    Optional("credentials"): _CREDENTIALS,
    "connections": {Optional("defaults"): _DEFAULTS, Any(): _CONNECTION},
    Optional("clean"): dict,
    Optional("auto_bringup"): dict,
    Optional("peripherals"): dict,
    Optional("custom"): dict,
    Optional("management"): dict,
}

_INTERFACE = {
    "type": str,
    Optional("alias"): str,
    Optional("link"): str,
    Optional("segment"): str,
    Optional("ipv4"): ipaddress.IPv4Interface,
    Optional("ipv6"): _IPV6,
    **_CLASS,
    Any(): Any(),
}

_LINKS = {Any(): {Optional("alias"): str, **_CLASS, Any(): Any()}}

PRODUCTION = Schema(
    {
        Optional("testbed"): _TESTBED,
        Optional("devices"): {Any(): _DEVICE},
        Optional("topology"): {
            Optional("links"): _LINKS,
            Optional("segments"): _LINKS,
            Any(): {"interfaces": {Any(): And(dict, _INTERFACE)}},
        },
    }
)
