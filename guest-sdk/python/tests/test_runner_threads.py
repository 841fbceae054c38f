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
            threads._AHEAD = 1000
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
    def test_calls_of_an_executor_are_made_at_once_and_in_order(self):
        out = run("""
            from concurrent.futures import ThreadPoolExecutor, as_completed
            with ThreadPoolExecutor(max_workers=4) as pool:
                print(list(pool.map(lambda x: x * x, range(4))))
                futures = [pool.submit(divmod, 7, n) for n in (2, 0)]
                print([f.done() for f in futures], futures[0].result(), repr(futures[1].exception()))
                print(len(list(as_completed(futures))))
            try: pool.submit(print)
            except RuntimeError as error: print(error)
        """)
        self.assertEqual(
            out,
            "[0, 1, 4, 9]\n[True, True] (3, 1) ZeroDivisionError('integer division or modulo by zero')\n2\n"
            "cannot schedule new futures after shutdown\n",
        )


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
        self.assertTrue(out.startswith("([3, 1], 'thread')\ntime-out\n"), out)
        self.assertIn("threads do not run in parallel", out)


if __name__ == "__main__":
    unittest.main()
