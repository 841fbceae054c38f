"""What scripts ask of devices, and what they get: as from Unicon, where it can be (SPEC 9.1)."""

import re
import unittest

import fake_host

fake_host.install()

import fake_host_testbed as devices  # noqa: E402
from easypy_wasm import DeadlockError, DeniedError, LeaseLostError  # noqa: E402
from fake_host_testbed import Matched, Output, Reply  # noqa: E402
from pyats.async_ import pcall  # noqa: E402
from pyats.topology import Device, run  # noqa: E402
from unicon.core import errors  # noqa: E402
from unicon.core.errors import StatementValidationError, SubCommandFailure  # noqa: E402
from unicon.eal.dialogs import Dialog, Statement, statement_decorator  # noqa: E402
from unicon.eal.patterns import for_host  # noqa: E402

VERSION = "Cisco IOS XE Software, Version 17.9.4\nR1 uptime is 1 day"


class Case(unittest.TestCase):
    def setUp(self):
        fake_host.reset()
        ways = {"cli": {"protocol": "command"}, "vty": {"protocol": "telnet", "host": "127.0.0.1"}}
        devices.shown = {
            "name": "lab",
            "devices": {
                "R1": {"alias": "uut", "os": "iosxe", "default_via": "cli", "connections": ways},
                "R2": {"os": "nxos", "connections": {"cli": {"protocol": "command"}}},
            },
        }
        devices.answers["R1", "show version"] = VERSION
        self.testbed = run.testbed()
        self.uut = self.testbed.devices["uut"]

    def connected(self):
        self.uut.connect()
        devices.calls.clear()
        return self.uut

    def raises(self, kind, text, call, *args, **kwargs):
        with self.assertRaisesRegex(kind, text) as caught:
            call(*args, **kwargs)
        return caught.exception


class Connecting(Case):
    def test_a_device_is_connected_by_its_default_way(self):
        uut = self.uut
        self.assertEqual((uut.is_connected(), uut.connected, hasattr(uut, "default")), (False, False, False))
        uut.connect(learn_hostname=False, log_stdout=False)
        self.assertEqual(devices.calls, [("connect", "R1", "cli", None)])
        self.assertEqual((uut.is_connected(), uut.connected, uut.default.via, uut.via), (True, True, "cli", "cli"))
        self.assertIs(uut.cli, uut.default)

    def test_one_that_is_connected_is_not_again(self):
        self.assertEqual(self.uut.connect(), "")
        self.assertIsNone(self.uut.connect())
        self.assertIsNone(self.uut.connect(via="vty"))
        self.assertEqual(len(devices.calls), 1)

    def test_by_another_way_under_another_name(self):
        self.uut.connect(alias="second", via="vty", timeout=5)
        self.assertEqual(devices.calls, [("connect", "R1", "vty", 5.0)])
        self.assertEqual((self.uut.is_connected(), self.uut.is_connected("second")), (False, True))
        devices.calls.clear()
        self.uut.second.execute("show version")
        self.assertEqual(devices.calls[0][:3], ("execute", "R1", "vty"))

    def test_times_are_taken_from_where_they_are_set(self):
        self.uut.connect(connection_timeout=10)
        self.uut.destroy()
        self.uut.connect(settings={"CONNECTION_TIMEOUT": 7})
        self.assertEqual([call[3] for call in devices.calls if call[0] == "connect"], [10.0, 7.0])

    def test_commands_of_the_scripts_own_come_after_the_login_if_the_session_is_new(self):
        self.uut.connect(init_exec_commands=["terminal monitor"], init_config_commands=["no logging console"])
        self.assertEqual([call[0] for call in devices.calls], ["connect", "execute", "configure"])
        self.uut.destroy()
        devices.sessions.add(("R1", "cli"))
        run._testbed = run._NOT_ASKED
        devices.calls.clear()
        uut = run.testbed().devices["uut"]
        uut.connect(init_exec_commands=["terminal monitor"])
        self.assertEqual([call[0] for call in devices.calls], ["connect"])

    def test_leaving(self):
        uut = self.connected()
        uut.disconnect()
        self.assertFalse(uut.is_connected())
        uut.disconnect()
        uut.destroy_all()
        self.assertFalse(hasattr(uut, "default"))

    def test_a_command_to_a_device_that_was_connected_connects_again(self):
        uut = self.connected()
        uut.disconnect()
        self.assertIn("17.9.4", uut.execute("show version"))
        self.assertEqual([call[0] for call in devices.calls], ["disconnect", "execute", "connect", "execute"])

    def test_a_command_to_one_that_never_was_does_not(self):
        for what in ("execute", "configure", "send", "expect", "parse", "ping"):
            self.raises(
                errors.ConnectionError, f"cannot {what}: R1 is not connected; call connect", getattr(self.uut, what), "x"
            )
        self.assertEqual(devices.calls, [])

    def test_why_it_cannot_be_connected(self):
        for kind, expected, text in (
            ("refused", errors.ConnectionError, "^failed to connect to R1\nwhy$"),
            ("host-key", errors.ConnectionError, "why"),
            ("authentication", errors.CredentialsExhaustedError, "^R1: why$"),
            ("command", errors.SpawnInitError, "^R1: why$"),
        ):
            devices.fail("connect", "connect", (kind, "why"))
            self.raises(expected, text, self.uut.connect)
        devices.fail("connect", "timeout", (5.0, ""))
        self.raises(errors.ConnectionError, "R1\nit had not answered after 5 seconds", self.uut.connect)
        self.raises(ValueError, "^via='nope' does not exist for device 'R1'$", self.uut.connect, via="nope")
        devices.fail("connect", "denied", "grant.devices[0].via: ssh")
        self.raises(DeniedError, "grant.devices", self.uut.connect)
        self.assertFalse(self.uut.is_connected())

    def test_a_whole_testbed(self):
        self.assertEqual(self.testbed.connect(vias={"uut": "vty"}, log_stdout=False), ["", ""])
        connects = [call[1:3] for call in devices.calls if call[0] == "connect"]
        self.assertEqual(connects, [("R1", "vty"), ("R2", None)])
        self.assertEqual(self.testbed.execute("show clock"), {"R1": "", "R2": ""})
        self.assertEqual(self.testbed.configure("x", devices=["R2"]), {"R2": ""})
        self.testbed.disconnect()
        self.assertFalse(any(device.is_connected() for device in self.testbed))

    def test_of_a_testbed_all_are_begun_before_the_first_is_waited_for(self):
        self.testbed.connect("R2", "uut", vias={"R1": "vty"}, timeout=5)
        begun = [("prepare", "R1", "vty", 5.0), ("connect", "R2", None, 5.0), ("connect", "R1", "vty", 5.0)]
        self.assertEqual(devices.calls, begun)
        devices.calls.clear()
        self.assertEqual(self.testbed.connect(), [None, None])
        self.testbed.disconnect()
        devices.calls.clear()
        self.testbed.connect(settings={"CONNECTION_TIMEOUT": 7})
        self.assertEqual(sorted({call[3] for call in devices.calls}), [7.0])

    def test_what_is_wrong_ahead_is_told_by_connect(self):
        device = Device("R9", os="ios")
        device.prepare()
        self.uut.prepare(via="nope")
        devices.fail("prepare", "denied", "grant")
        self.uut.prepare()
        self.raises(ValueError, "^via='nope' does not exist", self.testbed.connect, "R2", "uut", vias={"uut": "nope"})
        self.raises(errors.ConnectionError, "no device of this name", device.connect)

    def test_calls_of_several_devices_connect_are_begun_before_the_first_is_made(self):
        r2 = self.testbed.devices["R2"]
        self.assertEqual(pcall([self.uut.connect, r2.connect], log_stdout=(False, False)), ("", ""))
        self.assertEqual([call[:2] for call in devices.calls], [("prepare", "R2"), ("connect", "R1"), ("connect", "R2")])
        pcall([self.uut.execute, r2.execute], ckwargs={"command": "show clock"})
        self.assertEqual([call[0] for call in devices.calls[3:]], ["execute", "execute"])

    def test_of_a_testbed_all_are_tried(self):
        devices.fail("connect", "connect", ("refused", "no"))
        self.raises(errors.ConnectionError, "^failed to connect to R1\nno$", self.testbed.connect)
        self.assertTrue(self.testbed.devices["R2"].is_connected())
        self.testbed.destroy()
        devices.fail("connect", "connect", ("refused", "no"))
        devices.fail("connect", "denied", "grant")
        text = "failed to connect to R1, R2\nR1: ConnectionError: .*\nR2: DeniedError: grant"
        with self.assertRaisesRegex(errors.ConnectionError, re.compile(text, re.DOTALL)):
            self.testbed.connect()


class Executing(Case):
    def test_the_answer_is_a_text_with_the_ends_of_lines_that_devices_send(self):
        self.assertEqual(self.connected().execute("show version"), VERSION.replace("\n", "\r\n"))

    def test_several_commands_give_a_list(self):
        uut = self.connected()
        devices.answers["R1", "two"] = "2"
        both = [VERSION.replace("\n", "\r\n"), "2"]
        self.assertEqual(uut.execute(["show version", "two"]), both)
        self.assertEqual(uut.execute("show version\ntwo"), both)
        self.assertEqual(uut.execute(["two"]), "2")
        self.assertEqual(uut.execute(["two\ntwo", "two"]), ["2\r\n2", "2"])
        self.assertEqual((uut.execute([]), uut.execute("")), ({}, ""))
        self.assertEqual(devices.calls[0][3], ["show version", "two"])

    def test_what_is_no_command(self):
        uut = self.connected()
        for wrong in (5, None, {"x": 1}, ("two",)):
            self.raises(ValueError, "^Command passed is not of type string or list", uut.execute, wrong)

    def test_a_refused_command_is_uniconS_error_with_its_output(self):
        uut = self.connected()
        devices.answers["R1", "bad"] = "% Invalid input\nat ^"
        error = self.raises(SubCommandFailure, "patterns matched in the output", uut.execute, "bad")
        self.assertEqual((error.command, error.line, error.output), ("bad", "% Invalid input", "% Invalid input\r\nat ^"))
        self.assertEqual(error.args[0], "Command execution failed")
        self.assertIsInstance(error.args[1], SubCommandFailure)
        self.assertEqual(error.args[1].args[3], "% Invalid input\r\nat ^")

    def test_error_patterns_of_the_scripts_own(self):
        uut = self.connected()
        devices.answers["R1", "bad"] = "% Invalid input"
        self.assertEqual(uut.execute("bad", error_pattern=[]), "% Invalid input")
        self.assertEqual(uut.execute("bad", error_pattern=["nope"]), "% Invalid input")
        error = self.raises(SubCommandFailure, "", uut.execute, "show version", error_pattern=[r"^R1 (?=up)"])
        self.assertEqual(error.line, "R1 uptime is 1 day")
        self.raises(SubCommandFailure, "", uut.execute, "show version", append_error_pattern="uptime")
        self.raises(SubCommandFailure, "", uut.execute, "bad", append_error_pattern=["uptime"])
        uut.settings.ERROR_PATTERN = []
        self.assertEqual(uut.execute("bad"), "% Invalid input")

    def test_with_own_patterns_the_first_command_that_fails_ends_it(self):
        uut = self.connected()
        self.raises(SubCommandFailure, "", uut.execute, ["show version", "reload"], error_pattern=["uptime"])
        self.assertEqual([call[3] for call in devices.calls], [["show version"]])

    def test_a_command_that_takes_too_long(self):
        uut = self.connected()
        devices.answers["R1", "slow"] = devices.error("timeout", (2.0, "half\nway"))
        text = "R1 had not answered 'slow' after 2 seconds"
        error = self.raises(errors.TimeoutError, text, uut.execute, "slow", timeout=2)
        self.assertIsInstance(error, SubCommandFailure)
        self.assertEqual((error.command, error.output), ("slow", "half\r\nway"))
        self.assertEqual(devices.calls[0][4].timeout, 2.0)

    def test_timeouts_that_are_set_for_all(self):
        uut = self.connected()
        uut.execute("show version")
        uut.default.settings.EXEC_TIMEOUT = 90
        uut.execute("show version")
        uut.configure("x")
        uut.settings.CONFIG_TIMEOUT = 91
        uut.configure("x")
        self.assertEqual([call[4].timeout for call in devices.calls], [None, 90, None, 91])

    def test_a_device_that_closes(self):
        uut = self.connected()
        devices.answers["R1", "reload"] = devices.error("closed", ("it said goodbye", "bye"))
        error = self.raises(errors.EOF, "R1 closed the connection: it said goodbye", uut.execute, "reload")
        self.assertIsInstance(error, SubCommandFailure)
        self.assertEqual(error.output, "bye")

    def test_refusals_of_the_host(self):
        uut = self.connected()
        for kind, value, expected, text in (
            ("denied", "command `reload`: policy.toml:4", DeniedError, "command `reload`: policy.toml:4"),
            ("deadlock", ["a", "b", "a"], DeadlockError, "a -> b -> a"),
            ("lease-lost", "R1", LeaseLostError, "the lease on the device 'R1' is over"),
            ("invalid-argument", "commands: a line end", ValueError, "a line end"),
            ("limit-exceeded", ("frame", 5), RuntimeError, "limit 'frame' of 5"),
            ("shutting-down", None, RuntimeError, "the run is ending"),
        ):
            devices.fail("execute", kind, value)
            self.raises(expected, text, uut.execute, "x")
        self.assertIsInstance(DeniedError("x"), PermissionError)

    def test_commands_and_answers_are_in_the_log(self):
        import logging

        uut = self.connected()
        with self.assertLogs("unicon", logging.INFO) as logs:
            uut.execute("show version")
        self.assertEqual(logs.records[0].getMessage(), f"+++ R1: show version +++\n{VERSION}")
        uut.log_user(False)
        with self.assertNoLogs("unicon", logging.INFO):
            uut.execute("show version")

    def test_what_was_cut_is_said(self):
        import logging

        uut = self.connected()
        with (
            unittest.mock.patch.object(fake_host, "device_execute", lambda *args: [Output("x", 7)], create=True),
            self.assertLogs("unicon", logging.WARNING) as logs,
        ):
            self.assertEqual(uut.execute("big"), "x")
        self.assertIn("R1: big: 7 bytes more", logs.output[0])

    def test_ping(self):
        uut = self.connected()
        devices.answers["R1", "ping 10.0.0.1"] = "Success rate is 100 percent (5/5)"
        self.assertEqual(uut.ping("10.0.0.1"), "Success rate is 100 percent (5/5)")
        devices.answers["R1", "ping 10.0.0.2"] = ".....\nSuccess rate is 0 percent (0/5)"
        self.raises(SubCommandFailure, "Success rate is 0 percent", uut.ping, "10.0.0.2")
        self.raises(NotImplementedError, "give the whole line", uut.ping, "10.0.0.2", count=5)

    def test_what_is_not_there_says_what_to_do(self):
        uut = self.connected()
        for name in ("reload", "copy", "bash_console", "switchto", "disable"):
            self.raises(NotImplementedError, rf"{name}\(\) is not in easypy-wasm", getattr(uut, name))
        self.raises(AttributeError, "genie's APIs are not", getattr, uut, "api")
        self.raises(NotImplementedError, "use parse", uut.learn, "interface")
        self.raises(AttributeError, "'Device' object has no attribute 'nope'$", getattr, uut, "nope")

    def test_the_mode_is_the_hosts_to_know(self):
        uut = self.connected()
        devices.modes["R1"] = "config"
        self.assertEqual(uut.state_machine.current_state, "config")
        self.assertTrue(uut.enable())


class Configuring(Case):
    def test_lines_are_given_as_text_or_list(self):
        uut = self.connected()
        for lines in ("interface Gi1\nshutdown", ["interface Gi1", "shutdown"], ("interface Gi1\nshutdown",)):
            uut.configure(lines)
        uut.config("x")
        self.assertEqual([call[3] for call in devices.calls], [["interface Gi1", "shutdown"]] * 3 + [["x"]])
        self.assertEqual((uut.configure(""), uut.configure([])), ("", ""))

    def test_the_answer_is_a_text(self):
        uut = self.connected()
        devices.answers["R1", "x"] = "a\nb"
        self.assertEqual(uut.configure("x"), "a\r\nb")

    def test_a_refused_line_is_named(self):
        uut = self.connected()
        devices.answers["R1", "bad"] = "% Invalid"
        error = self.raises(SubCommandFailure, r"^\('sub_command failure, patterns", uut.configure, ["x", "bad"])
        self.assertEqual((error.command, error.line, error.output), ("bad", "% Invalid", "% Invalid"))

    def test_error_patterns_of_the_scripts_own(self):
        uut = self.connected()
        devices.answers["R1", "bad"] = "% Invalid"
        self.assertEqual(uut.configure("bad", error_pattern=[]), "% Invalid")
        uut.configure("x", error_pattern=[r"^% Bad\Z"])
        self.assertEqual(
            [(call[4].raise_, call[4].errors) for call in devices.calls], [(False, []), (True, [r"(?s)^% Bad\z"])]
        )
        devices.answers["R1", "x"] = "duplicate address"
        self.raises(SubCommandFailure, "", uut.configure, "x", append_error_pattern=["duplicate"])


class Dialogs(Case):
    def replies(self, *statements):
        uut = self.connected()
        uut.execute("x", reply=Dialog([*statements]))
        return list(devices.calls[0][4].replies)

    def test_a_text_to_send(self):
        self.assertEqual(
            self.replies(
                Statement(pattern=r"\[confirm\]", action="sendline(y)", loop_continue=True),
                Statement(r"sure\? $", "send(n)"),
                [[r"a", r"b"], "sendline()", None, True],
            ),
            [
                Reply(r"(?:(?s)\[confirm\])[^\n]*", "y", False, True),
                Reply("(?:(?s)sure\\? \\n?\\z)[^\\n]*", "n", True, False),
                Reply("(?:(?s)a)[^\\n]*", "", False, True),
                Reply("(?:(?s)b)[^\\n]*", "", False, True),
            ],
        )

    def test_a_function_that_sends_a_text(self):
        @statement_decorator(r"Continue\?", loop_continue=True)
        def agree(spawn):
            spawn.sendline("yes")

        def typed(spawn, context, session, what):
            spawn.send(what)

        self.assertEqual(
            self.replies(
                Statement(r"a", lambda spawn: spawn.sendline("1")), agree, Statement(r"b", typed, {"what": "2\r3"})
            ),
            [
                Reply("(?:(?s)a)[^\\n]*", "1", False, False),
                Reply(r"(?:(?s)Continue\?)[^\n]*", "yes", False, True),
                Reply("(?:(?s)b)[^\\n]*", "2\r3", True, False),
            ],
        )

    def test_one_that_needs_to_know_more_is_refused_with_what_to_do(self):
        def look(spawn):
            spawn.sendline(spawn.match.last_match.group(1))

        def remember(session):
            session["seen"] = True

        for action, why in (
            (look, "the action look cannot be used: it asks for spawn.match"),
            (remember, "it asks for session"),
            (lambda context, spawn: spawn.sendline(context["enable_password"]), "it asks for context"),
            (lambda: None, "it sends nothing"),
            (lambda spawn: 1 / 0, "it raises ZeroDivisionError"),
            ("sendline_cred_pass(enable)", "passwords and what a login has learned stay with the host"),
            (None, "has no action"),
        ):
            self.raises(StatementValidationError, re.escape(why), self.replies, Statement("a", action))

    def test_what_is_no_dialog(self):
        uut = self.connected()
        for wrong in ("x", ["abc", "sendline(y)"], 5):
            self.raises(SubCommandFailure, "must be an instance of Dialog", uut.execute, "x", reply=wrong)
        uut.execute("x", reply=Statement("a", "sendline(b)"))
        self.raises(StatementValidationError, "^wrong format: kill", Statement, "a", "kill()")

    def test_configure_takes_one_too(self):
        self.connected().configure("x", reply=Dialog([Statement("a", "sendline(b)")]))
        self.assertEqual(devices.calls[0][4].replies, (Reply("(?:(?s)a)[^\\n]*", "b", False, False),))


class Patterns(unittest.TestCase):
    def test_python_is_written_as_the_host_has_it(self):
        for python, host in (
            (r"^.*#\s*$", r"^.*#\s*\n?\z"),
            (r"a\Z", r"a\z"),
            (r"yes/no\]:\ ", r"yes/no\]: "),
            (r"\<a\>\"\'\_\@\/", "<a>\"'_@/"),
            (r"[\]a[&~-]", r"[\]a\[\&\~-]"),
            (r"[]a]|[^]a]", r"[\]a]|[^\]a]"),
            (r"a{,3}b{2}c{1,}", r"a{0,3}b{2}c{1,}"),
            (r"{x} {1,x}", r"\{x\} \{1,x\}"),
            ("a\r\nb\\r\\nc\\r?\\nd[\\r\\n]", "a\\nb\\nc\\nd[\\r\\n]"),
            (r"(?i)(?P<name>x)\d[\w-]", r"(?i)(?P<name>x)[0-9][0-9A-Za-z_-]"),
            (r"[\b]\0", r"[\x08]\x00"),
            (r"a$b", "a$b"),
        ):
            self.assertEqual(for_host(python), "(?s)" + host, python)

    def test_what_the_host_has_not_is_named(self):
        for python in (r"(?<!a)b", r"a(?=b)", r"a(?!b)", r"(a)\1", r"(?P<x>a)(?P=x)"):
            with self.assertRaisesRegex(StatementValidationError, "cannot be used: the host matches"):
                for_host(python)
        with self.assertRaisesRegex(StatementValidationError, "invalid pattern"):
            for_host("(")


class Conversations(Case):
    def said(self, index, before, *groups):
        devices.found.append(Matched(index, Output(before, 0), list(groups)))

    def names(self):
        return [call[0] for call in devices.calls]

    def test_the_device_is_leased_for_it_until_the_next_command(self):
        uut = self.connected()
        self.said(0, "reload\nProceed with ", "reload?")
        uut.sendline("reload")
        uut.expect(r"reload\?")
        self.assertEqual(devices.calls[0], ("lease", ["R1"], None))
        self.assertEqual(devices.calls[1], ("send", "R1", "cli", "reload\r"))
        uut.execute("show version")
        self.assertEqual(self.names(), ["lease", "send", "expect", "release", "execute"])
        uut.send("x")
        uut.disconnect()
        self.assertEqual(self.names()[5:], ["lease", "send", "release", "disconnect"])
        self.assertEqual(+devices.held, {})

    def test_one_that_is_not_granted_leaves_no_lease(self):
        uut = self.connected()
        devices.fail("send", "denied", "`send = true` is missing")
        self.raises(DeniedError, "send = true", uut.sendline, "x")
        self.assertEqual((self.names(), +devices.held), (["lease", "send", "release"], {}))
        self.raises(StatementValidationError, "cannot be used", uut.expect, "(?=x)")
        self.assertEqual(len(devices.calls), 3)

    def test_what_expect_gives(self):
        uut = self.connected()
        self.said(1, "show version\nCisco ", "Version 17.9.4", "17.9.4", None)
        match = uut.expect([r"nope", r"Version (?P<v>\S+)( x)?"], timeout=3)
        self.assertEqual(devices.calls[1][3:], ([r"(?s)nope", r"(?s)Version (?P<v>\S+)( x)?"], 3.0))
        found = match.last_match
        self.assertEqual((match.match_output, str(match), match.last_match_index), ("Version 17.9.4",) * 2 + (1,))
        self.assertEqual((found.group(1), found["v"]), ("17.9.4", "17.9.4"))
        self.assertEqual((found.groups(), found.groupdict()), (("17.9.4", None), {"v": "17.9.4"}))
        self.assertEqual((found.span(), found.string), ((20, 34), "show version\r\nCisco Version 17.9.4"))
        self.assertEqual((uut.receive_buffer(), uut.spawn.buffer), ("Version 17.9.4", "show version\r\nCisco "))
        with self.assertRaises(IndexError):
            found.group(3)

    def test_what_does_not_come(self):
        uut = self.connected()
        error = self.raises(errors.TimeoutError, "'expect' after 10 seconds", uut.expect, "nope")
        self.assertIsInstance(error, SubCommandFailure)
        self.assertFalse(uut.receive("nope", timeout=1))
        self.assertEqual(uut.receive_buffer(), "so far")
        self.said(0, "", "x")
        self.assertTrue(uut.receive("x"))

    def test_by_spawn(self):
        uut = self.connected()
        self.said(0, "", "#")
        uut.spawn.sendline("x")
        self.assertEqual(uut.spawn.expect(["#"], timeout=1).match_output, "#")


class Leases(Case):
    def test_a_lease_is_held_for_its_block(self):
        uut = self.connected()
        with uut.lease(timeout=5) as lease:
            self.assertEqual((lease.number, lease.devices, devices.held["R1"]), (1, ["R1"], 1))
            uut.sendline("x")
            uut.execute("show version")
        self.assertEqual([call[0] for call in devices.calls], ["lease", "send", "execute", "release"])
        self.assertEqual(devices.calls[0], ("lease", ["R1"], 5))
        lease.release()
        self.assertEqual(len(devices.calls), 4)

    def test_a_conversation_is_over_before_a_lease_is_waited_for(self):
        uut = self.connected()
        uut.sendline("x")
        with uut.lease():
            pass
        self.assertEqual([call[0] for call in devices.calls], ["lease", "send", "release", "lease", "release"])

    def test_it_can_be_taken_again_by_who_holds_it(self):
        uut = self.connected()
        with uut.lease(), uut.lease():
            self.assertEqual(devices.held["R1"], 2)
        self.assertEqual(+devices.held, {})

    def test_several_devices_at_once(self):
        with self.testbed.lease("uut", self.testbed.devices["R2"], timeout=1):
            pass
        with self.testbed.lease():
            pass
        leases = [call for call in devices.calls if call[0] == "lease"]
        self.assertEqual(leases, [("lease", ["R1", "R2"], 1), ("lease", ["R1", "R2"], None)])

    def test_one_that_is_not_got(self):
        devices.fail("lease", "timeout", (5.0, ""))
        self.raises(errors.TimeoutError, "the lease on R1 was not got within 5 seconds", self.uut.lease, 5)
        devices.fail("lease", "deadlock", ["Task-1", "Task-2", "Task-1"])
        self.raises(DeadlockError, "Task-1 -> Task-2 -> Task-1", self.uut.lease)
        devices.fail("lease", "denied", "grant.devices: lease")
        self.raises(DeniedError, "lease", self.uut.lease)

    def test_one_that_was_lost_does_not_hide_what_went_wrong(self):
        devices.fail("release", "lease-lost", "R1")
        with self.assertRaises(LeaseLostError), self.uut.lease():
            pass
        devices.fail("release", "lease-lost", "R1")
        with self.assertRaises(ZeroDivisionError), self.uut.lease():
            raise ZeroDivisionError


if __name__ == "__main__":
    unittest.main()
