"""What stands and moves on the floor: units, people, orders, lots, steps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from .oracle_calendar import Calendar, calendar_of
from .oracle_draws import Luck, minutes_to_ticks

FULL = 840  # parts of a worker's attention (S2)
INFINITE = float("inf")


class Stall(Exception):  # noqa: N818 (the rules call it a stall)
    """The run can never go on (T2, B1, D8)."""


class FloorError(Exception):
    """The scenario says something that the rules do not allow."""


@dataclass(eq=False)
class Node:
    """One place in an order's routing: an operation and its attempt (O3)."""

    op: dict
    attempt: int = 0
    before: list[Node] = field(default_factory=list)
    after: list[Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.op["name"]

    @property
    def gathers(self) -> bool:
        """J1: ``join: true`` gathers the order."""
        return bool(self.op.get("join"))

    @property
    def is_meeting(self) -> bool:
        """Copies or lots are united before this operation (J1)."""
        return self.gathers or len(self.before) > 1

    def followers(self) -> list[Node]:
        """Return the operations that follow, each once."""
        found: list[Node] = []
        for node in self.after:
            found += [n for n in [node, *node.followers()] if n not in found]
        return found


@dataclass(eq=False)
class Order:
    """A customer's order, or a replenishment lot, which is nobody's order (I1)."""

    stream: str
    ordinal: int
    arrived: int
    quantity: int
    due: int | None = None
    priority: int = 0
    product: str | None = None
    item: str | None = None  # served from this item (customer) or made for it (replenishment)
    is_replenishment: bool = False
    config: dict[str, str] = field(default_factory=dict)
    nodes: list[Node] = field(default_factory=list)
    present: dict[int, int] = field(default_factory=dict)  # piece: its present generation
    good: set[int] = field(default_factory=set)
    left_final: dict[tuple, dict] = field(default_factory=dict)  # (piece, generation): {node: (tick, causes)}
    joined: set[tuple] = field(default_factory=set)  # (node, piece, generation) that a join has taken
    released: int | None = None
    completed: int | None = None
    lost: int | None = None
    has_begun: bool = False
    owed: int = 0  # pieces still to be served from stock
    patience_ends: int | None = None
    causes: Counter | None = None

    @property
    def key(self) -> tuple[str, int]:
        return self.stream, self.ordinal

    @property
    def is_open(self) -> bool:
        return self.completed is None and self.lost is None

    def address(self, piece: tuple[int, int], attempt: int) -> tuple[int, int]:
        """Return entity and index of a draw for this piece (R4)."""
        number, generation = piece
        if self.is_replenishment:
            return number, packed(0, generation, attempt)
        return self.ordinal, packed(number, generation, attempt)


def packed(piece: int, generation: int, attempt: int) -> int:
    """P = piece x 2^16 + generation x 2^8 + attempt; overflow is an error (R3, R4)."""
    if piece >= 2**16 or generation >= 2**8 or attempt >= 2**8:
        raise OverflowError(f"piece {piece}, generation {generation}, attempt {attempt} have no address")
    return piece * 2**16 + generation * 2**8 + attempt


@dataclass(eq=False)
class Lot:
    """A lot, or a branch's copy of one, before or on its operation ``node``."""

    order: Order
    pieces: list[tuple[int, int]]  # (piece, generation), lowest first
    node: Node | None  # None: it has left its last operation
    came_from: Node | None = None
    is_remake: bool = False  # came to every line when its order was released (Q1)
    state: str = "moving"  # moving, meeting, waiting, on unit, gone
    arrives: int | None = None  # at the end of its move
    came: int = 0  # to the work centre
    since: int = 0  # waiting for this operation since (D4)
    static_keys: dict[str, float] = field(default_factory=dict)
    causes: Counter = field(default_factory=Counter)  # ticks by cause on the way here (X2)
    is_judged: bool = False  # its operation has ended and its pieces have been judged (Q1)
    cause: str = "unit"  # of the time until the next instant (X2)

    @property
    def leader(self) -> tuple[int, int]:
        return self.pieces[0]

    @property
    def key(self) -> tuple:
        """T2: order, first piece, generation, operation."""
        return (*self.order.key, *self.leader, self.node.name)

    @property
    def places(self) -> list[str]:
        """The work centres at which it waits or will wait; alternatives: each (D7)."""
        return self.node.op["at"]


@dataclass(eq=False)
class Step:
    """One step of an operation on a unit; ``left`` is L, an integer (S3)."""

    kind: str
    whole: int
    planned: int
    skills: list[str]  # one worker for each; none: nobody needed
    parts: int
    pieces: list[tuple[int, int]]
    left: int = 0
    speeds: str = "slowest"
    paced_by_machine: bool = False
    must_fit: bool = False

    @property
    def planned_left(self) -> int:
        """S4: planned ticks less standard ticks done, at least 0."""
        return max(0, self.planned - (self.whole - self.left))

    def again(self) -> Step:
        """The same step from its beginning, same draws (S6)."""
        return Step(
            self.kind,
            self.whole,
            self.planned,
            self.skills,
            self.parts,
            self.pieces,
            self.whole,
            self.speeds,
            self.paced_by_machine,
            self.must_fit,
        )


@dataclass(eq=False)
class Task:
    """Something that takes workers for a while: an operation's steps on a unit, or a repair."""

    unit: Unit
    crew: list[Worker] = field(default_factory=list)  # of the running stretch, by place
    began: int | None = None  # the running stretch; None: nothing runs
    lasts: int = 0
    waiting_since: int = 0
    kept: dict[int, Worker] = field(default_factory=dict)  # place: who has it after his break (S4)

    @property
    def is_running(self) -> bool:
        return self.began is not None

    @property
    def ends(self) -> int:
        return self.began + self.lasts


@dataclass(eq=False)
class Work(Task):
    """An operation on a unit."""

    lot: Lot = None
    steps: list[Step] = field(default_factory=list)  # those still to be done
    key: tuple = ()  # of the lot when the operation began
    next_crew: list[Worker] | None = None  # goes on with the unparted next step (S1)
    beside: list[Worker] | None = None  # waits beside the broken unit (S6)
    beside_parts: int = 0
    quality: dict[tuple, float] = field(default_factory=dict)  # factor when the piece's run step ended
    finished: int | None = None
    row: dict | None = None  # of a given schedule (D8)
    set_up: Step | None = None  # as it was in the beginning (S6)

    @property
    def step(self) -> Step:
        return self.steps[0]

    @property
    def waits(self) -> bool:
        """Its step waits for dispatch."""
        return self.finished is None and not self.is_running


@dataclass(eq=False)
class Repair(Task):
    """A repair, a step of full attention (S6)."""

    mode: Mode = None
    failed: int = 0
    step: Step = None

    @property
    def key(self) -> tuple:
        return (*self.unit.key, self.mode.name)


@dataclass(eq=False)
class Mode:
    """One failure mode of a unit (W4)."""

    name: str
    rule: dict
    n: int = 0
    limit: int = 0  # time to the next failure
    counted: int = 0  # operating time since the last repair, or tick it counts from
    is_failed: bool = False

    @property
    def counts_operating_time(self) -> bool:
        return self.rule["clock"] == "operating"


@dataclass(eq=False)
class Unit:
    """A machine, robot or bench."""

    work_centre: WorkCentre
    number: int
    modes: list[Mode]
    is_on: bool = True
    work: Work | None = None
    holds: list[Work] = field(default_factory=list)  # in a replay, which asks for no place on it (D8)
    repairs: list[Repair] = field(default_factory=list)
    empty_since: int = 0
    memory: dict[str, str] = field(default_factory=dict)  # option: value it last made (W2)
    state: str = "idle"
    ticks: Counter = field(default_factory=Counter)

    @property
    def key(self) -> tuple[str, int]:
        return self.work_centre.name, self.number

    @property
    def is_up(self) -> bool:
        return not self.repairs

    @property
    def is_empty(self) -> bool:
        return self.work is None and not self.holds

    @property
    def is_ready(self) -> bool:
        return self.is_up and self.is_on


@dataclass(eq=False)
class WorkCentre:
    """A work centre with its units."""

    name: str
    rule: dict
    calendar: Calendar
    units: list[Unit] = field(default_factory=list)

    @property
    def team(self) -> str | None:
        return self.rule.get("team")

    @property
    def area(self) -> tuple:
        """S2: by default each work centre is its own area."""
        return ("area", self.rule["area"]) if self.rule.get("area") is not None else ("own", self.name)

    @property
    def move_to(self) -> int:
        return minutes_to_ticks(self.rule.get("move_to") or 0)

    @property
    def repair_team(self) -> str | None:
        return self.rule.get("repaired_by") or self.team


@dataclass(eq=False)
class Attendance:
    """What a worker attends: a running step, a running repair, or a broken unit beside which he waits."""

    what: str  # runs, repairs, waits
    task: Task
    parts: int


@dataclass(eq=False)
class Worker:
    """A worker with skills, a team and a calendar (P1)."""

    name: str
    rule: dict
    calendar: Calendar
    is_present: bool = False
    overtime: bool = False
    overtime_ends: int | None = None
    attends: list[Attendance] = field(default_factory=list)
    free_since: int = 0
    present_since: int = 0
    station: str | None = None
    busy_ticks: int = 0
    present_ticks: int = 0
    pool: Pool | None = None
    called: list[tuple[int, float]] = field(default_factory=list)  # shifts for which he comes (P4)
    shift: tuple[int, float] | None = None  # that of his latest arrival
    arrived: int | None = None
    is_idle: bool = False  # and goes in the next round
    here: int | None = None  # hours of the shift under way to which he came; None if there is none

    @property
    def team(self) -> str:
        return self.rule["team"]

    @property
    def skills(self) -> dict[str, dict]:
        return self.rule["skills"]

    @property
    def stays_on(self) -> bool:
        return self.rule.get("on_shift_end") == "finish"

    @property
    def running(self) -> list[Attendance]:
        return [a for a in self.attends if a.what != "waits"]

    @property
    def waits_beside(self) -> list[Unit]:
        return [a.task.unit for a in self.attends if a.what == "waits"]


@dataclass(eq=False)
class Pool:
    """People who come when they are called (P4)."""

    name: str
    rule: dict
    calendar: Calendar
    people: list[Worker] = field(default_factory=list)  # in the order of their numbers
    asked: int = 0
    came: int = 0
    n_shifts: int = 0
    paid_minimum: int = 0
    asked_on: Counter = field(default_factory=Counter)  # by the day on which the shift begins

    @property
    def above(self) -> int:
        return minutes_to_ticks(self.rule["above"])

    @property
    def notice(self) -> int:
        return minutes_to_ticks(self.rule.get("notice") or 0)

    @property
    def minimum(self) -> int | None:
        """None: the whole shift."""
        return None if self.rule.get("minimum") is None else minutes_to_ticks(self.rule["minimum"])


@dataclass(eq=False)
class Item:
    """A stock item under (Q, r) (I1)."""

    name: str
    rule: dict
    on_hand: int
    on_order: int = 0
    started: int = 0  # pieces ever started

    @property
    def product(self) -> str:
        return self.rule["product"]


@dataclass(eq=False)
class Stream:
    """A demand stream and the orders of it that have arrived (O1)."""

    name: str
    rule: dict
    orders: list[Order] = field(default_factory=list)
    next_arrival: int | None = None
    operational: int = 0  # the sum of the gaps drawn so far, in ticks of operational time (O1)

    @property
    def is_from_stock(self) -> bool:
        return bool(self.rule.get("item") or self.rule.get("from_stock"))

    @property
    def n_expected(self) -> int:
        return len(self.rule["at"]) if "at" in self.rule else self.rule["count"]


class Floor:
    """The state of the floor at ``now``, and the rows recorded so far."""

    def __init__(self, scenario: dict) -> None:
        self.scenario = scenario
        self.luck = Luck(scenario["seed"], scenario.get("replication", 0))
        self.now = 0
        self.end = None if scenario.get("end") is None else minutes_to_ticks(scenario["end"])
        self.warm_up = minutes_to_ticks(scenario.get("warm_up") or 0)
        self.run_on = minutes_to_ticks(scenario.get("run_on") or 0)
        self.books: dict[int, dict] = {}  # what had been counted at the end of the warm-up and at the end (X1)
        self.products = scenario["products"]
        self.streams = {n: Stream(n, rule) for n, rule in sorted(scenario["streams"].items())}
        self.items = {
            n: Item(n, rule, rule["on_hand"] if rule.get("on_hand") is not None else rule["r"] + rule["Q"])
            for n, rule in sorted(scenario.get("items", {}).items())
        }
        self.work_centres = {
            n: made_work_centre(scenario, n, rule) for n, rule in sorted(scenario["work_centres"].items())
        }
        self.pools = {n: made_pool(scenario, n, rule) for n, rule in sorted((scenario.get("pools") or {}).items())}
        self.workers = made_workers(scenario, self.pools)
        self.teams = {
            n: {"when": "after_each_operation", "where": "longest_queue", "who": "most_proficient", **rule}
            for n, rule in sorted(scenario.get("teams", {}).items())
        }
        self.is_replay = scenario.get("strict") is False
        self.rows = [made_row(place, row) for place, row in enumerate(scenario.get("schedule") or [])]
        self.replenishments: list[Order] = []
        self.lots: list[Lot] = []  # on their way, waiting or on a unit
        self.ended: list[Work] = []  # operations that ended in this round
        self.scrapped: list[Work] = []  # whose lot is scrapped with the breakdown of this round
        self.look_at: set[str] = set()  # items whose position is to be looked at (I1)
        self.stretches: list[list] = []
        self.left: list[list] = []
        self.last_sign = 0  # when a stretch last began or an order last came
        self.last_stretch = 0  # when a stretch last began

    @property
    def units(self) -> list[Unit]:
        return [unit for centre in self.work_centres.values() for unit in centre.units]

    @property
    def works(self) -> list[Work]:
        return [w for unit in self.units for w in ([] if unit.work is None else [unit.work]) + unit.holds]

    @property
    def repairs(self) -> list[Repair]:
        return [repair for unit in self.units for repair in unit.repairs]

    @property
    def tasks(self) -> list[Task]:
        return [*self.works, *self.repairs]

    def waiting_at(self, centre: str) -> list[Lot]:
        """Return the operations in the lines of this work centre (D5)."""
        return [lot for lot in self.lots if lot.state == "waiting" and centre in lot.places]


def made_row(place: int, row: dict) -> dict:
    """A row of the given schedule, with what is to be noted on it (D8)."""
    notes = {"place": place, "has_started": False, "exceeds_unit": False, "exceeds_attention": False}
    return {**row, "opens": minutes_to_ticks(row.get("not_before") or 0), **notes}


def made_pool(scenario: dict, name: str, rule: dict) -> Pool:
    """Make a pool with its people, who are workers NAME 1, NAME 2, ... (P4)."""
    if rule.get("shifts") is None:
        raise FloorError(f"{name}: people are called for shifts")
    pool = Pool(name, rule, calendar_of(scenario, rule["shifts"]))
    pool.people = [Worker(f"{name} {k + 1}", rule, pool.calendar, pool=pool) for k in range(rule["people"])]
    return pool


def made_workers(scenario: dict, pools: dict[str, Pool]) -> dict[str, Worker]:
    """Return all workers by name, those of pools too."""
    people = [worker for pool in pools.values() for worker in pool.people]
    for name, rule in scenario.get("workers", {}).items():
        people.append(Worker(name, rule, calendar_of(scenario, rule.get("shifts"))))
    names = [worker.name for worker in people]
    if len(set(names)) < len(names):
        raise FloorError(f"two workers have one name among {sorted(names)}")
    return {worker.name: worker for worker in sorted(people, key=lambda worker: worker.name)}


def made_work_centre(scenario: dict, name: str, rule: dict) -> WorkCentre:
    """Make a work centre with its empty units."""
    centre = WorkCentre(name, rule, calendar_of(scenario, rule.get("shifts")))
    centre.units = [
        Unit(centre, number, [Mode(n, r) for n, r in sorted((rule.get("failures") or {}).items())])
        for number in range(rule["units"])
    ]
    return centre
