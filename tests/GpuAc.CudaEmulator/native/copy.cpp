// The host's memory, and copies: which way one goes is told by its addresses.
#include "state.h"
#include <cstdlib>
#include <cstring>
#include <map>

namespace
{
struct Pinned
{
    size_t bytes;
    bool ours; // Whether the driver allocated it.
};

std::map<u64, Pinned> pinned;

bool is_pinned(const void* address, size_t bytes)
{
    auto next = pinned.upper_bound((u64)address);
    if (next == pinned.begin())
        return false;
    --next;
    return (u64)address - next->first < next->second.bytes && bytes <= next->second.bytes - ((u64)address - next->first);
}

bool overlaps_pinned(const void* address, size_t bytes)
{
    auto next = pinned.lower_bound((u64)address);
    return is_pinned(address, 1) || (next != pinned.end() && next->first < (u64)address + bytes);
}

bool in_device_range(u64 address)
{
    return address - DeviceBase < DeviceSpan;
}

/// One end of a copy.
struct End
{
    u64 address;
    size_t bytes;
    bool device;

    End(u64 where, size_t length) : address(where), bytes(length), device(in_device_range(where)) {}

    bool exists() const { return device ? is_device(address, bytes) : address != 0; }
    bool waits() const { return device || is_pinned((void*)address, bytes); }
    char* host() const { return device ? host_of(address) : (char*)address; }
};

CUresult remove(void* memory, bool ours)
{
    auto found = pinned.find((u64)memory);
    if (found == pinned.end() || found->second.ours != ours)
        return ours ? CUDA_ERROR_INVALID_VALUE : CUDA_ERROR_HOST_MEMORY_NOT_REGISTERED;
    CUresult drained = drain_all();
    pinned.erase(found);
    return drained;
}
}

CUDA_API cuMemcpyAsync(u64 to, u64 from, size_t bytes, CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (bytes == 0)
        return CUDA_SUCCESS;
    End target(to, bytes), source(from, bytes);
    if (!target.exists() || !source.exists())
        return CUDA_ERROR_INVALID_VALUE;
    auto copy = [=](const char* data) {
        if (!target.exists())
            return CUDA_ERROR_ILLEGAL_ADDRESS;
        memmove(target.host(), data, bytes);
        return CUDA_SUCCESS;
    };
    auto whole = [=] { return source.exists() ? copy(source.host()) : CUDA_ERROR_ILLEGAL_ADDRESS; };
    // A graph reads the host's memory whenever it is launched, and pinned memory is read when the copy is done;
    // a stream stages pageable memory before the call returns.
    if (stream->capture != Capture::None || (source.waits() && target.waits()))
        return put(stream, whole);
    if (!source.waits())
    {
        auto staged = std::make_shared<std::vector<char>>(source.host(), source.host() + bytes);
        CUresult result = put(stream, [=] { return copy(staged->data()); });
        return result != CUDA_SUCCESS || target.waits() ? result : drain(stream);
    }
    // A copy to pageable memory is done when the call returns.
    CUresult result = put(stream, whole);
    return result != CUDA_SUCCESS ? result : drain(stream);
}

CUDA_API cuMemAllocHost_v2(void** memory, size_t bytes)
{
    CALL();
    if (memory == nullptr || bytes == 0)
        return CUDA_ERROR_INVALID_VALUE;
    if (CUresult refused = refuse_in_capture(); refused != CUDA_SUCCESS)
        return refused;
    *memory = aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
    if (*memory == nullptr)
        return CUDA_ERROR_OUT_OF_MEMORY;
    memset(*memory, Noise, bytes);
    pinned[(u64)*memory] = { bytes, true };
    return CUDA_SUCCESS;
}

CUDA_API cuMemFreeHost(void* memory)
{
    CALL();
    if (CUresult refused = refuse_in_capture(); refused != CUDA_SUCCESS)
        return refused;
    CUresult removed = remove(memory, true);
    if (removed == CUDA_SUCCESS)
        free(memory);
    return removed;
}

CUDA_API cuMemHostRegister_v2(void* memory, size_t bytes, unsigned)
{
    CALL();
    if (memory == nullptr || bytes == 0 || in_device_range((u64)memory))
        return CUDA_ERROR_INVALID_VALUE;
    if (overlaps_pinned(memory, bytes))
        return CUDA_ERROR_HOST_MEMORY_ALREADY_REGISTERED;
    pinned[(u64)memory] = { bytes, false };
    return CUDA_SUCCESS;
}

CUDA_API cuMemHostUnregister(void* memory)
{
    CALL();
    return remove(memory, false);
}

// Kernels cannot use it, though the device says that it maps the host's memory: there such an address is an illegal one.
CUDA_API cuMemHostGetDevicePointer_v2(u64* pointer, void* memory, unsigned flags)
{
    CALL();
    if (pointer == nullptr || flags != 0 || !is_pinned(memory, 1))
        return CUDA_ERROR_INVALID_VALUE;
    *pointer = (u64)memory;
    return CUDA_SUCCESS;
}

CUDA_API cuPointerGetAttribute(void* value, CUpointer_attribute attribute, u64 address)
{
    CALL();
    constexpr unsigned Host = 1, Device = 2;
    bool device = is_device(address, 1);
    if (value == nullptr || (!device && !is_pinned((void*)address, 1)))
        return CUDA_ERROR_INVALID_VALUE;
    switch ((int)attribute)
    {
    case CU_POINTER_ATTRIBUTE_CONTEXT: *(CUcontext*)value = &context(); return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_MEMORY_TYPE: *(unsigned*)value = device ? Device : Host; return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_DEVICE_POINTER: *(u64*)value = address; return CUDA_SUCCESS;
    case CU_POINTER_ATTRIBUTE_HOST_POINTER:
        if (device)
            return CUDA_ERROR_INVALID_VALUE;
        *(u64*)value = address;
        return CUDA_SUCCESS;
    default: return CUDA_ERROR_INVALID_VALUE;
    }
}
