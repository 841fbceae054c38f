"""Testbeds from YAML (SPEC 9.1, DIFFERENCES): what real pyATS gives, less what runs code or connects."""

import copy
import os
import pickle
import sys
import tempfile
import unittest
from ipaddress import IPv4Address, IPv4Interface, IPv6Interface

import fake_host

fake_host.install()

from genie.testbed import load as genie_load  # noqa: E402
from pyats.topology import Device, Interface, Link, Testbed, loader  # noqa: E402
from pyats.topology.exceptions import (  # noqa: E402
    DuplicateDeviceAliasError,
    DuplicateDeviceError,
    DuplicateInterfaceConnectionError,
    DuplicateInterfaceError,
    LinkError,
    MissingDeviceError,
    UnknownDeviceError,
    UnknownInterfaceError,
    YamlConfigError,
)
from pyats.utils.exceptions import (  # noqa: E402
    SchemaClassError,
    SchemaMissingKeyError,
    SchemaTypeError,
    SchemaUnsupportedKeyError,
)
from pyats.utils.secret_strings import SecretString, to_plaintext  # noqa: E402
from pyats.utils.yaml.exceptions import LoadError, MarkupError  # noqa: E402
from unicon.core.errors import ConnectionError  # noqa: E402

YAML = """
testbed:
  name: mytb
  credentials:
    default: {username: admin, password: "%ENV{EASYPY_TEST_PW}"}
    enable: {password: en}
  custom: {x: 1, who: "%{testbed.name}"}
  servers:
    tftp: {server: myserver, address: 1.1.1.1, path: /tftp}
devices:
  R1:
    alias: uut
    os: iosxe
    type: router
    platform: cat9k
    connections:
      defaults: {class: unicon.Unicon, via: cli}
      cli: {protocol: ssh, ip: 10.0.0.1, port: 22}
      a: {command: "x %{self}"}
    custom: {me: "%{self}", os: "%{self.os}", k: [1, "%{devices.R2.os}"]}
    role: core
  R2:
    os: nxos
    connections: {cli: {command: foo, ip: some.host}}
    credentials: {default: {username: r2, password: pw2}}
topology:
  R1:
    interfaces:
      Gi1: {type: ethernet, link: L1, ipv4: 10.1.1.1/24, alias: intf1, ipv6: ["2001::1/64"], foo: bar}
      Gi2: {type: ethernet, link: L2, ipv6: "2001::2/64"}
      Lo0: {type: loopback}
  R2:
    interfaces:
      Eth1: {type: ethernet, link: L1}
      Eth2: {type: ethernet, link: L2}
  links:
    L1: {alias: lnk, foo: bar}
"""


class Loaded(unittest.TestCase):
    def setUp(self):
        os.environ["EASYPY_TEST_PW"] = "sekret"
        self.addCleanup(os.environ.pop, "EASYPY_TEST_PW", None)
        self.testbed = loader.load(YAML)
        self.r1, self.r2 = self.testbed

    def test_devices_are_found_by_name_and_alias(self):
        tb = self.testbed
        self.assertIs(tb.devices["R1"], tb.devices["uut"])
        self.assertIs(tb.devices.R1, tb.devices.uut)
        self.assertIs(tb.devices.get("uut"), self.r1)
        self.assertEqual(
            (list(tb.devices), tb.devices.aliases, tb.devices.names),
            (["R1", "R2"], {"uut", "R2"}, {"R1", "R2"}),
        )
        for thing in ("R1", "uut", self.r1):
            self.assertIn(thing, tb)
        self.assertNotIn("nope", tb)
        self.assertIsNone(tb.devices.get("nope"))
        with self.assertRaises(KeyError):
            tb.devices["nope"]
        with self.assertRaises(AttributeError):
            tb.devices.nope

    def test_attributes_of_a_device(self):
        r1 = self.r1
        self.assertEqual(
            (r1.name, r1.alias, r1.os, r1.type, r1.platform, r1.role, r1.model, r1.hostname),
            ("R1", "uut", "iosxe", "router", "cat9k", "core", None, "R1"),
        )
        self.assertEqual((self.r2.alias, self.r2.type), ("R2", None))
        self.assertEqual(str(r1), "Device R1 (alias=uut), type router")
        self.assertRegex(repr(r1), r"^<Device R1 \(alias=uut\) at 0x[0-9a-f]+>$")
        self.assertIs(r1.testbed, self.testbed)
        with self.assertRaisesRegex(AttributeError, "'Device' object has no attribute 'nope'"):
            r1.nope

    def test_markup(self):
        self.assertEqual(self.testbed.custom, {"x": 1, "who": "mytb"})
        self.assertEqual(self.r1.custom, {"me": "R1", "os": "iosxe", "k": [1, "nxos"]})
        self.assertEqual(self.r1.connections.a.command, "x R1")
        self.assertEqual(self.r1.custom.k[1], "nxos")

    def test_connections_are_described(self):
        self.assertEqual(self.r1.connections.cli.ip, IPv4Address("10.0.0.1"))
        self.assertEqual(self.r2.connections.cli.ip, "some.host")
        self.assertEqual((self.r1.connections.cli.port, self.r1.default_connection_alias), (22, "cli"))

    def test_credentials_fall_back_to_the_testbed_and_do_not_show(self):
        tb, r1, r2 = self.testbed, self.r1, self.r2
        self.assertEqual(to_plaintext(tb.credentials.default.password), "sekret")
        self.assertEqual(r1.credentials.default.username, "admin")
        self.assertEqual(r1.credentials["enable"]["password"].plaintext, "en")
        self.assertEqual(
            (r2.credentials.default.username, r2.credentials.default.password.plaintext), ("r2", "pw2")
        )
        self.assertEqual(r2.credentials.enable.password.plaintext, "en")
        self.assertEqual(r2.credentials.unknown.username, "r2")
        self.assertEqual(r1.connections.cli.credentials.default.username, "admin")
        self.assertEqual(tb.servers.tftp.credentials.default.username, "admin")
        for shown in (repr(tb.credentials), str(tb.credentials.default.password), f"{r1.credentials}"):
            self.assertNotIn("sekret", shown)
        with self.assertRaises(AttributeError):
            Device("x").credentials.default

    def test_interfaces_and_links(self):
        r1, r2 = self.r1, self.r2
        gi1 = r1.interfaces["Gi1"]
        self.assertIs(r1.interfaces.intf1, gi1)
        self.assertEqual([each.name for each in r1], ["Gi1", "Gi2", "Lo0"])
        self.assertTrue("intf1" in r1 and gi1 in r1 and "Eth1" not in r1)
        self.assertEqual(
            (gi1.ipv4, gi1.ipv6, gi1.foo),
            (IPv4Interface("10.1.1.1/24"), [IPv6Interface("2001::1/64")], "bar"),
        )
        self.assertEqual(r1.interfaces.Gi2.ipv6, IPv6Interface("2001::2/64"))
        self.assertIs(gi1.device, r1)
        self.assertIs(gi1.testbed, self.testbed)
        self.assertEqual((gi1.link.name, gi1.link.alias, gi1.link.foo), ("L1", "lnk", "bar"))
        self.assertIn(gi1, gi1.link)
        self.assertEqual(gi1.remote_interfaces, {r2.interfaces.Eth1})
        self.assertEqual(gi1.remote_devices, {r2})
        self.assertIsNone(r1.interfaces.Lo0.link)
        self.assertEqual(r1.interfaces.Lo0.remote_interfaces, set())
        self.assertEqual({link.name for link in self.testbed.links}, {"L1", "L2"})
        self.assertEqual({link.name for link in r1.find_links(r2)}, {"L1", "L2"})
        self.assertEqual(r1.remote_devices, {r2})
        self.assertEqual(gi1.link.connected_devices, {r1, r2})
        self.assertEqual(str(gi1), "Interface Gi1 (alias=intf1), type ethernet")
        self.assertRegex(repr(gi1), r"^<Interface object 'Gi1' on 'R1' at 0x")

    def test_finding(self):
        tb = self.testbed
        self.assertEqual(tb.find_devices(os="nxos"), [self.r2])
        self.assertEqual(tb.find_devices(), [self.r1, self.r2])
        self.assertEqual([each.name for each in self.r1.find_interfaces(type="ethernet")], ["Gi1", "Gi2"])
        self.assertEqual(
            [each.name for each in tb.find_interfaces(link=self.r1.interfaces.Gi1.link)], ["Gi1", "Eth1"]
        )
        self.assertEqual([each.name for each in tb.find_links(self.r1, alias="lnk")], ["L1"])

    def test_connecting_says_where_connections_are(self):
        self.assertFalse(self.r1.connected)
        self.assertFalse(self.r1.is_connected())
        for call in (
            self.r1.connect,
            lambda: self.r1.execute("show version"),
            self.testbed.connect,
            lambda: self.r1.parse("show version"),
        ):
            with self.assertRaisesRegex(
                ConnectionError, "R1 is not connected; connections are the host's"
            ):
                call()
        with self.assertRaisesRegex(ConnectionError, "^cannot configure: R1"):
            self.r1.configure("hostname x")
        with self.assertRaisesRegex(AttributeError, "genie's APIs are not in easypy-wasm"):
            self.r1.api
        self.r1.disconnect()
        self.testbed.disconnect()

    def test_copies_and_pickles_are_whole(self):
        for other in (copy.deepcopy(self.testbed), pickle.loads(pickle.dumps(self.testbed))):
            self.assertIsNot(other.devices.R1, self.r1)
            self.assertIs(other.devices.R1.testbed, other)
            gi1 = other.devices.uut.interfaces.Gi1
            self.assertIs(gi1.device, other.devices.R1)
            self.assertEqual(gi1.remote_devices, {other.devices.R2})
            self.assertEqual(other.devices.R1.credentials.default.password.plaintext, "sekret")

    def test_squeeze(self):
        self.testbed.squeeze("uut")
        self.assertEqual(
            (list(self.testbed.devices), self.r1.links and self.r1.remote_devices), (["R1"], set())
        )
        with self.assertRaises(ValueError):
            self.testbed.squeeze("nope")
        again = loader.load(YAML)
        again.squeeze("L1")
        self.assertEqual(list(again.devices), ["R1", "R2"])


class Files(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = directory.name

    def write(self, name, text):
        path = os.path.join(self.directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        return path

    def test_a_file_its_include_and_what_it_extends(self):
        self.write("base.yaml", "testbed: {name: base}\ndevices:\n  A: {os: x, type: t, connections: {}}\n")
        self.write("sub/inner.yaml", "{q: 5, r: '%INCLUDE{deeper.yaml}'}")
        self.write("sub/deeper.yaml", "[1, 2]")
        path = self.write(
            "tb.yaml",
            "extends: base.yaml\ndevices:\n  A: {os: y}\n  B: {connections: {}, custom: '%INCLUDE{sub/inner.yaml}'}\n",
        )
        testbed = loader.load(path)
        self.assertEqual((testbed.name, testbed.testbed_file), ("base", path))
        self.assertEqual((testbed.devices.A.os, testbed.devices.A.type), ("y", "t"))
        self.assertEqual(testbed.devices.B.custom, {"q": 5, "r": [1, 2]})
        with open(path) as file:
            self.assertEqual(
                loader.load(
                    file.read()
                    .replace("base.yaml", os.path.join(self.directory, "base.yaml"))
                    .replace("%INCLUDE{sub/inner.yaml}", "")
                    .replace("custom: ''", "custom: {}")
                ).name,
                "base",
            )
        self.assertEqual(genie_load(path).name, "base")
        self.assertIs(genie_load(testbed), testbed)

    def test_a_file_that_extends_itself(self):
        path = self.write("tb.yaml", "extends: tb.yaml\n")
        with self.assertRaisesRegex(LoadError, "extends more than"):
            loader.load(path)

    def test_what_is_no_testbed(self):
        for wrong in ("/nope.yaml", 5, "- 1\n- 2\n", "a: [", self.directory):
            with self.assertRaises(LoadError):
                loader.load(wrong)

    def test_nothing_is_an_empty_testbed(self):
        for nothing in (None, {}, {"devices": None}):
            testbed = loader.load(nothing)
            self.assertEqual((testbed.name, list(testbed)), ("", []))


class Faults(unittest.TestCase):
    def load(self, device=None, **sections):
        if device is not None:
            sections["devices"] = {"R1": {"connections": {}, **device}}
        return loader.load(sections)

    def test_schema(self):
        with self.assertRaisesRegex(SchemaUnsupportedKeyError, r"^Unsupported keys: \['foo'\]$"):
            self.load(foo=1)
        with self.assertRaisesRegex(
            SchemaMissingKeyError, r'^Missing keys:\n  "connections"  parent: \[devices.B\]$'
        ):
            self.load(devices={"B": {}})
        with self.assertRaisesRegex(
            SchemaTypeError, r"^devices.R1.type:\n  Expected type '<class 'str'>' but got type '5'"
        ):
            self.load({"type": 5})
        with self.assertRaisesRegex(
            SchemaUnsupportedKeyError, r"\['devices', 'R1'\]: Unsupported keys:\n  \"foo\""
        ):
            self.load({"foo": 5})
        with self.assertRaisesRegex(SchemaMissingKeyError, r'"type"  parent: \[topology.R1.interfaces.e\]'):
            self.load({}, topology={"R1": {"interfaces": {"e": {}}}})
        with self.assertRaisesRegex(
            SchemaClassError,
            "topology.R1.interfaces.e.ipv4: Could not instantiate class 'IPv4Interface' with 'nope'",
        ):
            self.load({}, topology={"R1": {"interfaces": {"e": {"type": "x", "ipv4": "nope"}}}})

    def test_topology(self):
        with self.assertRaises(MissingDeviceError):
            self.load({}, topology={"R2": {"interfaces": {}}})
        with self.assertRaises(DuplicateDeviceAliasError):
            self.load(devices={name: {"connections": {}, "alias": "x"} for name in "AB"})
        with self.assertRaises(DuplicateDeviceError):
            self.load(devices={"A": {"connections": {}, "alias": "B"}, "B": {"connections": {}}})
        with self.assertRaisesRegex(YamlConfigError, "there is no class 'pyats.topology.Nope'"):
            self.load({"class": "pyats.topology.Nope"})

    def test_a_class_of_the_file_is_used(self):
        class Special(Device):
            pass

        sys.modules[__name__].Special = Special
        self.addCleanup(delattr, sys.modules[__name__], "Special")
        self.assertIs(type(self.load({"class": f"{__name__}.Special"}).devices.R1), Special)

    def test_markup_that_cannot_be_resolved(self):
        wrong = {
            "%{nope.x}": "there is no nope",
            "%{self.role}": "it refers to itself",
            "a %{self.role} b": "it refers to itself",
            "%CALLABLE{os.getcwd}": "does not run code",
            "%ASK{password}": "nobody to ask",
            "%ENC{abc}": "wrong format",
            "%INCLUDE{nope.yaml}": "cannot read .*nope.yaml",
        }
        for text, why in wrong.items():
            with self.assertRaisesRegex(MarkupError, why) as caught:
                self.load({"role": text})
            self.assertEqual(caught.exception.index, ["devices", "R1", "role"])

    def test_references_in_a_circle(self):
        with self.assertRaisesRegex(MarkupError, "it refers to itself"):
            self.load({"role": "%{self.os}", "os": "%{self.role}"})

    def test_what_is_no_markup_stays(self):
        for text in ("100%", "%NOPE{x}", "%ENV{X, d}", "%INTF{abc}"):
            self.assertEqual(self.load({"role": text}).devices.R1.role, text)

    def test_options_of_the_command_line(self):
        saved, sys.argv = sys.argv, ["easypy", "--one", "1", "-two=2", "--flag", "--three"]
        self.addCleanup(setattr, sys, "argv", saved)
        options = {
            name: self.load({"role": f"%CLI{{{name}}}"}).devices.R1.role
            for name in ("one", "two", "flag", "three", "none")
        }
        self.assertEqual(options, {"one": "1", "two": "2", "flag": "", "three": "", "none": ""})


class Objects(unittest.TestCase):
    def test_adding_and_removing(self):
        testbed = Testbed("t", devices=[Device("a", type="x", mine=1)])
        device = testbed.devices.a
        self.assertEqual((device.mine, device.testbed), (1, testbed))
        with self.assertRaises(DuplicateDeviceError):
            testbed.add_device(Device("a"))
        interface = Interface("e0", type="ethernet", device=device)
        self.assertIs(device.interfaces.e0, interface)
        with self.assertRaises(DuplicateInterfaceError):
            device.add_interface(Interface("e0", type="ethernet"))
        device.remove_interface("e0")
        self.assertEqual((list(device), interface.device), ([], None))
        with self.assertRaises(UnknownInterfaceError):
            device.remove_interface("e0")
        testbed.remove_device("a")
        self.assertEqual((list(testbed), device.testbed), ([], None))
        with self.assertRaises(UnknownDeviceError):
            testbed.remove_device("a")

    def test_moving_between_links_and_devices(self):
        a, b = Device("a"), Device("b")
        interface = Interface("e0", "ethernet", device=a)
        one, two = Link("one"), Link("two")
        one.connect_interface(interface)
        with self.assertRaises(DuplicateInterfaceConnectionError):
            one.connect_interface(interface)
        interface.link = two
        self.assertEqual((list(one), list(two)), ([], [interface]))
        two.disconnect_interface(interface)
        with self.assertRaises(LinkError):
            two.disconnect_interface(interface)
        interface.device = b
        self.assertEqual((list(a), list(b)), ([], [interface]))

    def test_secret_strings(self):
        secret = SecretString.from_plaintext("hello")
        self.assertEqual(
            (secret.plaintext, secret.data, str(secret), repr(secret)),
            ("hello", "w5jDnsONw6DDog==", "*" * 16, "*" * 16),
        )
        self.assertEqual(SecretString(secret.data), secret)
        self.assertNotEqual(secret, "hello")
        self.assertEqual(SecretString.from_plaintext("päss wörd €").plaintext, "päss wörd €")
        with self.assertRaises(ValueError):
            SecretString("hello")


if __name__ == "__main__":
    unittest.main()
