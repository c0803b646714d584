"""Where the shipped models are: inside an installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).resolve().parent

SCHEMA = "flexsim.schema.json"
"""The JSON Schema of scenario files, beside the models that name it in their first line."""

STUDY_SCHEMA = "flexsim_study.schema.json"
"""The JSON Schema of study files, beside the experiments that name it in their first line."""


def folder(name: str) -> Path:
    """Give the folder of shipped ``models`` (or ``experiments``).

    Raises
    ------
    FileNotFoundError
        It was not shipped.
    """
    inside = HERE / "shipped"
    found = (inside if inside.is_dir() else HERE.parent) / name
    if not found.is_dir():
        raise FileNotFoundError(f"{found}: this installation comes without {name}")
    return found


def model(name: str) -> Path:
    """Give the file of a shipped model: ``model("bicycle_workshop")``."""
    return folder("models") / f"{name}.yaml"


def models() -> list[str]:
    """Name the shipped models, as `model` takes them."""
    return sorted(path.stem for path in folder("models").glob("*.yaml"))


def experiment(name: str) -> Path:
    """Give the file of a shipped study: ``experiment("lot_size_one")``."""
    return folder("experiments") / f"{name}.yaml"


def experiments() -> list[str]:
    """Name the shipped studies, as `experiment` takes them."""
    return sorted(path.stem for path in folder("experiments").glob("*.yaml"))
