"""The names that scripts import: the old `ats`, unicon's errors and dialogs, helpers of `pyats.utils`."""

import importlib
import unittest

import fake_host

fake_host.install()

import pyats.datastructures.logic  # noqa: E402
import pyats.log.utils  # noqa: E402
import pyats.results  # noqa: E402
from pyats.utils.ansi import escape  # noqa: E402
from pyats.utils.dicts import recursive_cast, recursive_setdefault, recursive_update, set_dict_by_key_path  # noqa: E402
from pyats.utils.import_utils import import_from_name  # noqa: E402
from pyats.utils.strings import decode_cli_string, typecast_str, wrap_split  # noqa: E402
from unicon.core import errors  # noqa: E402
from unicon.eal.dialogs import Dialog, Statement, statement_decorator  # noqa: E402


class OldName(unittest.TestCase):
    def test_modules_below_ats_are_those_below_pyats(self):
        import ats
        import ats.results
        from ats import log
        from ats.atslog.utils import banner
        from ats.datastructures.logic import Or

        self.assertIs(ats.results, pyats.results)
        self.assertIs(log, pyats.log)
        self.assertIs(Or, pyats.datastructures.logic.Or)
        self.assertIs(banner, pyats.log.utils.banner)
        self.assertEqual(
            (pyats.results.__name__, pyats.results.__spec__.name), ("pyats.results", "pyats.results")
        )
        self.assertIs(
            importlib.import_module("ats.topology.loader"), importlib.import_module("pyats.topology.loader")
        )

    def test_what_pyats_has_not_ats_has_not(self):
        with self.assertRaisesRegex(ModuleNotFoundError, "pyats.nope"):
            importlib.import_module("ats.nope")


class Unicon(unittest.TestCase):
    def test_errors_have_the_bases_that_scripts_rely_on(self):
        plain = (
            "ConnectionError ConnectionInfraError ConnectionValidationError CopyBadNetworkError CredentialsExhaustedError EOF LearnTokenError "
            "SessionConnectionError SessionError SpawnInitError StateMachineError StatementValidationError SubCommandFailure "
            "SwitchoverDisallowedError UniconAuthenticationError UniconBackendDecodeError"
        )
        for name in plain.split():
            self.assertEqual(getattr(errors, name).__bases__, (Exception,), name)
        self.assertEqual(errors.StateMachineTransitionError.__bases__, (errors.StateMachineError,))
        self.assertEqual(errors.TimeoutError.__bases__, (TimeoutError,))
        self.assertEqual(errors.CredentialsExhaustedError(["default"]).creds_tried, ["default"])

    def test_dialogs_hold_statements(self):
        dialog = Dialog(
            [
                Statement(r"\[confirm\]", action="sendline()", loop_continue=True),
                ["password: ", None, None, True],
            ]
        )
        dialog.append(Statement("done"))
        self.assertEqual(dialog.get_pattern_list(), [r"\[confirm\]", "password: ", "done"])
        self.assertEqual(len(dialog + Dialog([Statement("x")])), 4)
        self.assertEqual(len(dialog), 3)
        self.assertIn(Statement("done"), dialog)
        self.assertEqual((bool(dialog), bool(Dialog()), bool(dialog + Dialog())), (True, False, True))
        with self.assertRaises(errors.ConnectionError):
            dialog.process(None)

        @statement_decorator("more", loop_continue=True)
        def more(spawn):
            return "called"

        self.assertEqual((more.pattern, more.loop_continue, more.action(None)), ("more", True, "called"))

    def test_a_statement_that_makes_no_sense(self):
        for wrong in ({"pattern": "("}, {"pattern": "x", "loop_continue": "yes"}, {"pattern": [5]}):
            with self.assertRaises(errors.StatementValidationError):
                Statement(**wrong)


class Utils(unittest.TestCase):
    def test_dictionaries(self):
        self.assertEqual(
            recursive_update({"a": {"b": 1}, "l": [1]}, {"a": {"c": 2}, "l": [2]}),
            {"a": {"b": 1, "c": 2}, "l": [2]},
        )
        self.assertEqual(recursive_update({"l": [1]}, {"l": [2]}, list_extend=True), {"l": [1, 2]})
        self.assertEqual(
            recursive_setdefault({"a": {"b": 1}}, {"a": {"b": 2, "c": 3}}), {"a": {"b": 1, "c": 3}}
        )
        cast = recursive_cast({"a": [{"b": 1}]}, pyats.datastructures.AttrDict)
        self.assertEqual(cast.a[0].b, 1)
        nested: dict = {}
        set_dict_by_key_path(nested, ["a", "b"], 1)
        set_dict_by_key_path(nested, ["a", "l"], 2, append_list=True)
        self.assertEqual(nested, {"a": {"b": 1, "l": [2]}})

    def test_strings(self):
        self.assertEqual(
            [typecast_str(each) for each in ("1", "1.5", "true", "None", "x", "[1]")],
            [1, 1.5, True, None, "x", "[1]"],
        )
        self.assertEqual(decode_cli_string("a%20b"), "a b")
        self.assertEqual(wrap_split("aa.bb.cc", width=6), ["aa.bb.", "cc"])
        self.assertEqual(escape("\x1b[31mred\x1b[0m"), "red")

    def test_imports_by_name(self):
        self.assertIs(import_from_name("pyats.results"), pyats.results)
        self.assertIs(import_from_name("pyats.results.Passed"), pyats.results.Passed)
        with self.assertRaisesRegex(ImportError, "Failed to import 'pyats.results.Nope'"):
            import_from_name("pyats.results.Nope")
        with self.assertRaises(ModuleNotFoundError):
            import_from_name("nope_at_all.x")


if __name__ == "__main__":
    unittest.main()
