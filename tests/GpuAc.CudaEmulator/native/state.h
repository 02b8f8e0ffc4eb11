// What the parts of the emulated driver share.
#pragma once
#include "cuda.h"
#include "device.h"
#include "kernel.h"
#include "kernel_image.h"
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

using Work = std::function<CUresult()>;

/// Work that a capture recorded, in order.
struct Graph
{
    std::vector<Work> nodes;
};

struct GraphExec
{
    std::vector<Work> nodes;
};

enum class Capture
{
    None,
    Active,
    Invalidated,
};

/// Work is done as late as CUDA allows: when someone waits for the stream. So a wait that is missing shows.
struct Stream
{
    bool blocking;
    std::deque<Work> pending;
    Capture capture = Capture::None;
    CUstreamCaptureMode mode = CU_STREAM_CAPTURE_MODE_GLOBAL;
    std::thread::id capturer;
    std::unique_ptr<Graph> graph;
};

struct Event
{
    bool timed;
    unsigned recorded = 0, completed = 0; // How often, and which recording the work has come to.
    bool captured = false;
    double seconds = 0;
    Stream* stream = nullptr;
};

struct Module
{
    std::shared_ptr<KernelImage> image;
    std::vector<Function*> functions;
};

struct Function
{
    std::string name;
    std::shared_ptr<KernelImage> image; // Not the module's alone: work that is under way keeps it.
    const KernelDescription* kernel;
    size_t dynamic_limit;
};

/// A launch with a copy of its arguments.
struct Launch
{
    std::string name;
    std::shared_ptr<KernelImage> image;
    const KernelDescription* kernel;
    u32 grid[3], block[3];
    size_t dynamic_bytes;
    std::vector<char> parameters;
};

/// A context, and everything in it that has a handle.
struct Context
{
    CUresult sticky = CUDA_SUCCESS; // A fault of a kernel, which every later call returns.
    int cache_config = 0, shared_config = 0;
    std::unordered_set<Stream*> streams;
    std::unordered_set<Event*> events;
    std::unordered_set<Module*> modules;
    std::unordered_set<Function*> functions;
    std::unordered_set<Graph*> graphs;
    std::unordered_set<GraphExec*> executables;
    Stream legacy{ true, {} };
};

/// Everything there is. One lock around each call keeps it whole.
struct State
{
    std::recursive_mutex gate;
    bool initialized = false;
    std::unordered_set<Context*> contexts;
};

State& state();

/// Begins every call that needs a context: returns what is wrong with the calling thread's.
CUresult enter();

/// The calling thread's context, which enter found good.
Context& context();

/// The stream of a handle, or null.
Stream* find(CUstream stream);

/// Puts work into a stream, or into the graph that it captures.
CUresult put(Stream* stream, Work work);

/// Does what a stream has been given.
CUresult drain(Stream* stream);

/// Does what a stream has been given until something is so.
CUresult run_until(Stream* stream, const std::function<bool()>& reached);

/// Does everything that was given to any stream of the context.
CUresult drain_all();

/// Called by what a capturing thread may not do: spoils its captures.
CUresult refuse_in_capture();

/// Runs a launch to its end.
CUresult execute(const Launch& launch);

/// True when [address, address + bytes) lies within one allocation.
bool is_device(CUdeviceptr address, size_t bytes);

/// The host's address of device memory.
char* host_of(CUdeviceptr address);

/// For each granule of device memory where the allocation that has it ends.
const u64* device_limits();

void free_all_memory(Context* owner);

#define CALL()                                                 \
    std::lock_guard<std::recursive_mutex> lock(state().gate);  \
    if (CUresult entered = enter(); entered != CUDA_SUCCESS)   \
        return entered
