// What translated kernels and the driver know of each other. Translated kernels are compiled behind prelude.h, which includes this.
#pragma once

using s8 = signed char;
using u8 = unsigned char;
using s16 = short;
using u16 = unsigned short;
using s32 = int;
using u32 = unsigned;
using s64 = long long;
using u64 = unsigned long long;
using f32 = float;
using f64 = double;

// Device addresses are no addresses of the host, so whoever mixes them up faults. Shared and local memory have windows in the
// generic space.
constexpr u64 DeviceBase = (u64)1 << 56;
constexpr u64 DeviceSpan = (u64)1 << 36;
constexpr u64 SharedBase = (u64)2 << 56;
constexpr u64 LocalBase = (u64)3 << 56;
constexpr u64 WindowSpan = (u64)1 << 32;

/// Every allocation begins with a granule of its own: one look at a table says how far its memory goes.
constexpr int GranuleBits = 16;

constexpr unsigned char Noise = 0xfb;

enum FaultKind
{
    FaultAddress,
    FaultAlignment,
    FaultTrap,
};

enum BarrierKind
{
    BarrierPlain,
    BarrierCount,
    BarrierAnd,
    BarrierOr,
};

struct Thread;

/// What kernels ask of the driver. The line is that of the PTX instruction.
struct Services
{
    /// Ends the kernel with an error.
    void (*fault)(Thread* thread, int line, FaultKind kind, u64 address);

    /// The host's address of a generic one, which is checked.
    char* (*resolve)(Thread* thread, int line, u64 address, u64 bytes);

    /// Waits for all threads of the block.
    u32 (*barrier)(Thread* thread, int line, BarrierKind kind, u32 predicate);

    /// Waits for the lanes of a mask and takes what all of them bring.
    /// \return The lanes that are there.
    u32 (*exchange)(Thread* thread, int line, u32 mask, u64 value, u64* values);

    u64 (*clock)();
};

/// The block that threads belong to.
struct Block
{
    u32 index[3], size[3], grid[3];
    u32 shared_bytes, dynamic_bytes;
    char* shared;
    const char* parameters;
    char* memory;
    const u64* limits; // For each granule of device memory, where the allocation that has it ends: an offset, or 0.
    const Services* services;
};

/// A thread of a block while the block runs.
struct Thread
{
    u32 index[3];
    u32 lane, warp;
    const Block* block;
    char* local;
    u32 local_bytes, local_limit; // In use, and there at all.
};

/// A kernel as its library exports it.
using KernelEntry = void (*)(Thread*);
