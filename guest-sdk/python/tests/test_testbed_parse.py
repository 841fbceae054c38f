"""`device.parse(command)`: the parser has the device execute what it needs."""

import unittest

import fake_host

fake_host.install()

import fake_host_testbed as devices  # noqa: E402
import test_misc_genie as mounted  # noqa: E402
from genie.metaparser.util.exceptions import InvalidCommandError, SchemaEmptyParserError  # noqa: E402
from pyats.topology import parsing, run  # noqa: E402
from unicon.core.errors import CommandTimeout, ConnectionError  # noqa: E402

PARSERS = """
import re
from genie.metaparser import MetaParser

class ShowVersion(MetaParser):
    schema = {'version': str}
    cli_command = 'show version'
    def cli(self, output=None):
        if output is None:
            output = self.device.execute(self.cli_command)
        match = re.search(r'Version (\\S+)', output)
        return {'version': match[1]} if match else {}

class ShowInterfaces(MetaParser):
    schema = {str: str}
    def cli(self, command, interface='', output=None):
        return {interface: command + ' ' + (output or self.device.execute(command))}
"""


class Parsing(mounted.MountedParsers):
    # Those of the base are run with it.
    test_a_saved_output_is_parsed = test_without_a_parser_the_error_names_command_and_device = None

    def setUp(self):
        super().setUp()
        fake_host.reset()
        devices.shown = {"name": "lab", "devices": {"R1": {"os": "iosxe", "connections": {"cli": {}}}}}
        import genie.libs.parser.iosxe.show_version as parsers

        exec(PARSERS, vars(parsers))
        self.device = run.testbed().devices["R1"]

    def test_a_connected_device_is_asked(self):
        devices.answers["R1", "show version"] = "Cisco IOS XE Software, Version 17.9.4\nR1 uptime is 1 day"
        self.device.connect()
        self.assertEqual(self.device.parse("show version"), {"version": "17.9.4"})
        self.assertEqual(self.device.parse("sh ver"), {"version": "17.9.4"})
        self.assertEqual(run.testbed().parse("show version"), {"R1": {"version": "17.9.4"}})

    def test_a_parser_that_takes_the_command_is_given_it(self):
        self.device.connect()
        devices.answers["R1", "show interfaces Gi1"] = "up"
        self.assertEqual(self.device.parse("show interfaces Gi1"), {"Gi1": "show interfaces Gi1 up"})
        self.assertEqual(self.device.parse("show interfaces Gi1", output="x"), {"Gi1": "show interfaces Gi1 x"})

    def test_what_goes_wrong(self):
        with self.assertRaisesRegex(ConnectionError, "cannot parse: R1 is not connected"):
            self.device.parse("show version")
        self.device.connect()
        with self.assertRaises(SchemaEmptyParserError):
            self.device.parse("show version")
        devices.answers["R1", "show version"] = "% Invalid input detected"
        with self.assertRaisesRegex(InvalidCommandError, "^Invalid command has been executed$"):
            self.device.parse("show version")
        devices.answers["R1", "show version"] = devices.error("timeout", (1.0, ""))
        with self.assertRaises(CommandTimeout):
            self.device.parse("show version")

    def test_the_packages_own_error_is_raised_if_somebody_knows_it(self):
        import sys
        import types

        common = types.ModuleType("genie.libs.parser.utils.common")
        common.ParserNotFound = type("ParserNotFound", (Exception,), {})
        sys.modules[common.__name__] = common
        self.addCleanup(sys.modules.pop, common.__name__, None)
        with self.assertRaises(common.ParserNotFound):
            self.device.parse("show nope", output="x")


class Choosing(unittest.TestCase):
    ENTRY = {
        "class": "ForAll",
        "folders": {
            "rv1": {"class": "NewerForAll"},
            "iosxe": {
                "class": "Xe",
                "folders": {"cat9k": {"folders": {"c9300": {"class": "C9300"}}}, "rv1": {"class": "NewerXe"}},
            },
            "nxos": {"folders": {"rv1": {"class": "Nx1"}, "rv2": {"class": "Nx2"}}},
        },
    }

    def test_the_parser_that_names_the_most_of_the_device_in_its_newest_form(self):
        class Kind:
            def __init__(self, **tokens):
                self.__dict__.update(tokens)

        for kind, expected in (
            (Kind(os="linux"), "NewerForAll"),
            (Kind(os="iosxe"), "NewerXe"),
            (Kind(os="iosxe", platform="cat9k"), "NewerXe"),
            (Kind(os="iosxe", platform="cat9k", model="c9300"), "C9300"),
            (Kind(os="nxos", platform="n9k"), "Nx2"),
            (Kind(os=None), "NewerForAll"),
        ):
            self.assertEqual(parsing._of_device(self.ENTRY, kind)["class"], expected, vars(kind))


if __name__ == "__main__":
    unittest.main()
