// What translated kernels are made of. The compiler reads this with each of them, so it includes nothing of the system's.
#pragma once
#include "kernel.h"

#define INLINE static inline __attribute__((always_inline))
#define NOISE 0xfbfbfbfbfbfbfbfbull
#define UNLIKELY(condition) __builtin_expect((condition) != 0, 0)

#define AS_U32(value) __builtin_bit_cast(u32, (f32)(value))
#define AS_U64(value) __builtin_bit_cast(u64, (f64)(value))
#define AS_F32(value) __builtin_bit_cast(f32, (u32)(value))
#define AS_F64(value) __builtin_bit_cast(f64, (u64)(value))

/// Local memory of a function while it runs.
struct LocalFrame
{
    Thread* thread;
    u32 begin;

    ~LocalFrame() { thread->local_bytes = begin; }
};

#define ENVIRONMENT(local)                                                       \
    const Block* const block = t->block;                                         \
    char* const memory = block->memory;                                          \
    const u64* const limits = block->limits;                                     \
    char* const shared = block->shared;                                          \
    const u64 shared_bytes = block->shared_bytes;                                \
    const char* const parameters = block->parameters;                            \
    const u64 frame = t->local_bytes;                                            \
    LocalFrame local_frame{ t, (u32)frame };                                     \
    take_local(t, local);

__attribute__((noinline, noreturn, cold)) static void fault_here(Thread* t, int line, FaultKind kind, u64 address)
{
    t->block->services->fault(t, line, kind, address);
    __builtin_unreachable();
}

__attribute__((noinline, noreturn, cold)) static void fault_access(Thread* t, int line, u64 address, u64 bytes)
{
    fault_here(t, line, address % bytes != 0 ? FaultAlignment : FaultAddress, address);
}

INLINE void take_local(Thread* t, u32 bytes)
{
    if (bytes == 0)
        return;
    if (t->local_bytes + bytes > t->local_limit)
        fault_here(t, 0, FaultAddress, LocalBase + t->local_bytes);
    __builtin_memset(t->local + t->local_bytes, Noise, bytes);
    t->local_bytes += bytes;
}

// The host's address of an access, of a number of bytes that is a power of two. Each is checked: that is all that keeps kernels in their
// memory. One branch, so that the compiler has less to do.
#define OUTSIDE_GLOBAL(offset, bytes)                                                                           \
    (((offset) >> 36) | (((offset) & ((bytes) - 1)))                                                            \
        | ((offset) + (bytes) > limits[((offset) & (DeviceSpan - 1)) >> GranuleBits]))

#define AT_GLOBAL(address, bytes, line)                                          \
    ({                                                                           \
        u64 offset_ = (u64)(address) - DeviceBase;                               \
        if (UNLIKELY(OUTSIDE_GLOBAL(offset_, bytes)))                            \
            fault_access(t, line, offset_ + DeviceBase, bytes);                  \
        memory + offset_;                                                        \
    })

#define AT_GENERIC(address, bytes, line)                                         \
    ({                                                                           \
        u64 offset_ = (u64)(address) - DeviceBase;                               \
        char* host_ = memory + offset_;                                          \
        if (UNLIKELY(OUTSIDE_GLOBAL(offset_, bytes)))                            \
            host_ = block->services->resolve(t, line, offset_ + DeviceBase, bytes); \
        host_;                                                                   \
    })

#define AT_SHARED(address, bytes, line)                                          \
    ({                                                                           \
        u64 offset_ = (u64)(address);                                            \
        if (UNLIKELY((offset_ >> 32) | (offset_ & ((bytes) - 1)) | (offset_ + (bytes) > shared_bytes))) \
            fault_access(t, line, SharedBase + offset_, bytes);                  \
        shared + offset_;                                                        \
    })

#define AT_LOCAL(address, bytes, line)                                           \
    ({                                                                           \
        u64 offset_ = (u64)(address);                                            \
        if (UNLIKELY((offset_ >> 32) | (offset_ & ((bytes) - 1)) | (offset_ + (bytes) > t->local_bytes))) \
            fault_access(t, line, LocalBase + offset_, bytes);                   \
        t->local + offset_;                                                      \
    })

// Floating point.
extern "C"
{
f32 sinf(f32); f32 cosf(f32); f32 log2f(f32); f32 exp2f(f32); f32 tanhf(f32);
f64 sin(f64); f64 cos(f64); f64 log2(f64); f64 exp2(f64); f64 tanh(f64);
}

#define FLOATS(T, suffix)                                                                                 \
    INLINE T min_##T(T a, T b) { return a < b ? a : b < a ? b : a != a ? b : __builtin_signbit(a) ? a : b == b ? b : a; } \
    INLINE T max_##T(T a, T b) { return a > b ? a : b > a ? b : a != a ? b : __builtin_signbit(a) && b == b ? b : a; }    \
    INLINE T nan_min_##T(T a, T b) { return a != a ? a : b != b ? b : min_##T(a, b); }                    \
    INLINE T nan_max_##T(T a, T b) { return a != a ? a : b != b ? b : max_##T(a, b); }                    \
    INLINE T reciprocal_##T(T a) { return 1 / a; }                                                        \
    INLINE T square_root_##T(T a) { return __builtin_sqrt##suffix(a); }                                   \
    INLINE T inverse_root_##T(T a) { return 1 / __builtin_sqrt##suffix(a); }                              \
    INLINE T sine_##T(T a) { return sin##suffix(a); }                                                     \
    INLINE T cosine_##T(T a) { return cos##suffix(a); }                                                   \
    INLINE T logarithm_##T(T a) { return log2##suffix(a); }                                               \
    INLINE T exponential_##T(T a) { return exp2##suffix(a); }                                             \
    INLINE T hyperbolic_tangent_##T(T a) { return tanh##suffix(a); }                                      \
    INLINE T round_even(T a) { return __builtin_rint##suffix(a); }                                        \
    INLINE T round_zero(T a) { return __builtin_trunc##suffix(a); }                                       \
    INLINE T round_down(T a) { return __builtin_floor##suffix(a); }                                       \
    INLINE T round_up(T a) { return __builtin_ceil##suffix(a); }                                          \
    INLINE T saturate(T a) { return a > 0 ? a < 1 ? a : 1 : 0; }
FLOATS(f32, f)
FLOATS(f64, )
#undef FLOATS

/// Numbers that are too large become the nearest there is, and what is no number becomes 0.
template <typename To, typename From>
INLINE To to_integer(From value)
{
    constexpr bool is_signed = (To)-1 < 0;
    constexpr int bits = sizeof(To) * 8 - is_signed;
    constexpr To largest = (To)(~(u64)0 >> (64 - bits)), smallest = is_signed ? (To)(-largest - 1) : (To)0;
    const From limit = 2 * (From)((u64)1 << (bits - 1));
    return value != value ? 0 : value >= limit ? largest : value <= (From)smallest ? smallest : (To)value;
}

INLINE f32 from_bf16(u16 bits) { return AS_F32((u32)bits << 16); }

INLINE u16 to_bf16(f32 value)
{
    u32 bits = AS_U32(value);
    return value != value ? 0x7fff : (u16)((bits + 0x7fff + (bits >> 16 & 1)) >> 16);
}

static f32 from_f16(u16 half)
{
    u32 sign = (u32)(half & 0x8000) << 16, exponent = half >> 10 & 31, fraction = half & 1023;
    if (exponent == 0)
        return AS_F32(sign | AS_U32((f32)fraction * 0x1p-24f));
    return AS_F32(sign | (exponent == 31 ? 0x7f800000 : (exponent + 112) << 23) | fraction << 13);
}

static u16 to_f16(f32 value)
{
    u32 bits = AS_U32(value), sign = bits >> 16 & 0x8000, magnitude = bits & 0x7fffffff;
    if (magnitude > 0x7f800000)
        return 0x7fff;
    if (magnitude >= 0x477ff000) // 65520, which rounds to what is too large.
        return (u16)(sign | 0x7c00);
    if (magnitude < 0x38800000) // Denormals: the last bit of the sum is the last of the half.
        return (u16)(sign | (AS_U32(AS_F32(magnitude) + 0.5f) - 0x3f000000));
    return (u16)(sign | ((magnitude - 0x38000000 + 0xfff + (magnitude >> 13 & 1)) >> 13));
}

// Integers.
template <typename T>
INLINE T int_min(T a, T b) { return a < b ? a : b; }

template <typename T>
INLINE T int_max(T a, T b) { return a > b ? a : b; }

template <typename To, typename From>
INLINE To clamp_integer(From value)
{
    constexpr bool is_signed = (To)-1 < 0;
    constexpr To largest = (To)(~(u64)0 >> (64 - sizeof(To) * 8 + is_signed)), smallest = is_signed ? (To)(-largest - 1) : (To)0;
    __int128 wide = value;
    return wide < smallest ? smallest : wide > largest ? largest : (To)value;
}

INLINE u64 mul_hi(u64 a, u64 b) { return (u64)((unsigned __int128)a * b >> 64); }
INLINE s64 mul_hi(s64 a, s64 b) { return (s64)((__int128)a * b >> 64); }
INLINE u32 mul_hi(u32 a, u32 b) { return (u32)((u64)a * b >> 32); }
INLINE s32 mul_hi(s32 a, s32 b) { return (s32)((s64)a * b >> 32); }
INLINE u16 mul_hi(u16 a, u16 b) { return (u16)((u32)a * b >> 16); }
INLINE s16 mul_hi(s16 a, s16 b) { return (s16)((s32)a * b >> 16); }

/// PTX leaves open what division by zero gives.
template <typename T>
INLINE T divide(T a, T b) { return b == 0 ? (T)-1 : b == (T)-1 && (T)-1 < 0 ? (T)-a : a / b; }

template <typename T>
INLINE T remainder(T a, T b) { return b == 0 ? a : b == (T)-1 && (T)-1 < 0 ? 0 : a % b; }

INLINE u32 bits_popc(u32 a) { return (u32)__builtin_popcount(a); }
INLINE u32 bits_popc(u64 a) { return (u32)__builtin_popcountll(a); }
INLINE u32 bits_clz(u32 a) { return a == 0 ? 32 : (u32)__builtin_clz(a); }
INLINE u32 bits_clz(u64 a) { return a == 0 ? 64 : (u32)__builtin_clzll(a); }
INLINE u32 bits_bfind(u32 a) { return 31 - bits_clz(a); }
INLINE u32 bits_bfind(u64 a) { return 63 - bits_clz(a); }
INLINE u32 bits_bfind(s32 a) { return bits_bfind((u32)(a < 0 ? ~a : a)); }
INLINE u32 bits_bfind(s64 a) { return bits_bfind((u64)(a < 0 ? ~a : a)); }

template <typename T>
INLINE T bits_brev(T a)
{
    T result = 0;
    for (unsigned i = 0; i < sizeof(T) * 8; i++)
        result = (T)(result << 1 | (a >> i & 1));
    return result;
}

template <typename T>
INLINE T bits_bfe(T a, u32 start, u32 count)
{
    constexpr u32 width = sizeof(T) * 8;
    start &= 255, count &= 255;
    T sign = (T)-1 < 0 && count > 0 ? (T)((a >> int_min(start + count - 1, width - 1)) & 1 ? -1 : 0) : (T)0;
    T shifted = start >= width ? sign : (T)(a >> start);
    if (count >= width)
        return shifted;
    T mask = (T)(((u64)1 << count) - 1);
    return (T)((shifted & mask) | (sign & ~mask));
}

template <typename T>
INLINE T bits_bfi(T a, T b, u32 start, u32 count)
{
    constexpr u32 width = sizeof(T) * 8;
    start &= 255, count &= 255;
    if (start >= width)
        return b;
    T mask = (T)((count >= width ? ~(u64)0 : ((u64)1 << count) - 1) << start);
    return (T)((b & ~mask) | ((a << start) & mask));
}

INLINE u32 bits_prmt(u32 a, u32 b, u32 selector)
{
    u64 both = (u64)b << 32 | a;
    u32 result = 0;
    for (int i = 0; i < 4; i++)
    {
        u32 wanted = selector >> (4 * i) & 15, byte = (u32)(both >> (8 * (wanted & 7))) & 255;
        result |= ((wanted & 8) != 0 ? (byte & 128) != 0 ? 255u : 0u : byte) << (8 * i);
    }
    return result;
}

INLINE u32 bits_lop3(u32 a, u32 b, u32 c, u32 table)
{
    u32 result = 0;
    for (int i = 0; i < 8; i++)
        result |= (table >> i & 1) != 0 ? ((i & 4) != 0 ? a : ~a) & ((i & 2) != 0 ? b : ~b) & ((i & 1) != 0 ? c : ~c) : 0;
    return result;
}

// Atomic operations: blocks run at the same time.
template <int bytes>
struct CellOf;
template <>
struct CellOf<4> { using Type = u32; };
template <>
struct CellOf<8> { using Type = u64; };

template <typename T>
INLINE T compare_and_swap(T* at, T expected, T wanted)
{
    using Cell = typename CellOf<sizeof(T)>::Type;
    Cell found = __builtin_bit_cast(Cell, expected);
    __atomic_compare_exchange_n((Cell*)at, &found, __builtin_bit_cast(Cell, wanted), false, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return __builtin_bit_cast(T, found);
}

#define ATOMIC(T, at, operand, result, changed)                                                       \
    {                                                                                                 \
        using Cell = CellOf<sizeof(T)>::Type;                                                         \
        T a = operand, old;                                                                           \
        Cell seen = __atomic_load_n((Cell*)at, __ATOMIC_SEQ_CST);                                     \
        do                                                                                            \
            old = __builtin_bit_cast(T, seen);                                                        \
        while (!__atomic_compare_exchange_n((Cell*)at, &seen, __builtin_bit_cast(Cell, (T)(changed)), false, __ATOMIC_SEQ_CST, \
            __ATOMIC_SEQ_CST));                                                                       \
        result = old;                                                                                 \
    }

// Warps.
enum ShuffleMode
{
    Shuffle_up,
    Shuffle_down,
    Shuffle_bfly,
    Shuffle_idx,
};

struct Shuffled
{
    u32 value;
    bool valid;
};

INLINE u32 warps(const Thread* t)
{
    const u32* size = t->block->size;
    return (size[0] * size[1] * size[2] + 31) / 32;
}

static void meet(Thread* t, int line, u32 mask)
{
    u64 values[32];
    t->block->services->exchange(t, line, mask, 0, values);
}

static Shuffled shuffle(Thread* t, int line, ShuffleMode mode, u32 value, u32 by, u32 clamps, u32 mask)
{
    u64 values[32];
    t->block->services->exchange(t, line, mask, value, values);
    int lane = (int)t->lane, segment = (int)(clamps >> 8 & 31), last = (lane & segment) | ((int)(clamps & 31) & ~segment);
    int step = (int)(by & 31);
    int source = mode == Shuffle_up ? lane - step : mode == Shuffle_down ? lane + step
        : mode == Shuffle_bfly      ? lane ^ step : (lane & segment) | (step & ~segment);
    bool valid = mode == Shuffle_up ? source >= last : source <= last;
    return { (u32)values[valid ? source : lane], valid };
}

/// \return The lanes that are there.
static u32 vote(Thread* t, int line, bool predicate, u32 mask, u32* votes)
{
    u64 values[32];
    u32 present = t->block->services->exchange(t, line, mask, predicate, values);
    *votes = 0;
    for (u32 lane = 0; lane < 32; lane++)
        *votes |= (present >> lane & 1) != 0 && values[lane] != 0 ? 1u << lane : 0;
    return present;
}

static u32 vote_ballot(Thread* t, int line, bool predicate, u32 mask)
{
    u32 votes;
    vote(t, line, predicate, mask, &votes);
    return votes;
}

static bool vote_all(Thread* t, int line, bool predicate, u32 mask)
{
    u32 votes;
    return vote(t, line, predicate, mask, &votes) == votes;
}

static bool vote_any(Thread* t, int line, bool predicate, u32 mask)
{
    return vote_ballot(t, line, predicate, mask) != 0;
}

static bool vote_uni(Thread* t, int line, bool predicate, u32 mask)
{
    u32 votes;
    return vote(t, line, predicate, mask, &votes) == votes || votes == 0;
}

template <typename T, typename Function>
static T reduce(Thread* t, int line, T value, u32 mask, Function combine)
{
    u64 values[32];
    u32 present = t->block->services->exchange(t, line, mask, (u64)value, values);
    T result = value;
    bool first = true;
    for (u32 lane = 0; lane < 32; lane++)
    {
        if ((present >> lane & 1) == 0)
            continue;
        result = first ? (T)values[lane] : combine(result, (T)values[lane]);
        first = false;
    }
    return result;
}
