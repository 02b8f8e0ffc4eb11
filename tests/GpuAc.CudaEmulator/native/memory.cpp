// Device memory: allocations lie in one reserved range, each from a granule of its own on, so that a table says where the memory at an
// address ends. No address is used twice before the range is used up, and new memory holds noise, as a GPU's does.
#include "state.h"
#include <cstdlib>
#include <cstring>
#include <map>
#include <sys/mman.h>

namespace
{
struct Allocation
{
    size_t bytes;
    Context* owner;
};

constexpr u64 Granule = (u64)1 << GranuleBits;
constexpr size_t NoisyBytes = 16 << 20; // No more than this of an allocation, so that large ones cost no memory until used.

std::map<u64, Allocation> allocations; // By their offsets.
size_t used = 0;
u64 next_offset = Granule;

void* reserve(size_t bytes, int access)
{
    void* memory = mmap(nullptr, bytes, access, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (memory == MAP_FAILED)
        std::abort();
    return memory;
}

char* memory()
{
    static char* all = (char*)reserve(DeviceSpan, PROT_NONE);
    return all;
}

u64* limits()
{
    static u64* all = (u64*)reserve(DeviceSpan / Granule * sizeof(u64), PROT_READ | PROT_WRITE);
    return all;
}

u64 whole_granules(u64 bytes)
{
    return (bytes + Granule - 1) / Granule * Granule;
}

/// A free place for a body, looked for behind the last one; 0 when there is none.
u64 place(u64 body)
{
    for (int round = 0; round < 2; round++)
    {
        u64 offset = next_offset;
        for (auto found = allocations.lower_bound(offset); found != allocations.end() && found->first < offset + body + Granule; ++found)
            offset = found->first + whole_granules(found->second.bytes) + Granule;
        if (offset + body + Granule <= DeviceSpan)
            return offset;
        next_offset = Granule;
    }
    return 0;
}

void release(u64 offset, const Allocation& allocation)
{
    u64 body = whole_granules(allocation.bytes);
    for (u64 granule = offset; granule < offset + body; granule += Granule)
        limits()[granule >> GranuleBits] = 0;
    madvise(memory() + offset, body, MADV_DONTNEED);
    mprotect(memory() + offset, body, PROT_NONE);
    used -= allocation.bytes;
}
}

bool is_device(CUdeviceptr address, size_t bytes)
{
    u64 offset = address - DeviceBase;
    if (offset >= DeviceSpan)
        return false;
    u64 limit = limits()[offset >> GranuleBits];
    return offset < limit && bytes <= limit - offset;
}

char* host_of(CUdeviceptr address)
{
    return memory() + (address - DeviceBase);
}

const u64* device_limits()
{
    return limits();
}

void free_all_memory(Context* owner)
{
    for (auto found = allocations.begin(); found != allocations.end();)
    {
        if (found->second.owner != owner)
        {
            ++found;
            continue;
        }
        release(found->first, found->second);
        found = allocations.erase(found);
    }
}

CUDA_API cuMemAlloc_v2(CUdeviceptr* pointer, size_t bytes)
{
    CALL();
    if (pointer == nullptr || bytes == 0)
        return CUDA_ERROR_INVALID_VALUE;
    if (CUresult refused = refuse_in_capture(); refused != CUDA_SUCCESS)
        return refused;
    u64 body = whole_granules(bytes), offset = 0;
    if (bytes > device::MemoryBytes - used || (offset = place(body)) == 0)
        return CUDA_ERROR_OUT_OF_MEMORY;
    if (mprotect(memory() + offset, body, PROT_READ | PROT_WRITE) != 0)
        return CUDA_ERROR_OUT_OF_MEMORY;
    next_offset = offset + body + Granule;
    memset(memory() + offset, Noise, bytes < NoisyBytes ? bytes : NoisyBytes);
    for (u64 granule = offset; granule < offset + body; granule += Granule)
        limits()[granule >> GranuleBits] = offset + bytes;
    allocations[offset] = { bytes, &context() };
    used += bytes;
    *pointer = DeviceBase + offset;
    return CUDA_SUCCESS;
}

CUDA_API cuMemFree_v2(CUdeviceptr pointer)
{
    CALL();
    if (CUresult refused = refuse_in_capture(); refused != CUDA_SUCCESS)
        return refused;
    CUresult drained = drain_all();
    auto found = allocations.find(pointer - DeviceBase);
    if (found == allocations.end() || found->second.owner != &context())
        return CUDA_ERROR_INVALID_VALUE;
    release(found->first, found->second);
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
        if (bytes > 0)
            memset(host_of(target), value, bytes);
        return CUDA_SUCCESS;
    });
}
