"""Join the sources of the mechanisms into one module.

The mechanisms of the floor call each other all the time. Their sources are small modules; compiled they are one, so
that the C compiler sees through the calls; a port (what a mechanism may be asked) and its mechanism are one class.
"""

import re
from pathlib import Path

MERGED = (
    "bits", "streams", "distributions", "calendar", "recorder", "heaps", "nouns", "paces", "configurations",
    "addresses", "ports", "floor", "rules", "stock", "running", "pausing", "breaking", "presence", "calling", "waiting",
    "attention", "staffing", "listing", "replaying", "demand", "joining", "scrapping", "flow",
    "outlooks", "shop",
)  # fmt: skip
PORTS = {
    "Demand": "Customers",
    "Flow": "Orders",
    "Joining": "Meetings",
    "Scrapping": "Rejects",
    "Stock": "Shelves",
    "Running": "Stretches",
    "Pausing": "Pauses",
    "Breaking": "Failures",
    "Presence": "Shifts",
    "Calling": "Calls",
    "Waiting": "Lines",
    "Attending": "Attention",
    "Staffing": "TeamWork",
    "Listing": "Rows",
    "Replay": "Records",
}
ROOTLESS = ("Meetings", "Rejects", "Pauses", "Shelves", "Lines", "Attention", "TeamWork", "Rows")
"""Mechanisms that no event wakes."""
STILL_ALONE = ("bits", "calendar", "recorder")
"""Merged, and compiled by themselves too: the door and the tests of the primitives use them."""
HANDED_ON = ("streams", "distributions")
"""Merged, and found under their own names too: what is made of them there goes into the merged module."""


def merge(tree):
    """Write the tree that is translated: the engine's sources, with the merged modules as one."""
    engine = tree / "flexsim" / "engine"
    engine.mkdir(parents=True, exist_ok=True)
    for folder in (tree / "flexsim", engine):
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
    found = f"{{name: getattr(_core, name) for name in {names!r} if hasattr(_core, name)}}"
    return f"from flexsim.engine import _core\n\nglobals().update({found})\n"


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
