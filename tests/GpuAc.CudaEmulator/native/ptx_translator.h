// Translation of functions: one C++ statement for each instruction. The files ptx_*.cpp each have a family of instructions.
#pragma once
#include "ptx.h"
#include <initializer_list>
#include <set>

/// An opcode: its name, and the modifiers behind it, all of which must be asked for.
class PtxOpcode
{
public:
    PtxOpcode(int line, const std::string& text);

    const std::string& name() const { return words.front(); }
    const std::string& text() const { return whole; }
    int line() const { return place; }

    /// Takes a modifier if it is there.
    bool take(const std::string& word);

    /// Takes the one of some modifiers that is there.
    /// \return Empty when none is.
    std::string take_any(std::initializer_list<const char*> choices);

    /// Takes the next modifier that is a type.
    /// \exception PtxError There is none.
    PtxType type();

    /// \exception PtxError Modifiers are left.
    void finish() const;

private:
    int place;
    std::string whole;
    std::vector<std::string> words;
};

class FunctionTranslator
{
public:
    FunctionTranslator(const PtxModule& in, PtxFunction& of, std::string& to) : module(in), function(of), out(to) {}

    /// The function's head, without what follows it.
    static std::string head(const PtxFunction& function);

    void run();

    const PtxStatement& statement() const { return *current; }
    const PtxOperand& operand(size_t index) const;
    size_t operand_count() const { return current->operands.size(); }

    /// \exception PtxError There are others than that many operands.
    void expect_operands(size_t count) const;

    /// An operand's value as a type.
    std::string read(const PtxOperand& operand, PtxType type) const;
    std::string read(size_t index, PtxType type) const { return read(operand(index), type); }

    /// Writes a statement that gives a register a value.
    /// \param type The type of the value.
    void write(const PtxOperand& target, PtxType type, const std::string& value);
    void write(size_t index, PtxType type, const std::string& value) { write(operand(index), type, value); }

    void emit(const std::string& text) { out += text + "\n"; }
    std::string line() const { return std::to_string(current->line); }
    std::string label(const PtxOperand& target) const;
    bool is_local(const PtxSymbol* symbol) const { return symbol != nullptr && symbol->space == "local"; }

    [[noreturn]] void fail(const std::string& reason) const { throw PtxError(current->line, reason); }

    const PtxModule& module;
    PtxFunction& function;

private:
    void declare();
    void translate(const PtxStatement& statement);
    std::string special(const PtxOperand& operand) const;
    std::string address(const PtxSymbol& symbol) const;

    std::string& out;
    const PtxStatement* current = nullptr;
    std::set<std::string> labels;
};

// Each of these returns false when the instruction is not of its family.
bool translate_arithmetic(FunctionTranslator& to, PtxOpcode& opcode);
bool translate_comparison(FunctionTranslator& to, PtxOpcode& opcode);
bool translate_bits(FunctionTranslator& to, PtxOpcode& opcode);
bool translate_conversion(FunctionTranslator& to, PtxOpcode& opcode);
bool translate_memory(FunctionTranslator& to, PtxOpcode& opcode);
bool translate_atomic(FunctionTranslator& to, PtxOpcode& opcode);
bool translate_control(FunctionTranslator& to, PtxOpcode& opcode);
bool translate_warp(FunctionTranslator& to, PtxOpcode& opcode);

/// The host's address, in C++, of an address in a state space; empty for the generic one.
std::string host_address(const FunctionTranslator& to, const std::string& space, const PtxOperand& memory, int bytes);
