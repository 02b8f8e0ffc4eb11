// Runs the threads of one block.
#pragma once
#include "state.h"

/// What one OS thread needs to run blocks.
class BlockRunner
{
public:
    BlockRunner();
    BlockRunner(const BlockRunner&) = delete;

    /// Runs a block to its end.
    /// \param number The block's number in its grid.
    /// \param turn A number that orders the threads: another one, another order.
    CUresult run(const Launch& launch, u64 number, unsigned turn);

private:
    enum class Wait
    {
        Ready,
        Barrier,
        Exchange,
        Fault,
        Done,
    };

    struct Fiber : Thread
    {
        void* stack;
        Wait wait;
        int line;
        BarrierKind kind;
        FaultKind fault;
        u32 mask;
        u64 value; // An address after a fault.
    };

    static void start();
    static void fault(Thread* thread, int line, FaultKind kind, u64 address);
    static char* resolve(Thread* thread, int line, u64 address, u64 bytes);
    static u32 barrier(Thread* thread, int line, BarrierKind kind, u32 predicate);
    static u32 exchange(Thread* thread, int line, u32 mask, u64 value, u64* values);
    static u64 clock();

    void prepare(size_t local_bytes);
    void wait(Fiber& fiber, Wait what, int line);
    bool finish_exchanges(CUresult& result);
    bool finish_exchange(Fiber* warp, int lanes, int lane, CUresult& result);
    bool finish_barrier(CUresult& result);
    CUresult report_fault(const Fiber& fiber);
    CUresult fail(const char* why, const Fiber& a, const Fiber& b);

    static const Services services;

    Block block{};
    const Launch* launch = nullptr;
    std::vector<Fiber> fibers;
    Fiber* running = nullptr;
    int count = 0;
    char* stacks;
    std::vector<char> shared, local;
    u64 exchanged[device::Warp];
    u32 present = 0;
    void* scheduler = nullptr;
};
