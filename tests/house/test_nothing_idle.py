"""What a room above the engine has is used: by the program, by a page, or at least by a test."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]

WORD = re.compile(r"\w+")

CALLED_BY_OTHERS = re.compile(r"validator|\bcommand\b")
"""Decorators by which pydantic or click calls a function."""


def sources(*folders: str, ending: str = ".py") -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob(f"*{ending}"))]


def is_door(path: Path) -> bool:
    """Tell whether a file only passes names on."""
    return path.name == "__init__.py" and path.parent.parent == ROOT / "flexsim"


def defined(body: list[ast.stmt]) -> Iterator[str]:
    """Give what a module or a class defines for others: functions, classes, fields, constants."""
    for node in body:
        match node:
            case ast.FunctionDef():
                if not any(CALLED_BY_OTHERS.search(ast.unparse(one)) for one in node.decorator_list):
                    yield node.name
            case ast.ClassDef():
                yield node.name
                yield from defined(node.body)
            case ast.Assign():
                yield from (target.id for target in node.targets if isinstance(target, ast.Name))
            case ast.AnnAssign(target=ast.Name(id=name)):
                yield name


def read_in(tree: ast.Module, door: bool) -> Iterator[str]:
    """Give every name that is read, imported, or written as a short text, such as the name of a column."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                yield name
            case ast.ImportFrom() if not door:
                yield from (one.name for one in node.names)
            case ast.Constant(value=str(text)) if not door and id(node) not in told and len(text) < 60:
                yield from WORD.findall(text)


def idle(upper: list[Path], users: list[Path], pages: list[Path]) -> list[str]:
    """Name what is defined and never read."""
    used = {word for page in pages for word in WORD.findall(page.read_text(encoding="utf-8"))}
    for path in users:
        used.update(read_in(ast.parse(path.read_text(encoding="utf-8")), is_door(path)))
    return [
        f"{path.parent.name}/{path.name}: {name}"
        for path in upper
        for name in defined(ast.parse(path.read_text(encoding="utf-8")).body)
        if not name.startswith("_") and name not in used and name != "model_config"
    ]


def test_nothing_above_the_engine_is_there_for_nobody() -> None:
    upper = [path for path in sources("flexsim") if "engine" not in path.parts]
    pages = [ROOT / "README.md", *sources("docs", ending=".md"), *sources("flexsim", ending=".pxd")]
    assert idle(upper, sources("flexsim", "tests", "benchmarks", "models"), pages) == []


def test_what_is_idle_is_found(tmp_path: Path) -> None:
    """A function, a constant and a field that nobody reads; setting a field, and naming it in a docstring, is no use."""
    module = tmp_path / "module.py"
    module.write_text(
        '"""Says idle and field."""\n'
        "IDLE: int = 1\n"
        "class Part:\n"
        '    """Has a field."""\n'
        "    field: int\n"
        "    read: int\n"
        "def idle(): ...\n"
        "def busy(): return Part(field=1, read=2).read\n"
        "busy()\n"
    )
    assert idle([module], [module], []) == [f"{tmp_path.name}/module.py: {name}" for name in ("IDLE", "field", "idle")]
