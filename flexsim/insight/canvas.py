"""Figures without a window, and their files: the same figure gives the same bytes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

P = ParamSpec("P")
T = TypeVar("T")

DPI = 150
"""Dots per inch of PNG files: sharp enough in print, and small."""

METADATA = {"png": {"Software": None}, "svg": {"Date": None, "Creator": None}, "pdf": {"CreationDate": None}}
"""What would make two files of one figure differ."""

STYLE: dict[str, Any] = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib, so it is the same everywhere
    "font.size": 9.5,
    "axes.titlesize": 11,
    "axes.labelsize": 9.5,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.linewidth": 0.8,
    "legend.frameon": False,
    "legend.fontsize": 9,
    "legend.handlelength": 1.4,
    "legend.handleheight": 0.9,
    "text.parse_math": False,  # a name with dollar signs in it is a name
    "axes.formatter.use_mathtext": False,
    "svg.fonttype": "none",
    "svg.hashsalt": "flexsim",
}
"""The look of all pictures."""


@contextmanager
def house_style() -> Iterator[None]:
    """Draw and write in our style, whatever the settings around us."""
    import matplotlib

    with matplotlib.rc_context(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")  # shown as boxes, in a picture as good
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(cast("Any", STYLE))
        yield


def picture(draw: Callable[P, T]) -> Callable[P, T]:
    """Let a function draw in our style."""

    @wraps(draw)
    def drawn(*arguments: P.args, **options: P.kwargs) -> T:
        with house_style():
            return draw(*arguments, **options)

    return drawn


@cache
def _picture_class() -> type[Figure]:
    """Make the class of our figures when the first is drawn: before that, matplotlib is not needed."""
    from matplotlib.figure import Figure

    class Picture(Figure):
        """A figure that a notebook shows, though it has no window."""

        def _repr_png_(self) -> bytes:
            data = io.BytesIO()
            with house_style():
                self.savefig(data, format="png", dpi=DPI, metadata=METADATA["png"])
            return data.getvalue()

    return Picture


def new_figure(width: float, height: float) -> Figure:
    """Make a figure of so many inches whose parts find their own places."""
    return _picture_class()(figsize=(width, height), layout="constrained")


def heading(figure: Figure, text: str) -> None:
    """Write a title above everything, at the left edge."""
    figure.suptitle(text, x=0.01, ha="left", fontsize=STYLE["axes.titlesize"])


def legend_below(figure: Figure, panels: Iterable[Axes], columns: int = 6) -> None:
    """Explain the colours of all panels once, below them."""
    found: dict[str, Any] = {}
    for axes in panels:
        for handle, label in zip(*axes.get_legend_handles_labels(), strict=True):
            found.setdefault(label, handle)
    if found:
        figure.legend(list(found.values()), list(found), loc="outside lower center", ncols=min(columns, len(found)))


def nothing_to_see(axes: Axes, why: str) -> None:
    """Say in the picture why there is nothing in it."""
    axes.set_axis_off()
    axes.text(0.5, 0.5, why, ha="center", va="center", transform=axes.transAxes)


def save(figure: Figure, path: str | Path) -> Path:
    """Write a figure as PNG, SVG or PDF, by the ending of the file's name.

    Raises
    ------
    ValueError
        Another ending.
    OSError
        The file cannot be written.
    """
    target = Path(path)
    kind = target.suffix.lstrip(".")
    if kind not in METADATA:
        raise ValueError(f"{target}: a picture is one of {', '.join(METADATA)}")
    target.parent.mkdir(parents=True, exist_ok=True)
    with house_style():
        figure.savefig(target, dpi=DPI, metadata=METADATA[kind])
    return target
