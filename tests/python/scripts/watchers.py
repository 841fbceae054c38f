"""Threads that were to run beside the script, or for longer than there is time."""

import concurrent.futures
import threading
import time

from pyats import aetest


def spin():
    while True:
        pass


def keep():
    """Catches what ends it, and goes on."""
    while True:
        try:
            while True:
                pass
        except BaseException:
            pass


class Watchers(aetest.Testcase):
    @aetest.test
    def watcher(self):
        """Watches while the script sleeps; told so where it is joined."""
        stop, seen = threading.Event(), []

        def watch():
            while not stop.is_set():
                seen.append(time.time())
                time.sleep(0.01)

        watcher = threading.Thread(target=watch, name='watcher')
        watcher.start()
        time.sleep(0.3)
        stop.set()
        watcher.join()  # the watcher is joined

    @aetest.test
    def in_an_executor(self):
        stop = threading.Event()

        def watch():
            while not stop.wait(0.01):
                pass

        with concurrent.futures.ThreadPoolExecutor() as pool:
            future = pool.submit(watch)
            time.sleep(0.3)
            stop.set()
            future.result()

    @aetest.test
    def busy(self):
        """A join with a time-out comes back from threads without an end, and another one says why."""
        said = []
        for endless in (spin, keep):
            thread = threading.Thread(target=endless, name=endless.__name__)
            thread.start()
            thread.join(0.2)
            said.append(thread.is_alive())
            try:
                thread.join(0.2)
            except RuntimeError as error:
                said.append(f'{type(error).__name__}: {error}')
        self.passed(data=said)

    @aetest.test
    def slow(self):
        """A worker that is waited for in turns comes to its end."""
        done, turns = threading.Event(), []

        def work():
            for _ in range(5):
                time.sleep(0.02)
            done.set()

        threading.Thread(target=work).start()
        while not done.wait(0.02):
            turns.append('not yet')
        worker = threading.Thread(target=work)
        worker.start()
        while worker.is_alive():
            worker.join(0.01)
        self.passed(data=turns)

    @aetest.test
    def signalled(self):
        """Workers that wait for a sign begin when it is given."""
        go, found = threading.Event(), []

        def work(n):
            go.wait()
            found.append(n)

        workers = [threading.Thread(target=work, args=(n,)) for n in range(3)]
        for worker in workers:
            worker.start()
        time.sleep(0.01)
        go.set()
        for worker in workers:
            worker.join()
        self.passed(data=found)
