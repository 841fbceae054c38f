"""`easypy_runner.threads`: a thread runs when somebody waits for it."""

import unittest

from runner_harness import python

INSTALL = """
    from easypy_runner import threads
    threads.install()
    import logging, queue, sys, threading, time
    logging.basicConfig(stream=sys.stdout, format="%(levelname)s %(message)s")
"""


def run(program: str) -> str:
    return python(program, INSTALL)


class Threads(unittest.TestCase):
    def test_a_thread_runs_when_it_is_joined(self):
        out = run("""
            t = threading.Thread(target=lambda: print("in", threading.current_thread().name), name="worker")
            t.start()
            print("started", t.is_alive(), threading.active_count())
            t.join()
            print("joined", t.is_alive(), threading.current_thread().name, threading.active_count())
        """)
        self.assertEqual(out, "started True 2\nin worker\njoined False MainThread 1\n")

    def test_workers_started_before_their_queue_is_filled_work_it_off(self):
        out = run("""
            q, done = queue.Queue(), []
            def worker():
                while (item := q.get()) is not None:
                    done.append(item)
            workers = [threading.Thread(target=worker) for _ in range(3)]
            for w in workers: w.start()
            for i in range(10): q.put(i)
            for _ in workers: q.put(None)
            for w in workers: w.join()
            print(sorted(done))
        """)
        self.assertEqual(out, "[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]\n")

    def test_daemon_workers_serve_until_the_queue_is_done(self):
        out = run("""
            q, done = queue.Queue(), []
            def worker():
                while True:
                    done.append(q.get())
                    q.task_done()
            threading.Thread(target=worker, daemon=True).start()
            for i in range(3): q.put(i)
            q.join()
            print(done)
        """)
        self.assertEqual(out, "[0, 1, 2]\n")

    def test_what_a_thread_produces_is_there_for_who_waits(self):
        out = run("""
            q = queue.Queue()
            ready = threading.Event()
            def produce():
                for i in range(3): q.put(i)
                ready.set()
            threading.Thread(target=produce).start()
            print(q.get(timeout=30), q.get(), ready.wait(30), q.get())
        """)
        self.assertEqual(out, "0 1 True 2\n")

    def test_a_queue_with_a_bound_does_not_keep_producer_and_consumer_apart(self):
        for bound in (1, 2):
            out = run(f"""
                q, out = queue.Queue({bound}), []
                def produce():
                    for i in range(50): q.put(i)
                    q.put(None, timeout=5)
                def consume():
                    while (x := q.get()) is not None: out.append(x)
                a, b = threading.Thread(target=produce), threading.Thread(target=consume)
                a.start(); b.start(); a.join(5); b.join(5)
                print(out == list(range(50)), a.is_alive(), b.is_alive(), q.maxsize)
                threading.Thread(target=produce).start()
                print([q.get() for _ in range(51)][-2:])
            """)
            self.assertEqual(out, f"True False False {bound}\n[49, None]\n")

    def test_a_queue_with_a_bound_is_full_where_nobody_else_is(self):
        out = run("""
            q = queue.Queue(1); q.put(1)
            for put in (lambda: q.put(2, timeout=0.01), lambda: q.put_nowait(2), lambda: q.put(2)):
                try: put()
                except (queue.Full, RuntimeError) as error: print(type(error).__name__)
            threading.Thread(target=print).start()
            try: q.put_nowait(2)
            except queue.Full: print(q.qsize(), q.full())
        """)
        self.assertEqual(out, "Full\nFull\nWouldBlockForever\n1 True\n")

    def test_a_producer_without_an_end_is_ended(self):
        out = run("""
            threads.queues.AHEAD = 1000
            q = queue.Queue(1)
            def produce():
                while True: q.put(1)
            t = threading.Thread(target=produce, name="endless"); t.start()
            print(q.get(), q.qsize())
            try: t.join()
            except RuntimeError as error: print(error)
            u = threading.Thread(target=produce, daemon=True); u.start()
            q = queue.Queue(1)
            print(q.get(), q.qsize())
        """)
        self.assertIn("1 1000\nThread endless was ended before its end, and has not done its work", out)
        self.assertTrue(out.endswith("1 0\n"), out)

    def test_who_joins_a_thread_that_blocked_for_ever_is_told(self):
        out = run("""
            ping, pong, said = threading.Event(), threading.Event(), []
            def play():
                said.append("ping"); ping.set(); pong.wait(); said.append("over")
            t = threading.Thread(target=play, name="player"); t.start()
            print(ping.wait(5), said); pong.set()
            for _ in range(2):
                try: t.join(1)
                except RuntimeError as error: print(type(error).__name__, str(error)[:38])
        """)
        self.assertIn("True ['ping']\n", out)
        self.assertEqual(out.count("WouldBlockForever Thread player was ended before its end"), 2)

    def test_asking_again_and_again_is_waiting(self):
        out = run("""
            t = threading.Thread(target=print, args=("ran",))
            t.start()
            while t.is_alive():
                pass
            print("over")
        """)
        self.assertEqual(out, "ran\nover\n")

    def test_an_exception_in_a_thread_is_reported_and_goes_no_further(self):
        out = run("""
            t = threading.Thread(target=lambda: 1 / 0, name="bad")
            t.start(); t.join()
            print("on", t.is_alive())
        """)
        self.assertIn("Exception in thread bad", out)
        self.assertIn("ZeroDivisionError", out)
        self.assertTrue(out.endswith("on False\n"), out)

    def test_waiting_for_what_nothing_can_bring_about_is_an_error(self):
        out = run("""
            for wait in (threading.Event().wait, queue.Queue().get, queue.SimpleQueue().get):
                try: wait()
                except RuntimeError as error: print(type(error).__name__)
            lock = threading.Lock(); lock.acquire()
            try: lock.acquire()
            except RuntimeError as error: print(error)
            print(threading.Event().wait(0.01), lock.acquire(timeout=0.01), lock.acquire(blocking=False))
        """)
        self.assertEqual(out.count("WouldBlockForever\n"), 3)
        self.assertIn("threads do not run in parallel in the sandbox", out)
        self.assertTrue(out.endswith("False False False\n"), out)

    def test_a_watcher_ends_at_the_time_out_of_who_waits(self):
        out = run("""
            stop, rounds = threading.Event(), []
            def watch():
                while not stop.wait(0.02):
                    rounds.append(1)
            t = threading.Thread(target=watch, name="watcher"); t.start()
            t.join(0.1)
            print(len(rounds) > 0, t.is_alive())
        """)
        self.assertIn("True True\n", out)
        self.assertIn("WARNING Thread watcher was ended before its end", out)

    def test_a_housekeeper_that_is_told_to_stop_ends_by_itself(self):
        out = run("""
            stop = threading.Event()
            def keep():
                while not stop.wait(3600):
                    pass
                print("stopped")
            t = threading.Thread(target=keep); t.start()
            stop.set(); t.join()
            print(t.is_alive())
        """)
        self.assertEqual(out, "stopped\nFalse\n")

    def test_a_timer_that_is_cancelled_does_nothing(self):
        out = run("""
            t = threading.Timer(3600, print, ("fired",)); t.start()
            t.cancel(); t.join()
            u = threading.Timer(0.01, print, ("fired",)); u.start(); u.join()
        """)
        self.assertEqual(out, "fired\n")

    def test_at_the_end_threads_run_and_daemons_do_not(self):
        out = run("""
            threading.Thread(target=print, args=("plain",)).start()
            threading.Thread(target=print, args=("daemon",), daemon=True, name="d").start()
            print(threads.finish(5))
        """)
        self.assertEqual(out, "plain\nWARNING Thread d never ran: it is a daemon, and nothing waited for it.\n[]\n")

    def test_a_thread_that_outlasts_the_end_is_named_without_waiting_for_it(self):
        out = run("""
            threading.Thread(target=time.sleep, args=(3600,), name="leak").start()
            print(threads.finish(5))
        """)
        self.assertTrue(out.endswith("['leak']\n"), out)

    def test_what_is_local_to_a_thread_is_not_seen_by_others(self):
        out = run("""
            local = threading.local(); local.x = "main"
            def work(n):
                seen = getattr(local, "x", None); local.x = n
                print(seen, local.x)
            workers = [threading.Thread(target=work, args=(n,)) for n in range(2)]
            for w in workers: w.start()
            for w in workers: w.join()
            print(local.x)
        """)
        self.assertEqual(out, "None 0\nNone 1\nmain\n")

    def test_a_daemon_that_is_put_aside_is_told_of_unless_it_has_nothing_to_do(self):
        out = run("""
            q = queue.Queue()
            def poll():
                for n in range(3): q.put(n); time.sleep(0.001)
            threading.Thread(target=poll, name="poller", daemon=True).start()
            print(q.get(), q.qsize())
            def serve():
                while True: q.get(); q.task_done()
            threading.Thread(target=serve, name="server", daemon=True).start()
            q.task_done(); q.put(1); q.join()
            try: q.get()
            except RuntimeError as error: print(error)
        """)
        self.assertIn("WARNING Thread poller was ended before its end: it is a daemon", out)
        self.assertNotIn("Thread server", out)
        self.assertIn("0 0\n", out)
        self.assertIn("(Put aside for good, after what was waited for was there: poller, server.)", out)

    def test_misuse_is_told_as_python_tells_it(self):
        out = run("""
            t = threading.Thread(target=lambda: t.join())
            for call in (t.join, t.start, t.start):
                try: call()
                except RuntimeError as error: print(error)
            t.join()
        """)
        self.assertIn("cannot join thread before it is started\nthreads can only be started once\n", out)
        self.assertIn("cannot join current thread", out)

    def test_locks_and_conditions_keep_their_ways(self):
        out = run("""
            lock = threading.Lock()
            with lock: print(lock.locked())
            try: lock.release()
            except RuntimeError as error: print(error)
            items, condition = [], threading.Condition()
            def fill():
                with condition:
                    items.append(1); condition.notify_all()
            threading.Thread(target=fill).start()
            with condition: print(condition.wait_for(lambda: items))
            barrier, seen = threading.Barrier(1), threading.local()
            print(barrier.wait(), threading.Semaphore(1).acquire(timeout=1))
        """)
        self.assertEqual(out, "True\nrelease unlocked lock\n[1]\n0 True\n")


class Executors(unittest.TestCase):
    def test_calls_of_an_executor_are_made_in_order_when_one_is_waited_for(self):
        out = run("""
            from concurrent.futures import ThreadPoolExecutor, as_completed
            with ThreadPoolExecutor(max_workers=4) as pool:
                print(list(pool.map(lambda x: x * x, range(4))))
                futures = [pool.submit(divmod, 7, n) for n in (2, 0)]
                print(futures[0].done(), futures[0].result(), repr(futures[1].exception()))
                print(len(list(as_completed(futures))))
            try: pool.submit(print)
            except RuntimeError as error: print(error)
        """)
        self.assertEqual(
            out,
            "[0, 1, 4, 9]\nFalse (3, 1) ZeroDivisionError('integer division or modulo by zero')\n2\n"
            "cannot schedule new futures after shutdown\n",
        )


    def test_an_executor_makes_all_its_calls_before_it_is_shut_down(self):
        out = run("""
            from concurrent.futures import ThreadPoolExecutor
            seen = []
            with ThreadPoolExecutor(1, initializer=seen.append, initargs=("begin",)) as pool:
                for n in range(3): pool.submit(seen.append, n)
                seen.append("given")
            print(seen)
            pool = ThreadPoolExecutor(); future = pool.submit(print, "never")
            pool.shutdown(cancel_futures=True)
            print(future.cancelled())
        """)
        self.assertEqual(out, "['given', 'begin', 0, 1, 2]\nTrue\n")

    def test_an_initializer_that_fails_breaks_the_executor(self):
        out = run("""
            from concurrent.futures import ThreadPoolExecutor
            pool = ThreadPoolExecutor(initializer=lambda: 1 / 0)
            futures = [pool.submit(print, "never") for _ in range(2)]
            for future in futures: print(type(future.exception()).__name__)
            try: pool.submit(print)
            except RuntimeError as error: print(error)
            pool.shutdown()
        """)
        self.assertEqual(
            out,
            "BrokenThreadPool\nBrokenThreadPool\n"
            "A thread initializer failed, the thread pool is not usable anymore\n",
        )

    def test_asking_again_and_again_whether_a_call_is_done_is_waiting(self):
        out = run("""
            from concurrent.futures import ThreadPoolExecutor
            future = ThreadPoolExecutor().submit(divmod, 7, 2)
            while not future.done(): time.sleep(0.001)
            print(future.result())
        """)
        self.assertEqual(out, "(3, 1)\n")

    def test_a_call_that_takes_longer_than_there_was_time_comes_too_late(self):
        out = run("""
            from concurrent.futures import ThreadPoolExecutor, TimeoutError
            future = ThreadPoolExecutor().submit(time.sleep, 0.2)
            for get in (future.result, future.exception):
                try: get(timeout=0.05)
                except TimeoutError: print("late")
                else: print("there")
        """)
        self.assertEqual(out, "late\nthere\n")

    def test_a_call_that_waits_for_ever_is_an_error_of_who_asks_for_its_result(self):
        out = run("""
            from concurrent.futures import ThreadPoolExecutor
            future = ThreadPoolExecutor().submit(queue.Queue().get)
            try: future.result()
            except RuntimeError as error: print(type(error).__name__, error)
        """)
        self.assertIn("WouldBlockForever Thread ThreadPoolExecutor", out)

    def test_a_call_that_watches_until_it_is_told_to_stop_fails(self):
        out = run("""
            from concurrent.futures import ThreadPoolExecutor
            stop = threading.Event()
            def watch():
                while not stop.is_set(): time.sleep(0.01)
            future = ThreadPoolExecutor().submit(watch)
            time.sleep(0.3); stop.set()
            try: future.result()
            except RuntimeError as error: print(type(error).__name__, error)
        """)
        self.assertIn("NotParallel Thread ThreadPoolExecutor", out)
        self.assertIn("the script told it to stop", out)


class Time(unittest.TestCase):
    """What becomes of threads that take longer than who waits for them has time."""

    def test_a_busy_thread_is_ended_at_the_time_out_of_its_join(self):
        out = run("""
            def spin():
                while True: pass
            def call():
                while True: (lambda: None)()
            for busy in (spin, call):
                t = threading.Thread(target=busy, name="busy"); t.start()
                t.join(0.1)
                print(t.is_alive())
                try: t.join(0.1)
                except RuntimeError as error: print(type(error).__name__, error)
        """)
        self.assertEqual(out.count("True\nNotParallel Thread busy was ended before its end"), 2, out)
        self.assertEqual(out.count("WARNING Thread busy was ended before its end: the time of who waited"), 2, out)
        self.assertIn("tasks run beside each other", out)

    def test_a_thread_that_is_ended_does_its_last_things(self):
        out = run("""
            def spin():
                try:
                    while True: pass
                finally:
                    for _ in range(1000): pass
                    print("tidied up")
            t = threading.Thread(target=spin); t.start(); t.join(0.05)
            for _ in range(1000): pass
            print("on")
        """)
        self.assertIn("tidied up\n", out)
        self.assertTrue(out.endswith("on\n"), out)

    def test_who_waits_for_a_thread_by_asking_lets_it_come_to_its_end(self):
        out = run("""
            def work():
                for _ in range(4): time.sleep(0.05)
                print("worked")
            t = threading.Thread(target=work); t.start()
            while t.is_alive(): t.join(0.01)
            daemon = threading.Thread(target=work, daemon=True); daemon.start()
            while daemon.is_alive(): time.sleep(0.01)
            print("over")
        """)
        self.assertEqual(out, "worked\nworked\nover\n")

    def test_a_thread_that_was_cut_off_is_not_waited_for_again_and_again(self):
        out = run("""
            t = threading.Thread(target=time.sleep, args=(3600,)); t.start(); t.join(0.01)
            rounds = 0
            try:
                while t.is_alive(): rounds += 1
            except RuntimeError as error: print(rounds, error)
        """)
        self.assertIn("1 Thread Thread-1 (sleep) was ended before its end", out)

    def test_who_waits_in_turns_is_told_that_its_time_passed_and_finds_the_work_done(self):
        out = run("""
            done, turns = threading.Event(), []
            def work():
                for _ in range(4): time.sleep(0.05)
                done.set()
            threading.Thread(target=work).start()
            while not done.wait(0.05): turns.append("not yet")
            print(turns)
            q = queue.Queue()
            def fill():
                for n in range(5): q.put(n); time.sleep(0.02)
            threading.Thread(target=fill).start()
            print([q.get(timeout=0.05) for _ in range(5)])
        """)
        self.assertEqual(out, "['not yet']\n[0, 1, 2, 3, 4]\n")

    def test_a_thread_without_an_end_in_the_time_of_another_wait_is_an_error_of_who_waits(self):
        for endless in ("time.sleep(0.01)", "pass"):
            out = run(f"""
                threads.core.PATIENCE = 0.1
                threads.core.wait.__defaults__ = (0.1,)
                def endless():
                    while True: {endless}
                threading.Thread(target=endless, name="endless").start()
                try: threading.Event().wait(0.05)
                except RuntimeError as error: print(type(error).__name__, error)
            """)
            self.assertIn("NotParallel Thread endless was not done 0.1 seconds after the time of who waited here", out)

    def test_a_daemon_without_an_end_holds_nobody_up(self):
        for endless in ("time.sleep(0.01)", "pass"):
            out = run(f"""
                def endless():
                    while True: {endless}
                threading.Thread(target=endless, daemon=True).start()
                print(threading.Event().wait(0.05))
            """)
            self.assertTrue(out.endswith("False\n"), out)

    def test_the_time_of_who_waits_holds_for_those_that_a_thread_waits_for(self):
        out = run("""
            def inner():
                while True: pass
            def outer():
                t = threading.Thread(target=inner, name="inner"); t.start()
                t.join()
                print("the outer one goes on")
            t = threading.Thread(target=outer, name="outer"); t.start()
            t.join(0.1)
            print("back", t.is_alive())
        """)
        self.assertNotIn("goes on", out)
        self.assertIn("Thread inner was ended", out)
        self.assertIn("Thread outer was ended", out)
        self.assertTrue(out.endswith("back True\n"), out)

    def test_busy_threads_that_are_left_at_the_end_are_named(self):
        out = run("""
            def spin():
                while True: pass
            threading.Thread(target=spin, name="busy").start()
            threading.Thread(target=print, args=("too late",), name="next").start()
            print(threads.finish(0.1))
        """)
        self.assertIn("['busy'", out)

    def test_what_has_a_limit_of_time_and_keeps_it_is_not_disturbed(self):
        out = run("""
            def work():
                print(sum(n for n in range(100_000)))
            t = threading.Thread(target=work); t.start(); t.join(60)
            print(t.is_alive(), sys.gettrace())
        """)
        self.assertEqual(out, "4999950000\nFalse None\n")


class Watchers(unittest.TestCase):
    """Threads that were to run beside the script."""

    def test_who_sleeps_beside_a_thread_is_told_once_that_it_does_not_run(self):
        out = run("""
            t = threading.Thread(target=print, args=("ran",), name="worker"); t.start()
            for _ in range(3): time.sleep(0.001)
            t.join()
        """)
        self.assertEqual(out.count("WARNING The script sleeps, and Thread worker has not run yet"), 1, out)
        self.assertTrue(out.endswith("ran\n"), out)

    def test_a_watcher_that_was_told_to_stop_before_it_ran_is_an_error_of_who_joins_it(self):
        for question in ("stop.is_set()", "stop.wait(0.01)"):
            for daemon in (False, True):
                out = run(f"""
                    stop = threading.Event()
                    def watch():
                        while not {question}: pass
                        print("over")
                    t = threading.Thread(target=watch, name="watcher", daemon={daemon}); t.start()
                    time.sleep(0.3)
                    stop.set()
                    for _ in range(2):
                        try: t.join()
                        except RuntimeError as error: print(type(error).__name__, error)
                """)
                self.assertEqual(out.count("NotParallel Thread watcher was ended before its end"), 2, out)
                self.assertIn("told it to stop (by a threading.Event) before it ran", out)
                self.assertIn("Let the script do it itself", out)
                self.assertNotIn("over", out)

    def test_so_is_one_beside_a_script_that_was_busy_for_long(self):
        out = run("""
            threads.watchers._LATE = 0.05
            stop = threading.Event()
            def watch():
                while not stop.is_set(): pass
                print("over")
            t = threading.Thread(target=watch, name="watcher"); t.start()
            end = time.monotonic() + 0.3
            while time.monotonic() < end: pass
            stop.set()
            try: t.join()
            except RuntimeError as error: print(type(error).__name__, error)
        """)
        self.assertIn("NotParallel Thread watcher was ended before its end", out)
        self.assertNotIn("over\n", out)

    def test_a_sign_to_begin_is_none_to_stop(self):
        out = run("""
            go = threading.Event()
            def work():
                print(go.wait(), go.wait(30))
            workers = [threading.Thread(target=work) for _ in range(2)]
            for w in workers: w.start()
            time.sleep(0.05)
            go.set()
            for w in workers: w.join()
        """)
        self.assertEqual(out.count("True True\n"), 2, out)

    def test_a_script_that_does_not_sleep_may_stop_its_threads_at_once(self):
        out = run("""
            stop = threading.Event()
            def watch():
                while not stop.is_set(): pass
                print("over")
            t = threading.Thread(target=watch); t.start(); stop.set(); t.join()
        """)
        self.assertEqual(out, "over\n")

    def test_an_event_of_another_thread_is_no_sign_to_stop(self):
        out = run("""
            ready = threading.Event()
            def first(): time.sleep(0.05); ready.set()
            def second():
                while not ready.is_set(): time.sleep(0.01)
                print("ready")
            both = [threading.Thread(target=first), threading.Thread(target=second)]
            for t in both: t.start()
            for t in both: t.join()
        """)
        self.assertEqual(out, "ready\n")

    def test_a_library_s_housekeeper_may_be_late(self):
        out = run("""
            threads.thread.libraries = ("<string>",)
            stop = threading.Event()
            def keep():
                while not stop.wait(0.01): pass
                print("stopped")
            t = threading.Thread(target=keep); t.start(); time.sleep(0.1)
            stop.set(); t.join()
        """)
        self.assertEqual(out, "stopped\n")

    def test_a_thread_that_runs_long_after_its_start_is_told_of(self):
        out = run("""
            threads.watchers._LATE = 0.05
            t = threading.Thread(target=print, name="worker"); t.start()
            end = time.monotonic() + 0.1
            while time.monotonic() < end: pass
            t.join()
        """)
        self.assertIn("WARNING Thread worker was started 0 seconds ago and runs only now", out)

    def test_threads_that_wait_for_each_other_s_turn_are_not_late(self):
        out = run("""
            threads.watchers._LATE = 0.25
            workers = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(3)]
            for w in workers: w.start()
            for w in workers: w.join()
            print("done")
        """)
        self.assertEqual(out, "done\n")

    def test_a_timer_that_should_have_fired_while_the_script_slept_is_told_of(self):
        out = run("""
            t = threading.Timer(0.01, print, ("fired",)); t.name = "timer"; t.start()
            time.sleep(0.3)
            t.cancel()
            try: t.join()
            except RuntimeError as error: print(error)
        """)
        self.assertIn("The script sleeps, and Thread timer has not run yet", out)
        self.assertIn("Thread timer was ended before its end, and has not done its work", out)

    def test_who_asks_for_the_end_of_a_thread_without_one_is_told_what_it_waits_for(self):
        out = run("""
            threads.core._LONG = 0.05
            begin = time.monotonic()
            def watch():
                while time.monotonic() < begin + 0.2: time.sleep(0.01)
            t = threading.Thread(target=watch, name="watcher"); t.start()
            while t.is_alive(): pass
        """)
        self.assertEqual(out.count("WARNING Thread watcher has run for 0 seconds, since the script asked again"), 1, out)


class Asyncio(unittest.TestCase):
    def test_a_loop_runs_without_sockets(self):
        out = python(
            """
            import asyncio, socket
            socket.socketpair = None
            async def work(n):
                await asyncio.sleep(0.001 * n)
                return n
            async def main():
                in_thread = await asyncio.to_thread(lambda: "thread")
                return await asyncio.gather(work(3), work(1)), in_thread
            print(asyncio.run(main()))
            async def beside():
                ticks = []
                async def tick():
                    for n in range(2): await asyncio.sleep(0.01); ticks.append(n)
                await asyncio.gather(asyncio.to_thread(time.sleep, 0.1), tick())
                return ticks
            print(asyncio.run(beside()))
            async def late():
                await asyncio.wait_for(asyncio.Event().wait(), 0.01)
            try: asyncio.run(late())
            except asyncio.TimeoutError: print("time-out")
            async def never():
                await asyncio.Event().wait()
            try: asyncio.run(never())
            except RuntimeError as error: print(error)
            """,
            INSTALL + "    from easypy_runner import asyncio_loop\n    asyncio_loop.install()\n",
        )
        self.assertTrue(out.startswith("([3, 1], 'thread')\n[0, 1]\ntime-out\n"), out)
        self.assertIn("threads do not run in parallel", out)


if __name__ == "__main__":
    unittest.main()
