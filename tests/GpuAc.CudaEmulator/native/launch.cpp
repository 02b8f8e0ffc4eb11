// Spreads the blocks of a launch over OS threads that stay.
#include "block.h"
#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdlib>

namespace
{
class Pool
{
public:
    Pool()
    {
        size_t count = std::clamp(std::thread::hardware_concurrency(), 1u, 8u);
        for (size_t i = 0; i < count; i++)
            std::thread([this] { serve(); }).detach();
        workers = count;
    }

    CUresult run(const Launch& wanted)
    {
        std::unique_lock<std::mutex> lock(gate);
        launch = &wanted;
        blocks = (u64)wanted.grid[0] * wanted.grid[1] * wanted.grid[2];
        next = 0;
        outcome = CUDA_SUCCESS;
        busy = workers;
        turn++;
        begin.notify_all();
        end.wait(lock, [this] { return busy == 0; });
        return outcome;
    }

private:
    void serve()
    {
        BlockRunner runner;
        unsigned seen = 0;
        while (true)
        {
            std::unique_lock<std::mutex> lock(gate);
            begin.wait(lock, [&] { return turn != seen; });
            seen = turn;
            lock.unlock();
            CUresult result = serve_launch(runner);
            lock.lock();
            outcome = std::max(outcome, result);
            if (--busy == 0)
                end.notify_one();
        }
    }

    CUresult serve_launch(BlockRunner& runner)
    {
        CUresult result = CUDA_SUCCESS;
        for (u64 i; result == CUDA_SUCCESS && (i = next++) < blocks;)
        {
            // Every block, and every second launch, goes through its threads in another order; so do the blocks of a grid.
            result = runner.run(*launch, turn % 2 == 0 ? i : blocks - 1 - i, (unsigned)(turn + i));
        }
        if (result != CUDA_SUCCESS)
            next = blocks;
        return result;
    }

    std::mutex gate;
    std::condition_variable begin, end;
    const Launch* launch = nullptr;
    u64 blocks = 0;
    std::atomic<u64> next{ 0 };
    CUresult outcome = CUDA_SUCCESS;
    size_t workers = 0;
    size_t busy = 0;
    unsigned turn = 0;
};

/// True for the launch whose number CUDA_EMULATOR_FAULT_AT says: there the device is lost.
bool is_lost()
{
    static const char* wanted = getenv("CUDA_EMULATOR_FAULT_AT");
    static long launches = 0;
    return wanted != nullptr && ++launches == atol(wanted);
}
}

// The pool is never destroyed: its threads wait until the process ends.
CUresult execute(const Launch& launch)
{
    static Pool* pool = new Pool;
    return is_lost() ? CUDA_ERROR_LAUNCH_FAILED : pool->run(launch);
}
