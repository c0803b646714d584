"""Where the files lie that a scenario names: beside it, or in one more folder, and nowhere else."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path as FilePath
from pathlib import PurePosixPath

from flexsim.scenario.errors import nearest

LONGEST_FILE_NAME = 1_000
"""Characters of a name with its folders."""

_PLAIN_FILE = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How to open what may have become a link, or a pipe that nobody fills, since it was looked at."""


@dataclass(frozen=True, slots=True)
class Folders:
    """The folders that a scenario may read from.

    Parameters
    ----------
    beside : pathlib.Path
        The scenario's own folder, looked into first.
    data : pathlib.Path, optional
        One more, which the user names and the scenario cannot.
    of : str, optional
        Whose folders these are, for messages.
    """

    beside: FilePath
    data: FilePath | None = None
    of: str = "the scenario"

    @property
    def all(self) -> tuple[FilePath, ...]:
        """Both folders, in the order in which they are looked into."""
        return (self.beside,) if self.data is None else (self.beside, self.data)

    def content(self, name: str, largest: int) -> bytes:
        """Read a file by the name that a scenario gives it.

        Parameters
        ----------
        name : str
            From one of the folders on, with ``/`` between folders below.
        largest : int
            Bytes that it may have.

        Raises
        ------
        ValueError
            If the name leads out of the folders or over a link, or there is no such file, or it is too large.
        OSError
            If it cannot be read.
        """
        return read_file(self.file(name), largest)

    def file(self, name: str) -> FilePath:
        """Find a file by the name that a scenario, or a study, gives it.

        Raises
        ------
        ValueError
            If the name leads out of the folders or over a link, or there is no such file.
        """
        steps = _steps(name, self.of)
        for folder in self.all:
            file = _found(folder, steps)
            if file is not None:
                return file
        where = f"beside {self.of}" if self.data is None else f"beside {self.of} or in {self.data}"
        endings = {PurePosixPath(name).suffix.lower() or ".csv"}
        near = [one for folder in self.all if folder.is_dir() for one in sorted(folder.iterdir())]
        names = [one.name for one in near if one.suffix.lower() in endings]
        raise ValueError(f"there is no such file {where}.{nearest(name, names)}")


def _steps(name: str, of: str) -> tuple[str, ...]:
    """Take a name apart, and refuse one that could lead anywhere else."""
    path = PurePosixPath(name)
    leads_out = path.is_absolute() or ".." in path.parts or FilePath(name).is_absolute() or FilePath(name).drive
    if leads_out or "\\" in name or "\0" in name or len(name) > LONGEST_FILE_NAME or not path.parts:
        raise ValueError(f"the file must lie beside {of} or in a folder below: write its name from there.")
    return path.parts


def _found(folder: FilePath, steps: tuple[str, ...]) -> FilePath | None:
    """Walk down to a file, over no link; None if there is none."""
    place = folder
    for step in steps:
        place /= step
        if place.is_symlink():
            raise ValueError("a link stands in the way, and links are not followed: put the file itself there.")
    if not os.path.lexists(place):
        return None
    if not place.is_file():
        raise ValueError(f"this is {kind_of(place)}, not a file with rows.")
    return place


def kind_of(place: FilePath) -> str:
    """Say what stands at a place that is no file."""
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    return kinds.get(stat.S_IFMT(place.stat().st_mode), "a device")


def read_file(file: FilePath, largest: int) -> bytes:
    """Read a file that is no larger than this many bytes."""
    with open(os.open(file, _PLAIN_FILE), "rb") as stream:
        if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
            raise ValueError("this is no file any more.")
        content = stream.read(largest + 1)
    if len(content) > largest:
        raise ValueError(f"the file is larger than {largest // 1_000_000} MB.")
    return content
