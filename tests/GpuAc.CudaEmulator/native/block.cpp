// The threads of a block are fibers of one OS thread. Between two barriers they run one after another, in an order that changes, so that a
// barrier that is missing shows in the results; shared memory starts as noise, and dynamic shared memory ends at a page not to be touched.
#include "block.h"
#include "faults.h"
#include "fiber.h"
#include <algorithm>
#include <cstdio>
#include <cstring>
#include <sys/mman.h>

namespace
{
constexpr size_t Page = 4096;
constexpr size_t StackBytes = 256 << 10;
constexpr size_t SharedBytes = (device::SharedOptIn + Page - 1) / Page * Page;

thread_local BlockRunner* running = nullptr;

char* reserve(size_t bytes)
{
    void* memory = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        std::abort();
    return (char*)memory;
}

/// Makes denormals zeros while it lives, as --use_fast_math does.
class Denormals
{
public:
    explicit Denormals(bool flush)
    {
#if defined(__x86_64__)
        constexpr unsigned FlushResults = 1u << 15, FlushOperands = 1u << 6;
        __builtin_ia32_ldmxcsr(flush ? kept | FlushResults | FlushOperands : kept);
#else
        (void)flush;
#endif
    }

#if defined(__x86_64__)
    ~Denormals() { __builtin_ia32_ldmxcsr(kept); }

private:
    unsigned kept = __builtin_ia32_stmxcsr();
#endif
};

struct ThreadLocalIndex
{
    unsigned long module, offset;
};

extern "C" void* __tls_get_addr(ThreadLocalIndex*);
}

__attribute__((visibility("default"))) __thread EmulatedThread* emulated_thread = nullptr;

BlockRunner::BlockRunner()
    : threads(device::MaxThreads), stacks(reserve(device::MaxThreads * StackBytes)), shared(reserve(SharedBytes + Page))
{
    mprotect(shared + SharedBytes, Page, PROT_NONE);
    for (int i = 0; i < device::MaxThreads; i++)
        mprotect(stacks + i * StackBytes, Page, PROT_NONE);
}

CUresult BlockRunner::run(const Launch& wanted, void** given, uint3 index, unsigned turn)
{
    launch = &wanted;
    arguments = given;
    running = this;
    size_t dynamic = (wanted.shared_bytes + 15) / 16 * 16;
    block = { index, wanted.block, wanted.grid, shared + SharedBytes - dynamic };
    memset(block.dynamic_shared, 0xfb, dynamic);
    if (size_t bytes = wanted.function->module->shared_bytes; bytes > 0)
    {
        ThreadLocalIndex shared_variables{ wanted.function->module->shared_module, 0 };
        memset(__tls_get_addr(&shared_variables), 0xfb, bytes);
    }
    count = (int)(wanted.block.x * wanted.block.y * wanted.block.z);
    for (int i = 0; i < count; i++)
    {
        Thread& thread = threads[i];
        thread.index = { (unsigned)i % block.size.x, (unsigned)i / block.size.x % block.size.y, (unsigned)i / block.size.x / block.size.y };
        thread.block = &block;
        thread.wait = Wait::Ready;
    }
    Denormals denormals(wanted.function->kernel->flushes != 0);
    CUresult result = guard([&] { return wanted.function->kernel->waits != 0 ? run_together(turn) : run_alone(); });
    emulated_thread = nullptr;
    return result;
}

CUresult BlockRunner::run_alone()
{
    for (int i = 0; i < count; i++)
    {
        emulated_thread = &threads[i];
        launch->function->kernel->call(arguments);
    }
    return CUDA_SUCCESS;
}

void BlockRunner::start()
{
    BlockRunner* runner = running;
    runner->launch->function->kernel->call(runner->arguments);
    auto& thread = *static_cast<Thread*>(emulated_thread);
    thread.wait = Wait::Done;
    runner->yield(thread);
}

void BlockRunner::yield(Thread& thread)
{
    switch_fiber(&thread.stack, scheduler);
}

CUresult BlockRunner::run_together(unsigned turn)
{
    for (int i = 0; i < count; i++)
        threads[i].stack = make_fiber(stacks + (i + 1) * StackBytes, start);
    CUresult result = CUDA_SUCCESS;
    for (unsigned round = turn; result == CUDA_SUCCESS; round++)
    {
        for (int i = 0; i < count; i++)
        {
            Thread& thread = threads[round % 2 == 0 ? i : count - 1 - i];
            if (thread.wait != Wait::Ready)
                continue;
            emulated_thread = &thread;
            switch_fiber(&scheduler, thread.stack);
        }
        bool moved = finish_shuffles(result);
        moved |= result == CUDA_SUCCESS && !moved && finish_barrier(result);
        if (!moved)
        {
            auto waiting = std::find_if(&threads[0], &threads[count], [](const Thread& thread) { return thread.wait != Wait::Done; });
            if (waiting == &threads[count])
                return result;
            if (result == CUDA_SUCCESS)
                result = fail("threads wait for each other forever", *waiting, *waiting);
        }
    }
    return result;
}

/// Lets every warp go on whose lanes have all come to the same shuffle.
bool BlockRunner::finish_shuffles(CUresult& result)
{
    bool moved = false;
    for (int first = 0; first < count; first += device::Warp)
    {
        int lanes = std::min(device::Warp, count - first);
        Thread* warp = &threads[first];
        for (int lane = 0; lane < lanes; lane++)
        {
            if (warp[lane].wait != Wait::Shuffle)
                continue;
            unsigned mask = warp[lane].mask, present = 0;
            bool complete = true;
            for (int other = 0; other < lanes; other++)
            {
                if ((mask >> other & 1) == 0 || warp[other].wait == Wait::Done)
                    continue;
                if (warp[other].wait == Wait::Shuffle && (warp[other].line != warp[lane].line || warp[other].mask != mask))
                    result = fail("lanes of a warp wait in different shuffles", warp[lane], warp[other]);
                complete &= warp[other].wait == Wait::Shuffle;
                present |= 1u << other;
            }
            if (result != CUDA_SUCCESS)
                return false;
            if ((mask >> lane & 1) == 0)
                result = fail("a lane is not in its own mask", warp[lane], warp[lane]);
            if (!complete)
                continue;
            unsigned long long values[device::Warp];
            for (int other = 0; other < lanes; other++)
                values[other] = (present >> other & 1) != 0 ? warp[other].value : 0xfbfbfbfbfbfbfbfb;
            for (int other = 0; other < lanes; other++)
            {
                if ((present >> other & 1) == 0)
                    continue;
                warp[other].value = warp[other].source < lanes ? values[warp[other].source] : 0xfbfbfbfbfbfbfbfb;
                warp[other].wait = Wait::Ready;
            }
            moved = true;
        }
    }
    return moved;
}

/// Lets the block go on when all threads that have not ended have come to the same barrier.
bool BlockRunner::finish_barrier(CUresult& result)
{
    Thread* first = nullptr;
    int votes = 0, voters = 0;
    for (int i = 0; i < count; i++)
    {
        Thread& thread = threads[i];
        if (thread.wait == Wait::Done)
            continue;
        first = first == nullptr ? &thread : first;
        bool same = thread.wait == first->wait && thread.line == first->line && thread.vote == first->vote;
        if (!same)
        {
            result = fail("threads of a block wait in different places", *first, thread);
            return false;
        }
        voters++;
        votes += (int)thread.value;
    }
    if (first == nullptr || first->wait != Wait::Barrier)
        return false;
    int outcome = first->vote == EMULATED_AND ? votes == voters : first->vote == EMULATED_OR ? votes > 0 : votes;
    for (int i = 0; i < count; i++)
    {
        if (threads[i].wait == Wait::Done)
            continue;
        threads[i].wait = Wait::Ready;
        threads[i].value = (unsigned long long)outcome;
    }
    return true;
}

CUresult BlockRunner::fail(const char* why, const Thread& a, const Thread& b)
{
    auto place = [](const Thread& thread) {
        const char* word = thread.wait == Wait::Barrier ? "a barrier" : thread.wait == Wait::Shuffle ? "a shuffle" : "nothing";
        char text[128];
        const uint3& index = thread.index;
        snprintf(text, sizeof text, "thread (%u, %u, %u) at %s in line %d", index.x, index.y, index.z, word, thread.line);
        return std::string(text);
    };
    fprintf(stderr, "CUDA emulator: kernel %s: %s: in block (%u, %u, %u) %s, %s\n", launch->function->name.c_str(), why, block.index.x,
        block.index.y, block.index.z, place(a).c_str(), place(b).c_str());
    return CUDA_ERROR_LAUNCH_FAILED;
}

extern "C" __attribute__((visibility("default"))) int emulated_barrier(int line, int vote, int predicate)
{
    auto& thread = *static_cast<BlockRunner::Thread*>(emulated_thread);
    thread.wait = BlockRunner::Wait::Barrier;
    thread.line = line;
    thread.vote = vote;
    thread.value = (unsigned long long)predicate;
    running->yield(thread);
    return (int)thread.value;
}

extern "C" __attribute__((visibility("default")))
unsigned long long emulated_shuffle(int line, unsigned mask, unsigned long long value, int source)
{
    auto& thread = *static_cast<BlockRunner::Thread*>(emulated_thread);
    thread.wait = BlockRunner::Wait::Shuffle;
    thread.line = line;
    thread.mask = mask;
    thread.value = value;
    thread.source = source;
    running->yield(thread);
    return thread.value;
}
