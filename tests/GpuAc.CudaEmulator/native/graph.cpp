// Capture and graphs.
#include "state.h"

CUDA_API cuStreamBeginCapture_v2(CUstream handle, CUstreamCaptureMode mode)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (mode < CU_STREAM_CAPTURE_MODE_GLOBAL || mode > CU_STREAM_CAPTURE_MODE_RELAXED)
        return CUDA_ERROR_INVALID_VALUE;
    if (stream == &context().legacy)
        return CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED;
    if (stream->capture != Capture::None)
        return CUDA_ERROR_ILLEGAL_STATE;
    stream->capture = Capture::Active;
    stream->mode = mode;
    stream->capturer = std::this_thread::get_id();
    stream->graph = std::make_unique<Graph>();
    return CUDA_SUCCESS;
}

CUDA_API cuStreamIsCapturing(CUstream handle, CUstreamCaptureStatus* status)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (status == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    *status = (CUstreamCaptureStatus)stream->capture;
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
    context().graphs.insert(*graph = stream->graph.release());
    return CUDA_SUCCESS;
}

CUDA_API cuGraphInstantiateWithFlags(CUgraphExec* executable, CUgraph graph, unsigned long long flags)
{
    CALL();
    if (context().graphs.count(graph) == 0 || executable == nullptr || flags != 0)
        return CUDA_ERROR_INVALID_VALUE;
    context().executables.insert(*executable = new GraphExec{ graph->nodes });
    return CUDA_SUCCESS;
}

CUDA_API cuGraphInstantiate_v2(CUgraphExec* executable, CUgraph graph, void** node, char* log, size_t bytes)
{
    if (node != nullptr)
        *node = nullptr;
    if (log != nullptr && bytes > 0)
        *log = 0;
    return cuGraphInstantiateWithFlags(executable, graph, 0);
}

CUDA_API cuGraphLaunch(CUgraphExec executable, CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr || context().executables.count(executable) == 0)
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
    if (context().executables.erase(executable) == 0)
        return CUDA_ERROR_INVALID_VALUE;
    delete executable;
    return CUDA_SUCCESS;
}

CUDA_API cuGraphDestroy(CUgraph graph)
{
    CALL();
    if (context().graphs.erase(graph) == 0)
        return CUDA_ERROR_INVALID_VALUE;
    delete graph;
    return CUDA_SUCCESS;
}

