"""`multiprocessing` as a guest has it (SPEC 4.5: what is shared by its means works as a parameter)."""

import importlib
import os
import subprocess
import sys
import unittest

import fake_host

fake_host.install()

import fake_host_synchro as synchro  # noqa: E402
from easypy_runner import values  # noqa: E402
from easypy_runner.mp import connection, dummy, package, pool, process  # noqa: E402

TESTS = os.path.dirname(os.path.abspath(__file__))


class Case(unittest.TestCase):
    def setUp(self):
        fake_host.reset()
        fake_host.state.taskid = None
        values._known.clear()
        process._current = None

    def in_a_task(self, thing, use):
        """What `use` gives when a task is handed the thing."""
        text = values.encode_kwargs({"thing": thing})
        synchro.access["Task-1"] = set(synchro.references(text))
        values._known.clear()
        with synchro.acting_as("Task-1"):
            return use(values.decode_kwargs(text)["thing"])


class Shared(Case):
    def test_what_is_handed_to_a_task_is_shared(self):
        context = package.get_context("fork")
        queue, value, array, lock, event = (
            context.Queue(),
            package.Value("i", 0),
            package.Array("d", 2),
            package.Lock(),
            package.Event(),
        )
        self.in_a_task(queue, lambda q: q.put((1, "x")))
        self.in_a_task(value, lambda v: setattr(v, "value", 42))
        self.in_a_task(array, lambda a: a.__setitem__(slice(None), [1, 2.5]))
        self.in_a_task(event, lambda e: e.set())
        self.assertTrue(self.in_a_task(lock, lambda one: one.acquire()))
        self.assertEqual(
            (queue.get(timeout=2), value.value, array[:], event.is_set()), ((1, "x"), 42, [1.0, 2.5], True)
        )
        self.assertFalse(lock.acquire(block=False))

    def test_a_manager_is_runtime_synchro(self):
        with package.Manager() as manager:
            d = manager.dict(a=1)
        self.assertEqual(self.in_a_task(d, lambda shared: shared["a"]), 1)

    def test_values_are_those_of_their_c_type(self):
        for code, given, kept in (
            ("i", 2**31, -(2**31)),
            ("B", 257, 1),
            ("b", -129, 127),
            ("d", 1, 1.0),
            ("f", 0.1, 0.10000000149011612),
            ("?", 5, True),
        ):
            value = package.Value(code, given)
            self.assertEqual((code, value.value), (code, kept))
        value = package.Value("i")
        self.assertEqual(value.value, 0)
        with self.assertRaises(TypeError):
            value.value = "x"
        self.assertRaises(TypeError, package.Value, "list")
        self.assertEqual(package.Array("c", b"ab")[:], [b"a", b"b"])

    def test_a_value_has_a_lock(self):
        value = package.Value("i", 1)
        with value.get_lock():
            value.value += 1
        with value:
            self.assertEqual((value.value, value.add(3)), (2, 5))
        self.assertIsNone(package.RawValue("i").get_lock())
        lock = package.Lock()
        self.assertIs(package.Value("i", lock=lock).get_lock(), lock)

    def test_an_arrays_length_does_not_change(self):
        array = package.Array("i", [1, 2, 3])
        self.assertRaises(ValueError, array.__setitem__, slice(1), [1, 2])
        self.assertRaises(IndexError, lambda: array[5])
        self.assertEqual((len(array), list(array)), (3, [1, 2, 3]))


class Pipes(Case):
    def test_both_ends_send_and_receive(self):
        here, there = package.Pipe()
        here.send({"a": (1,)})
        self.assertEqual(
            self.in_a_task(there, lambda end: (end.poll(), end.recv(), end.poll(), end.send("back"))),
            (True, {"a": (1,)}, False, None),
        )
        self.assertEqual((here.poll(None), here.recv(), here.poll(0.1)), (True, "back", False))
        self.assertRaises(synchro.WouldWait, here.recv)

    def test_one_way(self):
        reader, writer = package.Pipe(duplex=False)
        writer.send_bytes(b"abc", 1)
        self.assertEqual(reader.recv_bytes(), b"bc")
        self.assertRaises(OSError, reader.send, 1)
        self.assertRaises(OSError, writer.recv)
        self.assertEqual((reader.writable, writer.writable), (False, True))

    def test_a_closed_end_is_closed(self):
        with package.Pipe()[0] as end:
            pass
        self.assertTrue(end.closed)
        self.assertRaises(OSError, end.send, 1)
        self.assertRaises(OSError, end.fileno)

    def test_waiting_for_several(self):
        (first, _), (second, b) = package.Pipe(), package.Pipe()
        self.assertEqual(connection.wait([first, second], 0), [])
        b.send(1)
        self.assertEqual(connection.wait([first, second]), [second])
        self.assertEqual(second.recv(), 1)


class Processes(Case):
    def test_the_current_one_has_the_tasks_name(self):
        self.assertEqual(package.current_process().name, "MainProcess")
        self.assertIsNone(package.parent_process())
        fake_host.state.taskid, process._current = "Task-7", None
        self.assertEqual(
            (package.current_process().name, repr(package.current_process())),
            ("Task-7", "<Task name='Task-7' started>"),
        )
        self.assertEqual(package.parent_process().name, "MainProcess")

    def test_others_cannot_be_started_and_it_is_said_what_can(self):
        class Worker(package.Process):
            def run(self):
                raise AssertionError

        for start in (
            Worker().start,
            package.Process(target=print).start,
            package.Pool,
            package.get_context().Pool,
            package.Manager().Pool,
        ):
            with self.assertRaisesRegex(NotImplementedError, "pyats.easypy.Task"):
                start()
        self.assertEqual(package.active_children(), [])

    def test_a_thread_pool_does_its_work(self):
        with pool.ThreadPool(4) as threads:
            self.assertEqual(
                (threads.map(abs, [-1, 2]), threads.starmap(pow, [(2, 3)]), list(threads.imap(abs, [-3]))),
                ([1, 2], [8], [3]),
            )
            got = []
            self.assertEqual(threads.apply_async(pow, (2, 4), callback=got.append).get(), 16)
            failed = threads.map_async(int, ["x"], error_callback=got.append)
            failed.wait(60)
            self.assertFalse(failed.successful())
            self.assertRaises(ValueError, failed.get)
            self.assertEqual(threads.starmap_async(pow, [(2, 3)]).get(60), [8])
            self.assertEqual((got[0], type(got[1])), (16, ValueError))
        self.assertRaises(ValueError, threads.map, abs, [])
        closed = pool.ThreadPool()
        late = closed.apply_async(abs, (-1,))
        self.assertRaises(ValueError, closed.join)
        closed.close()
        closed.join()
        self.assertTrue(late.ready() and late.successful())
        self.assertIs(dummy.Pool, pool.ThreadPool)


class Installed(Case):
    def test_import_multiprocessing_gives_it(self):
        # In an interpreter of its own: this one's library stays as it is.
        script = """
import fake_host; fake_host.install(); fake_host.reset(); fake_host.state.taskid = 'Task-3'
from easypy_runner import mp; mp.install()
import logging, multiprocessing, multiprocessing.pool, multiprocessing.managers
from multiprocessing import Process, Queue, Value, current_process
from multiprocessing.managers import BaseProxy, DictProxy
from multiprocessing.dummy import Pool as ThreadPool
from multiprocessing.context import TimeoutError
import concurrent.futures
logging.basicConfig(format='%(processName)s')
logging.warning('')
d = multiprocessing.Manager().dict()
assert type(d) is DictProxy and isinstance(d, BaseProxy) and type(d).__module__ == 'multiprocessing.managers'
assert isinstance(multiprocessing.Queue(), BaseProxy) and not isinstance({}, BaseProxy)
assert multiprocessing.pool.ThreadPool(2).map(abs, [-1]) == [1]
try: import multiprocessing.shared_memory
except ModuleNotFoundError: pass
else: raise AssertionError
try: concurrent.futures.ProcessPoolExecutor(1).submit(abs, 1)
except NotImplementedError: pass
else: raise AssertionError
"""
        done = subprocess.run([sys.executable, "-c", script], cwd=TESTS, capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stderr), (0, "Task-3\n"))

    def test_every_name_of_the_library_is_there_or_left_out_on_purpose(self):
        library = importlib.import_module("multiprocessing")
        left_out = {"allow_connection_pickling", "set_executable", "set_forkserver_preload", "reducer", "reduction"}
        missing = {name for name in library.__all__ if not hasattr(package, name)} - left_out
        self.assertEqual(missing, set())


if __name__ == "__main__":
    unittest.main()
