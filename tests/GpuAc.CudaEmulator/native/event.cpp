// Events: points in a stream that others wait for, and times between them.
#include "state.h"
#include <chrono>

namespace
{
double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

bool is_complete(const Event* event)
{
    return event->completed >= event->recorded;
}

/// Does what lies before an event in its stream.
CUresult reach(Event* event, unsigned recording)
{
    auto reached = [=] { return event->completed >= recording; };
    return reached() || event->stream == nullptr ? CUDA_SUCCESS : run_until(event->stream, reached);
}
}

CUDA_API cuEventCreate(CUevent* event, unsigned flags)
{
    CALL();
    if (event == nullptr || (flags & ~CU_EVENT_KNOWN_FLAGS) != 0)
        return CUDA_ERROR_INVALID_VALUE;
    context().events.insert(*event = new Event{ (flags & CU_EVENT_DISABLE_TIMING) == 0 });
    return CUDA_SUCCESS;
}

CUDA_API cuEventRecord(CUevent event, CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr || context().events.count(event) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    event->captured = stream->capture != Capture::None;
    event->stream = stream;
    unsigned recording = ++event->recorded;
    if (event->captured)
        return stream->capture == Capture::Active ? CUDA_SUCCESS : CUDA_ERROR_STREAM_CAPTURE_INVALIDATED;
    return put(stream, [=] {
        if (context().events.count(event) == 1)
            event->completed = recording, event->seconds = now();
        return CUDA_SUCCESS;
    });
}

CUDA_API cuEventQuery(CUevent event)
{
    CALL();
    if (context().events.count(event) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (event->captured)
        return CUDA_ERROR_CAPTURED_EVENT;
    if (!is_complete(event) && event->stream != nullptr)
    {
        // Whoever asks again and again sees the work go on.
        size_t left = event->stream->pending.size();
        CUresult result = run_until(event->stream, [=] { return event->stream->pending.size() < left; });
        if (result != CUDA_SUCCESS)
            return result;
    }
    return is_complete(event) ? CUDA_SUCCESS : CUDA_ERROR_NOT_READY;
}

CUDA_API cuEventSynchronize(CUevent event)
{
    CALL();
    if (context().events.count(event) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (event->captured)
        return CUDA_ERROR_CAPTURED_EVENT;
    return reach(event, event->recorded);
}

CUDA_API cuStreamWaitEvent(CUstream handle, CUevent event, unsigned flags)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr || context().events.count(event) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    if (flags != 0)
        return CUDA_ERROR_INVALID_VALUE;
    if (event->captured)
        return CUDA_ERROR_CAPTURED_EVENT; // A capture over several streams is not there.
    if (stream->capture != Capture::None)
    {
        stream->capture = Capture::Invalidated;
        return CUDA_ERROR_STREAM_CAPTURE_ISOLATION;
    }
    return put(stream, [event, recording = event->recorded] {
        return context().events.count(event) == 1 ? reach(event, recording) : CUDA_SUCCESS;
    });
}

CUDA_API cuEventElapsedTime(float* milliseconds, CUevent start, CUevent end)
{
    CALL();
    if (milliseconds == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    for (Event* event : { start, end })
    {
        if (context().events.count(event) == 0 || event->recorded == 0 || !event->timed)
            return CUDA_ERROR_INVALID_HANDLE;
        if (event->captured)
            return CUDA_ERROR_CAPTURED_EVENT;
    }
    if (!is_complete(start) || !is_complete(end))
        return CUDA_ERROR_NOT_READY;
    *milliseconds = (float)((end->seconds - start->seconds) * 1e3);
    return CUDA_SUCCESS;
}

CUDA_API cuEventDestroy_v2(CUevent event)
{
    CALL();
    if (context().events.erase(event) == 0)
        return CUDA_ERROR_INVALID_HANDLE;
    delete event;
    return CUDA_SUCCESS;
}
