// CUDA C++ for a C++ compiler: the words, built-in variables and functions that generated kernels use. What is not here does not compile.
#pragma once
#include "kernel.h"

#define __global__
#define __device__
#define __host__
#define __forceinline__ inline __attribute__((always_inline))
#define __noinline__ __attribute__((noinline))
#define __align__(bytes) __attribute__((aligned(bytes)))
#define __launch_bounds__(...)
#define __shared__ static __thread

#define threadIdx (emulated_thread->index)
#define blockIdx (emulated_thread->block->index)
#define blockDim (emulated_thread->block->size)
#define gridDim (emulated_thread->block->grid)

struct __align__(16) float4
{
    float x, y, z, w;
};

#define __syncthreads() ((void)emulated_barrier(__LINE__, EMULATED_BARRIER, 0))
#define __syncthreads_count(predicate) emulated_barrier(__LINE__, EMULATED_COUNT, (predicate) != 0)
#define __syncthreads_and(predicate) emulated_barrier(__LINE__, EMULATED_AND, (predicate) != 0)
#define __syncthreads_or(predicate) emulated_barrier(__LINE__, EMULATED_OR, (predicate) != 0)
#define __syncwarp() ((void)emulated_shuffle(__LINE__, 0xffffffffu, 0, emulated_lane()))

#define __shfl_sync(mask, value, source) emulated_shuffle_typed(__LINE__, mask, value, emulated_index(source))
#define __shfl_up_sync(mask, value, delta) emulated_shuffle_typed(__LINE__, mask, value, emulated_up(delta))
#define __shfl_down_sync(mask, value, delta) emulated_shuffle_typed(__LINE__, mask, value, emulated_down(delta))
#define __shfl_xor_sync(mask, value, lanes) emulated_shuffle_typed(__LINE__, mask, value, emulated_xor(lanes))

static inline int emulated_lane()
{
    return (int)((threadIdx.z * blockDim.y + threadIdx.y) * blockDim.x + threadIdx.x) & 31;
}

static inline int emulated_index(int source) { return source & 31; }
static inline int emulated_up(unsigned delta) { return (unsigned)emulated_lane() < delta ? emulated_lane() : emulated_lane() - (int)delta; }
static inline int emulated_down(unsigned delta) { return emulated_lane() + delta > 31 ? emulated_lane() : emulated_lane() + (int)delta; }
static inline int emulated_xor(int lanes) { return (emulated_lane() ^ lanes) & 31; }

// One overload for each type that CUDA has.
#define EMULATED_SHUFFLE(type)                                                                                 \
    static inline type emulated_shuffle_typed(int line, unsigned mask, type value, int source)                 \
    {                                                                                                          \
        unsigned long long bits = 0;                                                                           \
        __builtin_memcpy(&bits, &value, sizeof(type));                                                         \
        bits = emulated_shuffle(line, mask, bits, source);                                                     \
        __builtin_memcpy(&value, &bits, sizeof(type));                                                         \
        return value;                                                                                          \
    }
EMULATED_SHUFFLE(int)
EMULATED_SHUFFLE(unsigned)
EMULATED_SHUFFLE(long)
EMULATED_SHUFFLE(unsigned long)
EMULATED_SHUFFLE(long long)
EMULATED_SHUFFLE(unsigned long long)
EMULATED_SHUFFLE(float)
EMULATED_SHUFFLE(double)

static inline void __threadfence() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
static inline void __threadfence_block() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
static inline void __threadfence_system() { __atomic_thread_fence(__ATOMIC_SEQ_CST); }

template <typename To, typename From>
static inline To emulated_bits(From value)
{
    static_assert(sizeof(To) == sizeof(From));
    To bits;
    __builtin_memcpy(&bits, &value, sizeof bits);
    return bits;
}

static inline int __float_as_int(float value) { return emulated_bits<int>(value); }
static inline float __int_as_float(int value) { return emulated_bits<float>(value); }
static inline long long __double_as_longlong(double value) { return emulated_bits<long long>(value); }
static inline double __longlong_as_double(long long value) { return emulated_bits<double>(value); }
static inline int __popc(unsigned value) { return __builtin_popcount(value); }
static inline int __popcll(unsigned long long value) { return __builtin_popcountll(value); }
static inline int __clz(int value) { return value == 0 ? 32 : __builtin_clz((unsigned)value); }
static inline int __clzll(long long value) { return value == 0 ? 64 : __builtin_clzll((unsigned long long)value); }
static inline int __ffs(int value) { return __builtin_ffs(value); }
static inline int __ffsll(long long value) { return __builtin_ffsll(value); }

// Atomic operations: one overload for each type that CUDA has, with relaxed order, as CUDA's are.
#define EMULATED_FETCH(name, operation, type) \
    static inline type name(type* target, type value) { return __atomic_##operation(target, value, __ATOMIC_RELAXED); }
#define EMULATED_LOOP(name, type, bits, changed)                                                                              \
    static inline type name(type* target, type value)                                                                         \
    {                                                                                                                         \
        bits* cell = (bits*)target;                                                                                           \
        bits found = __atomic_load_n(cell, __ATOMIC_RELAXED);                                                                 \
        while (true)                                                                                                          \
        {                                                                                                                     \
            type old = emulated_bits<type>(found);                                                                            \
            bits next = emulated_bits<bits>((type)(changed));                                                                 \
            if (__atomic_compare_exchange_n(cell, &found, next, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) return old;       \
        }                                                                                                                     \
    }
#define EMULATED_INTEGERS(type)                                             \
    EMULATED_FETCH(atomicAdd, fetch_add, type)                              \
    EMULATED_FETCH(atomicAnd, fetch_and, type)                              \
    EMULATED_FETCH(atomicOr, fetch_or, type)                                \
    EMULATED_FETCH(atomicXor, fetch_xor, type)                              \
    EMULATED_FETCH(atomicExch, exchange_n, type)                            \
    EMULATED_LOOP(atomicMin, type, type, old < value ? old : value)         \
    EMULATED_LOOP(atomicMax, type, type, old > value ? old : value)         \
    static inline type atomicCAS(type* target, type compare, type value)    \
    {                                                                       \
        __atomic_compare_exchange_n(target, &compare, value, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED); \
        return compare;                                                     \
    }
EMULATED_INTEGERS(int)
EMULATED_INTEGERS(unsigned)
EMULATED_INTEGERS(unsigned long long)
EMULATED_FETCH(atomicSub, fetch_sub, int)
EMULATED_FETCH(atomicSub, fetch_sub, unsigned)
EMULATED_LOOP(atomicMin, long long, long long, old < value ? old : value)
EMULATED_LOOP(atomicMax, long long, long long, old > value ? old : value)
EMULATED_LOOP(atomicAdd, float, unsigned, old + value)
EMULATED_LOOP(atomicAdd, double, unsigned long long, old + value)
EMULATED_LOOP(atomicExch, float, unsigned, (old, value))

// Mathematics: the C library's.
#define EMULATED_MATH1(name) float name##f(float); double name(double);
#define EMULATED_MATH2(name) float name##f(float, float); double name(double, double);
extern "C"
{
EMULATED_MATH1(sqrt) EMULATED_MATH1(cbrt) EMULATED_MATH1(exp) EMULATED_MATH1(log) EMULATED_MATH1(log2) EMULATED_MATH1(log10)
EMULATED_MATH1(sin) EMULATED_MATH1(cos) EMULATED_MATH1(tan) EMULATED_MATH1(asin) EMULATED_MATH1(acos) EMULATED_MATH1(atan)
EMULATED_MATH1(sinh) EMULATED_MATH1(cosh) EMULATED_MATH1(tanh) EMULATED_MATH1(asinh) EMULATED_MATH1(acosh) EMULATED_MATH1(atanh)
EMULATED_MATH1(floor) EMULATED_MATH1(ceil) EMULATED_MATH1(trunc) EMULATED_MATH1(rint) EMULATED_MATH1(round) EMULATED_MATH1(fabs)
EMULATED_MATH2(pow) EMULATED_MATH2(atan2) EMULATED_MATH2(fmod) EMULATED_MATH2(remainder) EMULATED_MATH2(copysign)
float fmaf(float, float, float);
double fma(double, double, double);
float ldexpf(float, int);
double ldexp(double, int);
}

/// Takes a kernel's arguments from where the driver keeps them.
template <auto Kernel>
struct EmulatedCall;

template <typename... Parameters, void (*Kernel)(Parameters...)>
struct EmulatedCall<Kernel>
{
    static constexpr int count = sizeof...(Parameters);
    static constexpr unsigned sizes[] = { sizeof(Parameters)..., 0 };

    template <int... Indices>
    struct List
    {
    };

    template <int... Indices>
    static void each(void** arguments, List<Indices...>)
    {
        Kernel(*(Parameters*)arguments[Indices]...);
    }

    static void call(void** arguments) { each(arguments, List<__integer_pack(count)...>{}); }
};

#define EMULATED_KERNEL(name, max_threads, waits, flushes)                                                     \
    extern "C" __attribute__((visibility("default"))) const EmulatedKernel emulated_kernel_##name = {        \
        EmulatedCall<&name>::call, EmulatedCall<&name>::count, EmulatedCall<&name>::sizes, max_threads, waits, flushes };
