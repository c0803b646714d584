# cython: infer_types=True
"""Whom a draw happens to: the entity and the index of its address (R4)."""


def entity_of(order, code):
    """The entity of a draw about a piece: the order, or for stock the ordinal of the item's pieces ever started (R4)."""
    if order.source.is_item:
        return order.ordinal + (code >> 16)
    return order.ordinal


def index_of(order, code, attempt):
    """The index P of a draw about a piece: piece x 2^16 + generation x 2^8 + attempt (R4)."""
    if order.source.is_item:
        return attempt
    return code + attempt
