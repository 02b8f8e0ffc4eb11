// Fibers: registers that a call preserves go on the stack, and the stack pointer is all there is to keep.
#include "fiber.h"
#include <cstdint>

#if defined(__x86_64__)
asm(R"(
    .text
    .globl switch_fiber
    .hidden switch_fiber
    .type switch_fiber, @function
switch_fiber:
    pushq %rbp
    pushq %rbx
    pushq %r12
    pushq %r13
    pushq %r14
    pushq %r15
    movq %rsp, (%rdi)
    movq %rsi, %rsp
    popq %r15
    popq %r14
    popq %r13
    popq %r12
    popq %rbx
    popq %rbp
    ret
    .size switch_fiber, .-switch_fiber
)");

void* make_fiber(void* top, void (*entry)())
{
    // The entry sees the stack as after a call: 8 bytes off a multiple of 16.
    auto stack = (uint64_t*)((uintptr_t)top & ~(uintptr_t)15) - 1;
    *stack = 0;
    *--stack = (uint64_t)entry;
    for (int i = 0; i < 6; i++)
        *--stack = 0;
    return stack;
}
#elif defined(__aarch64__)
asm(R"(
    .text
    .globl switch_fiber
    .hidden switch_fiber
    .type switch_fiber, %function
switch_fiber:
    stp x19, x20, [sp, #-160]!
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x9, sp
    str x9, [x0]
    mov sp, x1
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    ldp x19, x20, [sp], #160
    ret
    .size switch_fiber, .-switch_fiber
)");

void* make_fiber(void* top, void (*entry)())
{
    auto stack = (uint64_t*)((uintptr_t)top & ~(uintptr_t)15) - 20;
    for (int i = 0; i < 20; i++)
        stack[i] = 0;
    stack[11] = (uint64_t)entry;
    return stack;
}
#else
#error "The CUDA emulator switches stacks on x86-64 and arm64 only."
#endif
