"""Shared dict, list, Value, Array and Namespace, as `multiprocessing.Manager()`'s (SPEC 4.5)."""

import multiprocessing.managers
import unittest

import fake_host

fake_host.install()

import fake_host_synchro as synchro  # noqa: E402
from easypy_runner import values  # noqa: E402
from pyats.easypy import runtime  # noqa: E402
from pyats.easypy.synchro import SynchroError, easypy_missing  # noqa: E402

m = runtime.synchro


class Case(unittest.TestCase):
    def setUp(self):
        fake_host.reset()
        fake_host.state.taskid = None
        values._known.clear()

    def raises(self, kind, text, call, *args):
        with self.assertRaises(kind) as caught:
            call(*args)
        self.assertEqual(str(caught.exception), text)


class Dict(Case):
    def test_it_does_what_a_dict_does(self):
        plain = {"a": 1, 2: "two", (3, "x"): None, "n": {"m": (1,)}}
        d = m.dict(plain)
        self.assertEqual(d.copy(), plain)
        self.assertEqual(
            (list(d), d.keys(), d.values(), d.items()),
            (list(plain), list(plain), list(plain.values()), list(plain.items())),
        )
        self.assertEqual(
            (len(d), 2 in d, 3 in d, d.get(2), d.get(9), d.get(9, 8), d["n"]),
            (4, True, False, "two", None, 8, {"m": (1,)}),
        )
        self.assertEqual(
            (d.pop("a"), d.pop("a", 5), d.popitem(), d.setdefault("s"), d.setdefault(2, 1)),
            (1, 5, ("n", {"m": (1,)}), None, "two"),
        )
        d.update({"u": 1}, v=2)
        d.update([("w", 3)])
        d |= {"x": 4}
        del d[2]
        self.assertEqual(dict(d), {(3, "x"): None, "s": None, "u": 1, "v": 2, "w": 3, "x": 4})
        self.assertEqual(
            (d | {"u": 9}, {"u": 9} | d, list(reversed(d))[0]), (dict(d) | {"u": 9}, {"u": 9} | dict(d), "x")
        )
        d.clear()
        self.assertEqual((d.copy(), bool(len(d))), ({}, False))

    def test_errors_are_those_of_a_dict(self):
        d = m.dict()
        self.raises(KeyError, "'q'", lambda: d["q"])
        self.raises(KeyError, "'q'", d.pop, "q")
        self.raises(KeyError, "'q'", d.__delitem__, "q")
        self.raises(KeyError, "'popitem(): dictionary is empty'", d.popitem)
        self.raises(TypeError, "'int' object is not iterable", d.update, 5)
        self.raises(TypeError, "unhashable type: 'list'", d.get, [])

    def test_values_are_copies_and_nested_shared_objects_are_not(self):
        d, inner = m.dict(), m.dict()
        d["plain"], d["proxy"] = {"a": 1}, inner
        d["plain"]["a"] = 2
        inner["k"] = 5
        self.assertEqual((d["plain"], d["proxy"]["k"]), ({"a": 1}, 5))

    def test_a_dict_of_a_dict_is_a_copy(self):
        first = m.dict(a=1)
        second = m.dict(first)
        second.update(first)
        first["a"] = 2
        self.assertEqual(second.copy(), {"a": 1})

    def test_names_that_mean_something_in_json_are_names_like_others(self):
        d = m.dict({"$shared": 1, "$pickle": "x", "$key:1": "k"})
        self.assertEqual(d.copy(), {"$shared": 1, "$pickle": "x", "$key:1": "k"})
        self.assertEqual((d["$shared"], d["$key:1"]), (1, "k"))

    def test_text_is_as_another_language_writes_and_reads_it(self):
        d = m.dict()
        synchro.dict_set(d._id, "from_rust", '{"a":[1,2.5,null]}')
        self.assertEqual(d["from_rust"], {"a": [1, 2.5, None]})
        d["from_python"] = {"a": [1, 2.5, None]}
        self.assertEqual(synchro.dict_get(d._id, "from_python"), '{"a":[1,2.5,null]}')

    def test_one_call_each(self):
        d = m.dict()
        for call in (
            lambda: d.__setitem__("a", 1),
            lambda: d["a"],
            lambda: d.get("a"),
            lambda: "a" in d,
            lambda: d.setdefault("b", 1),
            lambda: d.update(c=1, d=2),
            lambda: d.add("a", 2),
            lambda: d.compare_and_set("a", 3, 4),
            lambda: d.copy(),
            lambda: d.pop("a"),
            lambda: d.clear(),
        ):
            synchro.calls.clear()
            call()
            self.assertEqual(len(synchro.calls), 1, synchro.calls)

    def test_atomic_extras(self):
        d = m.dict()
        self.assertEqual((d.add("n"), d.add("n", 4), d.add("n", 0.5)), (1, 5, 5.5))
        self.assertTrue(d.compare_and_set("k", easypy_missing, None))
        self.assertFalse(d.compare_and_set("k", easypy_missing, 1))
        self.assertTrue(d.compare_and_set("k", None, 1))
        self.assertFalse(d.compare_and_set("k", None, 2))
        self.assertEqual(d["k"], 1)

    def test_names_and_texts_are_multiprocessings(self):
        d = m.dict(a=[1])
        self.assertEqual(str(type(d)), "<class 'multiprocessing.managers.DictProxy'>")
        self.assertEqual(str(d), "{'a': [1]}")
        self.assertRegex(repr(d), r"^<DictProxy object, typeid 'dict' at 0x[0-9a-f]+>$")

    def test_a_guest_uses_only_what_it_was_given(self):
        d = m.dict()
        d["x"] = m.list()
        with synchro.acting_as("Task-1"):
            self.raises(
                SynchroError, f"there is no shared object {d._id}, or it was not handed to this guest", d.get, "x"
            )

    def test_what_is_too_large_is_said(self):
        d = m.dict()
        self.raises(
            SynchroError,
            "the host's limit 'value-size' of 16777216 would be exceeded",
            d.__setitem__,
            "x",
            "x" * (16 << 20),
        )


class List(Case):
    def test_every_change_gives_what_a_list_gives(self):
        changes = [
            lambda x: x.append((1,)),
            lambda x: x.extend(iter([7, 8])),
            lambda x: x.insert(1, "i"),
            lambda x: x.insert(-1, "j"),
            lambda x: x.insert(99, "end"),
            lambda x: x.pop(),
            lambda x: x.pop(0),
            lambda x: x.pop(-2),
            lambda x: x.remove(2),
            lambda x: x.reverse(),
            lambda x: x.clear(),
            lambda x: x.sort(key=str, reverse=True),
            lambda x: x.__setitem__(0, 9),
            lambda x: x.__setitem__(-1, 9),
            lambda x: x.__setitem__(slice(1, 3), [5, 6, 7, 8]),
            lambda x: x.__setitem__(slice(0, 0), "ab"),
            lambda x: x.__setitem__(slice(None), []),
            lambda x: x.__setitem__(slice(None, None, 2), [9, 9, 9]),
            lambda x: x.__setitem__(slice(4, 5), [5]),
            lambda x: x.__delitem__(0),
            lambda x: x.__delitem__(slice(1, 4)),
            lambda x: x.__delitem__(slice(None, None, 2)),
            lambda x: x.__iadd__([1]),
            lambda x: x.__imul__(2),
            lambda x: x.__imul__(0),
        ]
        for number, change in enumerate(changes):
            with self.subTest(number):
                plain, shared = [1, 2, 3, 4, 5], m.list([1, 2, 3, 4, 5])
                expected, got = change(plain), change(shared)
                self.assertEqual(shared.copy(), plain)
                if not isinstance(expected, list):
                    self.assertEqual(got, expected)

    def test_reading_gives_what_a_list_gives(self):
        plain = [3, 1, 2, 1]
        shared = m.list(plain)
        for read in (
            list,
            len,
            sorted,
            lambda x: (x[0], x[-1], x[1:3], x[::-1]),
            lambda x: (1 in x, 9 in x, x.count(1), x.index(1), x.index(1, 2)),
            lambda x: (x + [1], x * 2, 2 * x),
            lambda x: list(reversed(x)),
            str,
        ):
            self.assertEqual(read(shared), read(plain))

    def test_errors_are_those_of_a_list(self):
        x = m.list([1])
        self.raises(IndexError, "list index out of range", lambda: x[9])
        self.raises(IndexError, "list assignment index out of range", x.__setitem__, 9, 1)
        self.raises(IndexError, "list assignment index out of range", x.__delitem__, 9)
        self.raises(IndexError, "pop index out of range", x.pop, 9)
        self.raises(IndexError, "pop from empty list", m.list().pop)
        self.raises(ValueError, "list.remove(x): x not in list", x.remove, 77)
        self.raises(ValueError, "77 is not in list", x.index, 77)
        self.assertRaises(TypeError, lambda: x["a"])

    def test_a_change_in_place_touches_only_what_differs(self):
        x = m.list(range(100))
        synchro.calls.clear()
        x[50:52] = ["a", "b"]
        self.assertEqual(synchro.calls.count("list_set"), 2)
        self.assertFalse({"list_clear", "list_remove", "list_extend"} & set(synchro.calls))

    def test_objects_in_a_list_are_there_meanwhile(self):
        inner = m.dict(a=1)
        x = m.list([inner, 2])
        x.reverse()
        self.assertEqual(x[1]["a"], 1)


class Others(Case):
    def test_a_value(self):
        v = m.Value("i", 3)
        v.value += 1
        v.set(v.get() + 1)
        self.assertEqual(
            (v.value, v.add(2), v.add(), v.compare_and_set(8, "x"), v.compare_and_set(8, "y"), v.value),
            (5, 7, 8, True, False, "x"),
        )
        self.assertEqual((type(v).__name__, str(v)), ("ValueProxy", "Value('i', 'x')"))

    def test_an_array_keeps_its_type_and_length(self):
        a = m.Array("i", [1, 2, 3])
        a[0] = 5
        a[1:] = [6, 7]
        self.assertEqual(
            (len(a), list(a), a[-1], list(a[:2]), str(a)), (3, [5, 6, 7], 7, [5, 6], "array('i', [5, 6, 7])")
        )
        self.assertRaises(TypeError, a.__setitem__, 0, "x")
        self.assertRaises(TypeError, a.__setitem__, 0, 1.5)
        self.assertRaises(ValueError, a.__setitem__, slice(1), [])
        self.raises(IndexError, "array index out of range", lambda: a[9])
        self.assertRaises(TypeError, m.Array, "i", ["x"])

    def test_a_namespace(self):
        ns = m.Namespace(x=1)
        ns.y = (2,)
        self.assertEqual((ns.x, ns.y, str(ns), hasattr(ns, "z")), (1, (2,), "Namespace(x=1, y=(2,))", False))
        del ns.x
        self.raises(AttributeError, "'Namespace' object has no attribute 'x'", lambda: ns.x)
        self.assertRaises(AttributeError, delattr, ns, "x")

    def test_everything_keeps_working_in_the_task_it_is_handed_to(self):
        d, x, v, a, ns = m.dict(), m.list(), m.Value("i", 0), m.Array("i", [0]), m.Namespace()
        text = values.encode_kwargs({"d": d, "x": x, "v": v, "a": a, "ns": ns, "inside": {"deep": [(a,)]}})
        synchro.access["Task-1"] = set(synchro.references(text))
        values._known.clear()
        with synchro.acting_as("Task-1"):
            got = values.decode_kwargs(text)
            for name, original in (("d", d), ("x", x), ("v", v), ("a", a), ("ns", ns)):
                self.assertIs(type(got[name]), type(original))
            got["d"]["k"], got["v"].value, got["a"][0], got["ns"].x = 1, 42, 7, "n"
            got["x"].append("task")
            self.assertEqual(got["inside"]["deep"][0][0][0], 7)
        self.assertEqual((d["k"], v.value, a[0], ns.x, x.copy()), (1, 42, 7, "n", ["task"]))

    def test_what_a_manager_has_is_there_or_says_why_not(self):
        real = {name for name in dir(multiprocessing.managers.SyncManager) if not name.startswith("_")}
        self.assertEqual({name for name in real if not hasattr(m, name)}, set())
        with self.assertRaisesRegex(NotImplementedError, "Task"):
            m.Pool(2)
        with m as entered:
            self.assertIs(entered, m)

    def test_proxies_have_the_methods_of_multiprocessings(self):
        for real, ours in (
            ("DictProxy", m.dict()),
            ("ListProxy", m.list()),
            ("ValueProxy", m.Value("i", 0)),
            ("ArrayProxy", m.Array("i", [])),
            ("NamespaceProxy", m.Namespace()),
            ("AcquirerProxy", m.Lock()),
            ("ConditionProxy", m.Condition()),
            ("EventProxy", m.Event()),
            ("BarrierProxy", m.Barrier(2)),
        ):
            exposed = getattr(multiprocessing.managers, real)._exposed_
            missing = {name for name in exposed if not hasattr(type(ours), name)} - {"__getattribute__", "__getattr__"}
            self.assertEqual((real, missing), (real, set()))
            self.assertEqual(type(ours).__name__, real)


if __name__ == "__main__":
    unittest.main()
