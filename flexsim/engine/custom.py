# cython: boundscheck=True, wraparound=True
"""What a user's own rules are made from."""


class DispatchRule:
    """A dispatching rule in Python: which of the waiting operations goes first (D4).

    Subclass it and give an instance to ``run(..., rules={"work centre": rule})``. ``key`` is asked once for every
    operation that begins to wait, or, where ``dynamic`` is true, for all that wait at every decision.
    """

    dynamic = False

    def key(self, waiting, now):
        """Return a finite number for a waiting operation, smallest first.

        Parameters
        ----------
        waiting
            Its ``task`` (with ``lot``, ``operation``, ``came``), its ``choice`` (with ``centre``) and ``priority``.
        now : int
            The present tick, in microseconds.
        """
        raise NotImplementedError
