// The threads of a block are fibers of one OS thread. Between two barriers they run one after another, in an order that changes, so that a
// barrier that is missing shows in the results; shared memory starts as noise.
#include "block.h"
#include "denormals.h"
#include "fiber.h"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <sys/mman.h>

namespace
{
constexpr size_t Page = 4096;
constexpr size_t StackBytes = 512 << 10;

thread_local BlockRunner* runner = nullptr;
}

const Services BlockRunner::services = { fault, resolve, barrier, exchange, clock };

BlockRunner::BlockRunner() : fibers(device::MaxThreads)
{
    size_t bytes = device::MaxThreads * StackBytes;
    void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        std::abort();
    stacks = (char*)memory;
    for (int i = 0; i < device::MaxThreads; i++)
        mprotect(stacks + i * StackBytes, Page, PROT_NONE);
    runner = this;
}

CUresult BlockRunner::run(const Launch& wanted, u64 number, unsigned turn)
{
    launch = &wanted;
    const u32* grid = wanted.grid;
    block.index[0] = (u32)(number % grid[0]);
    block.index[1] = (u32)(number / grid[0] % grid[1]);
    block.index[2] = (u32)(number / grid[0] / grid[1]);
    prepare(wanted.kernel->local_bytes);
    Denormals denormals(wanted.kernel->flushes);
    CUresult result = CUDA_SUCCESS;
    for (unsigned round = turn;; round++)
    {
        for (int i = 0; i < count; i++)
        {
            Fiber& fiber = fibers[round % 2 == 0 ? i : count - 1 - i];
            if (fiber.wait != Wait::Ready)
                continue;
            running = &fiber;
            switch_fiber(&scheduler, fiber.stack);
            if (fiber.wait == Wait::Fault)
                return report_fault(fiber);
        }
        bool moved = finish_exchanges(result);
        moved |= result == CUDA_SUCCESS && !moved && finish_barrier(result);
        if (result != CUDA_SUCCESS)
            return result;
        if (moved)
            continue;
        auto waiting = std::find_if(&fibers[0], &fibers[count], [](const Fiber& fiber) { return fiber.wait != Wait::Done; });
        return waiting == &fibers[count] ? CUDA_SUCCESS : fail("threads wait for each other forever", *waiting, *waiting);
    }
}

void BlockRunner::prepare(size_t local_bytes)
{
    size_t bytes = launch->kernel->shared_bytes + launch->dynamic_bytes;
    shared.assign(bytes + 16, (char)Noise);
    std::copy(launch->block, launch->block + 3, block.size);
    std::copy(launch->grid, launch->grid + 3, block.grid);
    block.shared_bytes = (u32)bytes;
    block.dynamic_bytes = (u32)launch->dynamic_bytes;
    block.shared = (char*)(((u64)shared.data() + 15) / 16 * 16);
    block.parameters = launch->parameters.data();
    block.memory = host_of(DeviceBase);
    block.limits = device_limits();
    block.services = &services;
    count = (int)(block.size[0] * block.size[1] * block.size[2]);
    local_bytes = (local_bytes + 15) / 16 * 16;
    if (local.size() < count * local_bytes)
        local.resize(count * local_bytes);
    for (int i = 0; i < count; i++)
    {
        Fiber& fiber = fibers[i];
        u32 number = (u32)i;
        fiber.index[0] = number % block.size[0];
        fiber.index[1] = number / block.size[0] % block.size[1];
        fiber.index[2] = number / block.size[0] / block.size[1];
        fiber.lane = number % device::Warp;
        fiber.warp = number / device::Warp;
        fiber.block = &block;
        fiber.local = local.data() + i * local_bytes;
        fiber.local_bytes = 0;
        fiber.local_limit = (u32)local_bytes;
        fiber.wait = Wait::Ready;
        fiber.stack = make_fiber(stacks + (i + 1) * StackBytes, start);
    }
}

void BlockRunner::start()
{
    BlockRunner& own = *runner;
    Fiber& fiber = *own.running;
    own.launch->kernel->entry(&fiber);
    own.wait(fiber, Wait::Done, 0);
}

void BlockRunner::wait(Fiber& fiber, Wait what, int line)
{
    fiber.wait = what;
    fiber.line = line;
    switch_fiber(&fiber.stack, scheduler);
}

/// Lets every warp go on whose lanes have all come to the same exchange.
bool BlockRunner::finish_exchanges(CUresult& result)
{
    bool moved = false;
    for (int first = 0; first < count; first += device::Warp)
    {
        int lanes = std::min(device::Warp, count - first);
        for (int lane = 0; lane < lanes && result == CUDA_SUCCESS; lane++)
        {
            if (fibers[first + lane].wait == Wait::Exchange)
                moved |= finish_exchange(&fibers[first], lanes, lane, result);
        }
    }
    return moved;
}

bool BlockRunner::finish_exchange(Fiber* warp, int lanes, int lane, CUresult& result)
{
    u32 mask = warp[lane].mask;
    present = 0;
    bool complete = true;
    if ((mask >> lane & 1) == 0)
        result = fail("a lane is not in its own mask", warp[lane], warp[lane]);
    for (int other = 0; other < lanes; other++)
    {
        if ((mask >> other & 1) == 0 || warp[other].wait == Wait::Done)
            continue;
        if (warp[other].wait == Wait::Exchange && (warp[other].line != warp[lane].line || warp[other].mask != mask))
            result = fail("lanes of a warp wait in different shuffles", warp[lane], warp[other]);
        complete &= warp[other].wait == Wait::Exchange;
        present |= 1u << other;
    }
    if (result != CUDA_SUCCESS || !complete)
        return false;
    memset(exchanged, Noise, sizeof exchanged);
    for (int other = 0; other < lanes; other++)
    {
        if ((present >> other & 1) != 0)
            exchanged[other] = warp[other].value;
    }
    // Each lane goes on once, right away: it copies what was exchanged before the next exchange of any warp.
    for (int other = 0; other < lanes; other++)
    {
        if ((present >> other & 1) == 0)
            continue;
        warp[other].wait = Wait::Ready;
        running = &warp[other];
        warp[other].mask = present;
        switch_fiber(&scheduler, warp[other].stack);
        if (warp[other].wait == Wait::Fault)
            result = report_fault(warp[other]);
        if (result != CUDA_SUCCESS)
            return false;
    }
    return true;
}

/// Lets the block go on when all threads that have not ended have come to the same barrier.
bool BlockRunner::finish_barrier(CUresult& result)
{
    Fiber* first = nullptr;
    u32 votes = 0, voters = 0;
    for (int i = 0; i < count; i++)
    {
        Fiber& fiber = fibers[i];
        if (fiber.wait == Wait::Done)
            continue;
        first = first == nullptr ? &fiber : first;
        if (fiber.wait != first->wait || fiber.line != first->line)
        {
            result = fail("threads of a block wait in different places", *first, fiber);
            return false;
        }
        voters++;
        votes += (u32)fiber.value;
    }
    if (first == nullptr || first->wait != Wait::Barrier)
        return false;
    u32 outcome = first->kind == BarrierAnd ? votes == voters : first->kind == BarrierOr ? votes > 0 : votes;
    for (int i = 0; i < count; i++)
    {
        if (fibers[i].wait == Wait::Done)
            continue;
        fibers[i].wait = Wait::Ready;
        fibers[i].value = outcome;
    }
    return true;
}

CUresult BlockRunner::report_fault(const Fiber& fiber)
{
    static const char* const words[] = { "memory that is not there", "a misaligned address", "a trap" };
    static const CUresult results[] = { CUDA_ERROR_ILLEGAL_ADDRESS, CUDA_ERROR_MISALIGNED_ADDRESS, CUDA_ERROR_LAUNCH_FAILED };
    fprintf(stderr, "CUDA emulator: kernel %s: %s", launch->name.c_str(), words[fiber.fault]);
    if (fiber.fault != FaultTrap)
        fprintf(stderr, " at 0x%llx", fiber.value);
    fprintf(stderr, " in line %d of its PTX, block (%u, %u, %u), thread (%u, %u, %u)\n", fiber.line, block.index[0], block.index[1],
        block.index[2], fiber.index[0], fiber.index[1], fiber.index[2]);
    return results[fiber.fault];
}

CUresult BlockRunner::fail(const char* why, const Fiber& a, const Fiber& b)
{
    auto place = [](const Fiber& fiber) {
        const char* word = fiber.wait == Wait::Barrier ? "a barrier" : fiber.wait == Wait::Exchange ? "a shuffle" : "nothing";
        char text[128];
        const u32* index = fiber.index;
        snprintf(text, sizeof text, "thread (%u, %u, %u) at %s in line %d", index[0], index[1], index[2], word, fiber.line);
        return std::string(text);
    };
    fprintf(stderr, "CUDA emulator: kernel %s: %s: in block (%u, %u, %u) %s, %s\n", launch->name.c_str(), why, block.index[0],
        block.index[1], block.index[2], place(a).c_str(), place(b).c_str());
    return CUDA_ERROR_LAUNCH_FAILED;
}

void BlockRunner::fault(Thread* thread, int line, FaultKind kind, u64 address)
{
    auto& fiber = static_cast<Fiber&>(*thread);
    fiber.fault = kind;
    fiber.value = address;
    runner->wait(fiber, Wait::Fault, line);
}

char* BlockRunner::resolve(Thread* thread, int line, u64 address, u64 bytes)
{
    if (address % bytes != 0)
        fault(thread, line, FaultAlignment, address);
    const Block& block = *thread->block;
    if (is_device(address, bytes))
        return host_of(address);
    if (u64 offset = address - SharedBase; offset < WindowSpan && offset + bytes <= block.shared_bytes)
        return block.shared + offset;
    if (u64 offset = address - LocalBase; offset < WindowSpan && offset + bytes <= thread->local_bytes)
        return thread->local + offset;
    fault(thread, line, FaultAddress, address);
    return nullptr;
}

u32 BlockRunner::barrier(Thread* thread, int line, BarrierKind kind, u32 predicate)
{
    auto& fiber = static_cast<Fiber&>(*thread);
    fiber.kind = kind;
    fiber.value = predicate;
    runner->wait(fiber, Wait::Barrier, line);
    return (u32)fiber.value;
}

u32 BlockRunner::exchange(Thread* thread, int line, u32 mask, u64 value, u64* values)
{
    auto& fiber = static_cast<Fiber&>(*thread);
    fiber.mask = mask;
    fiber.value = value;
    runner->wait(fiber, Wait::Exchange, line);
    memcpy(values, runner->exchanged, sizeof runner->exchanged);
    return fiber.mask;
}

u64 BlockRunner::clock()
{
    return (u64)std::chrono::steady_clock::now().time_since_epoch().count();
}
