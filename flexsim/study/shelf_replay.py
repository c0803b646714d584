"""What another lot size or reorder point would have done on a shelf, for the orders that were asked of it.

The customers of a replication are the same whatever the shelf holds, so their orders are served once more on paper: by
rule (Q, r), first come first served, with the flow times that replenishment lots had.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from heapq import heappop, heappush

from flexsim.study.evidence import Shelf


@dataclass(frozen=True, slots=True)
class Served:
    """What customers got from a shelf.

    Attributes
    ----------
    pieces, lost : float
        Delivered in time; asked for by those who left.
    lost_eur : float
        Contribution of these.
    on_hand_h : float
        Pieces times hours that they lay there, from the first order to the last.
    """

    pieces: float
    lost: float
    lost_eur: float
    on_hand_h: float


class Replay:
    """One shelf, served once more.

    Parameters
    ----------
    shelf : Shelf
        What was asked of it.
    lot_size, reorder_point, on_hand : int
        Q, r and what is there at the start.
    flow_h : list of float
        Flow times of its lots, taken in turn.
    """

    def __init__(self, shelf: Shelf, lot_size: int, reorder_point: int, on_hand: int, flow_h: list[float]) -> None:
        self.lot, self.point, self.flow_h = lot_size, reorder_point, flow_h
        self.there = self.position = on_hand
        self.coming: list[tuple[float, int]] = []
        self.waiting: deque[int] = deque()
        self.at = shelf.at_h.tolist()
        self.asked = [int(pieces) for pieces in shelf.pieces.tolist()]
        self.patience, self.allowed = shelf.patience_h.tolist(), shelf.allowed_h.tolist()
        self.lost_eur = shelf.lost_eur.tolist()
        self.n_lots, self.now = 0, self.at[0] if self.at else 0.0
        self.served = self.lost = 0
        self.lost_sum = self.on_hand_h = 0.0

    def run(self) -> Served:
        """Serve all orders as they came, then those who still wait as lots come in."""
        self._reorder()
        for order, (moment, asked) in enumerate(zip(self.at, self.asked, strict=True)):
            if self.coming and self.coming[0][0] <= moment:
                self._receive_until(moment)
            self.on_hand_h += self.there * (moment - self.now)
            self.now = moment
            self.position -= asked
            if asked <= self.there and not self.waiting:  # nearly all of them, and there are millions: without a call
                self.there -= asked
                self.served += asked if self.allowed[order] >= 0 else 0
            else:
                self.waiting.append(order)
                self._serve()
            if self.position <= self.point:
                self._reorder()
        lain = self.on_hand_h
        while self.waiting and self.coming:
            self._receive_until(self.coming[0][0])
        return Served(self.served, self.lost, self.lost_sum, lain)

    def _receive_until(self, moment: float) -> None:
        while self.coming and self.coming[0][0] <= moment:
            self._go_to(heappop(self.coming)[0])
            self.there += self.lot
            self._serve()
            self._reorder()

    def _go_to(self, moment: float) -> None:
        self.on_hand_h += self.there * (moment - self.now)
        self.now = moment

    def _serve(self) -> None:
        """Serve those who wait in turn, complete orders only; who has lost patience is gone."""
        while self.waiting:
            order = self.waiting[0]
            waited = self.now - self.at[order]
            if waited > self.patience[order]:
                self.position += self.asked[order]
                self.lost += self.asked[order]
                self.lost_sum += self.asked[order] * self.lost_eur[order]
            elif self.asked[order] <= self.there:
                self.there -= self.asked[order]
                if waited <= self.allowed[order]:
                    self.served += self.asked[order]
            else:
                return
            self.waiting.popleft()

    def _reorder(self) -> None:
        while self.position <= self.point:
            self.position += self.lot
            heappush(self.coming, (self.now + self.flow_h[self.n_lots % len(self.flow_h)], self.n_lots))
            self.n_lots += 1
