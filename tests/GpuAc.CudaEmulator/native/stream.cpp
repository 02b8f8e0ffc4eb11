// Streams, events, capture and graphs.
#include "state.h"
#include <algorithm>
#include <chrono>

namespace
{
double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// A stream that others wait for is one whose work is in order with theirs: the legacy stream and all blocking ones.
bool in_order(const Stream* a, const Stream* b)
{
    return a != b && a->blocking && b->blocking && (a == &state().legacy || b == &state().legacy);
}

CUresult run(Stream* stream)
{
    std::vector<Work> works;
    works.swap(stream->pending);
    for (Work& work : works)
    {
        if (CUresult result = work(); result != CUDA_SUCCESS)
        {
            if (state().primary != nullptr)
                state().primary->sticky = result;
            return result;
        }
    }
    return CUDA_SUCCESS;
}

template <typename Item>
bool take(std::unordered_set<Item*>& live, Item* item)
{
    return live.erase(item) == 1;
}
}

Stream* find(CUstream stream)
{
    return stream == nullptr ? &state().legacy : state().streams.count(stream) == 1 ? stream : nullptr;
}

CUresult drain(Stream* stream)
{
    CUresult result = CUDA_SUCCESS;
    for (Stream* other : state().streams)
    {
        if (in_order(stream, other))
            result = std::max(result, run(other));
    }
    if (in_order(stream, &state().legacy))
        result = std::max(result, run(&state().legacy));
    return std::max(result, run(stream));
}

CUresult drain_all()
{
    CUresult result = run(&state().legacy);
    for (Stream* stream : state().streams)
        result = std::max(result, run(stream));
    return result;
}

CUresult put(Stream* stream, Work work)
{
    if (stream->capture == Capture::Invalidated)
        return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    if (stream->capture == Capture::Active)
    {
        stream->graph->nodes.push_back(std::move(work));
        return CUDA_SUCCESS;
    }
    for (Stream* other : state().streams)
    {
        if (!in_order(stream, other))
            continue;
        if (other->capture != Capture::None)
        {
            other->capture = Capture::Invalidated;
            return CUDA_ERROR_STREAM_CAPTURE_IMPLICIT;
        }
        if (CUresult result = run(other); result != CUDA_SUCCESS)
            return result;
    }
    if (in_order(stream, &state().legacy))
    {
        if (CUresult result = run(&state().legacy); result != CUDA_SUCCESS)
            return result;
    }
    stream->pending.push_back(std::move(work));
    return CUDA_SUCCESS;
}

CUresult refuse_in_capture()
{
    for (Stream* stream : state().streams)
    {
        bool own = stream->capturer == std::this_thread::get_id();
        bool forbids = stream->mode == CU_STREAM_CAPTURE_MODE_GLOBAL || (stream->mode == CU_STREAM_CAPTURE_MODE_THREAD_LOCAL && own);
        if (stream->capture == Capture::None || !forbids)
            continue;
        stream->capture = Capture::Invalidated;
        return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
    return CUDA_SUCCESS;
}

CUDA_API cuStreamCreate(CUstream* stream, unsigned flags)
{
    CALL();
    if (stream == nullptr || (flags & ~CU_STREAM_NON_BLOCKING) != 0)
        return CUDA_ERROR_INVALID_VALUE;
    state().streams.insert(*stream = new Stream{ (flags & CU_STREAM_NON_BLOCKING) == 0, {} });
    return CUDA_SUCCESS;
}

CUDA_API cuStreamDestroy_v2(CUstream stream)
{
    CALL();
    if (state().streams.count(stream) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    CUresult result = drain(stream);
    for (Event* event : state().events)
    {
        if (event->stream == stream)
            event->stream = nullptr;
    }
    take(state().streams, stream);
    delete stream;
    return result;
}

CUDA_API cuStreamSynchronize(CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (stream->capture != Capture::None)
    {
        stream->capture = Capture::Invalidated;
        return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    }
    return drain(stream);
}

CUDA_API cuStreamBeginCapture_v2(CUstream handle, CUstreamCaptureMode mode)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (mode < CU_STREAM_CAPTURE_MODE_GLOBAL || mode > CU_STREAM_CAPTURE_MODE_RELAXED)
        return CUDA_ERROR_INVALID_VALUE;
    if (stream == &state().legacy)
        return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    if (stream->capture != Capture::None)
        return CUDA_ERROR_ILLEGAL_STATE;
    stream->capture = Capture::Active;
    stream->mode = mode;
    stream->capturer = std::this_thread::get_id();
    stream->graph = std::make_unique<Graph>();
    return CUDA_SUCCESS;
}

CUDA_API cuStreamEndCapture(CUstream handle, CUgraph* graph)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (graph == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    *graph = nullptr;
    if (stream->capture == Capture::None)
        return CUDA_ERROR_ILLEGAL_STATE;
    if (stream->mode != CU_STREAM_CAPTURE_MODE_RELAXED && stream->capturer != std::this_thread::get_id())
        return CUDA_ERROR_STREAM_CAPTURE_WRONG_THREAD;
    bool valid = stream->capture == Capture::Active;
    stream->capture = Capture::None;
    if (!valid)
    {
        stream->graph.reset();
        return CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    }
    state().graphs.insert(*graph = stream->graph.release());
    return CUDA_SUCCESS;
}

CUDA_API cuGraphInstantiateWithFlags(CUgraphExec* executable, CUgraph graph, unsigned long long flags)
{
    CALL();
    if (state().graphs.count(graph) == 0 || executable == nullptr || flags != 0)
        return CUDA_ERROR_INVALID_VALUE;
    state().executables.insert(*executable = new GraphExec{ graph->nodes });
    return CUDA_SUCCESS;
}

CUDA_API cuGraphLaunch(CUgraphExec executable, CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr || state().executables.count(executable) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (stream->capture != Capture::None)
        return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    return put(stream, [nodes = executable->nodes] {
        CUresult result = CUDA_SUCCESS;
        for (size_t i = 0; i < nodes.size() && result == CUDA_SUCCESS; i++)
            result = nodes[i]();
        return result;
    });
}

CUDA_API cuGraphExecDestroy(CUgraphExec executable)
{
    CALL();
    if (!take(state().executables, executable))
        return CUDA_ERROR_INVALID_VALUE;
    delete executable;
    return CUDA_SUCCESS;
}

CUDA_API cuGraphDestroy(CUgraph graph)
{
    CALL();
    if (!take(state().graphs, graph))
        return CUDA_ERROR_INVALID_VALUE;
    delete graph;
    return CUDA_SUCCESS;
}

CUDA_API cuEventCreate(CUevent* event, unsigned flags)
{
    CALL();
    if (event == nullptr || (flags & ~CU_EVENT_KNOWN_FLAGS) != 0)
        return CUDA_ERROR_INVALID_VALUE;
    state().events.insert(*event = new Event{ (flags & CU_EVENT_DISABLE_TIMING) == 0 });
    return CUDA_SUCCESS;
}

CUDA_API cuEventRecord(CUevent event, CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr || state().events.count(event) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    event->recorded = true;
    event->captured = stream->capture != Capture::None;
    event->complete = false;
    event->stream = stream;
    if (event->captured)
        return stream->capture == Capture::Active ? CUDA_SUCCESS : CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    return put(stream, [event] {
        if (state().events.count(event) == 1)
            event->complete = true, event->seconds = now();
        return CUDA_SUCCESS;
    });
}

CUDA_API cuEventSynchronize(CUevent event)
{
    CALL();
    if (state().events.count(event) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (event->captured)
        return CUDA_ERROR_CAPTURED_EVENT;
    return event->recorded && !event->complete && event->stream != nullptr ? drain(event->stream) : CUDA_SUCCESS;
}

CUDA_API cuEventElapsedTime(float* milliseconds, CUevent start, CUevent end)
{
    CALL();
    if (milliseconds == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    for (Event* event : { start, end })
    {
        if (state().events.count(event) == 0 || !event->recorded || !event->timed)
            return CUDA_ERROR_INVALID_HANDLE;
        if (event->captured)
            return CUDA_ERROR_CAPTURED_EVENT;
    }
    if (!start->complete || !end->complete)
        return CUDA_ERROR_NOT_READY;
    *milliseconds = (float)((end->seconds - start->seconds) * 1e3);
    return CUDA_SUCCESS;
}

CUDA_API cuEventDestroy_v2(CUevent event)
{
    CALL();
    if (!take(state().events, event))
        return CUDA_ERROR_INVALID_HANDLE;
    delete event;
    return CUDA_SUCCESS;
}
