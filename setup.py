"""Compile the engine: every module of flexsim/engine but its door.

FLEXSIM_CHECKED=1 builds with every check that Cython knows, to find faults: slow.
FLEXSIM_REQUIRE_COMPILED=1 fails where there is no C compiler, instead of installing the uncompiled engine.
CFLAGS=-g keeps the numbers of lines for debuggers and profilers: names of functions are always there.
"""

import os
import re
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

SHARED = "flexsim.engine._cyutility"
"""Module with what Cython adds to every module that has a memoryview: compiled once, not with each of them."""


# The mechanisms of the floor call each other all the time. Their sources are small modules; compiled they are one, so
# that the C compiler sees through the calls; a port (what a mechanism may be asked) and its mechanism are one class.
MERGED = (
    "bits", "streams", "distributions", "calendar", "recorder", "floor", "rules", "stock", "running", "breaking", "presence", "calling", "waiting",
    "attention", "staffing", "replaying", "flow", "outlooks", "shop",
)  # fmt: skip
PORTS = {
    "Flow": "Orders",
    "Stock": "Shelves",
    "Running": "Stretches",
    "Breaking": "Failures",
    "Presence": "Shifts",
    "Calling": "Calls",
    "Waiting": "Lines",
    "Attending": "Attention",
    "Staffing": "TeamWork",
    "Replay": "Records",
}
STILL_ALONE = ("bits", "calendar", "recorder")
"""Merged, and compiled by themselves too: the door and the tests of the primitives use them."""
HANDED_ON = ("streams", "distributions")
"""Merged, and found under their own names too: what is made of them there goes into the merged module."""

TREE = FOLDER / "merged"


def modules():
    """Give one extension for those that are merged, first for it takes longest, and one for each other module."""
    names = sorted(Path(path).stem for path in glob("flexsim/engine/*.py") if not path.endswith("__init__.py"))
    alone = [name for name in names if name not in MERGED or name in STILL_ALONE + HANDED_ON]
    sources = {name: str(TREE / "flexsim" / "engine" / f"{name}.py") for name in ["_core", *alone]}
    return [Extension(f"flexsim.engine.{name}", [path], extra_compile_args=FLAGS) for name, path in sources.items()]


def merge():
    """Write the tree that is translated: the engine's sources, with the merged modules as one."""
    engine = TREE / "flexsim" / "engine"
    engine.mkdir(parents=True, exist_ok=True)
    for folder in (TREE / "flexsim", engine):
        for name in ("__init__.py", "__init__.pxd"):
            write(folder / name, "")
    for path in sorted(Path("flexsim/engine").glob("*.p*")):
        if path.suffix in (".py", ".pxd") and path.stem != "__init__":
            text = path.read_text(encoding="utf-8")
            if path.stem not in MERGED:
                text = re.sub(rf"flexsim\.engine\.({'|'.join(MERGED)})\b", "flexsim.engine._core", text)
            if path.stem in HANDED_ON:
                text = handed_on(text) if path.suffix == ".py" else "# nothing of its own\n"
            write(engine / path.name, text)
    write(engine / "_core.pxd", declarations())
    write(engine / "_core.py", "# cython: infer_types=True\n" + "\n".join(map(body, MERGED)))


def handed_on(text):
    """Give a module that hands on what another, merged, defines for Python."""
    names = re.findall(r"^(?:class |def )?([A-Za-z_]\w*)(?= = |[(:])", text, flags=re.M)
    return f"from flexsim.engine import _core\n\nglobals().update({{name: getattr(_core, name) for name in {names!r} if hasattr(_core, name)}})\n"


def write(path, text):
    """Write a file unless it is already so: what has not changed is not translated anew."""
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def declarations():
    """Join the declarations: imports once, the mechanisms announced, then the classes."""
    imports, classes = [], []
    for name in MERGED:
        text = Path(f"flexsim/engine/{name}.pxd").read_text(encoding="utf-8")
        for line in without_ports(text).splitlines():
            if re.match(r"(cimport|from) ", line):
                if not re.match(rf"from flexsim\.engine\.({'|'.join(MERGED)}) ", line) and line not in imports:
                    imports.append(line)
            elif line != "ctypedef unsigned long long u64" or name == "streams":
                classes.append(line)
    ahead = [f"cdef class {mechanism}{'' if mechanism in ROOTLESS else '(Handler)'}" for mechanism in PORTS.values()]
    text = "\n".join(classes)
    first = text.index("cdef class Item:")
    text = text[:first] + "\n".join(ahead) + "\n\n\n" + text[first:]
    return "\n".join([*imports, "", text, ""])


def call_directly(path):
    """Let calls of methods that nobody overrides be direct, so that the C compiler can see through them.

    Cython has ``final`` for this, but refuses it where the class has inherited another method that it overrides. The
    methods leave the tables too: what nobody finds by a table and one place calls needs no function of its own.
    """
    prefix = "7flexsim_6engine_5_core_"
    text = path.read_text(encoding="utf-8")
    table = rf"\(\(struct __pyx_vtabstruct_{prefix}({'|'.join(FINAL)}) \*\)"
    call = re.compile(rf"{table}((?:(?!__pyx_vtab).)+?)->(?:__pyx_base\.)*__pyx_vtab\)->(?!__pyx|fire\b)(\w+)\(")
    text = call.sub(lambda found: f"__pyx_f_{prefix}{len(found[1])}{found[1]}_{found[3]}(", text)
    entry = re.compile(rf"^ *__pyx_vtable_{prefix}({'|'.join(FINAL)})\.(?!fire\b)\w+ = .*;\n", flags=re.M)
    refuse_tables(path, text)
    write(path, entry.sub("", text))


def borrow(path):
    """Count no references to what lives as long as the run.

    Cython takes a reference for each local name and for each argument read from an attribute, and gives it back. What the
    floor holds until the end (LASTING) a function may borrow instead: a local name is set without counting, or what was
    given to it is given back at once, and an argument is passed as it is. A class of which a function makes an object
    itself is left alone there. Nor is a list asked whether it is None: as for attributes, ``make checked`` asks.
    """
    text = path.read_text(encoding="utf-8")
    inlined = "|".join(f"{len(c)}{c}_{m}" for c, m in INLINED)
    text = re.sub(rf"^static (int|PyObject|struct|PY_LONG_LONG|double|void)\b([^\n]* \*?__pyx_f_{CORE}(?:{inlined})\()", r"static inline __attribute__((always_inline)) \1\2", text, flags=re.M)
    text = SELDOM.sub(lambda found: found[1] + foretold(found[2]), text)
    function = re.compile(rf"^static [^\n;]* __pyx_f_{CORE}[^\n;]* {{\n.*?^}}\n", flags=re.M | re.S)
    write(path, function.sub(lambda found: borrowing(found[0]), text))


def foretold(condition):
    """Tell the C compiler that a condition seldom holds, nor any part of it that would be enough."""
    condition = re.sub(r"if \((!.+)\) {(?=\s*} else {)", r"if (likely(\1)) {", condition)
    return re.sub(r"if \((?!likely|unlikely)(.+)\) {(?!\s*} else {)", r"if (unlikely(\1)) {", condition)


def borrowing(function):
    """Let one C function borrow."""
    function = re.sub(NONE_ASKED, "", function)
    function = re.sub(COUNTED_LENGTH, r"\3 = __Pyx_PyList_GET_SIZE(\2);\n", function)
    kinds = "|".join(kind for kind in LASTING if not re.search(rf"__pyx_ptype_{CORE}{kind}\b", function))
    kind = rf"struct __pyx_obj_{CORE}(?:{kinds}) \*"
    for name in re.findall(rf"^  {kind}(__pyx_v_\w+) = (?:0|NULL);$", function, flags=re.M):
        function = borrowed_name(function, name)
    return borrowed_arguments(function, kind)


def borrowed_name(function, name):
    """Let a local name of a C function borrow what it names."""
    setting = rf"(?:__Pyx_X?DECREF_SET\({name}, (?P<set>.+)\)|{name} = (?P<first>\(\(struct .+));\n"
    read = rf"(?P<t>__pyx_t_\d+) = (?P<value>.+);\s+__Pyx_INCREF\((?P=t)\);\s+{setting}\s*(?P=t) = 0;\n"
    function = re.sub(read, rf"{name} = (void *)\g<value>;\n", function)
    copied = re.compile(rf"__Pyx_INCREF\(.+\);\s+{setting}")
    function = copied.sub(lambda found: f"{name} = (void *){found['set'] or found['first']};\n", function)
    owned = re.compile(setting)
    function = owned.sub(lambda found: f"{name} = (void *){found['set'] or found['first']}; Py_DECREF({name});\n", function)
    return re.sub(rf"^ *__Pyx_XDECREF\(\(PyObject \*\){name}\);\n", "", function, flags=re.M)


def borrowed_arguments(function, kind):
    """Pass arguments that are read from attributes as they are."""
    taken = r"(?: *(__pyx_t_\d+) = \(\(PyObject \*\).+\);\n *__Pyx_INCREF\(__pyx_t_\d+\);\n)+"
    given = r"(?: *__Pyx_DECREF\(__pyx_t_\d+\); __pyx_t_\d+ = 0;\n)+"
    call = re.compile(rf"(?P<taken>{taken})(?P<call>.*__pyx_f_.*\n(?: *__Pyx_GOTREF.*\n)?)(?P<given>{given})")
    return call.sub(lambda found: passed(found, kind), function)


def passed(found, kind):
    """Pass those arguments of one call that are of a lasting kind."""
    taken, call, given = found["taken"], found["call"], found["given"]
    for line in taken.splitlines()[::2]:
        temporary, value = line.strip(" ;").split(" = ", 1)
        if call.count(f"{temporary})") == 1 and re.search(rf"\({kind}\){temporary}\)", call):
            taken = taken.replace(f"{line}\n", "").replace(re.search(rf" *__Pyx_INCREF\({temporary}\);\n", taken)[0], "")
            given = given.replace(re.search(rf" *__Pyx_DECREF\({temporary}\);.*\n", given)[0], "")
            call = call.replace(f"{temporary})", f"{value})")
    return taken + call + given


def refuse_tables(path, text):
    """Stop if something would still be called through a table: it is empty."""
    kind = rf"vtabstruct_7flexsim_6engine_5_core_({'|'.join(FINAL)})"
    left = re.search(rf"{kind} \*\)[^;]*?__pyx_vtab\)->(?!__pyx|fire\b)(\w+)", text)
    if left:
        raise SystemExit(f"{path}: {left[1]}.{left[2]} is called by its table, in a form that setup.py does not know")


INLINED = (
    ("Orders", "depart"), ("Orders", "empty_unit"), ("Orders", "may_leave"), ("Lines", "enter_line"), ("Lines", "stand"), ("Lines", "leave"), ("Lines", "leave_lines"), ("Lines", "list_unit"), ("Lines", "unlist_unit"),
    ("Attention", "attend"), ("Attention", "release"), ("Stretches", "book_stretch"), ("Stretches", "begin"), ("TeamWork", "decide_team"), ("TeamWork", "start_new"), ("Orders", "consequences"), ("TeamWork", "decide"),("Outlooks", "close_instant"), ("Shop","work_off"),
    ("Stretches","free_people"),("Stretches","take_people"),("Lines","unit_emptied"),("Lines","unit_taken"),("Lines","open_line"),("Lines","close_line"),("TeamWork","start_entry"),("Orders","judge"),("TeamWork","best_worker"),("Stretches","start"),("TeamWork","decide_teams"),("Heap","remove"),("Calendar","schedule"),("Heap","push"),
    ("Stretches","take_unit"),("Stretches","set_up_length"),("Stretches","draw_ahead"),("Stretches","pace"),("Stretches","stationed"),("Attention","withdraw"),("Attention","offer"),("Unit","enter"),("Floor","touch"),("Floor","touch_team"),("Lines","open_lines"),("Lines","place_lines"),("Orders","leaves_the_floor"),("TeamWork","pick"),("Stretches","operation_over"),("Stretches","step_ended"),("Stretches","stop"),("Stretches","book_through"),
)
CORE = "7flexsim_6engine_5_core_"
LASTING = (
    "Floor", "Calendar", "Table", "Stack", "Numbers", "Heap", "WorkCentre", "Unit", "Line", "Need", "Team", "Worker",
    "Skill", "Operation", "Choice", "Source", "Node", "Mode", "Outlook", "Pattern", "Pool", "KeyOption", "Task", "Entry",
    "DispatchRule", "ScheduleRow", "Item_", *PORTS.values(),
)  # fmt: skip
NONE_ASKED = re.compile(
    r"^ *if \(unlikely\(.+ == Py_None\)\) {\n *PyErr_SetString\(PyExc_TypeError, \".*NoneType.*\"\);\n *__PYX_ERR.*\n *}\n",
    flags=re.M,
)
SELDOM = re.compile(r'(?<=# seldom)( +# <+\n(?: \*[^\n]*\n)*\*/\n)(.*?)(?=^ */\* ")', flags=re.M | re.S)
COUNTED_LENGTH = re.compile(
    r"(__pyx_t_\d+) = (.+);\n *__Pyx_INCREF\(\1\);\n *(__pyx_t_\d+) = __Pyx_PyList_GET_SIZE\(\1\);.*\n"
    r" *__Pyx_DECREF\(\1\); \1 = 0;\n"
)
ROOTLESS = ("Shelves", "Lines", "Attention", "TeamWork")
FINAL = (*PORTS.values(), "Outlooks", "Unit", "Floor", "Calendar", "Stack", "Table", "Shop")


def body(name):
    """Give the code of one merged module, without what it imports from the others or needs uncompiled only."""
    text = Path(f"flexsim/engine/{name}.py").read_text(encoding="utf-8")
    text = re.sub(r"^# cython:.*\n", "", text)
    text = re.sub(rf"^from flexsim\.engine\.({'|'.join(MERGED)}) import (\([^)]*\)|.*)\n", "", text, flags=re.M)
    text = re.sub(r"^if not cython\.compiled:.*\n((    .*)?\n)*", "", text, flags=re.M)
    return without_ports(text)


def without_ports(text):
    """Let every port be its mechanism."""
    for port, mechanism in PORTS.items():
        text = re.sub(rf"^(cdef )?class {port}(\(Handler\))?:\n((    .*)?\n)*", "", text, flags=re.M)
        base = "" if mechanism in ROOTLESS else "(Handler)"
        text = re.sub(rf"class {mechanism}\({port}\):", f"class {mechanism}{base}:", text)
        text = re.sub(rf"\b{port}\b", mechanism, text)
    return text


def shared():
    """Give the extension with the shared code."""
    source = FOLDER / "_cyutility.c"
    return Extension(SHARED, [str(source)], extra_compile_args=[*FLAGS, "-O2"])


def translate(extensions):
    """Translate the modules to C, in the extensions themselves, and write the shared code beside them."""
    from Cython.Build import cythonize

    merge()
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
            call_directly(Path(extension.sources[0]))
            if not CHECKED:
                borrow(Path(extension.sources[0]))
        else:
            refuse_tables(extension.sources[0], Path(extension.sources[0]).read_text(encoding="utf-8"))


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
            extension.extra_compile_args = [*FLAGS, *INLINING]
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
