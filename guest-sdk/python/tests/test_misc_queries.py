"""`genie.utils`: queries, differences and timeouts, compared with real genie."""

import unittest
from unittest import mock

import fake_host

fake_host.install()

from genie.utils import Dq, timeout  # noqa: E402
from genie.utils.config import Config  # noqa: E402
from genie.utils.diff import Diff  # noqa: E402
from pyats.utils.utils import chainattr, chainget, get_time, repr_data, str_to_number  # noqa: E402

DATA = {
    "interfaces": {
        "Gi1": {"status": "up", "ip": "1.1.1.1", "mtu": 1500, "l": [1, 2, {"x": 5}]},
        "Gi2": {"status": "down", "mtu": 1500},
        "Lo0": {"status": "up"},
    },
    "v": "x",
}


class Queries(unittest.TestCase):
    def setUp(self):
        self.dq = Dq(DATA)

    def test_contains(self):
        up = self.dq.contains("up")
        self.assertEqual(up.reconstruct(), {"interfaces": {"Gi1": {"status": "up"}, "Lo0": {"status": "up"}}})
        self.assertEqual((up.get_values("interfaces"), up.count(), len(up)), (["Gi1", "Lo0"], 2, 2))
        self.assertEqual(self.dq.contains("Gi.*", regex=True).get_values("interfaces"), ["Gi1", "Gi2"])
        self.assertEqual(self.dq.contains("Gi", regex=True).count(), 0)
        self.assertEqual(self.dq.contains("1500").count(), 0)
        self.assertEqual(self.dq.contains(1500).get_values("interfaces"), ["Gi1", "Gi2"])
        self.assertEqual(self.dq.not_contains("Gi1").get_values("interfaces"), ["Gi2", "Lo0"])
        self.assertFalse(self.dq.contains("nope"))

    def test_contains_with_a_level(self):
        whole = self.dq.contains("down", level=-1)
        self.assertEqual(whole.reconstruct(), {"interfaces": {"Gi2": {"status": "down", "mtu": 1500}}})
        self.assertEqual(self.dq.contains("Gi2", level=1).get_values("interfaces"), ["Gi1", "Gi2", "Lo0"])

    def test_contains_key_value(self):
        self.assertEqual(self.dq.contains_key_value("status", "up").get_values("interfaces"), ["Gi1", "Lo0"])
        self.assertEqual(self.dq.contains_key_value("interfaces", "Gi1").get_values("status"), ["up"])
        by_expression = self.dq.contains_key_value("sta.*", "u.*", key_regex=True, value_regex=True)
        self.assertEqual(by_expression.get_values("interfaces"), ["Gi1", "Lo0"])
        self.assertEqual(self.dq.not_contains_key_value("status", "up").get_values("status"), ["down"])

    def test_get_values(self):
        self.assertEqual(self.dq.get_values("status"), ["up", "down", "up"])
        self.assertEqual((self.dq.get_values("status", 1), self.dq.get_values("status", 7)), ("down", []))
        self.assertEqual(self.dq.get_values("Gi1"), ["status", "ip", "mtu", "l"])
        self.assertEqual(self.dq.get_values("l"), [1, 2, {"x": 5}])
        self.assertEqual(self.dq.get_values("[0]"), ["interfaces", "v"])
        self.assertEqual(self.dq.get_values("nope"), [])

    def test_comparing(self):
        self.assertEqual(self.dq.value_operator("mtu", ">=", 1500).get_values("interfaces"), ["Gi1", "Gi2"])
        self.assertEqual(self.dq.value_operator("mtu", "<", 1500).count(), 0)
        self.assertEqual(self.dq.sum_value_operator("mtu", ">", 2000).get_values("mtu"), [3000.0])
        self.assertEqual(self.dq.sum_value_operator("mtu", ">", 5000).count(), 0)
        with self.assertRaises(ValueError):
            self.dq.value_operator("mtu", "foo", 1)
        with self.assertRaises(TypeError):
            self.dq.value_operator("status", ">", 1)

    def test_raw(self):
        self.assertEqual(self.dq.raw("[interfaces][Gi1][l][0]"), 1)
        with self.assertRaises(KeyError):
            self.dq.raw("[interfaces][nope]")

    def test_queries_as_text_are_not_evaluated(self):
        self.assertEqual(Dq.str_to_dq_query(DATA, "contains('up').get_values('interfaces', 0)"), "Gi1")
        self.assertTrue(Dq.query_validator("contains('u.*', regex=True).count()"))
        for wrong in ("nope", "nope('x')", "contains(open('x'))", "contains('x').__class__", "count", ""):
            self.assertFalse(Dq.query_validator(wrong), wrong)


class Differences(unittest.TestCase):
    A = {"a": 1, "b": {"c": [1, 2, 3], "d": "x"}, "e": 5}
    B = {"a": 1, "b": {"c": [1, 4], "d": "y"}, "f": 6}

    def diff(self, one, two, **kwargs):
        diff = Diff(one, two, **kwargs)
        diff.findDiff()
        return diff

    def text(self, *args, **kwargs):
        return str(self.diff(*args, **kwargs))

    def test_all_kinds(self):
        expected = "+f: 6\n-e: 5\n b:\n  c:\n-  index[1]: 2\n+  index[1]: 4\n-  index[2]: 3\n- d: x\n+ d: y"
        self.assertEqual(self.text(self.A, self.B), expected)
        self.assertEqual(len(self.diff(self.A, self.B).diffs), 3)

    def test_nothing(self):
        self.assertEqual((self.text(self.A, self.A), self.diff(self.A, self.A).diffs), ("", []))

    def test_modes(self):
        self.assertEqual(self.text(self.A, self.B, mode="add"), "+f: 6")
        self.assertEqual(self.text(self.A, self.B, mode="remove"), "-e: 5\n b:\n  c:\n-  index[2]: 3")
        self.assertEqual(
            self.text(self.A, self.B, mode="modified"),
            " b:\n  c:\n-  index[1]: 2\n+  index[1]: 4\n- d: x\n+ d: y",
        )
        with self.assertRaises(ValueError):
            Diff({}, {}, mode="nope")

    def test_exclude(self):
        one, two = {"a1": 1, "b": {"c": 1}}, {"a1": 2, "b": {"c": 2}}
        self.assertEqual(self.text(one, two, exclude=["(a.*)"]), " b:\n- c: 1\n+ c: 2")
        self.assertEqual(self.text(one, two, exclude=["a.*", "c"]), "-a1: 1\n+a1: 2")

    def test_lists(self):
        self.assertEqual(self.text({"a": [1, 2]}, {"a": [2, 1]}, list_order=True), "")
        self.assertEqual(self.text({"l": [1, 2]}, {"l": [1, 2, 3]}), " l:\n+ index[2]: 3")
        self.assertEqual(self.text([1], [2]), "-index[0]: 1\n+index[0]: 2")

    def test_nested_values_that_come_and_go(self):
        self.assertEqual(self.text({"x": {"y": 1}}, {"x": {"y": 1, "z": {"q": 2}}}), " x:\n+ z:\n+  q: 2")
        self.assertEqual(self.text({"a": {"b": {"c": 1}}}, {"a": {"b": 5}}), " a:\n- b:\n-  c: 1\n+ b: 5")
        self.assertEqual(self.text({"a": 1}, {"a": "1"}), "-a: 1\n+a: 1")

    def test_what_cannot_be_compared(self):
        with self.assertRaisesRegex(TypeError, "Type <class 'str'> is not supported"):
            Diff("abc", "abd")

    def test_configurations(self):
        before = (
            "hostname R1\n!\ninterface Gi1\n ip address 1.1.1.1 255.0.0.0\n no shut\n!\nrouter bgp 1\n"
            " address-family ipv4\n  neighbor 1.1.1.1 activate\n exit\nend\n"
        )
        after = before.replace("no shut", "shutdown").replace("R1", "R2") + "ntp server 1.1.1.1\n"
        one, two = Config(before), Config(after)
        one.tree()
        two.tree()
        self.assertEqual(
            one.config["router bgp 1"],
            {"address-family ipv4": {"neighbor 1.1.1.1 activate": {}}, "exit": {}},
        )
        diff = self.diff(one, two)
        self.assertEqual(
            str(diff),
            "+hostname R2\n+ntp server 1.1.1.1\n-hostname R1\n interface Gi1\n- no shut\n+ shutdown",
        )
        self.assertEqual(diff.diff_string("+"), "hostname R2\nntp server 1.1.1.1")
        self.assertEqual(diff.diff_string("-"), "hostname R1")


class Timeouts(unittest.TestCase):
    def tries(self, max_time, interval):
        """How often is tried, by a clock that only sleeping moves."""
        clock = [1000.0]

        def sleep(seconds):
            clock[0] += seconds

        with mock.patch.object(timeout, "time") as time:
            time.time = lambda: clock[0]
            time.sleep = sleep
            each, count = timeout.Timeout(max_time, interval, disable_log=True), 0
            while each.iterate():
                count += 1
                each.sleep()
        return count, clock[0] - 1000.0

    def test_there_is_a_last_try_when_the_time_is_over(self):
        self.assertEqual(self.tries(1, 0.25), (5, 1.0))
        self.assertEqual(self.tries(2, 5), (2, 2.0))
        self.assertEqual(self.tries(0, 5), (0, 0.0))


class Helpers(unittest.TestCase):
    def test_repr_data_is_json_able(self):
        self.assertEqual(
            repr_data({"a": {1}, 1: [b"x", (1, 2), 1.5], (1, 2): None}),
            {"a": "{1}", 1: ["b'x'", "(1, 2)", 1.5], "(1, 2)": None},
        )

    def test_the_others(self):
        self.assertEqual(
            (chainget({"a": [1]}, ["a", 0]), chainattr(unittest, "mock.patch.__name__")), (1, "patch")
        )
        self.assertEqual([str_to_number(each) for each in ("1", "1.5", "x", None)], [1, 1.5, "x", None])
        self.assertEqual(get_time(0).timestamp(), 0)
        self.assertIsNotNone(get_time().tzinfo)


if __name__ == "__main__":
    unittest.main()
