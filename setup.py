"""Compile the engine: every module of flexsim/engine but its door.

FLEXSIM_CHECKED=1 builds with every check that Cython knows, to find faults: slow.
FLEXSIM_REQUIRE_COMPILED=1 fails where there is no C compiler, instead of installing the uncompiled engine.
CFLAGS=-g keeps the numbers of lines for debuggers and profilers: names of functions are always there.
"""

import os
import shutil
import subprocess
import sys
from glob import glob
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.build_py import build_py

sys.path.insert(0, str(Path(__file__).resolve().parent))  # an isolated build does not look here

from compiling.merging import HANDED_ON, MERGED, STILL_ALONE, merge
from compiling.rewriting import borrow, call_directly, foretell, inline, refuse_tables

CHECKED = os.environ.get("FLEXSIM_CHECKED") == "1"

REQUIRED = os.environ.get("FLEXSIM_REQUIRE_COMPILED") == "1"

FOLDER = Path("build", "checked" if CHECKED else "c")

TREE = FOLDER / "merged"

DIRECTIVES = {
    "language_level": 3,
    "boundscheck": CHECKED,
    "wraparound": CHECKED,
    "initializedcheck": CHECKED,
    "nonecheck": CHECKED,
    "cdivision": True,
    "auto_pickle": False,  # nobody pickles a part of a floor, and the code for it was a third of all
}

# No fused multiply-add and no -ffast-math: sums are the same on every machine of one architecture.
FLAGS = ["-O3", "-ffp-contract=off"]

# Python asks for numbers of lines in what is compiled: a third of the compiler's time, for debuggers only.
if not CHECKED and "-g" not in os.environ.get("CFLAGS", "").split():
    FLAGS.append("-g0")

# The merged mechanisms are many small methods: gcc must be told that it may look through more of them than it likes to.
INLINING = [
    "-fno-semantic-interposition",
    "--param=max-inline-insns-auto=200",
    "--param=inline-unit-growth=1000",
    "--param=large-function-growth=5000",
    "--param=large-unit-insns=1000000",
    "--param=large-function-insns=20000",
]

# What borrows has no more use for some labels and names that Cython wrote.
QUIET = ["-Wno-unused-label", "-Wno-unused-variable"]

# What makes the floor once for a run is not worth the compiler's time.
ONCE = (
    "custom", "draws", "errors", "identity", "operations", "options", "patterns", "people", "plan", "pools", "products",
    "schedules", "sources", "work_centres",
)  # fmt: skip

SHARED = "flexsim.engine._cyutility"
"""Module with what Cython adds to every module that has a memoryview: compiled once, not with each of them."""


def modules():
    """Give one extension for those that are merged, first for it takes longest, and one for each other module."""
    names = sorted(Path(path).stem for path in glob("flexsim/engine/*.py") if not path.endswith("__init__.py"))
    alone = [name for name in names if name not in MERGED or name in STILL_ALONE + HANDED_ON]
    sources = {name: str(TREE / "flexsim" / "engine" / f"{name}.py") for name in ["_core", *alone]}
    flags = {name: [*FLAGS, "-O1"] if name in ONCE else FLAGS for name in sources}
    return [Extension(f"flexsim.engine.{name}", [sources[name]], extra_compile_args=flags[name]) for name in sources]


def shared():
    """Give the extension with the shared code."""
    source = FOLDER / "_cyutility.c"
    return Extension(SHARED, [str(source)], extra_compile_args=[*FLAGS, "-O2"])


def translate(extensions):
    """Translate the modules to C, in the extensions themselves, and write the shared code beside them."""
    from Cython.Build import cythonize

    merge(TREE)
    *ours, common = extensions
    source = Path(common.sources[0])
    source.parent.mkdir(parents=True, exist_ok=True)
    if not source.exists():
        subprocess.run([sys.executable, "-m", "cython", "--generate-shared", str(source)], check=True)
    found = cythonize(ours, build_dir=str(FOLDER), compiler_directives=DIRECTIVES, shared_utility_qualified_name=SHARED)
    by_name = {extension.name: extension for extension in found}
    for extension in ours:
        extension.sources = by_name[extension.name].sources
        extension.depends = by_name[extension.name].depends
        extension.define_macros = by_name[extension.name].define_macros
        if extension.name.endswith("._core"):
            rewrite(Path(extension.sources[0]))
        else:
            refuse_tables(extension.sources[0], Path(extension.sources[0]).read_text(encoding="utf-8"))


def rewrite(path):
    """Make quicker what Cython wrote for the merged module; where all is checked, only what it cannot do without."""
    call_directly(path)
    if not CHECKED:
        foretell(path)
        borrow(path)
        inline(path)


class WholeOrNone(build_ext):
    """The compiled engine, all of it, or none: half of it would not import."""

    def run(self):
        """Build; without a C compiler go on without the compiled engine, unless it is required."""
        translate(self.extensions)
        try:
            super().run()
        except Exception as why:
            if REQUIRED:
                raise
            self.warn(f"the engine is not compiled ({why}): flexsim will run, about 100 times slower")
            for extension in self.extensions:
                Path(self.get_ext_fullpath(extension.name)).unlink(missing_ok=True)
            self.extensions = []

    def build_extension(self, extension):
        """Build one module; the merged one with leave to inline, where the compiler understands how it is said."""
        if extension.name.endswith("._core") and not CHECKED and self.is_gcc():
            extension.extra_compile_args = [*FLAGS, *INLINING, *QUIET]
        super().build_extension(extension)

    def is_gcc(self):
        """Say whether the C compiler is gcc."""
        command = getattr(self.compiler, "compiler_so", None) or [""]
        try:
            found = subprocess.run([command[0], "--version"], capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError):
            return False
        return "Free Software Foundation" in found.stdout


NO_LEFTOVERS = shutil.ignore_patterns("__pycache__", "*.pyc")


class WithShipped(build_py):
    """Models and experiments, which lie beside the package in the project and inside it in a wheel."""

    def run(self):
        """Copy them into what is built, unless the project itself is what is installed."""
        super().run()
        if not self.editable_mode:
            for folder in filter(os.path.isdir, ("models", "experiments")):
                shutil.copytree(
                    folder, Path(self.build_lib, "flexsim", "shipped", folder), ignore=NO_LEFTOVERS, dirs_exist_ok=True
                )


setup(
    cmdclass={"build_ext": WholeOrNone, "build_py": WithShipped},
    options={"build_ext": {"parallel": os.cpu_count(), "build_temp": str(FOLDER / "objects")}},
    ext_modules=[*modules(), shared()],
)
