cdef enum:
    # stages of an instant (T2), the classes of state changes in their order
    ENDS = 0
    BREAKDOWNS = 1
    UNIT_LEAVES = 2
    WORKER_LEAVES = 3
    UNIT_COMES = 4
    WORKER_COMES = 5
    ARRIVALS = 6
    AFTER_ARRIVALS = 7
    REVIEWS = 8
    # steps of an operation
    SET_UP = 0
    LOAD = 1
    RUN = 2
    UNLOAD = 3
    N_STEPS = 4
    # states of a unit (W1)
    DOWN = 0
    MAINTAINED = 1
    OFF_SHIFT = 2
    BLOCKED = 3
    PROGRAMMING = 4
    SETTING_UP = 5
    RUNNING = 6
    WAITING_FOR_WORKER = 7
    WAITING_FOR_TOOL = 8
    IDLE = 9
    N_UNIT_STATES = 10
    # states of a worker
    AWAY = 0
    FREE = 1
    AT_SET_UP = 2
    AT_RUN = 3
    AT_REPAIR = 4
    BESIDE = 5
    N_WORKER_STATES = 6
    # causes of an order's lead time (X2)
    BEFORE_RELEASE = 0
    MOVING = 1
    REPAIR = 2
    NOT_ON_SHIFT = 3
    HELD = 4
    BEING_SET_UP = 5
    BEING_RUN = 6
    FOR_WORKER = 7
    FOR_TOOL = 8
    FOR_UNIT = 9
    FOR_MATERIAL = 10
    N_CAUSES = 11
    # where a task is
    AT_REST = 0
    ON_THE_MOVE = 1
    MEETING = 2
    IN_LINE = 3
    ON_UNIT = 4
    FINISHED = 5
    # full attention, in parts
    FULL = 840
    # when, where, who (D5, D6)
    AFTER_EACH_OPERATION = 0
    WHEN_QUEUE_EMPTY = 1
    AT_SHIFT_START = 2
    LONGEST_QUEUE = 0
    FIRST_IN_SYSTEM = 1
    EARLIEST_DUE = 2
    MOST_PROFICIENT = 0
    LEAST_FLEXIBLE = 1
    LONGEST_IDLE = 2
    # how a run time varies
    BY_PIECE = 0
    BY_LOT = 1
    BY_ORDER = 2
    # changeovers (W2)
    NO_CHANGEOVER = 0
    FIXED = 1
    MATRIX = 2
    PER_OPTION = 3

cdef extern from *: # an enumeration is an int in C, too short for these
    """
    #define FLEXSIM_NEVER 4611686018427387904LL
    #define FLEXSIM_WEEK 604800000000LL
    #define FLEXSIM_DAY 86400000000LL
    """
    const long long NEVER "FLEXSIM_NEVER"
    const long long WEEK_TICKS "FLEXSIM_WEEK"
    const long long DAY_TICKS "FLEXSIM_DAY"
