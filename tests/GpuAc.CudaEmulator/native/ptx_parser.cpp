// The grammar of PTX: declarations, and statements without their meaning. Names in inner braces are resolved here.
#include "ptx.h"
#include "ptx_lexer.h"
#include <algorithm>
#include <cctype>
#include <cstring>
#include <unordered_map>

namespace
{
using Scope = std::unordered_map<std::string, PtxSymbol*>;

class Parser
{
public:
    explicit Parser(const std::string& text) : tokens(split_ptx(text)) {}

    PtxModule run()
    {
        scopes.emplace_back();
        while (peek().kind != PtxToken::End)
            take_top();
        return std::move(module);
    }

private:
    const PtxToken& peek(size_t ahead = 0) const { return tokens[std::min(at + ahead, tokens.size() - 1)]; }
    const PtxToken& next() { return tokens[std::min(at++, tokens.size() - 1)]; }
    bool sees(const char* text) const { return peek().kind != PtxToken::Text && peek().text == text; }

    [[noreturn]] void fail(const std::string& reason) const { throw PtxError(peek().line, reason); }

    bool accept(const char* text)
    {
        bool found = sees(text);
        at += found;
        return found;
    }

    void expect(const char* text)
    {
        if (!accept(text))
            fail(std::string("expected '") + text + "' but found '" + peek().text + "'");
    }

    std::string word()
    {
        if (peek().kind != PtxToken::Word)
            fail("expected a name but found '" + peek().text + "'");
        return next().text;
    }

    u64 integer()
    {
        PtxOperand operand = number();
        if (operand.kind != PtxOperand::Integer)
            fail("expected an integer");
        return operand.bits;
    }

    void skip_line()
    {
        for (int line = peek().line; peek().line == line && peek().kind != PtxToken::End;)
            at++;
    }

    void take_top()
    {
        bool is_extern = false;
        while (sees(".visible") || sees(".extern") || sees(".weak"))
            is_extern |= next().text == ".extern";
        std::string directive = peek().text;
        if (directive == ".version" || directive == ".target" || directive == ".address_size" || directive == ".file")
            skip_line();
        else if (directive == ".entry" || directive == ".func")
            take_function();
        else if (directive == ".shared")
            take_variables(is_extern);
        else
            fail("the emulator does not know '" + directive + "' outside functions");
    }

    void take_function()
    {
        PtxFunction function;
        function.line = peek().line;
        function.is_entry = next().text == ".entry";
        scopes.emplace_back();
        if (sees("("))
            function.results = parameters(true);
        function.name = word();
        if (sees("("))
            function.parameters = parameters(false);
        while (!sees("{") && !sees(";"))
            take_limit(function);
        if (!accept(";"))
        {
            function.is_defined = true;
            current = &function;
            take_block();
            current = nullptr;
        }
        scopes.pop_back();
        auto is_same = [&](const PtxFunction& known) { return known.name == function.name; };
        auto before = std::find_if(module.functions.begin(), module.functions.end(), is_same);
        if (before == module.functions.end())
            module.functions.push_back(std::move(function));
        else if (!before->is_defined)
            *before = std::move(function);
        else if (function.is_defined)
            throw PtxError(function.line, "a second function '" + function.name + "'");
    }

    std::vector<PtxSymbol*> parameters(bool results)
    {
        std::vector<PtxSymbol*> found;
        expect("(");
        while (!accept(")"))
        {
            if (!sees(".param"))
                fail("the emulator knows parameters in .param only");
            PtxSymbol* symbol = variable(".param").front();
            symbol->owner = (int)found.size();
            symbol->is_result = results;
            found.push_back(symbol);
            if (!sees(")"))
                expect(",");
        }
        return found;
    }

    void take_limit(PtxFunction& function)
    {
        std::string directive = word();
        if (directive == ".maxntid" || directive == ".reqntid")
        {
            function.max_threads = (int)integer();
            while (accept(","))
                function.max_threads *= (int)integer();
        }
        else if (directive == ".minnctapersm" || directive == ".maxnreg")
        {
            integer();
        }
        else if (directive != ".noreturn")
        {
            fail("the emulator does not know '" + directive + "' of a function");
        }
    }

    void take_block()
    {
        expect("{");
        scopes.emplace_back();
        while (!accept("}"))
            take_statement();
        scopes.pop_back();
    }

    void take_statement()
    {
        if (sees("{"))
            take_block();
        else if (sees(".reg") || sees(".shared") || sees(".local") || sees(".param"))
            take_variables(false);
        else if (sees(".loc") || sees(".pragma"))
            skip_line();
        else if (!accept(";"))
            take_instruction();
    }

    void take_instruction()
    {
        PtxStatement statement;
        statement.line = peek().line;
        if (accept("@"))
        {
            statement.guard_negated = accept("!");
            std::string name = word();
            statement.guard = find(name);
            if (statement.guard == nullptr)
                throw PtxError(statement.line, "'" + name + "' is not declared");
        }
        statement.name = word();
        if (statement.guard == nullptr && accept(":"))
            statement.kind = PtxStatement::Label;
        else if (statement.name == ".branchtargets")
            statement.kind = PtxStatement::Targets;
        if (statement.kind != PtxStatement::Label && !accept(";"))
        {
            do
                statement.operands.push_back(operand());
            while (accept(","));
            expect(";");
        }
        current->body.push_back(std::move(statement));
    }

    PtxOperand operand()
    {
        PtxOperand found;
        if (accept("["))
        {
            found = sees("-") || peek().kind == PtxToken::Number ? number() : name();
            found.kind = PtxOperand::Memory;
            if (accept("+"))
                found.bits = integer();
            else if (sees("-"))
                found.bits = integer();
            expect("]");
        }
        else if (sees("{") || sees("("))
        {
            found.kind = sees("{") ? PtxOperand::Vector : PtxOperand::List;
            const char* end = next().text == "{" ? "}" : ")";
            while (!accept(end))
            {
                found.items.push_back(operand());
                if (!sees(end))
                    expect(",");
            }
        }
        else if (sees("-") || peek().kind == PtxToken::Number)
        {
            found = number();
        }
        else
        {
            bool negated = accept("!");
            found = name();
            found.negated = negated;
            if (accept("|"))
            {
                found.second = word();
                found.second_symbol = find(found.second);
            }
        }
        return found;
    }

    PtxOperand name()
    {
        PtxOperand found;
        found.name = word();
        found.symbol = find(found.name);
        return found;
    }

    PtxOperand number()
    {
        PtxOperand found;
        bool negative = accept("-");
        if (peek().kind != PtxToken::Number)
            fail("expected a number but found '" + peek().text + "'");
        std::string digits = next().text;
        bool is_float = digits.size() > 1 && digits[0] == '0' && strchr("fFdD", digits[1]) != nullptr;
        bool single = is_float && (digits[1] == 'f' || digits[1] == 'F');
        found.kind = !is_float ? PtxOperand::Integer : single ? PtxOperand::Float32 : PtxOperand::Float64;
        if (is_float)
            digits = digits.substr(2);
        else if (digits.back() == 'U')
            digits.pop_back();
        size_t used = 0;
        int base = is_float ? 16 : digits.size() > 1 && (digits[1] == 'b' || digits[1] == 'B') ? 2 : 0;
        if (base == 2)
            digits = digits.substr(2);
        try
        {
            found.bits = std::stoull(digits, &used, base);
        }
        catch (const std::exception&)
        {
            used = 0;
        }
        if (used != digits.size() || (is_float && (negative || digits.size() != (single ? 8u : 16u))))
            fail("'" + digits + "' is no number that the emulator knows");
        if (negative)
            found.bits = -found.bits;
        return found;
    }

    PtxSymbol* find(const std::string& name)
    {
        for (auto scope = scopes.rbegin(); scope != scopes.rend(); ++scope)
        {
            auto found = scope->find(name);
            if (found == scope->end())
                continue;
            PtxSymbol* symbol = found->second;
            if (!symbol->used && symbol->owner < 0 && current != nullptr)
                current->variables.push_back(symbol);
            symbol->used = true;
            return symbol;
        }
        return nullptr;
    }

    void take_variables(bool is_extern)
    {
        std::string space = peek().text;
        for (PtxSymbol* symbol : variable(space))
        {
            symbol->is_extern = is_extern;
            if (space == ".shared")
                module.shared.push_back(symbol);
            else if (space == ".local" && current == nullptr)
                fail("the emulator knows .local variables in functions only");
        }
        expect(";");
    }

    /// One declaration, which may be of several names.
    std::vector<PtxSymbol*> variable(const std::string& space)
    {
        expect(space.c_str());
        u64 align = accept(".align") ? integer() : 0;
        if (accept(".ptr"))
            fail("the emulator does not know .ptr");
        PtxType type = PtxType::parse(word().substr(1));
        if (type.kind == PtxType::None)
            fail("the emulator does not know this type of a variable");
        std::vector<PtxSymbol*> found;
        do
        {
            PtxSymbol symbol;
            symbol.name = word();
            symbol.space = space.substr(1);
            symbol.type = type;
            symbol.bytes = (u64)std::max(1, type.bytes());
            symbol.align = std::max(align, symbol.bytes);
            if (accept("<"))
            {
                u64 count = integer();
                expect(">");
                for (u64 i = 0; i < count; i++)
                    found.push_back(declare(symbol, symbol.name + std::to_string(i)));
                continue;
            }
            while (accept("["))
            {
                symbol.bytes *= sees("]") ? 0 : integer();
                expect("]");
            }
            if (sees("="))
                fail("the emulator does not know variables with values");
            found.push_back(declare(symbol, symbol.name));
        } while (space != ".param" && accept(","));
        return found;
    }

    PtxSymbol* declare(PtxSymbol symbol, const std::string& name)
    {
        symbol.name = name;
        symbol.id = "R_";
        for (char c : name)
            symbol.id += std::isalnum((unsigned char)c) ? std::string(1, c) : c == '%' ? "" : "_";
        if (scopes.size() > 3)
            symbol.id += "_in" + std::to_string(module.symbols.size());
        module.symbols.push_back(symbol);
        if (!scopes.back().emplace(name, &module.symbols.back()).second)
            fail("'" + name + "' is declared twice");
        return &module.symbols.back();
    }

    std::vector<PtxToken> tokens;
    size_t at = 0;
    PtxModule module;
    std::vector<Scope> scopes;
    PtxFunction* current = nullptr;
};
}

PtxModule parse_ptx(const std::string& text)
{
    return Parser(text).run();
}
