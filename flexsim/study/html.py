"""Tables as notebooks show them."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


def html_of(table: pd.DataFrame, title: str) -> str:
    """Write a table under its title; whatever a scenario calls its parts is text, never markup."""
    return f"<p><b>{escape(title)}</b></p>{table.to_html(float_format='{:,.4g}'.format, na_rep='-')}"
