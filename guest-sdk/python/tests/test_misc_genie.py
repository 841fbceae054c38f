"""Parsers, their schemas and tables, with the errors that real genie gives; and `device.parse` with mounted
parsers.
"""

import json
import os
import sys
import tempfile
import textwrap
import unittest

import fake_host

fake_host.install()

import genie  # noqa: E402
from genie.metaparser import MetaParser  # noqa: E402
from genie.metaparser.util import dict_2_list_of_keys, exceptions, keynames_convert, merge_dict  # noqa: E402
from genie.metaparser.util.schemaengine import (  # noqa: E402
    And,
    Any,
    Default,
    Fallback,
    ListOf,
    Optional,
    Or,
    Schema,
    Use,
)
from genie.parsergen import oper_fill_tabular  # noqa: E402
from pyats.topology import Device, parsing  # noqa: E402
from pyats.utils import exceptions as pyats_exceptions  # noqa: E402
from pyats.utils import schemaengine as pyats_schema  # noqa: E402


class Schemas(unittest.TestCase):
    def refuse(self, schema, data, error, text):
        with self.assertRaises(error) as caught:
            Schema(schema).validate(data)
        self.assertEqual(str(caught.exception), text)
        return caught.exception

    def test_types_and_values(self):
        self.assertEqual(Schema({"a": str, Any(): int}).validate({"a": "x", "b": 1}), {"a": "x", "b": 1})
        self.assertEqual(Schema(bool).validate(True), True)
        self.refuse(
            str,
            1,
            exceptions.SchemaTypeError,
            "Expected type '<class 'str'>' but got type '1'(<class 'int'>)",
        )
        self.refuse({"a": 5}, {"a": 6}, exceptions.SchemaValueError, "a: Expected '5' but got '6'")
        error = self.refuse(
            {Any(): {"b": int}},
            {"x": {"b": "y"}},
            exceptions.SchemaTypeError,
            "x.b: Expected type '<class 'int'>' but got type 'y'(<class 'str'>)",
        )
        self.assertEqual((error.path, error.data, error.type), (["x", "b"], "y", int))
        self.refuse(
            {"a": {"b": int}},
            {"a": 5},
            exceptions.SchemaTypeError,
            "a: Expected type '{'b': <class 'int'>}' but got type '5'(<class 'int'>)",
        )

    def test_missing_keys_are_named_all_at_once(self):
        error = self.refuse(
            {"a": {"b": int}, "d": str, Optional("o"): int},
            {"a": {"zz": 1}},
            exceptions.SchemaMissingKeyError,
            "Missing keys: [['d'], ['a', 'b']]",
        )
        self.assertEqual(
            (error.path, error.keys, error.missing_list), ([[], ["a"]], ["d", "b"], [["d"], ["a", "b"]])
        )

    def test_unsupported_keys(self):
        error = self.refuse(
            {"a": {"b": int}},
            {"a": {"b": 1, "z": 2}},
            exceptions.SchemaUnsupportedKeyError,
            "a: Unsupported keys: ['z']",
        )
        self.assertEqual(error.unsupported_keys, [["a", "z"]])
        self.refuse(
            {"a": int}, {"a": 1, "z": 2}, exceptions.SchemaUnsupportedKeyError, "Unsupported keys: ['z']"
        )
        with self.assertLogs("pyats.utils.schemaengine", "WARNING"):
            self.assertEqual(
                Schema({"a": int}).validate({"a": 1, "z": 2}, warn_unsupported_keys=True), {"a": 1, "z": 2}
            )

    def test_nothing_is_an_error_at_the_top_only(self):
        for nothing in ({}, None, []):
            self.refuse({Any(): int}, nothing, exceptions.SchemaEmptyParserError, "Parser Output is empty")
        self.assertEqual(Schema({"a": {Any(): int}}).validate({"a": {}}), {"a": {}})

    def test_the_command_is_named(self):
        with self.assertRaises(exceptions.SchemaMissingKeyError) as caught:
            Schema({"a": int}).validate({"b": 1}, command="show x")
        self.assertEqual(str(caught.exception), "Show Command: show x\nMissing keys: [['a']]")

    def test_keys_by_kind(self):
        self.assertEqual(Schema({str: int}).validate({"a": 1}), {"a": 1})
        self.refuse(
            {str: int}, {1: 1}, exceptions.SchemaMissingKeyError, "Missing keys: [[\"<class 'str'>\"]]"
        )
        self.refuse(
            {Optional(str): int}, {1: 1}, exceptions.SchemaUnsupportedKeyError, "Unsupported keys: ['1']"
        )
        self.assertEqual(Schema({Or("a", "b"): int}).validate({"b": 1}), {"b": 1})

    def test_combinations(self):
        self.assertEqual(Schema(Or(int, {"c": int})).validate({"c": 1}), {"c": 1})
        self.refuse(
            Or(int, str),
            1.5,
            pyats_exceptions.SchemaError,
            "Schema  (type) <class 'int'> does not match 1.5 and Schema  (type) <class 'str'> does not match 1.5",
        )
        self.assertEqual(Schema(And(str, Use(int))).validate("5"), 5)
        self.refuse(
            Use(int),
            "x",
            pyats_exceptions.SchemaError,
            "int('x') raised ValueError(\"invalid literal for int() with base 10: 'x'\")",
        )
        self.assertEqual(
            Schema({"l": ListOf({"a": Use(int)})}).validate({"l": [{"a": "1"}]}), {"l": [{"a": 1}]}
        )
        self.refuse(
            ListOf(int),
            ["x", 1],
            pyats_exceptions.SchemaError,
            "Bad elements in list:\n0: Expected type '<class 'int'>' but got type 'x'(<class 'str'>)",
        )

    def test_classes_and_functions_make_the_value(self):
        self.assertEqual(Schema({"a": complex}).validate({"a": 1}), {"a": 1 + 0j})
        self.assertEqual(Schema({"a": lambda value: value * 2}).validate({"a": 2}), {"a": 4})
        error = self.refuse(
            {"a": bytes},
            {"a": "x"},
            exceptions.SchemaClassError,
            "a: Could not instantiate class 'bytes' with 'x'\nDetails: 'string argument without an encoding'",
        )
        self.assertIsInstance(error, pyats_exceptions.SchemaClassError)

    def test_defaults_and_fallbacks(self):
        schema = pyats_schema.Schema(
            {"a": {"b": Default(int, 5)}, "c": Fallback(int, "a.b"), Optional("z"): {"y": int}}
        )
        self.assertEqual(schema.validate({}), {"a": {"b": 5}, "c": 5})
        self.assertEqual(schema.validate({"a": {"b": 1}, "c": 2}), {"a": {"b": 1}, "c": 2})
        self.assertEqual(schema.collect_defaults(), {"a": {"b": 5}})
        with self.assertRaisesRegex(pyats_exceptions.SchemaFallbackError, "^b not found in {}$"):
            pyats_schema.Schema({"a": Fallback(int, "b")}).validate({})
        with self.assertRaises(pyats_exceptions.SchemaFallbackLoopError):
            pyats_schema.Schema({"a": Fallback(int, "b"), "b": Fallback(int, "a")}).validate({})

    def test_the_data_is_left_alone(self):
        data = {"a": {"b": "1"}}
        result = Schema({"a": {"b": Use(int), Optional("c"): int}}).validate(data)
        self.assertEqual((data, result), ({"a": {"b": "1"}}, {"a": {"b": 1}}))

    def test_forms(self):
        self.assertEqual(str(Schema({"a": int})), "Schema  (dict) {'a': <class 'int'>}")
        self.assertEqual(repr(Optional("x")), "Optional  (str) x")
        self.assertEqual(str(Or(int, str)), "Or (<class 'int'>, <class 'str'>)")

    def test_errors_of_pyats_schemas_have_their_own_form(self):
        with self.assertRaises(pyats_exceptions.SchemaError) as caught:
            pyats_schema.Schema({"a": Or({"b": int}, {"c": int})}).validate({"a": {"d": 1}})
        self.assertEqual(
            str(caught.exception),
            "Schema a (dict) {'b': <class 'int'>} does not match {'d': 1}\nMissing keys:\n  \"b\"  parent: [a]\nAND\n"
            "Schema a (dict) {'c': <class 'int'>} does not match {'d': 1}\nMissing keys:\n  \"c\"  parent: [a]",
        )


class Parsers(unittest.TestCase):
    class Show(MetaParser):
        schema = {"a": {Any(): {"b": int, Optional("c"): int}}}
        cli_command = ["show x {y}", "show x"]

        def cli(self, y="q", output=None):
            return {"a": {y: {"b": len(output)}}} if output else {}

        def yang(self, output=None):
            return {"a": {"q": {"b": 0, "c": 1}}}

    def test_a_parser_parses(self):
        self.assertEqual(self.Show(device=None).parse(output="text"), {"a": {"q": {"b": 4}}})
        self.assertEqual(self.Show(Device("x")).parse(output="text", y="z"), {"a": {"z": {"b": 4}}})

    def test_contexts_add_to_each_other(self):
        parser = self.Show(None, context=["cli", "yang"])
        self.assertEqual(parser.parse(output="text"), {"a": {"q": {"b": 4, "c": 1}}})
        self.assertEqual(parser.parse(output="text", context="yang"), {"a": {"q": {"b": 0, "c": 1}}})
        with self.assertRaises(AssertionError):
            self.Show(None, context="nope")
        with self.assertRaises(AttributeError):
            self.Show(None, context="xml").parse(output="text")

    def test_selected_keys(self):
        parser = self.Show(None, context=["cli", "yang"])
        self.assertEqual(
            parser.parse(output="text", selected_keys=["a.q.c", "a.nope"]), {"a": {"q": {"c": 1}}}
        )

    def test_empty_output_and_output_that_does_not_fit(self):
        with self.assertRaisesRegex(exceptions.SchemaEmptyParserError, "^Parser Output is empty$"):
            self.Show(None).parse(output="")

        class Wrong(self.Show):
            def cli(self, output=None):
                return {"a": {"q": {"b": "x"}}}

        with self.assertRaisesRegex(
            exceptions.SchemaTypeError, "^Show Command: show x {y}\na.q.b: Expected type"
        ):
            Wrong(None).parse(output="text")

    def test_helpers(self):
        self.assertEqual(merge_dict({"a": {"b": 1}}, {"a": {"c": 2}}), {"a": {"b": 1, "c": 2}})
        self.assertEqual(merge_dict({"a": 1}, {"a": 2}, update=True), {"a": 2})
        self.assertEqual(merge_dict({"a": 1}, {"a": 2}, ignore_update=True), {"a": 1})
        with self.assertRaisesRegex(Exception, "^Conflict at a$"):
            merge_dict({"a": 1}, {"a": 2})
        self.assertEqual(dict_2_list_of_keys({"a": {"b": 1}, "c": 2}), [["a"], ["a", "b"], ["c"]])
        self.assertEqual(keynames_convert({"a": {"b": 1}}, [("a.b", "c")]), {"a": {"c": 1}})


TABLE = """
R1#show ip interface brief
Some title
Interface    IP-Address      OK? Method Status       Protocol
------------ --------------- --- ------ ------------ --------
Gi1          10.1.1.1        YES NVRAM  up           up
Gi2          unassigned      YES manual admin down   down

Lo0          1.1.1.1         YES manual up           up
Total: 3
R1#
"""
HEADERS = ["Interface", "IP-Address", r"OK\?", "Method", "Status", "Protocol"]


class Tables(unittest.TestCase):
    def entries(self, **kwargs):
        kwargs = {
            "device_output": TABLE,
            "header_fields": HEADERS,
            "table_terminal_pattern": "^Total",
            "index": [0],
            **kwargs,
        }
        return oper_fill_tabular(device_os="iosxe", **kwargs).entries

    def test_rows_by_their_index(self):
        entries = self.entries()
        self.assertEqual(list(entries), ["Gi1", "Gi2", "Lo0"])
        self.assertEqual(
            entries["Gi2"],
            {
                "Interface": "Gi2",
                "IP-Address": "unassigned",
                r"OK\?": "YES",
                "Method": "manual",
                "Status": "admin down",
                "Protocol": "down",
            },
        )

    def test_labels_and_several_indexes(self):
        entries = self.entries(label_fields=["i", "ip", "ok", "m", "s", "p"], index=[4, 0])
        self.assertEqual(
            {key: list(value) for key, value in entries.items()},
            {"up": ["Gi1", "Lo0"], "admin down": ["Gi2"]},
        )
        self.assertEqual(entries["up"]["Lo0"]["ip"], "1.1.1.1")

    def test_titles(self):
        self.assertEqual(
            list(self.entries(table_title_pattern=r"(\w+) title")["Some"]), ["Gi1", "Gi2", "Lo0"]
        )

    def test_without_the_header_there_is_nothing(self):
        self.assertEqual(self.entries(header_fields=["Nope"]), {})
        self.assertEqual(self.entries(header_fields=HEADERS[:3]), {})

    def test_headers_of_several_lines_and_skipped_ones(self):
        output = "Port      Name               Status       Vlan\n                                          id\nGi1/0/1   a long name        connected    1\n"
        names = ["Port", "Name", "Status", "Vlan"]
        two = self.entries(device_output=output, header_fields=[names, ["", "", "", "id"]])
        self.assertEqual(
            two,
            {"Gi1/0/1": {"Port ": "Gi1/0/1", "Name ": "a long name", "Status ": "connected", "Vlan id": "1"}},
        )
        one = self.entries(device_output=output, header_fields=names, skip_header="id")
        self.assertEqual(
            one, {"Gi1/0/1": {"Port": "Gi1/0/1", "Name": "a long name", "Status": "connected", "Vlan": "1"}}
        )

    def test_right_justified_columns(self):
        output = "  VLAN  Count\n     1     20\n   100      3\n"
        entries = self.entries(device_output=output, header_fields=["VLAN", "Count"], right_justified=True)
        self.assertEqual(entries, {"1": {"VLAN": "1", "Count": "20"}, "100": {"VLAN": "100", "Count": "3"}})


class MountedParsers(unittest.TestCase):
    """A small package in the form of `genie.libs.parser`, beside the shim's genie."""

    INDEX = {
        "show version": {
            "folders": {
                "iosxe": {"class": "ShowVersion", "module_name": "iosxe.show_version", "package": "genie.libs.parser",
                          "cat9k": {"class": "ShowVersionCat9k", "module_name": "iosxe.show_version", "package": "genie.libs.parser"}},
                "nxos": {"class": "Nothing", "module_name": "nxos.nothing", "package": "genie.libs.parser"},
            },
            "doc": "x" * 100,
        },
        "show interfaces {interface}": {
            "folders": {"iosxe": {"class": "ShowInterfaces", "module_name": "iosxe.show_version", "package": "genie.libs.parser"}}
        },
    }  # fmt: skip

    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        package = os.path.join(directory.name, "genie", "libs", "parser")
        os.makedirs(os.path.join(package, "iosxe"))
        files = {
            "__init__.py": "from genie import abstract\nabstract.declare_package(feature='parser')\n",
            "iosxe/__init__.py": "from genie import abstract\nabstract.declare_token(os='iosxe')\n",
            "iosxe/show_version.py": textwrap.dedent(
                """
                import re
                from genie.metaparser import MetaParser
                from genie.metaparser.util.schemaengine import Any

                class ShowVersion(MetaParser):
                    schema = {'version': str}
                    cli_command = 'show version'
                    def cli(self, output=None):
                        match = re.search(r'Version (\\S+)', output)
                        return {'version': match[1]} if match else {}

                class ShowVersionCat9k(ShowVersion):
                    def cli(self, output=None):
                        return {'version': 'cat9k'}

                class ShowInterfaces(MetaParser):
                    schema = {Any(): int}
                    def cli(self, interface='', output=None):
                        return {interface: len(output)}
                """
            ),
            "parsers.json": json.dumps(self.INDEX),
        }
        for name, text in files.items():
            with open(os.path.join(package, name), "w") as file:
                file.write(text)
        path = os.path.join(directory.name, "genie")
        genie.__path__.append(path)
        self.addCleanup(genie.__path__.remove, path)
        self.addCleanup(self.forget)
        self.forget()

    def forget(self):
        parsing._index = parsing._patterns = None
        for name in [name for name in sys.modules if name.startswith("genie.libs")]:
            del sys.modules[name]
        if hasattr(genie, "libs"):
            del genie.libs

    def test_a_saved_output_is_parsed(self):
        device = Device("R1", os="iosxe")
        self.assertEqual(device.parse("show version", output="Cisco IOS, Version 17.3"), {"version": "17.3"})
        self.assertEqual(device.parse("show  ver", output="Version 17.3"), {"version": "17.3"})
        self.assertEqual(device.parse("show interfaces Gi1", output="abc"), {"Gi1": 3})
        self.assertEqual(
            Device("R2", os="iosxe", platform="cat9k").parse("show version", output="x"), {"version": "cat9k"}
        )
        with self.assertRaises(exceptions.SchemaEmptyParserError):
            device.parse("show version", output="garbage")
        from genie.libs.parser.iosxe.show_version import ShowVersion

        self.assertEqual(ShowVersion(device).parse(output="Version 1"), {"version": "1"})
        self.assertEqual(sys.modules["genie.libs.parser.iosxe"].__abstract_token__, ((), {"os": "iosxe"}))

    def test_without_a_parser_the_error_names_command_and_device(self):
        for device, command in (
            (Device("R1", os="iosxe"), "show nope"),
            (Device("A", os="asa"), "show version"),
        ):
            with self.assertRaisesRegex(
                parsing.ParserNotFound, f"Could not find parser for '{command}' under {{'os': '{device.os}'}}"
            ):
                device.parse(command, output="x")


class NotMounted(unittest.TestCase):
    def test_without_the_package_the_import_fails(self):
        parsing._index = None
        with self.assertRaises(ModuleNotFoundError):
            Device("R1", os="iosxe").parse("show version", output="x")


if __name__ == "__main__":
    unittest.main()
