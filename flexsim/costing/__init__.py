"""The costs of a run: every euro once, by kind and resource. The full ledger grows from here."""

from __future__ import annotations

from flexsim.costing.costs import KINDS, Costs, Line, cost, good_pieces
from flexsim.costing.material import material_per_piece

__all__ = ["KINDS", "Costs", "Line", "cost", "good_pieces", "material_per_piece"]
