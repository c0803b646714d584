"""The group of all commands: expected errors end in a message and an exit code, signals leave nothing behind."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

import click

OTHER_ERROR, INPUT_ERROR, ENGINE_ERROR = 1, 2, 3
"""Exit codes: a folder that cannot be written and the like; wrong input; a run that the engine stopped."""

INTERRUPTED, TERMINATED = 130, 143
"""Exit codes: Ctrl-C; a request to end (SIGTERM), or a terminal that was closed."""


class Terminated(KeyboardInterrupt):
    """Somebody asked the program to end: it does as after Ctrl-C."""


class Commands(click.Group):
    """Commands whose expected errors end in a message and an exit code, not in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command and translate its errors."""
        try:
            with requests_to_end_as_interrupts():
                return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except KeyboardInterrupt as why:
            leave("Stopped.", exit_code(why))
        except Exception as why:
            stop(why)


@contextmanager
def requests_to_end_as_interrupts() -> Iterator[None]:
    """Let SIGTERM and SIGHUP end a command as Ctrl-C does: what is done is kept, no process is left."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    wanted = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    ours = [number for number in wanted if signal.getsignal(number) == signal.SIG_DFL]  # nohup has it otherwise
    for number in ours:
        signal.signal(number, terminate)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def terminate(number: int, frame: FrameType | None) -> NoReturn:
    """Answer a request to end."""
    raise Terminated


def exit_code(why: KeyboardInterrupt) -> int:
    """Give the exit code that a shell expects."""
    return TERMINATED if isinstance(why, Terminated) else INTERRUPTED


def stop(why: Exception) -> NoReturn:
    """End with a message for errors that people can do something about; let our own faults through."""
    from flexsim.engine import EngineError
    from flexsim.scenario import ScenarioError
    from flexsim.study import JobLostError

    notes = getattr(why, "__notes__", [])
    if isinstance(why, ScenarioError):
        leave("\n".join([str(why), *notes]), INPUT_ERROR)
    if isinstance(why, EngineError):
        leave("\n".join(["The run was stopped.", str(why), *notes]), ENGINE_ERROR)
    if isinstance(why, BrokenPipeError):  # the reader has left, as `head` does: not our error
        raise why
    if isinstance(why, OSError) and why.filename:
        leave("\n".join([f"{why.filename}: {why.strerror}", *notes]), OTHER_ERROR)
    if isinstance(why, JobLostError | OSError):
        leave("\n".join([str(why), *notes]), OTHER_ERROR)
    raise why


def leave(message: str, code: int) -> NoReturn:
    """Print a message to standard error and exit."""
    click.echo(message, err=True)
    raise click.exceptions.Exit(code)


def print_version(ctx: click.Context, option: click.Parameter, wanted: bool) -> None:
    """Print the version, the engine's hash and whether it is compiled."""
    if not wanted or ctx.resilient_parsing:
        return
    from flexsim import __version__, engine
    from flexsim.insight import how

    click.echo(f"flexsim {__version__}, engine {engine.ENGINE}, {how(engine.COMPILED)}")
    ctx.exit()


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=print_version, help="Version and engine."
)
def main() -> None:
    """Simulate flexible-manufacturing shop floors."""
