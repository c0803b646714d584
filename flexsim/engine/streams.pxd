cimport cython

ctypedef unsigned long long u64

cdef extern from *:
    """
    /* Philox 4x32-10 at four addresses, side by side: one key, one entity, each its index and its lane. */
    typedef unsigned long long flexsim_u64;
    #if defined(__GNUC__) && defined(__x86_64__)
    #include <immintrin.h>
    #define flexsim_can_side_by_side __builtin_cpu_supports("avx2")
    /* A word in the lower half of each lane: a product looks at no other half. */
    __attribute__((target("avx2"), unused)) static void flexsim_side_by_side(
        flexsim_u64 first, flexsim_u64 step, flexsim_u64 entity, const flexsim_u64 *lanes, flexsim_u64 k0, flexsim_u64 k1, double *numbers
    ) {
        const __m256i factor0 = _mm256_set1_epi64x(0xD2511F53), factor1 = _mm256_set1_epi64x(0xCD9E8D57);
        __m256i step0 = _mm256_set1_epi64x(0x9E3779B9), step1 = _mm256_set1_epi64x(0xBB67AE85);
        const __m256i one = _mm256_castpd_si256(_mm256_set1_pd(1.0));
        __m256i c0 = _mm256_set_epi64x((long long)(first + 3 * step), (long long)(first + 2 * step), (long long)(first + step), (long long)first);
        __m256i c1 = _mm256_set1_epi64x((long long)entity);
        __m256i c2 = _mm256_set_epi64x((long long)lanes[3], (long long)lanes[2], (long long)lanes[1], (long long)lanes[0]);
        __m256i c3 = _mm256_srli_epi64(c2, 32);
        __m256i key0 = _mm256_set1_epi64x((long long)k0), key1 = _mm256_set1_epi64x((long long)k1);
        int i;
        __asm__("" : "+x"(step0), "+x"(step1)); /* or gcc sums them up ahead, and loads twenty constants */
        for (i = 0; i < 10; i++) {
            const __m256i product0 = _mm256_mul_epu32(factor0, c0), product1 = _mm256_mul_epu32(factor1, c2);
            c0 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product1, 32), c1), key0);
            c2 = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(product0, 32), c3), key1);
            c1 = product1;
            c3 = product0;
            key0 = _mm256_add_epi64(key0, step0);
            key1 = _mm256_add_epi64(key1, step1);
        }
        /* 52 bits behind the point of a number from 1 to 2, less 1, and half a step: all exact. */
        c0 = _mm256_blend_epi32(_mm256_slli_epi64(c1, 32), c0, 0x55);
        c0 = _mm256_or_si256(_mm256_srli_epi64(c0, 12), one);
        _mm256_storeu_pd(numbers, _mm256_add_pd(_mm256_sub_pd(_mm256_castsi256_pd(c0), _mm256_castsi256_pd(one)), _mm256_set1_pd(0.5 / 4503599627370496.0)));
    }
    #else
    #define flexsim_can_side_by_side 0
    #define flexsim_side_by_side(first, step, entity, lanes, k0, k1, numbers)
    #endif
    """
    bint flexsim_can_side_by_side
    void flexsim_side_by_side(u64 first, u64 step, u64 entity, u64 *lanes, u64 k0, u64 k1, double *numbers) noexcept nogil


@cython.final
cdef class Stream:
    cdef readonly u64 seed, replication
    cdef readonly str lane_text
    cdef public u64 lane
    cdef double uniform(self, u64 entity, u64 index) noexcept
    cdef int four(self, u64 entity, u64 index, double *numbers) except -1
    cdef int abreast(self, Stream second, Stream third, Stream fourth, u64 entity, u64 index, double *numbers) except -1
    cpdef double draw(self, object entity, object index)
