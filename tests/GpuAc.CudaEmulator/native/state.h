// What the parts of the emulated driver share.
#pragma once
#include "cuda.h"
#include "device.h"
#include "kernel.h"
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_set>
#include <vector>

using Work = std::function<CUresult()>;

/// The device's primary context while anyone holds it. A new one each time, so that handles of an old one are found out.
struct Context
{
    bool alive = true;
    CUresult sticky = CUDA_SUCCESS; // A fault of a kernel, which every later call returns.
};

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
    std::vector<Work> pending;
    Capture capture = Capture::None;
    CUstreamCaptureMode mode = CU_STREAM_CAPTURE_MODE_GLOBAL;
    std::thread::id capturer;
    std::unique_ptr<Graph> graph;
};

struct Event
{
    bool timed;
    bool recorded = false;
    bool captured = false;
    bool complete = false;
    double seconds = 0;
    Stream* stream = nullptr;
};

struct Function;

struct Module
{
    void* library = nullptr;
    size_t shared_bytes = 0;
    size_t shared_module = 0; // Number of the module's thread-local block, where shared variables lie.
    std::vector<Function*> functions;
};

struct Function
{
    std::string name;
    Module* module;
    const EmulatedKernel* kernel;
    size_t dynamic_limit;
};

/// A launch with copies of its arguments.
struct Launch
{
    Function* function;
    dim3 grid, block;
    size_t shared_bytes;
    std::vector<unsigned char> bytes;
    std::vector<size_t> offsets;
};

/// Everything that has a handle. One lock around each call keeps it whole.
struct State
{
    std::recursive_mutex gate;
    bool initialized = false;
    Context* primary = nullptr;
    int retained = 0;
    std::unordered_set<Context*> contexts;
    std::unordered_set<Stream*> streams;
    std::unordered_set<Event*> events;
    std::unordered_set<Module*> modules;
    std::unordered_set<Function*> functions;
    std::unordered_set<Graph*> graphs;
    std::unordered_set<GraphExec*> executables;
    Stream legacy{ true, {} };
};

State& state();

/// Begins every call that needs a context: returns what is wrong with the calling thread's.
CUresult enter();

/// The stream of a handle, or null.
Stream* find(CUstream stream);

/// Puts work into a stream, or into the graph that it captures.
CUresult put(Stream* stream, Work work);

/// Does what a stream has been given.
CUresult drain(Stream* stream);

/// Does everything that was given to any stream.
CUresult drain_all();

/// Called by what a capturing thread may not do: spoils its captures.
CUresult refuse_in_capture();

/// Runs a launch to its end.
CUresult execute(const Launch& launch);

/// True when [address, address + bytes) lies within one allocation.
bool is_device(CUdeviceptr address, size_t bytes);

/// True when any byte of the range is device memory.
bool touches_device(const void* address, size_t bytes);

void free_all_memory();
void unload_all_modules();

#define CALL()                                                 \
    std::lock_guard<std::recursive_mutex> lock(state().gate);  \
    if (CUresult entered = enter(); entered != CUDA_SUCCESS)   \
        return entered
