// Device memory: each allocation ends at a page that nothing may touch, so a kernel that leaves it faults.
// New memory holds noise, as a GPU's does.
#include "state.h"
#include <cstring>
#include <map>
#include <sys/mman.h>

namespace
{
struct Allocation
{
    size_t bytes;
    void* mapping;
    size_t mapped;
};

constexpr size_t Page = 4096;
constexpr size_t NoisyBytes = 16 << 20; // No more than this of an allocation, so that large ones cost no memory until used.

std::map<CUdeviceptr, Allocation> allocations;
size_t used = 0;

const std::pair<const CUdeviceptr, Allocation>* containing(CUdeviceptr address)
{
    auto next = allocations.upper_bound(address);
    if (next == allocations.begin())
        return nullptr;
    --next;
    return address < next->first + next->second.bytes ? &*next : nullptr;
}

void release(const Allocation& allocation)
{
    munmap(allocation.mapping, allocation.mapped);
    used -= allocation.bytes;
}
}

bool is_device(CUdeviceptr address, size_t bytes)
{
    auto found = containing(address);
    return found != nullptr && bytes <= found->second.bytes - (address - found->first);
}

bool touches_device(const void* address, size_t bytes)
{
    auto start = (CUdeviceptr)address;
    auto next = allocations.lower_bound(start);
    return containing(start) != nullptr || (next != allocations.end() && next->first < start + bytes);
}

void free_all_memory()
{
    for (auto& [address, allocation] : allocations)
        release(allocation);
    allocations.clear();
}

CUDA_API cuMemAlloc_v2(CUdeviceptr* pointer, size_t bytes)
{
    CALL();
    if (pointer == nullptr || bytes == 0)
        return CUDA_ERROR_INVALID_VALUE;
    if (CUresult refused = refuse_in_capture(); refused != CUDA_SUCCESS)
        return refused;
    if (bytes > device::MemoryBytes - used)
        return CUDA_ERROR_OUT_OF_MEMORY;
    size_t body = (bytes + Page - 1) / Page * Page;
    void* mapping = mmap(nullptr, body + 2 * Page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (mapping == MAP_FAILED)
        return CUDA_ERROR_OUT_OF_MEMORY;
    auto first = (CUdeviceptr)mapping + Page;
    mprotect((void*)first, body, PROT_READ | PROT_WRITE);
    *pointer = first + (body - bytes) / device::Alignment * device::Alignment;
    memset((void*)*pointer, 0xfb, bytes < NoisyBytes ? bytes : NoisyBytes);
    allocations[*pointer] = { bytes, mapping, body + 2 * Page };
    used += bytes;
    return CUDA_SUCCESS;
}

CUDA_API cuMemFree_v2(CUdeviceptr pointer)
{
    CALL();
    if (CUresult refused = refuse_in_capture(); refused != CUDA_SUCCESS)
        return refused;
    CUresult drained = drain_all();
    auto found = allocations.find(pointer);
    if (found == allocations.end())
        return CUDA_ERROR_INVALID_VALUE;
    release(found->second);
    allocations.erase(found);
    return drained;
}

CUDA_API cuMemGetInfo_v2(size_t* free, size_t* total)
{
    CALL();
    if (free == nullptr || total == nullptr)
        return CUDA_ERROR_INVALID_VALUE;
    *free = device::MemoryBytes - used;
    *total = device::MemoryBytes;
    return CUDA_SUCCESS;
}

CUDA_API cuMemsetD8Async(CUdeviceptr target, unsigned char value, size_t bytes, CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (bytes > 0 && !is_device(target, bytes))
        return CUDA_ERROR_INVALID_VALUE;
    return put(stream, [=] {
        if (bytes > 0 && !is_device(target, bytes))
            return CUDA_ERROR_ILLEGAL_ADDRESS;
        memset((void*)target, value, bytes);
        return CUDA_SUCCESS;
    });
}

CUDA_API cuMemcpyHtoDAsync_v2(CUdeviceptr target, const void* source, size_t bytes, CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (bytes > 0 && (source == nullptr || touches_device(source, bytes) || !is_device(target, bytes)))
        return CUDA_ERROR_INVALID_VALUE;
    auto copy = [=](const void* from) {
        if (bytes > 0 && !is_device(target, bytes))
            return CUDA_ERROR_ILLEGAL_ADDRESS;
        memcpy((void*)target, from, bytes);
        return CUDA_SUCCESS;
    };
    // A graph reads the host's memory whenever it is launched; a stream stages pageable memory before the call returns.
    if (stream->capture != Capture::None)
        return put(stream, [=] { return copy(source); });
    auto start = (const unsigned char*)source;
    auto staged = std::make_shared<std::vector<unsigned char>>(start, start + bytes);
    return put(stream, [=] { return copy(staged->data()); });
}

CUDA_API cuMemcpyDtoHAsync_v2(void* target, CUdeviceptr source, size_t bytes, CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (bytes > 0 && (target == nullptr || touches_device(target, bytes) || !is_device(source, bytes)))
        return CUDA_ERROR_INVALID_VALUE;
    CUresult result = put(stream, [=] {
        if (bytes > 0 && !is_device(source, bytes))
            return CUDA_ERROR_ILLEGAL_ADDRESS;
        memcpy(target, (void*)source, bytes);
        return CUDA_SUCCESS;
    });
    // A copy to pageable memory is done when the call returns.
    return result != CUDA_SUCCESS || stream->capture != Capture::None ? result : drain(stream);
}

CUDA_API cuMemcpyDtoDAsync_v2(CUdeviceptr target, CUdeviceptr source, size_t bytes, CUstream handle)
{
    CALL();
    Stream* stream = find(handle);
    if (stream == nullptr)
        return CUDA_ERROR_INVALID_HANDLE;
    if (bytes > 0 && (!is_device(target, bytes) || !is_device(source, bytes)))
        return CUDA_ERROR_INVALID_VALUE;
    return put(stream, [=] {
        if (bytes > 0 && (!is_device(target, bytes) || !is_device(source, bytes)))
            return CUDA_ERROR_ILLEGAL_ADDRESS;
        memmove((void*)target, (void*)source, bytes);
        return CUDA_SUCCESS;
    });
}
