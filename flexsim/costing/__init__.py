"""The ledger: every euro of a run once, by kind, activity, resource and order; and what that makes for a piece."""

from __future__ import annotations

from flexsim.costing.books import UNUSED
from flexsim.costing.costs import NEEDED, Capacity, Costs, UnitCosts, cost, good_pieces
from flexsim.costing.investing import Owned, net_present_value_eur, owned, payback_yr, present_value_of_a_year
from flexsim.costing.ledger import KINDS, Ledger
from flexsim.costing.material import material_per_piece
from flexsim.costing.quantities import Quantities, quantities_of
from flexsim.costing.rates import HOURS_OF_A_YEAR, annuity_eur
from flexsim.costing.selling import has_price, lost_contributions_eur
from flexsim.costing.staff import staff_measures
from flexsim.costing.standing import standing_cost_eur

__all__ = [
    "HOURS_OF_A_YEAR",
    "KINDS",
    "NEEDED",
    "UNUSED",
    "Capacity",
    "Costs",
    "Ledger",
    "Owned",
    "Quantities",
    "UnitCosts",
    "annuity_eur",
    "cost",
    "good_pieces",
    "has_price",
    "lost_contributions_eur",
    "material_per_piece",
    "net_present_value_eur",
    "owned",
    "payback_yr",
    "present_value_of_a_year",
    "quantities_of",
    "staff_measures",
    "standing_cost_eur",
]
