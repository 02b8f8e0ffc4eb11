// A PTX module as the parser gives it to the translator.
#pragma once
#include "kernel.h"
#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

/// What is wrong with a PTX text, and where.
class PtxError : public std::runtime_error
{
public:
    PtxError(int line, const std::string& reason) : std::runtime_error("ptx line " + std::to_string(line) + ": " + reason) {}
};

/// A type of PTX without its dot, such as u32. f16 and bf16 are calculated with as f32.
struct PtxType
{
    enum Kind
    {
        None,
        Predicate,
        Bits,
        Unsigned,
        Signed,
        Float,
        BFloat,
    };

    Kind kind = None;
    int bits = 0;

    static PtxType parse(const std::string& word);
    bool is_float() const { return kind == Float || kind == BFloat; }
    bool is_integer() const { return kind == Bits || kind == Unsigned || kind == Signed; }
    int bytes() const { return bits / 8; }

    /// The C++ type that values of it have.
    std::string text() const;
};

/// A name that PTX declares: a register, or a variable in one of the state spaces.
struct PtxSymbol
{
    std::string name;
    std::string space; // reg, shared, local, param
    PtxType type;
    u64 align = 0, bytes = 0;
    bool is_extern = false;
    bool used = false;
    int owner = -1; // Index of the parameter when the function's head declares it.
    bool is_result = false;
    u64 offset = 0; // In its space: given by the translator.
    std::string id; // In C++.
};

struct PtxOperand
{
    enum Kind
    {
        Name,
        Integer,
        Float32,
        Float64,
        Memory,
        Vector,
        List,
    };

    Kind kind = Name;
    std::string name; // Of a name, or of the base of a memory operand.
    PtxSymbol* symbol = nullptr;
    std::string second; // In p|q: q.
    PtxSymbol* second_symbol = nullptr;
    u64 bits = 0; // Of a number, or the offset of a memory operand.
    bool negated = false;
    std::vector<PtxOperand> items;
};

struct PtxStatement
{
    enum Kind
    {
        Label,
        Targets,
        Instruction,
    };

    Kind kind = Instruction;
    int line = 0;
    std::string name; // Of a label, or the whole opcode.
    PtxSymbol* guard = nullptr;
    bool guard_negated = false;
    std::vector<PtxOperand> operands;
};

struct PtxFunction
{
    std::string name, id;
    int line = 0;
    bool is_entry = false;
    bool is_defined = false;
    std::vector<PtxSymbol*> results, parameters;
    std::vector<PtxSymbol*> variables; // Of its body: those that it uses.
    std::vector<PtxStatement> body;
    int max_threads = 0;
    u64 local_bytes = 0;
};

struct PtxModule
{
    std::deque<PtxSymbol> symbols;
    std::deque<PtxFunction> functions;
    std::vector<PtxSymbol*> shared;
};

/// Reads a module.
/// \exception PtxError It is no PTX, or PTX of a kind that the emulator does not know.
PtxModule parse_ptx(const std::string& text);

/// Writes a module in C++, and gives its functions their C++ names.
/// \exception PtxError It has instructions that the emulator does not know.
std::string translate_ptx(PtxModule& module);
