"""How often a visitor may do something: counted in the memory of this process and kept nowhere."""

import threading
import time
from collections import deque

MOST_VISITORS = 20_000  # remembered at once; then all are forgotten, so that nobody fills the memory


class Limit:
    """So many times within so many seconds, for each visitor."""

    def __init__(self, most: int, seconds: float) -> None:
        self.most, self.seconds = most, seconds
        self._lock, self._times = threading.Lock(), dict[str, deque[float]]()

    def is_reached(self, visitor: str) -> bool:
        with self._lock:
            return len(self._recent(visitor)) >= self.most

    def count(self, visitor: str) -> None:
        with self._lock:
            self._recent(visitor).append(time.monotonic())

    def allows(self, visitor: str) -> bool:
        """Count it, unless the limit is reached."""
        with self._lock:
            recent = self._recent(visitor)
            if len(recent) >= self.most:
                return False
            recent.append(time.monotonic())
            return True

    def forget(self) -> None:
        self._times.clear()

    def _recent(self, visitor: str) -> deque[float]:
        if visitor not in self._times and len(self._times) >= MOST_VISITORS:
            self._times.clear()
        times = self._times.setdefault(visitor, deque())
        while times and times[0] <= time.monotonic() - self.seconds:
            times.popleft()
        return times
