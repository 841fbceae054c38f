"""What libraries do with threads for their housekeeping."""

import asyncio
import concurrent.futures
import queue
import threading
import time

from pyats import aetest


class Threads(aetest.Testcase):
    @aetest.test
    def thread(self):
        found = []
        thread = threading.Thread(target=found.append, args=('ran',), name='helper')
        thread.start()
        thread.join()
        self.passed(data=[found, thread.is_alive(), threading.current_thread().name])

    @aetest.test
    def locks(self):
        lock, event, condition = threading.RLock(), threading.Event(), threading.Condition()
        with lock, lock:
            event.set()
        with condition:
            condition.notify_all()
        local = threading.local()
        local.value = 1
        self.passed(data=[event.wait(1), local.value])

    @aetest.test
    def queue(self):
        todo = queue.Queue()
        todo.put('item')
        self.passed(data=[todo.get(), todo.empty()])

    @aetest.test
    def pool(self):
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            results = list(pool.map(lambda n: n * n, range(5)))
            future = pool.submit(int, 'x')
        self.passed(data=[results, type(future.exception()).__name__])

    @aetest.test
    def listener(self):
        """A daemon that waits for work for ever, as a queue's listener does."""
        todo, done = queue.Queue(), []

        def listen():
            while True:
                done.append(todo.get())
                todo.task_done()

        threading.Thread(target=listen, daemon=True).start()
        todo.put(1)
        todo.put(2)
        todo.join()
        self.passed(data=done)

    @aetest.test
    def ticker(self):
        """A daemon that nobody waits for, and that would never end."""
        def tick():
            while True:
                time.sleep(0.01)

        threading.Thread(target=tick, daemon=True, name='ticker').start()

    @aetest.test
    def timer(self):
        fired = []
        timer = threading.Timer(0.01, fired.append, args=(1,))
        timer.start()
        timer.join()
        self.passed(data=fired)

    @aetest.test
    def asyncio(self):
        async def double(n):
            await asyncio.sleep(0.001)
            return 2 * n

        async def all():
            return await asyncio.gather(double(1), double(2))

        self.passed(data=asyncio.run(all()))
