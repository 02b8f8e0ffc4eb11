// Runs the threads of one block.
#pragma once
#include "kernel.h"
#include "state.h"

/// What one OS thread needs to run blocks.
class BlockRunner
{
public:
    BlockRunner();
    BlockRunner(const BlockRunner&) = delete;

    /// Runs a block to its end.
    /// \param turn A number that orders the threads: another one, another order.
    CUresult run(const Launch& launch, void** arguments, uint3 index, unsigned turn);

private:
    friend int emulated_barrier(int, int, int);
    friend unsigned long long emulated_shuffle(int, unsigned, unsigned long long, int);

    enum class Wait
    {
        Ready,
        Barrier,
        Shuffle,
        Done,
    };

    struct Thread : EmulatedThread
    {
        void* stack;
        Wait wait;
        int line;
        int vote;
        unsigned mask;
        int source;
        unsigned long long value;
    };

    static void start();
    void yield(Thread& thread);
    CUresult run_alone();
    CUresult run_together(unsigned turn);
    bool finish_shuffles(CUresult& result);
    bool finish_barrier(CUresult& result);
    CUresult fail(const char* why, const Thread& a, const Thread& b);

    EmulatedBlock block{};
    const Launch* launch = nullptr;
    void** arguments = nullptr;
    std::vector<Thread> threads;
    int count = 0;
    char* stacks;
    char* shared;
    void* scheduler = nullptr;
};
