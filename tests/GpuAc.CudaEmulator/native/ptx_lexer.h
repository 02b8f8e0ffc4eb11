// PTX as a row of words.
#pragma once
#include <string>
#include <vector>

struct PtxToken
{
    enum Kind
    {
        Word,   // An opcode with its modifiers, a directive with its dot, a register, a name.
        Number,
        Text,
        Sign,
        End,
    };

    Kind kind;
    std::string text;
    int line;
};

/// \return The tokens, the last of which is End.
std::vector<PtxToken> split_ptx(const std::string& text);
