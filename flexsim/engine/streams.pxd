cimport cython

ctypedef unsigned long long u64

cdef extern from *:
    """
    /* Philox 4x32-10 at an address and at the three indices behind it: side by side where the processor can. */
    typedef unsigned long long flexsim_u64;
    #if defined(__SSE2__) || defined(_M_X64)
    #include <emmintrin.h>
    /* Two counters in one register, a word in the lower half of each lane: a product looks at no other half. */
    static inline void flexsim_two(__m128i c0, __m128i c1, __m128i c2, __m128i c3, flexsim_u64 k0, flexsim_u64 k1, flexsim_u64 *bits) {
        const __m128i factor0 = _mm_set1_epi64x(0xD2511F53), factor1 = _mm_set1_epi64x(0xCD9E8D57);
        const __m128i step0 = _mm_set1_epi64x(0x9E3779B9), step1 = _mm_set1_epi64x(0xBB67AE85);
        __m128i key0 = _mm_set1_epi64x((long long)k0), key1 = _mm_set1_epi64x((long long)k1);
        int i;
        for (i = 0; i < 10; i++) {
            const __m128i product0 = _mm_mul_epu32(factor0, c0), product1 = _mm_mul_epu32(factor1, c2);
            c0 = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product1, 32), c1), key0);
            c2 = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(product0, 32), c3), key1);
            c1 = product1;
            c3 = product0;
            key0 = _mm_add_epi64(key0, step0);
            key1 = _mm_add_epi64(key1, step1);
        }
        c0 = _mm_and_si128(c0, _mm_set1_epi64x(0xFFFFFFFFLL));
        _mm_storeu_si128((__m128i *)bits, _mm_or_si128(_mm_slli_epi64(c1, 32), c0));
    }
    static inline void flexsim_four(flexsim_u64 entity, flexsim_u64 index, flexsim_u64 low, flexsim_u64 high, flexsim_u64 k0, flexsim_u64 k1, flexsim_u64 *bits) {
        const __m128i c1 = _mm_set1_epi64x((long long)entity);
        const __m128i c2 = _mm_set1_epi64x((long long)low), c3 = _mm_set1_epi64x((long long)high);
        flexsim_two(_mm_set_epi64x((long long)(index + 1), (long long)index), c1, c2, c3, k0, k1, bits);
        flexsim_two(_mm_set_epi64x((long long)(index + 3), (long long)(index + 2)), c1, c2, c3, k0, k1, bits + 2);
    }
    #else
    static inline void flexsim_four(flexsim_u64 entity, flexsim_u64 index, flexsim_u64 low, flexsim_u64 high, flexsim_u64 k0, flexsim_u64 k1, flexsim_u64 *bits) {
        int i, j;
        for (j = 0; j < 4; j++) {
            unsigned int c0 = (unsigned int)(index + j), c1 = (unsigned int)entity, c2 = (unsigned int)low, c3 = (unsigned int)high;
            unsigned int key0 = (unsigned int)k0, key1 = (unsigned int)k1;
            for (i = 0; i < 10; i++) {
                const flexsim_u64 product0 = 0xD2511F53ULL * c0, product1 = 0xCD9E8D57ULL * c2;
                c0 = (unsigned int)(product1 >> 32) ^ c1 ^ key0;
                c2 = (unsigned int)(product0 >> 32) ^ c3 ^ key1;
                c1 = (unsigned int)product1;
                c3 = (unsigned int)product0;
                key0 += 0x9E3779B9u;
                key1 += 0xBB67AE85u;
            }
            bits[j] = ((flexsim_u64)c1 << 32) | c0;
        }
    }
    #endif
    """
    void flexsim_four(u64 entity, u64 index, u64 low, u64 high, u64 k0, u64 k1, u64 *bits) noexcept nogil


@cython.final
cdef class Stream:
    cdef readonly u64 seed, replication
    cdef readonly str lane_text
    cdef public u64 lane_low, lane_high
    cdef double uniform(self, u64 entity, u64 index) noexcept
    cdef int four(self, u64 entity, u64 index, double[::1] numbers, Py_ssize_t place) except -1
    cpdef double draw(self, object entity, object index)
