// What compiled kernels and the driver know of each other. The source of every kernel is compiled behind prelude.h, which includes this.
#pragma once

struct uint3
{
    unsigned x, y, z;
};

struct dim3
{
    unsigned x, y, z;
};

/// The block that a thread belongs to.
struct EmulatedBlock
{
    uint3 index;
    dim3 size;
    dim3 grid;
    void* dynamic_shared;
};

/// A thread of a block while the block runs.
struct EmulatedThread
{
    uint3 index;
    const EmulatedBlock* block;
};

/// A kernel as its module exports it, under its own name behind emulated_kernel_.
struct EmulatedKernel
{
    void (*call)(void** arguments);
    int count;
    const unsigned* sizes;
    int max_threads; // Of __launch_bounds__, otherwise 0.
    int waits;       // 0 when no thread ever waits for another, so that threads need no stacks of their own.
    int flushes;     // 0 when denormals are kept, otherwise they are zeros.
};

enum EmulatedVote
{
    EMULATED_BARRIER,
    EMULATED_COUNT,
    EMULATED_AND,
    EMULATED_OR,
};

extern "C"
{
/// The thread that this OS thread runs now.
extern __thread EmulatedThread* emulated_thread __attribute__((tls_model("initial-exec")));

/// Waits for all threads of the block. The line tells barriers apart.
int emulated_barrier(int line, int vote, int predicate);

/// Waits for the lanes of a mask and takes the value of one of them.
unsigned long long emulated_shuffle(int line, unsigned mask, unsigned long long value, int source);
}
