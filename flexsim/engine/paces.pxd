cdef long long factor_ticks(long long left, double factor) noexcept
cdef long long work_left(long long left, long long elapsed, long long lasts) noexcept
