// A fault inside a kernel ends the kernel; any other goes to whoever handled signals before.
#include "faults.h"
#include <csetjmp>
#include <csignal>
#include <mutex>
#include <sys/mman.h>

namespace
{
constexpr int Signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE };
constexpr size_t StackBytes = 64 << 10;

struct sigaction earlier[64];
thread_local sigjmp_buf* way_out = nullptr;

void handle(int signal, siginfo_t* info, void* context)
{
    if (way_out != nullptr)
        siglongjmp(*way_out, signal);
    const struct sigaction& next = earlier[signal];
    if ((next.sa_flags & SA_SIGINFO) != 0)
        next.sa_sigaction(signal, info, context);
    else if (next.sa_handler != SIG_DFL && next.sa_handler != SIG_IGN)
        next.sa_handler(signal);
    else
        sigaction(signal, &next, nullptr); // The instruction runs again, and the default does what it does.
}

void install()
{
    struct sigaction action = {};
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    for (int signal : Signals)
        sigaction(signal, &action, &earlier[signal]);
}

/// Kernels overflow their own stacks, so signals need another.
void prepare_thread()
{
    static thread_local bool prepared = false;
    if (prepared)
        return;
    prepared = true;
    stack_t stack = {};
    stack.ss_size = StackBytes;
    stack.ss_sp = mmap(nullptr, StackBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    sigaltstack(&stack, nullptr);
}
}

CUresult guard(const std::function<CUresult()>& work)
{
    static std::once_flag once;
    std::call_once(once, install);
    prepare_thread();
    sigjmp_buf here;
    int signal = sigsetjmp(here, 1);
    way_out = signal == 0 ? &here : nullptr;
    if (signal == SIGILL)
        return CUDA_ERROR_MISALIGNED_ADDRESS; // The kernel's compiler checks alignment and stops so.
    if (signal != 0)
        return signal == SIGFPE ? CUDA_ERROR_LAUNCH_FAILED : CUDA_ERROR_ILLEGAL_ADDRESS;
    CUresult result = work();
    way_out = nullptr;
    return result;
}
