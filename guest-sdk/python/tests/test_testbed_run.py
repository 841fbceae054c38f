"""The run's testbed in Python guests: what `topology` shows, and how it is handed on."""

import copy
import json
import pickle
import types
import unittest
from ipaddress import IPv4Address, IPv4Interface, IPv6Interface
from unittest import mock

import fake_host

fake_host.install()

import fake_host_synchro as synchro  # noqa: E402
import fake_host_testbed as devices  # noqa: E402
import pyats.easypy  # noqa: E402
from easypy_runner import pickles, values  # noqa: E402
from easypy_wasm import DeadlockError, DeniedError  # noqa: E402
from pyats.aetest import runner  # noqa: E402
from pyats.easypy import Task, inherit  # noqa: E402
from pyats.easypy.main import EasypyRuntime  # noqa: E402
from pyats.topology import Device, Testbed, loader, run  # noqa: E402
from unicon.core.errors import ConnectionError  # noqa: E402

SHOWN = {
    "name": "mocklab",
    "alias": None,
    "custom": {"site": "fra"},
    "devices": {
        "R1": {
            "alias": "uut",
            "type": "router",
            "os": "iosxe",
            "platform": None,
            "version": None,
            "model": None,
            "role": "core",
            "default_via": "cli",
            "connections": {
                "cli": {"protocol": "command", "host": None, "port": None},
                "vty": {"protocol": "telnet", "host": "127.0.0.1", "port": 5001},
                "name": {"protocol": "ssh", "host": "r1.lab", "port": 22},
            },
            "credentials": {"default": {"username": "admin"}},
            "interfaces": {
                "Gi1": {
                    "alias": "up",
                    "type": "ethernet",
                    "ipv4": "10.0.0.1/24",
                    "ipv6": ["2001::1/64"],
                    "link": "link-1",
                    "custom": {"speed": 10},
                },
                "Gi2": {"type": "ethernet", "ipv6": ["2001::2/64", "2001::3/64"], "link": "lan"},
            },
            "custom": {"rack": {"row": 3}},
        },
        "R2": {
            "alias": None,
            "os": "nxos",
            "default_via": None,
            "connections": {"cli": {"protocol": "command"}},
            "interfaces": {"Eth1": {"type": "ethernet", "link": "link-1"}},
            "custom": {},
        },
    },
    "links": {
        "link-1": {"kind": "link", "alias": "core", "ends": [{"device": "R1", "interface": "Gi1"}]},
        "lan": {"kind": "segment", "alias": None, "ends": [{"device": "R1", "interface": "Gi2"}]},
    },
}


class Case(unittest.TestCase):
    def setUp(self):
        fake_host.reset()
        fake_host.state.taskid = None
        devices.shown = copy.deepcopy(SHOWN)
        self.runtime = EasypyRuntime()
        patch = mock.patch.object(pyats.easypy, "runtime", self.runtime)
        patch.start()
        self.addCleanup(patch.stop)
        inherit.remember()


class Shown(Case):
    def test_it_is_asked_for_once_and_only_when_somebody_looks(self):
        self.assertEqual(devices.asked_for_topology, 0)
        self.assertIs(self.runtime.testbed, self.runtime.job.testbed)
        self.assertIs(run.testbed(), self.runtime.testbed)
        self.assertEqual(devices.asked_for_topology, 1)

    def test_without_a_testbed_there_is_none(self):
        devices.shown = None
        self.assertIsNone(self.runtime.testbed)
        self.assertIsNone(self.runtime.job.testbed_file)

    def test_devices_by_name_and_alias(self):
        testbed = self.runtime.testbed
        self.assertIsInstance(testbed, Testbed)
        self.assertEqual((testbed.name, testbed.custom.site, list(testbed.devices)), ("mocklab", "fra", ["R1", "R2"]))
        self.assertIs(testbed.devices["uut"], testbed.devices["R1"])
        self.assertEqual(testbed.devices.aliases, {"uut", "R2"})
        self.assertEqual(testbed.find_devices(os="nxos"), [testbed.devices["R2"]])

    def test_what_the_file_says_of_a_device(self):
        uut = self.runtime.testbed.devices["uut"]
        self.assertEqual(
            (uut.name, uut.alias, uut.type, uut.os, uut.platform, uut.role, uut.custom.rack["row"]),
            ("R1", "uut", "router", "iosxe", None, "core", 3),
        )
        self.assertEqual(uut.connections.defaults.via, "cli")
        self.assertEqual((uut.connections.vty.ip, uut.connections.vty.port), (IPv4Address("127.0.0.1"), 5001))
        self.assertEqual(uut.connections.name.ip, "r1.lab")
        self.assertNotIn("defaults", self.runtime.testbed.devices["R2"].connections)

    def test_interfaces_and_links(self):
        testbed = self.runtime.testbed
        r1, r2 = testbed
        self.assertEqual(r1.interfaces["up"].ipv4, IPv4Interface("10.0.0.1/24"))
        self.assertEqual((r1.interfaces["Gi1"].ipv6, r1.interfaces["Gi1"].speed), (IPv6Interface("2001::1/64"), 10))
        self.assertEqual(len(r1.interfaces["Gi2"].ipv6), 2)
        self.assertEqual([link.name for link in r1.find_links(r2)], ["link-1"])
        self.assertEqual([link.alias for link in testbed.links], ["core"])
        self.assertEqual([segment.name for segment in testbed.segments], ["lan"])
        self.assertEqual(r1.remote_devices, {r2})
        self.assertEqual(r1.find_interfaces(alias="up"), [r1.interfaces["Gi1"]])

    def test_credentials_are_shown_as_asterisks_and_cannot_be_read(self):
        r1, r2 = self.runtime.testbed
        self.assertEqual(r1.credentials.default.username, "admin")
        for secret in (
            r1.credentials.default.password,
            r2.credentials.default.username,
            r2.credentials.enable.password,
            r2.connections.cli.credentials.default.password,
        ):
            self.assertRegex(f"{secret} {secret!r}", r"^\*+ \*+$")
            with self.assertRaisesRegex(DeniedError, "credentials stay with the host"):
                secret.plaintext

    def given(self, parameters):
        """What a script that is run with these parameters is given."""
        given = {}
        keep = lambda script, reporter, parameters, harness: given.update(parameters)  # noqa: E731
        with mock.patch.object(runner, "run_with", keep):
            runner.run_script(types.ModuleType("script"), parameters, {})
        return given

    def test_a_script_has_it_as_its_parameter_and_asks_only_if_it_looks(self):
        parameters = runner.TestScript(types.ModuleType("script")).parameters
        parameters.local.update(self.given({}))
        self.assertEqual(devices.asked_for_topology, 0)
        self.assertIs(parameters["testbed"], run.testbed())
        self.assertIs(dict(parameters)["testbed"], run.testbed())

    def test_what_the_job_gives_goes_before_it(self):
        self.assertIsNone(self.given({"testbed": None})["testbed"])


class HandedOn(Case):
    def task_reads(self, text):
        """What another guest makes of it, whose testbed is another object."""
        run._testbed = run._NOT_ASKED
        return values.decode_kwargs(text)

    def test_a_testbed_becomes_the_tasks_own(self):
        testbed = self.runtime.testbed
        text = values.encode_kwargs({"testbed": testbed, "n": 1})
        read = self.task_reads(text)
        self.assertIs(read["testbed"], run.testbed())
        self.assertIsNot(read["testbed"], testbed)
        self.assertLess(len(text), 200)

    def test_devices_interfaces_and_links_do_too_wherever_they_stand(self):
        r1 = self.runtime.testbed.devices["R1"]
        given = {"uut": r1, "all": [r1, {"b": (r1.interfaces["Gi1"],)}], "link": r1.interfaces["Gi1"].link}
        read = self.task_reads(values.encode_kwargs(given))
        own = run.testbed().devices["R1"]
        self.assertIs(read["uut"], own)
        self.assertIs(read["all"][0], own)
        self.assertIs(read["all"][1]["b"][0], own.interfaces["Gi1"])
        self.assertIs(read["link"], own.interfaces["Gi1"].link)

    def test_a_device_that_the_task_is_not_granted_is_named(self):
        text = values.encode_kwargs({"uut": self.runtime.testbed.devices["R1"]})
        del devices.shown["devices"]["R1"]
        why = "parameter 'uut' cannot be read by this task: the run has no device 'R1'"
        with self.assertRaisesRegex(TypeError, why):
            self.task_reads(text)

    def test_by_a_shared_object(self):
        text = values.encode([self.runtime.testbed.devices["R1"]])
        run._testbed = run._NOT_ASKED
        self.assertIs(values.decode(text)[0], run.testbed().devices["R1"])

    def test_a_pickle_calls_nothing_else_of_the_testbed(self):
        wanted = b"cpyats.topology.run\nname_of\n(S'x'\nS'y'\ntR."
        with self.assertRaises(pickle.UnpicklingError):
            pickles.load_value(__import__("base64").b64encode(wanted).decode())

    def test_a_script_that_is_no_python_gets_names(self):
        testbed = self.runtime.testbed
        r1, r2 = testbed
        text = values.encode_kwargs({"testbed": testbed, "uut": r1, "l": [r2]}, True)
        self.assertEqual(json.loads(text), {"testbed": "mocklab", "uut": "R1", "l": ["R2"]})

    def test_a_copy_is_a_copy_and_connects_by_its_name(self):
        testbed = self.runtime.testbed
        whole = copy.deepcopy(testbed)
        self.assertIsNot(whole, testbed)
        self.assertIsNot(whole.devices["R1"], testbed.devices["R1"])
        self.assertIs(whole.devices["R1"].testbed, whole)
        whole.devices["R1"].connect()
        self.assertEqual(devices.calls, [("connect", "R1", "cli", None)])

    def test_a_testbed_of_the_scripts_own_is_handed_on_as_it_is(self):
        own = Testbed("own", devices=[Device("X", os="ios")])
        read = self.task_reads(values.encode_kwargs({"testbed": own}))["testbed"]
        self.assertEqual((read.name, read.devices.X.os, read.devices.X.testbed), ("own", "ios", read))


class Loaded(Case):
    YAML = "devices:\n  {0}: {{os: iosxe, alias: {1}, connections: {{cli: {{protocol: ssh, ip: 1.1.1.1}}}}}}\n"

    def test_devices_of_a_file_are_connected_by_name(self):
        device = loader.load(self.YAML.format("R1", "x")).devices["R1"]
        device.connect()
        self.assertEqual((devices.calls, device.is_connected()), ([("connect", "R1", None, None)], True))

    def test_or_by_their_alias(self):
        loader.load(self.YAML.format("Other", "uut")).devices["uut"].connect()
        self.assertEqual(devices.calls[0][1], "R1")

    def test_a_device_that_the_run_has_not_is_refused_with_what_to_do(self):
        device = loader.load(self.YAML.format("R9", "x")).devices["R9"]
        with self.assertRaisesRegex(ConnectionError, "the run's testbed has no device of this name.*--testbed-file"):
            device.connect()

    def test_so_are_all_if_the_run_has_no_testbed(self):
        devices.shown = None
        device = loader.load(self.YAML.format("R1", "x")).devices["R1"]
        for what in (device.connect, lambda: device.execute("show version"), lambda: device.parse("show version")):
            with self.assertRaisesRegex(ConnectionError, "R1 is not connected; connections are .*--testbed-file"):
                what()
        self.assertFalse(device.is_connected())
        device.disconnect()


class Tasks(Case):
    def task(self, **kwargs):
        task = Task("/s.py", runtime=self.runtime, **kwargs)
        task.start()
        return synchro.tasks[-1]

    def test_exclusive_devices_are_named_to_the_host(self):
        testbed = self.runtime.testbed
        self.assertEqual(self.task(exclusive=[testbed.devices["uut"], "R2"]).exclusive, ["R1", "R2"])
        self.assertEqual(self.task(exclusive=testbed.devices["R2"]).exclusive, ["R2"])
        self.assertEqual(self.task(exclusive="uut").exclusive, ["uut"])
        self.assertEqual(self.task().exclusive, [])
        self.assertEqual(json.loads(self.task(exclusive=["R2"], a=1)._kwargs), {"a": 1})

    def test_a_grant_is_told_as_json(self):
        grant = {"devices": [{"name": "R1", "allow": ["show *"]}]}
        task = self.task(grant=grant)
        self.assertEqual((json.loads(task.grant), json.loads(task._kwargs)), (grant, {}))
        self.assertIsNone(self.task().grant)
        for wrong in ("all", {"devices": {object()}}):
            with self.assertRaises(TypeError):
                Task("/s.py", runtime=self.runtime, grant=wrong)

    def test_run_takes_them_as_well(self):
        pyats.easypy.run("/s.py", runtime=self.runtime, exclusive=["R1"], grant={"devices": []})
        self.assertEqual((synchro.tasks[-1].exclusive, synchro.tasks[-1].grant), (["R1"], '{"devices": []}'))

    def test_a_deadlock_names_its_cycle(self):
        error = fake_host.HostError("task", "deadlock", ["job", "Task-1", "job"])
        with (
            mock.patch.object(synchro.Task, "start", side_effect=error),
            self.assertRaisesRegex(DeadlockError, "waiting for each other: job -> Task-1 -> job") as caught,
        ):
            Task("/s.py", runtime=self.runtime, exclusive=["R1"]).start()
        self.assertEqual(caught.exception.cycle, ["job", "Task-1", "job"])

    def test_what_is_not_granted_is_a_denied_error(self):
        error = fake_host.HostError("task", "denied", "grant.devices: R9 is not in the policy's")
        with (
            mock.patch.object(synchro.Task, "create", side_effect=error),
            self.assertRaisesRegex(DeniedError, "R9 is not in the policy's"),
        ):
            Task("/s.py", runtime=self.runtime).start()


if __name__ == "__main__":
    unittest.main()
