// Loads, stores and fences.
#include "ptx_translator.h"
#include <map>

namespace
{
struct Access
{
    std::string space;
    int count;
    PtxType type;
};

Access take_access(FunctionTranslator& to, PtxOpcode& opcode)
{
    // Caches and orders make no difference between threads that take turns.
    opcode.take_any({ "weak", "volatile", "relaxed", "acquire", "release" });
    opcode.take_any({ "cta", "gpu", "sys", "cluster" });
    std::string space = opcode.take_any({ "global", "shared", "shared::cta", "local", "param", "const" });
    opcode.take_any({ "ca", "cg", "cs", "lu", "cv", "wb", "wt" });
    opcode.take("nc");
    opcode.take("L1::no_allocate");
    opcode.take_any({ "L2::64B", "L2::128B", "L2::256B" });
    std::string vector = opcode.take_any({ "v2", "v4" });
    if (space == "const")
        to.fail("the emulator does not know constant memory");
    return { space == "shared::cta" ? "shared" : space, vector.empty() ? 1 : vector[1] - '0', opcode.type() };
}

/// How a type lies in memory: 16 bits of floating point as bits.
PtxType stored(PtxType type)
{
    return type.bits == 16 && type.is_float() ? PtxType{ PtxType::Bits, 16 } : type;
}

/// Where a parameter lies, in C++; how far it goes is known here.
std::string parameter_address(FunctionTranslator& to, const PtxOperand& memory, int bytes)
{
    const PtxSymbol* symbol = memory.symbol;
    if (symbol == nullptr || symbol->space != "param")
        to.fail("'" + memory.name + "' is no parameter");
    if ((s64)memory.bits < 0 || memory.bits + (u64)bytes > symbol->bytes || memory.bits % (u64)bytes != 0)
        to.fail("this access leaves the parameter '" + memory.name + "'");
    if (to.function.is_entry && symbol->owner >= 0)
        return "(parameters + " + std::to_string(symbol->offset + memory.bits) + ")";
    return "(" + symbol->id + " + " + std::to_string(memory.bits) + ")";
}

void access(FunctionTranslator& to, PtxOpcode& opcode)
{
    bool load = opcode.name() == "ld" || opcode.name() == "ldu";
    Access access = take_access(to, opcode);
    to.expect_operands(2);
    const PtxOperand& memory = to.operand(load ? 1 : 0);
    const PtxOperand& data = to.operand(load ? 0 : 1);
    bool vector = data.kind == PtxOperand::Vector;
    if (memory.kind != PtxOperand::Memory || (vector ? (int)data.items.size() : 1) != access.count)
        to.fail("operands of '" + opcode.text() + "' are of other kinds");
    PtxType type = stored(access.type);
    int bytes = type.bytes() * access.count;
    std::string at = access.space == "param" ? parameter_address(to, memory, bytes) : host_address(to, access.space, memory, bytes);
    auto cell = [&](int i) { return "*(" + type.text() + "*)(at_ + " + std::to_string(i * type.bytes()) + ")"; };
    to.emit("{ char* at_ = (char*)" + at + ";");
    if (!vector)
    {
        if (load)
            to.write(data, type, cell(0));
        else
            to.emit(cell(0) + " = " + to.read(data, type) + ";");
    }
    else
    {
        // A load may write to the register that its address is in, so all parts are read first.
        auto part = [](int i) { return "part" + std::to_string(i) + "_"; };
        for (int i = 0; i < access.count; i++)
        {
            if (load)
                to.emit(type.text() + " " + part(i) + " = " + cell(i) + ";");
            else
                to.emit(cell(i) + " = " + to.read(data.items[(size_t)i], type) + ";");
        }
        for (int i = 0; load && i < access.count; i++)
            to.write(data.items[(size_t)i], type, part(i));
    }
    to.emit("}");
}
}

std::string host_address(const FunctionTranslator& to, const std::string& space, const PtxOperand& memory, int bytes)
{
    static const std::map<std::string, const char*> all = { { "", "AT_GENERIC(" }, { "global", "AT_GLOBAL(" }, { "shared", "AT_SHARED(" },
        { "local", "AT_LOCAL(" } };
    PtxOperand base = memory;
    base.kind = memory.name.empty() ? PtxOperand::Integer : PtxOperand::Name;
    bool narrow = base.symbol != nullptr && base.symbol->space == "reg" && base.symbol->type.bits == 32;
    std::string address = to.read(base, { PtxType::Unsigned, narrow ? 32 : 64 });
    if (base.kind == PtxOperand::Name && memory.bits != 0)
        address += " + " + std::to_string((s64)memory.bits) + "ll";
    return all.at(space) + address + ", " + std::to_string(bytes) + ", " + to.line() + ")";
}

bool translate_memory(FunctionTranslator& to, PtxOpcode& opcode)
{
    const std::string& name = opcode.name();
    if (name == "ld" || name == "st" || name == "ldu")
    {
        access(to, opcode);
    }
    else if (name == "membar" || name == "fence")
    {
        opcode.take_any({ "sc", "acq_rel" });
        opcode.take_any({ "cta", "gl", "gpu", "sys" });
        to.emit("__atomic_thread_fence(__ATOMIC_SEQ_CST);");
    }
    else
    {
        return false;
    }
    return true;
}
