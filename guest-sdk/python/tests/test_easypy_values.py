"""`easypy_runner.values` and `pickles`: what crosses, and how."""

import collections
import copyreg
import datetime
import enum
import io
import json
import os
import pickle
import subprocess
import sys
import tempfile
import textwrap
import types
import unittest
import zoneinfo
from unittest import mock

import cloudpickle
import fake_host

fake_host.install()

import fake_host_synchro as synchro  # noqa: E402
from easypy_runner import pickles, values  # noqa: E402
from pyats.easypy import Task, runtime  # noqa: E402

PLAIN = [
    None,
    True,
    False,
    0,
    -1,
    10**100,
    1.5,
    -0.0,
    1e300,
    "",
    "text",
    'q"\\\n\x00é',
    "half \ud800",
    [],
    {},
    [1, [2, {"a": None}]],
    {"a": {"b": [True, 1.0, "x"]}, "": 1, "$ref": 2},
]


class Colour(enum.Enum):
    RED = 1


class Text(str):
    pass


class Point:
    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return type(other) is Point and other.x == self.x


PICKLED = [
    (1, 2),
    (),
    b"bytes",
    {1, 2},
    frozenset("a"),
    {1: 2},
    {"a": (1,)},
    [{"a": [b""]}],
    float("inf"),
    10**5000,
    Text("x"),
    Colour.RED,
    Point(3),
    datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC),
    collections.OrderedDict(a=1),
    collections.defaultdict(list, {"a": [1]}),
    complex(1, 2),
    range(3),
    types.SimpleNamespace(a=1),
    {"$shared": 3},
    {"$pickle": "x", "$refs": []},
    {"a": {"$shared": 1, "b": 2}},
]


class Case(unittest.TestCase):
    def setUp(self):
        fake_host.reset()
        fake_host.state.taskid = None
        values._known.clear()


class Values(Case):
    def test_what_json_keeps_crosses_as_json(self):
        for value in PLAIN:
            with self.subTest(value):
                text = values.encode(value)
                self.assertEqual(json.loads(text), value)
                self.assertNotIn("$pickle", text)
                back = values.decode(text)
                self.assertEqual((back, type(back)), (value, type(value)))

    def test_everything_else_comes_back_as_it_was(self):
        for value in PICKLED:
            with self.subTest(value):
                text = values.encode(value)
                self.assertEqual(list(json.loads(text)), ["$pickle", "$refs"])
                back = values.decode(text)
                self.assertEqual((back, type(back)), (value, type(value)))

    def test_what_is_nested_too_deep_for_the_host_is_pickled(self):
        deep = []
        for _ in range(95):
            deep = [deep]
        self.assertEqual(values.decode(values.encode(deep)), deep)
        self.assertIn("$pickle", values.encode(deep))
        endless = []
        endless.append(endless)
        back = values.decode(values.encode(endless))
        self.assertIs(back[0], back)

    def test_shared_objects_cross_as_references_wherever_they_are(self):
        shared = runtime.synchro.list([1])
        reference = '{"$shared":%d}' % shared._id
        self.assertEqual(values.encode(shared), reference)
        self.assertEqual(values.encode({"a": [shared]}), '{"a":[%s]}' % reference)
        text = values.encode((shared, {shared._id: shared}))
        self.assertEqual(json.loads(text)["$refs"], [{"$shared": shared._id}])
        back = values.decode(text)
        self.assertEqual((back[0]._id, back[1][shared._id]._id, type(back[0])), (shared._id, shared._id, type(shared)))

    def test_what_pickle_refuses_is_refused(self):
        with self.assertRaises(AttributeError) as caught:
            values.encode(lambda: 1)
        self.assertEqual(
            str(caught.exception),
            "Can't pickle local object 'Values.test_what_pickle_refuses_is_refused.<locals>.<lambda>'",
        )
        with self.assertRaises(TypeError):
            values.encode(line for line in ())

    def test_references_of_a_pickle_that_failed_are_forgotten(self):
        shared = runtime.synchro.dict()
        with self.assertRaises(AttributeError):
            values.encode((shared, lambda: 1))
        self.assertEqual(json.loads(values.encode((1,)))["$refs"], [])


class Keys(Case):
    def test_keys_come_back_as_they_were(self):
        keys = [
            "a",
            "",
            "é",
            "$x",
            "$key:1",
            1,
            -5,
            1.5,
            True,
            None,
            (1, "a", (2.0, None)),
            b"x",
            Colour.RED,
            "\ud800",
            "$key:[",
        ]
        texts = [values.encode_key(key) for key in keys]
        self.assertEqual(len(set(texts)), len(keys))
        for key, text in zip(keys, texts):
            text.encode()
            self.assertEqual((values.decode_key(text), type(values.decode_key(text))), (key, type(key)))

    def test_text_keys_are_themselves(self):
        self.assertEqual(values.encode_key("interface/1"), "interface/1")
        self.assertEqual(values.encode_key(Text("a")), "a")

    def test_what_cannot_be_hashed_is_no_key(self):
        for key in ([], {}, ([],)):
            self.assertRaises(TypeError, values.encode_key, key)

    def test_another_guests_key_that_looks_like_ours_is_text(self):
        self.assertEqual(values.decode_key("$key:no json"), "$key:no json")


class Parameters(Case):
    def crossed(self, **kwargs):
        return values.decode_kwargs(values.encode_kwargs(kwargs))

    def test_all_values_cross(self):
        for value in PLAIN + PICKLED:
            with self.subTest(value):
                self.assertEqual(self.crossed(a=value, b=1), {"a": value, "b": 1})

    def test_functions_and_classes_of_the_jobfile_cross_with_their_code(self):
        name = "pyats.easypy.jobs.some_job"
        module = types.ModuleType(name)
        sys.modules[name] = module
        self.addCleanup(sys.modules.pop, name, None)
        code = """
            BASE = 40
            class Config:
                def __init__(self, n): self.n = n
                def sum(self): return self.n + BASE
            def double(x): return 2 * x
            """
        exec(textwrap.dedent(code), module.__dict__)
        text = values.encode_kwargs({"config": module.Config(2), "f": module.double, "g": lambda x: x + 1})
        # A task does not have the job's module.
        del sys.modules[name]
        back = values.decode_kwargs(text)
        self.assertEqual((back["config"].sum(), back["f"](4), back["g"](1)), (42, 8, 2))

    def test_the_run_is_the_task_s_own_whatever_the_parameter_is_called(self):
        text = values.encode_kwargs({"rt": runtime, "deep": [(runtime,)]})
        back = values.decode_kwargs(text)
        self.assertIs(back["rt"], runtime)
        self.assertIs(back["deep"][0][0], runtime)
        # Among values that every guest may write there is no place for it.
        with self.assertRaises(pickle.UnpicklingError):
            values.decode(values.encode({"rt": runtime}))

    def test_what_cannot_be_handed_over_is_named(self):
        with self.assertRaises(TypeError) as caught:
            values.encode_kwargs({"fine": 1, "log": (line for line in ())})
        self.assertTrue(
            str(caught.exception).startswith("parameter 'log' of type generator cannot be handed to a task: ")
        )

        class Hostile:
            def __reduce__(self):
                raise KeyError("no")

        with self.assertRaises(TypeError) as caught:
            values.encode_kwargs({"h": Hostile()})
        self.assertIn("parameter 'h' of type Hostile", str(caught.exception))

    def test_what_cannot_be_read_is_named(self):
        name = "a_module_of_the_job"
        module = types.ModuleType(name)
        exec("class Thing: pass", module.__dict__)
        sys.modules[name] = module
        text = values.encode_kwargs({"thing": module.Thing()})
        del sys.modules[name]
        with self.assertRaises(TypeError) as caught:
            values.decode_kwargs(text)
        self.assertIn(
            "parameter 'thing' cannot be read by this task: No module named 'a_module_of_the_job'",
            str(caught.exception),
        )

    def test_references_are_seen_by_the_host(self):
        shared = runtime.synchro.Queue()
        text = values.encode_kwargs({"q": shared})
        self.assertEqual(synchro.references(text), [part._id for part in shared._parts[:3]])

    def test_a_parameter_cannot_pretend_to_be_a_reference(self):
        self.assertRaises(TypeError, values.encode_kwargs, {"$shared": 3})

    def test_a_script_that_is_no_python_gets_plain_json(self):
        m = runtime.synchro
        shared, array, barrier = m.dict(), m.Array("i", [1]), m.Barrier(2)
        text = values.encode_kwargs(
            {"a": (1, 2), "b": {1: "x"}, "d": [shared], "arr": array, "bar": barrier}, foreign=True
        )
        self.assertEqual(
            json.loads(text),
            {
                "a": [1, 2],
                "b": {"1": "x"},
                "d": [{"$shared": shared._id}],
                "arr": {"$shared": array._principal._id},
                "bar": {"$shared": barrier._principal._id},
            },
        )
        for value in (b"x", {1}, float("nan"), Point(1)):
            with self.assertRaises(TypeError) as caught:
                values.encode_kwargs({"v": value}, foreign=True)
            self.assertIn("parameter 'v'", str(caught.exception))

    def test_parameters_of_a_rust_job_are_read(self):
        self.assertEqual(values.decode_kwargs(' { "a" : [ 1 ] } '), {"a": [1]})


class _Runs:
    """A pickle that calls what it likes."""

    def __init__(self, call, *args):
        self.reduced = call, args

    def __reduce__(self):
        return self.reduced


class Broken(Exception):
    pass


Pair = collections.namedtuple("Pair", "a b")


class Called:
    """Keeps what it was called with."""

    calls = []

    def __init__(self, *args):
        if args:
            self.calls.append(args)

    def __call__(self, *args):
        self.calls.append(args)


class MadeByCode:
    def __new__(cls, *args):
        Called.calls.append(args)
        return super().__new__(cls)

    def __getnewargs__(self):
        return (1,)


class Trust(Case):
    """A value in a shared object may come from anybody: reading it runs nothing."""

    def read(self, value):
        return pickles.load_value(pickles.dump(value, cloudpickle.dumps)[0])

    def test_functions_are_not_called(self):
        for call in (
            _Runs(os.system, "true"),
            _Runs(eval, "1"),
            _Runs(exec, "1"),
            _Runs(getattr, os, "system"),
            _Runs(__import__, "os"),
            _Runs(os.mkdir, "/x"),
            _Runs(open, os.devnull),
            _Runs(pickle.loads, b""),
            _Runs(json.loads, "1"),
        ):
            with self.assertRaises(pickle.UnpicklingError, msg=call.reduced):
                self.read(call)

    def test_classes_that_do_things_are_not_made(self):
        for call in (
            _Runs(type, "X", (), {}),
            _Runs(io.FileIO, os.devnull),
            _Runs(subprocess.Popen, ["true"]),
            _Runs(Task, "x.py"),
            _Runs(types.FunctionType, compile("1", "x", "eval"), {}),
            _Runs(map, print, [1]),
        ):
            with self.assertRaises((pickle.UnpicklingError, TypeError), msg=call.reduced):
                self.read(call)
        self.assertEqual(len(runtime.tasks), 0)

    def test_a_modules_other_names_are_not_reached_through_it(self):
        for module, name in (
            (__name__, "os.system"),
            (__name__, "json.loads"),
            (__name__, "unittest.TestCase"),
            ("json", "decoder.JSONDecoder"),
        ):
            data = b"\x80\x04\x8c%c%s\x8c%c%s\x93." % (len(module), module.encode(), len(name), name.encode())
            self.assertTrue(pickle.loads(data))
            with self.assertRaises(pickle.UnpicklingError, msg=name):
                pickles._Values(io.BytesIO(data)).load()

    def test_what_the_component_carries_compiles_nothing(self):
        import jinja2
        import yaml

        for call in (_Runs(jinja2.Template, "{{ 1 }}"), _Runs(jinja2.Environment), _Runs(yaml.Loader, "a: 1")):
            with self.assertRaises(pickle.UnpicklingError, msg=call.reduced):
                self.read(call)

    def test_a_zone_is_a_value_however_it_is_named(self):
        with tempfile.TemporaryDirectory() as directory:
            with open(os.path.join(directory, "Here"), "wb") as file:
                file.write(b"TZif" + bytes(32) + b"\0\0\0\1\0\0\0\4" + bytes(6) + b"UTC\0")
            self.addCleanup(zoneinfo.reset_tzpath)
            zoneinfo.reset_tzpath([directory])
            zone = zoneinfo.ZoneInfo("Here")
            self.assertIs(self.read(zone), zone)
            data = b"cbuiltins\ngetattr\n(czoneinfo\nZoneInfo\nV_unpickle\ntR(VHere\nI01\ntR."
            self.assertIs(pickles._Values(io.BytesIO(data)).load(), zone)
            with self.assertRaises(pickle.UnpicklingError):
                pickles._Values(io.BytesIO(data.replace(b"_unpickle", b"no_cache"))).load()

    def test_objects_are_not_called(self):
        with self.assertRaises(pickle.UnpicklingError):
            self.read(_Runs(Called(), 1))
        self.assertEqual(Called.calls, [])

    def test_a_constructor_of_a_mounted_package_is_not_called(self):
        mounted = mock.patch.object(pickles, "_mounted", (os.path.dirname(__file__) + os.sep,))
        for value in (Point(1), Broken("why"), Colour.RED, Pair(1, 2)):
            with mounted:
                read = self.read(value)
            self.assertEqual((type(read), getattr(read, "args", read)), (type(value), getattr(value, "args", value)))
        for call in (_Runs(Called, 1), _Runs(copyreg._reconstructor, Called, Called, None), object.__new__(MadeByCode)):
            with mounted, self.assertRaises(pickle.UnpicklingError, msg=call):
                self.read(call)
        for way, args in (("__newobj__", b"K\x01"), ("__newobj_ex__", b"(K\x01t}")):
            data = b"ccopyreg\n%s\n(c%s\nMadeByCode\n%stR." % (way.encode(), __name__.encode(), args)
            with mounted, self.assertRaises(pickle.UnpicklingError, msg=way):
                pickles._Values(io.BytesIO(data)).load()
        for kind in (b"(c%s\nCalled\nK\x01o.", b"(K\x01i%s\nCalled\n."):
            with self.assertRaises(pickle.UnpicklingError, msg=kind):
                pickles._Values(io.BytesIO(kind % __name__.encode())).load()
        self.assertEqual(Called.calls, [])

    def test_a_class_is_not_changed(self):
        module = __name__.encode()
        # The class, then a state for its attributes: BUILD on the class itself.
        data = b"\x80\x04\x8c%c%s\x8c\x05Point\x93N}(\x8c\x06broken\x8c\x03badu\x86b." % (len(module), module)
        pickle.loads(data)
        self.assertEqual(Point.broken, "bad")
        del Point.broken
        with self.assertRaises(pickle.UnpicklingError):
            pickles._Values(io.BytesIO(data)).load()
        self.assertFalse(hasattr(Point, "broken"))


if __name__ == "__main__":
    unittest.main()
