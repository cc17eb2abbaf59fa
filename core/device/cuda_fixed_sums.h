// SPDX-License-Identifier: Apache-2.0
#pragma once
// Sums that many threads add to and that have the same bits whatever their order: in whole numbers
// of a unit that is chosen for each sum from the largest of its terms. For .cu files only.
//   1. raiseExponent(i, exponentOf(term)) for every term, 2. add(i, fixed(i, term)), 3. value(i)
#include "device/cuda_launch.h"
#include "device/cuda_whole_sums.h"

#include <type_traits>

namespace bozzetto {

template <class Scalar>
struct FixedSums {
    using Bits = std::conditional_t<sizeof(Scalar) == 4, uint32_t, unsigned long long>;
    static constexpr int kMantissa = sizeof(Scalar) == 4 ? 23 : 52;
    static constexpr uint32_t kNotFinite = sizeof(Scalar) == 4 ? 0xff : 0x7ff;
    static constexpr int kBias = sizeof(Scalar) == 4 ? 127 : 1023;

    WholeSum* sums;
    uint32_t* exponents;
    int bits;  // of the largest term: with the number of terms they fit 62

    /// `count` sums of at most `terms` terms each. Each keeps its largest term to 62 - log2(terms)
    /// bits. Scratch: 12 bytes a sum.
    static FixedSums make(int64_t count, int64_t terms, const CudaQueue& queue) {
        FixedSums s;
        s.sums = queue.scratch<WholeSum>(count);
        s.exponents = queue.scratch<uint32_t>(count);
        s.bits = 62;
        while (s.bits > 1 && terms > int64_t{1} << (62 - s.bits)) {
            --s.bits;
        }
        const cudaStream_t stream = streamOf(queue);
        const size_t n = static_cast<size_t>(count);
        checkCuda(cudaMemsetAsync(s.sums, 0, n * sizeof(*s.sums), stream), "cudaMemset");
        checkCuda(cudaMemsetAsync(s.exponents, 0, n * sizeof(*s.exponents), stream), "cudaMemset");
        return s;
    }

    /// The biased exponent of a term, kNotFinite for infinities and NaN.
    static __device__ __forceinline__ uint32_t exponentOf(Scalar term) {
        Bits bits;
        memcpy(&bits, &term, sizeof(bits));
        return static_cast<uint32_t>(bits >> kMantissa) & kNotFinite;
    }
    __device__ __forceinline__ void raiseExponent(int64_t i, uint32_t exponent) const {
        if (exponent > exponents[i]) {  // it only grows: what was read may be old, never too large
            atomicMax(exponents + i, exponent);
        }
    }

    /// A term below 2^(e + 1 - bias) in units of 2^(e + 1 - bias - bits).
    __device__ __forceinline__ long long fixed(int64_t i, Scalar term) const {
        const uint32_t e = exponents[i];
        return e == kNotFinite ? 0
                               : static_cast<long long>(
                                     rint(scalbn(static_cast<double>(term), bits - unitOf(e))));
    }
    __device__ __forceinline__ void add(int64_t i, long long value) const {
        if (value != 0) {
            addWhole(sums + i, value);
        }
    }
    /// NaN if a term was not finite.
    __device__ __forceinline__ Scalar value(int64_t i) const {
        const uint32_t e = exponents[i];
        return e == kNotFinite ? Scalar(NAN)
                               : static_cast<Scalar>(scalbn(wholeValue(sums[i]), unitOf(e) - bits));
    }

private:
    static __device__ __forceinline__ int unitOf(uint32_t e) {
        return static_cast<int>(e) + 1 - kBias;
    }
};

}  // namespace bozzetto
