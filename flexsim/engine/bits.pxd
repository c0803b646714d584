cdef extern from *:
    """
    #if defined(_MSC_VER)
    #include <intrin.h>
    static __inline int flexsim_lowest(unsigned long long x) { unsigned long i; _BitScanForward64(&i, x); return (int)i; }
    static __inline int flexsim_count(unsigned long long x) { return (int)__popcnt64(x); }
    #else
    #define flexsim_lowest(x) __builtin_ctzll(x)
    #define flexsim_count(x) __builtin_popcountll(x)
    #endif
    """
    int flexsim_lowest(unsigned long long x) noexcept nogil
    int flexsim_count(unsigned long long x) noexcept nogil

cpdef int lowest(unsigned long long x) noexcept
cpdef int count(unsigned long long x) noexcept
