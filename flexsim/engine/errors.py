# cython: boundscheck=True, wraparound=True
"""What the engine says when one of its own invariants breaks."""


class EngineError(Exception):
    """Something that cannot be has happened: a mistake of the engine's, or of who filled it, never of a planner's file."""


class Stall(EngineError):
    """A floor that can never go on: lots that block each other in a circle, or work that nobody will ever do."""


class RuleError(EngineError):
    """A user's rule raised an error or answered with something that is not a finite number."""
