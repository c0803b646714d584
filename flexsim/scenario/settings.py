"""Values set beside a file, as on the command line: ``--set work_centres.bench.units=4``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from flexsim.scenario.changing import next_key, put, steps_of
from flexsim.scenario.errors import Path, Problem, ScenarioError, nearest
from flexsim.scenario.reading import Document, read_yaml
from flexsim.scenario.translating import holds_names, keys_at, unknown_key

SETTING = "--set"
"""Stands in messages where other values have the name of their file."""

LONGEST_PATH = 40
"""Steps of a path: levels of a scenario, and dots within names."""

FILES = ("from", "orders", "schedule", "rows")
"""Keys that name files: they are set before the files are read, all others after."""


class Setting(NamedTuple):
    """A path in a scenario, and the value that shall stand there."""

    path: str
    value: Any
    text: str = ""

    @property
    def names_a_file(self) -> bool:
        """Whether the value is the name of a file of rows."""
        return steps_of(self.path)[-1] in FILES and isinstance(self.value, str)


def read_settings(texts: Iterable[str], source: str) -> list[Setting]:
    """Read texts such as ``workers.Anna.wage=41 EUR/h``; values are read as in a file.

    Raises
    ------
    ScenarioError
        If a text has no "=", a value is no YAML, or a path is set twice.
    """
    settings: dict[str, Setting] = {}
    problems: list[Problem] = []
    for text in texts:
        path, sign, value = (part.strip() for part in text.partition("="))
        if not sign or not path:
            message = "a path, an equals sign and a value are needed, such as work_centres.bench.units=4."
            problems.append(Problem((text,), message, file=SETTING))
        elif path.count(".") + path.count("[") > LONGEST_PATH:
            message = f"more than {LONGEST_PATH} steps lead nowhere."
            problems.append(Problem((f"{path[:LONGEST_PATH]}...",), message, file=SETTING))
        elif path in settings:
            problems.append(Problem((path,), "this path is set twice.", value, file=SETTING))
        else:
            settings[path] = Setting(path, _value(path, value, problems), value)
    if problems:
        raise ScenarioError(source, problems)
    return list(settings.values())


def _value(path: str, text: str, problems: list[Problem]) -> Any:
    """Read a value as YAML."""
    try:
        document = read_yaml(text, SETTING)
    except ScenarioError as why:
        problems += [replace(problem, path=(path,), value=text, line=None, file=SETTING) for problem in why.problems]
        return None
    problems += [replace(one, path=(path, *one.path), line=None, file=SETTING) for one in document.problems]
    return document.data


def set_all(document: Document, settings: Iterable[Setting]) -> list[Problem]:
    """Set values in a document in which nothing stands in two places, and note that they come from no file."""
    problems: list[Problem] = []
    for setting in settings:
        try:
            _check(document.data, setting)
            container, key = put(document.data, setting.path, setting.value)
        except ScenarioError as why:
            problems += [replace(problem, file=SETTING) for problem in why.problems]
            continue
        document.origins.setdefault(id(container), {})[key] = SETTING
        document.lines.get(id(container), {}).pop(key, None)
        document.texts.setdefault(id(container), {}).pop(key, None)
        if not isinstance(setting.value, str | dict | list):
            document.texts[id(container)][key] = setting.text
    return problems


def _check(data: dict[str, Any], setting: Setting) -> None:
    """Refuse a path through a key or a name that does not exist."""
    steps, current = steps_of(setting.path), data
    passed: Path = ()
    if steps[0] == "extends":
        raise _refused(setting, "a scenario's own file says what it builds on.")
    while isinstance(current, dict) and steps:
        key, steps = next_key(current, steps, setting.path, setting.value)
        if key not in current:
            _check_new(current, passed, str(key), bool(steps), setting)
            current = {}
        elif current[key] is None:
            current = {}
        else:
            current = current[key]
        passed = (*passed, key)


def _check_new(current: dict[str, Any], passed: Path, key: str, leads_on: bool, setting: Setting) -> None:
    """Check a key that is not there: one that the format knows, a new name at the end, or the first of its kind."""
    keys = keys_at(passed)
    if keys and key not in keys:
        raise _refused(setting, unknown_key(key, keys))
    if not leads_on and setting.value is None:
        raise _refused(setting, f"there is nothing to take out.{nearest(key, current)}")
    if holds_names(passed) and current and leads_on:
        raise _refused(setting, f'there is no "{key}" here.{nearest(key, current)}')


def _refused(setting: Setting, message: str) -> ScenarioError:
    return ScenarioError(SETTING, [Problem((setting.path,), message, setting.value)])
