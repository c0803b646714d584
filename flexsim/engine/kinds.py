# cython: boundscheck=True, wraparound=True
"""The numbers by which the engine calls its stages, steps, states and causes, and the names a planner calls them."""

import cython

EVENT_KINDS = ("set_up", "load", "run", "unload", "repair", "left", "present")
STEPS = ("set_up", "load", "run", "unload")
UNIT_STATES = (
    "down",
    "maintained",
    "off_shift",
    "blocked",
    "programming",
    "set_up",
    "run",
    "waiting_for_worker",
    "waiting_for_tool",
    "idle",
)
WORKER_STATES = ("off", "idle", "set_up", "run", "repair", "waiting_beside")
CAUSES = (
    "before_release",
    "moving",
    "repair",
    "off_shift",
    "blocked",
    "set_up",
    "run",
    "worker",
    "tool",
    "unit",
    "material",
)

if not cython.compiled:  # compiled, they are the enumeration of kinds.pxd
    ENDS, BREAKDOWNS, UNIT_LEAVES, WORKER_LEAVES, UNIT_COMES, WORKER_COMES, ARRIVALS, AFTER_ARRIVALS, REVIEWS = range(9)
    SET_UP, LOAD, RUN, UNLOAD, N_STEPS = range(5)
    DOWN, MAINTAINED, OFF_SHIFT, BLOCKED, PROGRAMMING, SETTING_UP, RUNNING = range(7)
    WAITING_FOR_WORKER, WAITING_FOR_TOOL, IDLE, N_UNIT_STATES = range(7, 11)
    AWAY, FREE, AT_SET_UP, AT_RUN, AT_REPAIR, BESIDE, N_WORKER_STATES = range(7)
    BEFORE_RELEASE, MOVING, REPAIR, NOT_ON_SHIFT, HELD, BEING_SET_UP, BEING_RUN = range(7)
    FOR_WORKER, FOR_TOOL, FOR_UNIT, FOR_MATERIAL, N_CAUSES = range(7, 12)
    AT_REST, ON_THE_MOVE, MEETING, IN_LINE, ON_UNIT, FINISHED = range(6)
    FULL = 840
    AFTER_EACH_OPERATION, WHEN_QUEUE_EMPTY, AT_SHIFT_START = range(3)
    LONGEST_QUEUE, FIRST_IN_SYSTEM, EARLIEST_DUE = range(3)
    MOST_PROFICIENT, LEAST_FLEXIBLE, LONGEST_IDLE = range(3)
    BY_PIECE, BY_LOT, BY_ORDER = range(3)
    NO_CHANGEOVER, FIXED, MATRIX, PER_OPTION = range(4)
    WEEK_TICKS = 604_800_000_000
    DAY_TICKS = 86_400_000_000
    NEVER = 1 << 62
