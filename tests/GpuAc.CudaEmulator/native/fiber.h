// A stack of its own for each thread of a block, and the way from one to another.
#pragma once
#include <cstddef>

/// Runs a function on a stack that begins at its top; the function must never return.
/// \return What to hand to switch_fiber to start it.
void* make_fiber(void* top, void (*entry)());

/// Leaves this stack and goes on where another was left.
/// \param left Where to keep the way back.
/// \param wanted What make_fiber or an earlier switch gave.
extern "C" void switch_fiber(void** left, void* wanted);
