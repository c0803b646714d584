"""Make quicker what Cython writes for the merged module.

Five things that it has no words for, or none that fit: calls of methods that nobody overrides are direct; methods on
the way of every operation are part of their callers; what lives as long as the run is borrowed, not counted; a
condition marked ``# seldom`` is foretold; and lists are not asked whether they are None. A form that these rules do not
know stops the build.
"""

import re

from compiling.merging import PORTS, write

CORE = "7flexsim_6engine_5_core_"
"""How C names begin that belong to the merged module."""
FINAL = (*PORTS.values(), "Outlooks", "Unit", "Floor", "Calendar", "Stack", "Table", "Shop")
"""Classes whose methods nobody overrides."""
LASTING = (
    "Floor", "Calendar", "Table", "Stack", "Numbers", "Heap", "WorkCentre", "Unit", "Line", "Need", "Team", "Worker",
    "Skill", "Operation", "Choice", "Source", "Node", "Mode", "Outlook", "Pattern", "Pool", "KeyOption", "Task",
    "Entry", "Handler", "DispatchRule", "ScheduleRow", "Stream", "Distribution", "Item_", *PORTS.values(),
)  # fmt: skip
"""Classes of what the floor holds until the end of the run."""
INLINED_IN_C = """\
#if defined(__GNUC__)
#define FLEXSIM_INLINED inline __attribute__((always_inline))
#else
#define FLEXSIM_INLINED CYTHON_INLINE
#endif
"""
NONE_ASKED = re.compile(
    r"^ *if \(unlikely\(.+ == Py_None\)\) {\n"
    r" *PyErr_SetString\(PyExc_TypeError, \".*NoneType.*\"\);\n *__PYX_ERR.*\n *}\n",
    flags=re.M,
)
SELDOM = re.compile(r'(?<=# seldom)( +# <+\n(?: \*[^\n]*\n)*\*/\n)(.*?)(?=^ */\* ")', flags=re.M | re.S)
"""A condition marked so in the source, which Cython repeats above what it makes of it."""
COUNTED_LENGTH = re.compile(
    r"(__pyx_t_\d+) = (.+);\n *__Pyx_INCREF\(\1\);\n *(__pyx_t_\d+) = __Pyx_PyList_GET_SIZE\(\1\);.*\n"
    r" *__Pyx_DECREF\(\1\); \1 = 0;\n"
)
INLINED = {
    "Orders": "consequences judge may_leave depart empty_unit leaves_the_floor",
    "Lines": (
        "enter_line stand leave_lines leave unit_emptied unit_taken list_unit unlist_unit open_lines open_line "
        "close_line place_lines"
    ),
    "Attention": "attend release withdraw offer",
    "Stretches": (
        "book_through book_stretch stop step_ended operation_over free_people start draw_ahead take_unit set_up_length "
        "take_people stationed begin pace"
    ),
    "TeamWork": "decide decide_teams decide_team start_new start_entry best_seat pick_seat has_decided",
    "Outlooks": "close_instant",
    "Shop": "work_off",
    "Heap": "push remove",
    "Calendar": "schedule",
    "Unit": "enter",
    "Floor": "touch touch_team",
}
"""Methods on the way of every operation, by class: one long function costs less than the calls of fifty."""


def call_directly(path):
    """Let calls of methods that nobody overrides be direct, so that the C compiler can see through them.

    Cython has ``final`` for this, but refuses it where the class has inherited another method that it overrides. The
    methods leave the tables too: what nobody finds by a table and one place calls needs no function of its own.
    """
    text = path.read_text(encoding="utf-8")
    table = rf"\(\(struct __pyx_vtabstruct_{CORE}({'|'.join(FINAL)}) \*\)"
    call = re.compile(rf"{table}((?:(?!__pyx_vtab).)+?)->(?:__pyx_base\.)*__pyx_vtab\)->(?!__pyx|fire\b)(\w+)\(")
    text = call.sub(lambda found: f"__pyx_f_{CORE}{len(found[1])}{found[1]}_{found[3]}(", text)
    entry = re.compile(rf"^ *__pyx_vtable_{CORE}({'|'.join(FINAL)})\.(?!fire\b)\w+ = .*;\n", flags=re.M)
    refuse_tables(path, text)
    write(path, entry.sub("", text))


def inline(path):
    """Make the methods on the way of every operation part of their callers."""
    text = path.read_text(encoding="utf-8")
    for kind, names in INLINED.items():
        for name in names.split():
            function = rf"^static (?:FLEXSIM_INLINED )?([^\n;]*\b__pyx_f_{CORE}{len(kind)}{kind}_{name}\()"
            text, n = re.subn(function, r"static FLEXSIM_INLINED \1", text, flags=re.M)
            if n == 0:
                raise SystemExit(f"{path}: there is no {kind}.{name} to be inlined")
    if INLINED_IN_C not in text:  # behind the first line, by which Cython knows what it may write anew
        text = text.replace("\n", "\n" + INLINED_IN_C, 1)
    write(path, text)


def foretell(path):
    """Tell the C compiler which conditions seldom hold."""
    text = path.read_text(encoding="utf-8")
    write(path, SELDOM.sub(lambda found: found[1] + foretold(found[2]), text))


def foretold(condition):
    """Tell it that a condition seldom holds, nor any part of it that would be enough."""
    condition = re.sub(r"if \((!.+)\) {(?=\s*} else {)", r"if (likely(\1)) {", condition)
    return re.sub(r"if \((?!likely|unlikely)(.+)\) {(?!\s*} else {)", r"if (unlikely(\1)) {", condition)


def borrow(path):
    """Count no references to what lives as long as the run.

    Cython takes a reference for each local name and for each argument read from an attribute, and gives it back. What
    the floor holds until the end (LASTING) a function may borrow instead: a local name is set without counting, or what
    was given to it is given back at once, and an argument is passed as it is. A class of which a function makes an
    object itself is left alone there. Nor is a list asked whether it is None: as for attributes, ``make checked`` asks.
    """
    text = path.read_text(encoding="utf-8")
    function = re.compile(rf"^static [^\n;]* __pyx_f_{CORE}[^\n;]* {{\n.*?^}}\n", flags=re.M | re.S)
    write(path, function.sub(lambda found: borrowing(found[0]), text))


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
    back = f"Py_DECREF({name});"
    function = owned.sub(lambda found: f"{name} = (void *){found['set'] or found['first']}; {back}\n", function)
    function = re.sub(rf"^ *__Pyx_XDECREF\(\(PyObject \*\){name}\);\n", "", function, flags=re.M)
    if re.search(rf"__Pyx_\w*(?:DECREF|CLEAR)\w*\((?:\([^()]*\))?{name}[,)]", function):
        raise SystemExit(f"{name} is given back in a form not known here: {function.splitlines()[0]}")
    return function


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
            taken = re.sub(rf" *__Pyx_INCREF\({temporary}\);\n", "", taken.replace(f"{line}\n", ""))
            given = re.sub(rf" *__Pyx_DECREF\({temporary}\);.*\n", "", given)
            call = call.replace(f"{temporary})", f"{value})")
    return taken + call + given


def refuse_tables(path, text):
    """Stop if something would still be called through a table: it is empty."""
    kind = rf"vtabstruct_{CORE}({'|'.join(FINAL)})"
    left = re.search(rf"{kind} \*\)[^;]*?__pyx_vtab\)->(?!__pyx|fire\b)(\w+)", text)
    if left:
        raise SystemExit(f"{path}: {left[1]}.{left[2]} is called by its table, in a form not known here")
