"""How far a study is, and how long it will still take: one line on a terminal, a few plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

TERMINAL_GAP_S = 0.1
"""Between two looks of the line on a terminal."""

PLAIN_GAP_S, PLAIN_GAP_SHARE = 5.0, 0.2
"""Between two plain lines: so many seconds, or this share of the time gone, so that a night's log stays short."""


EARLY_S, EARLY_SHARE = 30.0, 0.05
"""Within so many seconds and so small a share, most of the time goes into starting processes: nothing is foretold."""


class Progress:
    """Tells standard error how many replications are done.

    Parameters
    ----------
    of : int
        All replications.
    done : int
        Those done before the clock starts.
    what : str
        What to call them.
    """

    def __init__(
        self,
        of: int,
        done: int = 0,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
        what: str = "replications",
    ) -> None:
        self.of = of
        self.what = what
        self.at_start = done
        self.stream = stream or sys.stderr
        self.clock = clock
        self.is_terminal = self.stream.isatty()
        self.started = clock()
        self.said_s = 0.0
        self.width = 0

    def tell(self, done: int) -> None:
        """Say how many are done, if it is time to."""
        gone_s = self.clock() - self.started
        if done < self.of and gone_s - self.said_s < self._gap(gone_s):
            return
        self.said_s = gone_s
        self._say(self._text(done, gone_s), ends=done == self.of)

    def _gap(self, gone_s: float) -> float:
        return TERMINAL_GAP_S if self.is_terminal else max(PLAIN_GAP_S, PLAIN_GAP_SHARE * gone_s)

    def _text(self, done: int, gone_s: float) -> str:
        text = f"{done:,} of {self.of:,} {self.what}"
        if done == self.of:
            return f"{text} in {in_words(gone_s)}"
        new = done - self.at_start
        if new < 1 or (new < EARLY_SHARE * (self.of - self.at_start) and gone_s < EARLY_S):
            return text
        return f"{text}, about {in_words(max(gone_s / new * (self.of - done), 1))} left"

    def _say(self, text: str, ends: bool) -> None:
        if not self.is_terminal:
            print(text, file=self.stream, flush=True)
            return
        print(f"\r{text.ljust(self.width)}", end="\n" if ends else "", file=self.stream, flush=True)
        self.width = 0 if ends else len(text)

    def leave_line(self) -> None:
        """End the line of a terminal, so that what comes next has its own."""
        if self.width:
            print(file=self.stream, flush=True)
            self.width = 0


def in_words(seconds: float) -> str:
    """Write a duration as people say it: ``48 s``, ``3 min 20 s``, ``2 h 5 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600:,} h {whole % 3600 // 60} min"
