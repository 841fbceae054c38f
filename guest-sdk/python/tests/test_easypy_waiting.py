"""Queues, locks, semaphores, events, conditions and barriers between guests (SPEC 4.5)."""

import queue
import threading
import unittest

import fake_host

fake_host.install()

import fake_host_synchro as synchro  # noqa: E402
from easypy_runner import values  # noqa: E402
from pyats.easypy import runtime  # noqa: E402
from pyats.easypy.synchro import locks, meeting  # noqa: E402

m = runtime.synchro


class Case(unittest.TestCase):
    def setUp(self):
        fake_host.reset()
        fake_host.state.taskid = None
        values._known.clear()
        # What a guest knows of itself; one process plays all of them here.
        self._held, self._places = {}, {}
        locks._held, meeting._place = {}, None

    def handed(self, thing, guest="Task-1"):
        """The thing as that guest gets it, in a process that knows nothing yet."""
        text = values.encode_kwargs({"thing": thing})
        synchro.access.setdefault(guest, set()).update(synchro.references(text))
        with self.acting_as(guest):
            return values.decode_kwargs(text)["thing"]

    def acting_as(self, guest):
        return _Guest(self, guest)

    def later(self, guest, *calls):
        """What a guest does while another one waits."""

        def act():
            with self.acting_as(guest):
                for call in calls:
                    call()

        synchro.meanwhile.append(act)


class _Guest:
    """Another guest's identity, with what its own process knows of the locks it holds and where it waits."""

    def __init__(self, case, name):
        self.case, self.name = case, name

    def __enter__(self):
        self.before = synchro.guest
        self.case._held[self.before], self.case._places[self.before] = locks._held, meeting._place
        locks._held = self.case._held.setdefault(self.name, {})
        meeting._place = self.case._places.get(self.name)
        synchro.guest = self.name

    def __exit__(self, *exception):
        self.case._held[self.name], self.case._places[self.name] = locks._held, meeting._place
        locks._held, meeting._place = self.case._held[self.before], self.case._places[self.before]
        synchro.guest = self.before


class Queues(Case):
    def test_a_queue_is_first_in_first_out_and_bounded(self):
        q = m.Queue(2)
        self.assertEqual((q.empty(), q.full(), q.qsize()), (True, False, 0))
        q.put((1,))
        q.put_nowait({"a": 2})
        self.assertTrue(q.full())
        self.assertRaises(queue.Full, q.put_nowait, 3)
        self.assertRaises(queue.Full, q.put, 3, True, 0.1)
        self.assertEqual((q.get(), q.get_nowait()), ((1,), {"a": 2}))
        self.assertRaises(queue.Empty, q.get_nowait)
        self.assertRaises(queue.Empty, q.get, True, 0.1)
        self.assertRaises(ValueError, q.get, True, -1)
        self.assertEqual(str(type(q)), "<class 'multiprocessing.managers.AutoProxy[Queue]'>")

    def test_join_waits_until_every_item_is_done_with(self):
        for q in (m.Queue(), m.JoinableQueue()):
            q.join()
            q.put(1)
            q.put(2)
            there = self.handed(q)
            done = []
            self.later("Task-1", there.get, there.task_done)
            self.later("Task-1", there.get, there.task_done, lambda: done.append(True))
            q.join()
            self.assertEqual(done, [True])

    def test_an_item_that_found_no_room_does_not_count(self):
        q = m.JoinableQueue(1)
        q.put(1)
        self.assertRaises(queue.Full, q.put_nowait, 2)
        q.get()
        q.task_done()
        q.join()
        with self.assertRaises(ValueError) as caught:
            q.task_done()
        self.assertEqual(str(caught.exception), "task_done() called too many times")
        q.join()

    def test_who_joins_is_not_forgotten_when_another_joins_too(self):
        q = m.Queue()
        q.put(1)
        mine = self.handed(q, "Task-1")
        other = self.handed(q, "Task-2")
        self.later("Task-2", other.get, other.task_done, other.join)
        with self.acting_as("Task-1"):
            mine.join()

    def test_a_queue_of_another_language_is_a_queue(self):
        bare = values.reference(synchro.new_queue(0))
        bare.put([1])
        self.assertEqual((bare.get(), bare.empty()), ([1], True))
        for call in (bare.task_done, bare.join, bare.full):
            self.assertRaises(NotImplementedError, call)


class Locks(Case):
    def test_a_lock_is_held_by_one_guest(self):
        lock = m.Lock()
        there = self.handed(lock)
        with lock:
            with self.acting_as("Task-1"):
                self.assertEqual(
                    (there.acquire(False), there.acquire(timeout=0.1), there.locked()), (False, False, True)
                )
                with self.assertRaises(RuntimeError) as caught:
                    there.release()
            self.assertEqual(str(caught.exception), "cannot release a lock that another task holds")
        with self.acting_as("Task-1"):
            self.assertTrue(there.acquire())
        self.later("Task-1", there.release)
        self.assertTrue(lock.acquire())
        self.assertRaises(ValueError, lock.acquire)

    def test_wrong_use_is_what_threading_says(self):
        for lock, text in ((m.Lock(), "release unlocked lock"), (m.RLock(), "cannot release un-acquired lock")):
            with self.assertRaises(RuntimeError) as caught:
                lock.release()
            self.assertEqual(str(caught.exception), text)
        self.assertRaises(ValueError, m.Lock().acquire, False, 1)
        self.assertRaises(ValueError, m.Lock().acquire, True, -2)

    def test_a_reentrant_lock_is_free_after_as_many_releases(self):
        lock = m.RLock()
        there = self.handed(lock)
        self.assertTrue(lock.acquire() and lock.acquire(block=False))
        lock.release()
        with self.acting_as("Task-1"):
            self.assertFalse(there.acquire(False))
        lock.release()
        with self.acting_as("Task-1"):
            self.assertTrue(there.acquire(False))

    def test_a_lock_of_a_task_that_ended_is_free(self):
        lock = m.Lock()
        there = self.handed(lock)
        with self.acting_as("Task-1"):
            there.acquire()
        self.assertFalse(lock.acquire(False))
        synchro.end_guest("Task-1")
        self.assertTrue(lock.acquire(False))

    def test_semaphores(self):
        semaphore = m.Semaphore(2)
        there = self.handed(semaphore)
        self.assertEqual((semaphore.acquire(), there.get_value()), (True, 1))
        with there:
            self.assertFalse(semaphore.acquire(False))
        self.assertEqual(semaphore.get_value(), 1)
        bounded = m.BoundedSemaphore(1)
        with self.assertRaises(ValueError) as caught:
            bounded.release()
        self.assertEqual(str(caught.exception), "Semaphore released too many times")
        self.assertRaises(ValueError, m.Semaphore, -1)
        self.assertEqual(type(semaphore).__name__, "AcquirerProxy")

    def test_an_event(self):
        event = m.Event()
        there = self.handed(event)
        self.assertEqual((event.is_set(), event.wait(0.1)), (False, False))
        self.later("Task-1", there.set)
        self.assertTrue(event.wait())
        event.clear()
        with self.acting_as("Task-1"):
            self.assertFalse(there.is_set())


class Conditions(Case):
    def test_who_waits_is_woken_with_the_lock(self):
        condition = m.Condition()
        there = self.handed(condition)
        self.later("Task-1", there.acquire, there.notify, there.release)
        with condition:
            self.assertTrue(condition.wait())
            with self.acting_as("Task-1"):
                self.assertFalse(there.acquire(False))
        with self.acting_as("Task-1"):
            self.assertTrue(there.acquire(False))

    def test_a_wait_that_was_too_long_leaves_nothing_behind(self):
        condition = m.Condition()
        with condition:
            self.assertFalse(condition.wait(0.1))
            self.assertEqual(condition._waiting.copy(), [])
            condition.notify()

    def test_wait_for(self):
        condition, state = m.Condition(), m.dict(ready=False)
        there, ready = self.handed(condition), self.handed(state)
        self.later("Task-1", there.acquire, there.notify_all, there.release)
        self.later("Task-1", there.acquire, lambda: ready.update(ready=True), there.notify_all, there.release)
        with condition:
            self.assertTrue(condition.wait_for(lambda: state["ready"]))
            self.assertFalse(condition.wait_for(lambda: False, 0))

    def test_a_lock_held_twice_is_released_and_held_twice_again(self):
        condition = m.Condition()
        there = self.handed(condition)
        self.later("Task-1", there.acquire, there.notify, there.release)
        with condition, condition:
            self.assertTrue(condition.wait())
        self.assertFalse(condition._lock.locked())

    def test_one_that_was_killed_while_it_waited_takes_no_wake(self):
        condition = m.Condition()
        dead, alive = self.handed(condition, "Task-1"), self.handed(condition, "Task-2")
        with self.acting_as("Task-1"):
            dead.acquire()
            self.assertRaises(synchro.WouldWait, dead.wait)
        synchro.end_guest("Task-1")
        woken = []
        self.later("job", condition.acquire, condition.notify, condition.release, lambda: woken.append(1))
        with self.acting_as("Task-2"), alive:
            self.assertTrue(alive.wait())
        self.assertEqual(woken, [1])

    def test_the_lock_must_be_held(self):
        condition = m.Condition()
        for call, text in ((condition.wait, "wait"), (condition.notify, "notify"), (condition.notify_all, "notify")):
            with self.assertRaises(RuntimeError) as caught:
                call()
            self.assertEqual(str(caught.exception), f"cannot {text} on un-acquired lock")

    def test_conditions_can_have_one_lock(self):
        lock = m.Lock()
        first, second = m.Condition(lock), m.Condition(lock)
        with first:
            self.assertFalse(second.acquire(False))
            second.notify()


class Barriers(Case):
    def test_all_parties_pass_with_different_numbers(self):
        barrier = m.Barrier(2)
        there = self.handed(barrier)
        numbers = []
        self.later("Task-1", lambda: numbers.append(there.wait()))
        numbers.append(barrier.wait())
        self.assertEqual((sorted(numbers), barrier.n_waiting, barrier.broken, there.parties), ([0, 1], 0, False, 2))

    def test_who_waits_is_counted(self):
        barrier = m.Barrier(2)
        there = self.handed(barrier)
        seen = []
        self.later("Task-1", lambda: seen.append(there.n_waiting), there.wait)
        barrier.wait()
        self.assertEqual(seen, [1])

    def test_one_that_is_late_breaks_it_until_it_is_reset(self):
        barrier = m.Barrier(2)
        there = self.handed(barrier)
        self.assertRaises(threading.BrokenBarrierError, barrier.wait, 0.1)
        with self.acting_as("Task-1"):
            self.assertTrue(there.broken)
            self.assertRaises(threading.BrokenBarrierError, there.wait)
            there.reset()
        self.assertFalse(barrier.broken)
        self.later("Task-1", there.wait)
        barrier.wait()

    def test_abort_wakes_who_waits_and_turns_away_who_comes(self):
        for parties in (2, 3):
            barrier = m.Barrier(parties)
            there = self.handed(barrier)
            self.later("Task-1", there.abort)
            self.assertRaises(threading.BrokenBarrierError, barrier.wait)
            self.assertRaises(threading.BrokenBarrierError, barrier.wait)
            self.assertTrue(barrier.broken)

    def test_the_usual_timeout(self):
        self.assertRaises(threading.BrokenBarrierError, m.Barrier(2, timeout=0.1).wait)
        self.assertRaises(synchro.WouldWait, m.Barrier(2).wait)

    def test_what_cannot_be(self):
        self.assertRaises(NotImplementedError, m.Barrier, 2, print)
        self.assertRaises(ValueError, m.Barrier, 0)


if __name__ == "__main__":
    unittest.main()
