"""Trying again until a time is over."""

from __future__ import annotations

import logging
import time

log = logging.getLogger(__name__)


class Timeout:
    """`while timeout.iterate(): …; timeout.sleep()`: for `max_time` seconds, with `interval` seconds between,
    and once more at the end.
    """

    def __init__(self, max_time: float, interval: float, disable_log: bool = False) -> None:
        self.max_time = max_time
        self.interval = interval
        self.disable_log = disable_log
        self.snapshot_time = time.time()
        self.one_more_time = False
        self.count = 0

    @property
    def timeout(self) -> float:
        """When the time is over, in seconds since 1970."""
        return self.snapshot_time + self.max_time

    def iterate(self) -> bool:
        """Whether to try once more."""
        self.count += 1
        if time.time() < self.timeout:
            return True
        once_more, self.one_more_time = self.one_more_time, False
        return once_more

    def sleep(self) -> None:
        """Waits for the interval, or for what is left of the time; then there is one more try."""
        left = self.timeout - time.time()
        if left <= 0:
            return
        if left <= self.interval:
            self.one_more_time = True
        if not self.disable_log:
            log.info("Sleeping for %.2f seconds", min(left, self.interval))
        time.sleep(min(left, self.interval))
