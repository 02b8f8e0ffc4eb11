#include "ptx_lexer.h"
#include "ptx.h"
#include <cctype>

namespace
{
bool is_word(char c)
{
    return std::isalnum((unsigned char)c) || c == '_' || c == '$' || c == '%' || c == '.';
}

class Lexer
{
public:
    explicit Lexer(const std::string& all) : text(all) {}

    std::vector<PtxToken> run()
    {
        while (skip_blanks())
            take();
        tokens.push_back({ PtxToken::End, "the end", line });
        return std::move(tokens);
    }

private:
    char peek(size_t ahead = 0) const { return at + ahead < text.size() ? text[at + ahead] : 0; }

    /// \return False at the end of the text.
    bool skip_blanks()
    {
        while (at < text.size())
        {
            if (peek() == '/' && peek(1) == '/')
                while (at < text.size() && peek() != '\n')
                    at++;
            else if (peek() == '/' && peek(1) == '*')
                skip_comment();
            else if (std::isspace((unsigned char)peek()))
                line += text[at++] == '\n';
            else
                return true;
        }
        return false;
    }

    void skip_comment()
    {
        size_t end = text.find("*/", at + 2);
        if (end == std::string::npos)
            throw PtxError(line, "a comment has no end");
        for (; at < end + 2; at++)
            line += text[at] == '\n';
    }

    void take()
    {
        size_t start = at;
        PtxToken::Kind kind = PtxToken::Sign;
        if (std::isdigit((unsigned char)peek()))
        {
            kind = PtxToken::Number;
            while (is_word(peek()))
                at++;
        }
        else if (is_word(peek()))
        {
            kind = PtxToken::Word;
            while (is_word(peek()) || (peek() == ':' && peek(1) == ':'))
                at += peek() == ':' ? 2 : 1;
        }
        else if (peek() == '"')
        {
            kind = PtxToken::Text;
            at = text.find('"', at + 1);
            if (at == std::string::npos)
                throw PtxError(line, "a string has no end");
            at++;
        }
        else
        {
            at++;
        }
        tokens.push_back({ kind, text.substr(start, at - start), line });
    }

    const std::string& text;
    std::vector<PtxToken> tokens;
    size_t at = 0;
    int line = 1;
};
}

std::vector<PtxToken> split_ptx(const std::string& text)
{
    return Lexer(text).run();
}
