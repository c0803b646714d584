"""Compile the engine: every module of flexsim/engine but its door.

FLEXSIM_CHECKED=1 builds with every check that Cython knows, to find faults: slow.
FLEXSIM_REQUIRE_COMPILED=1 fails where there is no C compiler, instead of installing the uncompiled engine.
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

CHECKED = os.environ.get("FLEXSIM_CHECKED") == "1"

REQUIRED = os.environ.get("FLEXSIM_REQUIRE_COMPILED") == "1"

FOLDER = Path("build", "checked" if CHECKED else "c")

DIRECTIVES = {
    "language_level": 3,
    "boundscheck": CHECKED,
    "wraparound": CHECKED,
    "initializedcheck": CHECKED,
    "nonecheck": CHECKED,
    "cdivision": True,
}

# No fused multiply-add and no -ffast-math: sums are the same on every machine of one architecture.
FLAGS = ["-O3", "-ffp-contract=off"]

SHARED = "flexsim.engine._cyutility"
"""Module with what Cython adds to every module that has a memoryview: compiled once, not with each of them."""


def modules():
    """Give one extension for each module of the engine."""
    paths = sorted(path for path in glob("flexsim/engine/*.py") if not path.endswith("__init__.py"))
    return [Extension(path[: -len(".py")].replace("/", "."), [path], extra_compile_args=FLAGS) for path in paths]


def shared():
    """Give the extension with the shared code."""
    source = FOLDER / "_cyutility.c"
    return Extension(SHARED, [str(source)], extra_compile_args=["-O2"])


def translate(extensions):
    """Translate the modules to C, in the extensions themselves, and write the shared code beside them."""
    from Cython.Build import cythonize

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


class WithShipped(build_py):
    """Models and experiments, which lie beside the package in the project and inside it in a wheel."""

    def run(self):
        """Copy them into what is built, unless the project itself is what is installed."""
        super().run()
        if not self.editable_mode:
            for folder in filter(os.path.isdir, ("models", "experiments")):
                shutil.copytree(folder, Path(self.build_lib, "flexsim", "shipped", folder), dirs_exist_ok=True)


setup(
    cmdclass={"build_ext": WholeOrNone, "build_py": WithShipped},
    options={"build_ext": {"parallel": os.cpu_count(), "build_temp": str(FOLDER / "objects")}},
    ext_modules=[*modules(), shared()],
)
