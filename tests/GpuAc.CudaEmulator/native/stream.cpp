// Streams: work is put into them, and done when someone waits.
#include "state.h"
#include <algorithm>

namespace
{
/// A stream that others wait for is one whose work is in order with theirs: the legacy stream and all blocking ones.
bool in_order(const Stream* a, const Stream* b)
{
    return a != b && a->blocking && b->blocking && (a == &context().legacy || b == &context().legacy);
}

CUresult run(Stream* stream)
{
    return run_until(stream, [] { return false; });
}
}

CUresult run_until(Stream* stream, const std::function<bool()>& reached)
{
    while (!stream->pending.empty() && !reached())
    {
        Work work = std::move(stream->pending.front());
        stream->pending.pop_front();
        if (CUresult result = work(); result != CUDA_SUCCESS)
        {
            context().sticky = result;
            stream->pending.clear();
            return result;
        }
    }
    return CUDA_SUCCESS;
}

Stream* find(CUstream stream)
{
    return stream == nullptr ? &context().legacy : context().streams.count(stream) == 1 ? stream : nullptr;
}

CUresult drain(Stream* stream)
{
    CUresult result = CUDA_SUCCESS;
    for (Stream* other : context().streams)
    {
        if (in_order(stream, other))
            result = std::max(result, run(other));
    }
    if (in_order(stream, &context().legacy))
        result = std::max(result, run(&context().legacy));
    return std::max(result, run(stream));
}

CUresult drain_all()
{
    CUresult result = run(&context().legacy);
    for (Stream* stream : context().streams)
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
    for (Stream* other : context().streams)
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
    if (in_order(stream, &context().legacy))
    {
        if (CUresult result = run(&context().legacy); result != CUDA_SUCCESS)
            return result;
    }
    stream->pending.push_back(std::move(work));
    return CUDA_SUCCESS;
}

CUresult refuse_in_capture()
{
    for (Stream* stream : context().streams)
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
    context().streams.insert(*stream = new Stream{ (flags & CU_STREAM_NON_BLOCKING) == 0, {} });
    return CUDA_SUCCESS;
}

CUDA_API cuStreamCreateWithPriority(CUstream* stream, unsigned flags, int)
{
    return cuStreamCreate(stream, flags);
}

CUDA_API cuStreamDestroy_v2(CUstream stream)
{
    CALL();
    if (context().streams.count(stream) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    CUresult result = drain(stream);
    for (Event* event : context().events)
    {
        if (event->stream == stream)
            event->stream = nullptr;
    }
    context().streams.erase(stream);
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

CUDA_API cuStreamQuery(CUstream handle)
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
    // Whoever asks again and again sees the work go on.
    size_t left = stream->pending.size();
    CUresult result = run_until(stream, [&] { return stream->pending.size() < left; });
    return result != CUDA_SUCCESS ? result : stream->pending.empty() ? CUDA_SUCCESS : CUDA_ERROR_NOT_READY;
}
