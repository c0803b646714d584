# cython: infer_types=True
"""A heap whose items know their own place in it."""

import cython


class Item:
    """Something that stands in a heap and knows who goes before whom."""

    def before(self, other):
        return False


class Heap:
    """A binary heap of things that know their own place in it, so that any of them can leave or move."""

    def __init__(self):
        self.items = []
        self.n = 0
        self.room = 0

    def first(self):
        return self.items[0]

    def push(self, item):
        if self.n == self.room:  # seldom
            self.items.append(None)
            self.room += 1
        self.n += 1
        if self.n > 1:
            return self.rise(item, self.n - 1)
        item.place = 0
        self.items[0] = item
        return 0

    def pop(self):
        top = cython.cast(Item, self.items[0])
        self.remove(top)
        return top

    def remove(self, item):
        place: cython.longlong = item.place
        self.n -= 1
        item.place = -1
        if place != self.n:  # what stood last takes its place; what is left behind the last is nobody's business
            last = cython.cast(Item, self.items[self.n])
            last.place = place
            self.items[place] = last
            self.moved(last)
        return 0

    def moved(self, item):
        """The key of an item has changed: put it where it belongs."""
        place: cython.longlong = item.place
        if place > 0 and item.before(cython.cast(Item, self.items[(place - 1) >> 1])):
            return self.rise(item, place)
        return self.sink(item, place)

    def rise(self, item, place):
        parent: cython.longlong
        while place > 0:
            parent = (place - 1) >> 1
            above = cython.cast(Item, self.items[parent])
            if not item.before(above):
                break
            above.place = place
            self.items[place] = above
            place = parent
        item.place = place
        self.items[place] = item
        return 0

    def sink(self, item, place):
        child: cython.longlong = 2 * place + 1
        while child < self.n:
            below = cython.cast(Item, self.items[child])
            if child + 1 < self.n:
                right = cython.cast(Item, self.items[child + 1])
                if right.before(below):
                    below = right
                    child += 1
            if not below.before(item):
                break
            below.place = place
            self.items[place] = below
            place = child
            child = 2 * place + 1
        item.place = place
        self.items[place] = item
        return 0
