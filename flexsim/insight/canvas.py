"""Figures without a window, and their files: the same figure gives the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DPI = 110
"""Dots per inch of PNG files: sharp enough on a page, and small."""

METADATA = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None}}
"""What would make two files of one figure differ."""


def new_figure(width: float, height: float) -> Figure:
    """Make a figure of so many inches whose parts find their own places."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), layout="constrained")


def save(figure: Figure, path: str | Path) -> Path:
    """Write a figure as PNG, SVG or PDF, by the ending of the file's name.

    Raises
    ------
    ValueError
        Another ending.
    OSError
        The file cannot be written.
    """
    import matplotlib

    target = Path(path)
    kind = target.suffix.lstrip(".")
    if kind not in METADATA:
        raise ValueError(f"{target}: a picture is one of {', '.join(METADATA)}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "flexsim"}):
        figure.savefig(target, dpi=DPI, metadata=METADATA[kind])
    return target
