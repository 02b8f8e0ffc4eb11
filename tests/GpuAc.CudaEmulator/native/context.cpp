// Contexts, and which of them a thread uses.
#include "state.h"

namespace
{
thread_local Context* current = nullptr;

template <typename Item>
void clear(std::unordered_set<Item*>& items)
{
    for (Item* item : items)
        delete item;
    items.clear();
}
}

// Never destroyed: threads may still call while the process ends.
State& state()
{
    static State* all = new State;
    return *all;
}

CUresult enter()
{
    if (!state().initialized)
        return CUDA_ERROR_NOT_INITIALIZED;
    if (current == nullptr)
        return CUDA_ERROR_INVALID_CONTEXT;
    return state().contexts.count(current) == 1 ? current->sticky : CUDA_ERROR_CONTEXT_IS_DESTROYED;
}

Context& context()
{
    return *current;
}

CUDA_API cuCtxCreate_v2(CUcontext* made, unsigned, CUdevice number)
{
    std::lock_guard<std::recursive_mutex> lock(state().gate);
    if (!state().initialized)
        return CUDA_ERROR_NOT_INITIALIZED;
    if (made == nullptr || number != 0)
        return made == nullptr ? CUDA_ERROR_INVALID_VALUE : CUDA_ERROR_INVALID_DEVICE;
    state().contexts.insert(*made = current = new Context);
    return CUDA_SUCCESS;
}

// The context's memory is never given back, so that no later context has the address of one that threads may still hold.
CUDA_API cuCtxDestroy_v2(CUcontext gone)
{
    std::lock_guard<std::recursive_mutex> lock(state().gate);
    if (!state().initialized)
        return CUDA_ERROR_NOT_INITIALIZED;
    if (state().contexts.count(gone) == 0)
        return CUDA_ERROR_INVALID_CONTEXT;
    Context* before = current;
    current = gone;
    CUresult result = gone->sticky != CUDA_SUCCESS ? gone->sticky : drain_all();
    current = before == gone ? nullptr : before;
    clear(gone->streams);
    clear(gone->events);
    clear(gone->functions);
    clear(gone->modules);
    clear(gone->graphs);
    clear(gone->executables);
    gone->legacy.pending.clear();
    free_all_memory(gone);
    state().contexts.erase(gone);
    return result;
}

CUDA_API cuCtxSetCurrent(CUcontext wanted)
{
    std::lock_guard<std::recursive_mutex> lock(state().gate);
    if (!state().initialized)
        return CUDA_ERROR_NOT_INITIALIZED;
    if (wanted != nullptr && state().contexts.count(wanted) == 0)
        return CUDA_ERROR_INVALID_CONTEXT;
    current = wanted;
    return CUDA_SUCCESS;
}

CUDA_API cuCtxGetCurrent(CUcontext* found)
{
    if (found == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    *found = current;
    return state().initialized ? CUDA_SUCCESS : CUDA_ERROR_NOT_INITIALIZED;
}

CUDA_API cuCtxGetCacheConfig(int* config)
{
    CALL();
    if (config == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    *config = context().cache_config;
    return CUDA_SUCCESS;
}

CUDA_API cuCtxSetCacheConfig(int config)
{
    CALL();
    context().cache_config = config;
    return CUDA_SUCCESS;
}

CUDA_API cuCtxGetSharedMemConfig(int* config)
{
    CALL();
    if (config == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    *config = context().shared_config;
    return CUDA_SUCCESS;
}

CUDA_API cuCtxSetSharedMemConfig(int config)
{
    CALL();
    context().shared_config = config;
    return CUDA_SUCCESS;
}

CUDA_API cuCtxEnablePeerAccess(CUcontext, unsigned)
{
    CALL();
    return CUDA_ERROR_PEER_ACCESS_UNSUPPORTED;
}

CUDA_API cuCtxDisablePeerAccess(CUcontext)
{
    CALL();
    return CUDA_ERROR_PEER_ACCESS_UNSUPPORTED;
}

CUDA_API cuCtxSynchronize()
{
    CALL();
    for (Stream* stream : context().streams)
    {
        if (stream->capture != Capture::None)
        {
            stream->capture = Capture::Invalidated;
            return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
        }
    }
    return drain_all();
}
