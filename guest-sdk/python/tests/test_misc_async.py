"""`pcall`: what it gives for its forms of arguments, compared with real pyATS."""

import sys
import unittest

import fake_host

fake_host.install()

from runner_harness import python  # noqa: E402

from pyats.async_ import ChildProcessException, Pcall, pcall  # noqa: E402
from pyats.async_.exceptions import RemoteException  # noqa: E402
from pyats.async_.synchronize import Lockable, LockableMeta  # noqa: E402


def both(*args, **kwargs):
    return args, kwargs


def double(x):
    return x * 2


class Results(unittest.TestCase):
    def test_one_call_for_each_value(self):
        self.assertEqual(pcall(double, x=(1, 2, 3)), (2, 4, 6))
        self.assertEqual(pcall(both, x=[1, 2], y="ab"), (((), {"x": 1, "y": "a"}), ((), {"x": 2, "y": "b"})))

    def test_the_shortest_decides(self):
        self.assertEqual(len(pcall(both, x=[1, 2], y=[3])), 1)
        self.assertEqual(pcall([both, double], iargs=((1,),)), (((1,), {}),))
        self.assertEqual(pcall([double], x=[1, 2, 3]), (2,))

    def test_common_and_individual_arguments(self):
        self.assertEqual(pcall(both, cargs=(1, 2), iargs=((3,), (4,))), (((1, 2, 3), {}), ((1, 2, 4), {})))
        self.assertEqual(
            pcall(both, ckwargs={"a": 1}, ikwargs=[{"b": 2}, {"b": 3}], x=[5, 6]),
            (((), {"a": 1, "b": 2, "x": 5}), ((), {"a": 1, "b": 3, "x": 6})),
        )
        self.assertEqual(pcall(both, ckwargs={"x": 1}, x=[2]), (((), {"x": 2}),))

    def test_without_values_each_target_is_called_once(self):
        self.assertEqual(pcall(both, cargs=(1,)), (((1,), {}),))
        self.assertEqual(pcall([both, both], ckwargs={"a": 1}), (((), {"a": 1}),) * 2)

    def test_several_targets(self):
        self.assertEqual(pcall([both, double], x=[1, 2]), (((), {"x": 1}), 4))

    def test_no_values_at_all(self):
        with self.assertRaises(IndexError):
            pcall(both, x=())

    def test_what_is_not_iterable(self):
        with self.assertRaisesRegex(TypeError, "'int' object is not iterable"):
            pcall(both, x=5)


class Failures(unittest.TestCase):
    def setUp(self):
        import logging

        from pyats.log import managed_handlers

        fake_host.reset()
        self.handlers, logging.root.handlers[:] = logging.root.handlers[:], [managed_handlers.tasklog]

    def tearDown(self):
        import logging

        logging.root.handlers[:] = self.handlers

    def test_the_first_failure_is_raised_after_all_calls(self):
        called = []

        def fails(x):
            called.append(x)
            if x > 1:
                raise ValueError(f"bad {x}")

        with self.assertRaisesRegex(ChildProcessException, "^bad 2$") as caught:
            pcall(fails, x=[1, 2, 3])
        self.assertEqual(called, [1, 2, 3])
        self.assertIsInstance(caught.exception.__cause__, RemoteException)
        self.assertIn("ValueError: bad 2", str(caught.exception.__cause__))
        first, second = fake_host.state.messages("pyats.async_", 40)
        self.assertTrue(
            first.startswith(
                "Caught error while executing target in child process-1:\n  target = fails\n  args = ()\n  kwargs = {'x': 2}\n\n"
            ),
            first,
        )
        self.assertTrue(second.endswith("ValueError: bad 3"), second)

    def test_sys_exit_leaves_no_result(self):
        self.assertEqual(pcall(lambda x: sys.exit(x) if x else x, x=[0, 1, 0]), (0, 0))

    def test_an_interrupt_and_signals_of_the_harness_end_the_caller(self):
        class Signal(BaseException):
            pass

        def signal(x):
            raise Signal

        with self.assertRaises(Signal):
            pcall(signal, x=[1])

    def test_calls_that_take_too_long(self):
        out = python("""
            from easypy_runner import threads
            threads.install()
            import logging, time
            logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s")
            from pyats.async_ import pcall
            def spin():
                while True: pass
            called = []
            for target in (lambda x: called.append(x) or time.sleep(3600), lambda x: called.append(x) or spin()):
                try: pcall(target, timeout=0.1, x=[1, 2])
                except TimeoutError as error: print(error)
            print(called)
        """)
        self.assertEqual(out.count("Not all child processes finished running.\n"), 2, out)
        self.assertEqual(out.count("WARNING Thread pcall-0 was ended before its end: the time of who waited"), 2, out)
        self.assertTrue(out.endswith("\n[1, 1]\n"), out)

    def test_within_a_limit_of_time_it_is_as_without(self):
        class Signal(BaseException):
            pass

        def signal(x):
            raise Signal

        self.assertEqual(pcall(double, timeout=60, x=(1, 2)), (2, 4))
        with self.assertRaises(Signal):
            pcall(signal, timeout=60, x=[1])
        with self.assertRaises(ChildProcessException):
            pcall(double, timeout=60, x=[None])


class Steps(unittest.TestCase):
    def test_start_and_join(self):
        calls = Pcall(double, x=[1, 2])
        self.assertIsNone(calls.results)
        with self.assertRaisesRegex(AssertionError, "can only join a started process"):
            calls.join()
        calls.start()
        calls.join()
        self.assertEqual((calls.results, calls.livings, calls.pids), ((2, 4), (), (None, None)))
        with self.assertRaisesRegex(AssertionError, "cannot start a process twice"):
            calls.start()
        calls.terminate()
        calls.kill()


class Locks(unittest.TestCase):
    def test_locked_methods_hold_the_lock_of_their_object(self):
        class Thing(Lockable):
            held = ()

            @Lockable.locked
            def work(self):
                return self._lock_._is_owned()

        thing = Thing()
        self.assertTrue(thing.work())
        self.assertFalse(thing._lock_._is_owned())
        self.assertTrue(thing.acquire())
        self.assertTrue(thing.acquire(timeout=0))
        thing.release()
        thing.release()

    def test_the_metaclass_locks_all_but_the_ignored(self):
        class Thing(metaclass=LockableMeta):
            def __init__(self):
                super().__init__()

            def work(self):
                return self._lock_._is_owned()

            @LockableMeta.ignore
            def look(self):
                return self._lock_._is_owned()

        self.assertEqual((Thing().work(), Thing().look()), (True, False))


if __name__ == "__main__":
    unittest.main()
