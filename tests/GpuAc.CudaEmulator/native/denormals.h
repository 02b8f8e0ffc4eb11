// Denormals as zeros.
#pragma once

/// Makes operands and results that are denormals zeros while it lives, as PTX's .ftz does.
class Denormals
{
public:
#if defined(__x86_64__)
    explicit Denormals(bool flush)
    {
        constexpr unsigned FlushResults = 1u << 15, FlushOperands = 1u << 6;
        __builtin_ia32_ldmxcsr(flush ? kept | FlushResults | FlushOperands : kept);
    }

    ~Denormals() { __builtin_ia32_ldmxcsr(kept); }

private:
    unsigned kept = __builtin_ia32_stmxcsr();
#elif defined(__aarch64__)
    explicit Denormals(bool flush)
    {
        constexpr unsigned long FlushBoth = 1ul << 24;
        set(flush ? kept | FlushBoth : kept);
    }

    ~Denormals() { set(kept); }

private:
    static unsigned long get()
    {
        unsigned long control;
        asm volatile("mrs %0, fpcr" : "=r"(control));
        return control;
    }

    static void set(unsigned long control) { asm volatile("msr fpcr, %0" : : "r"(control)); }

    unsigned long kept = get();
#endif
};
