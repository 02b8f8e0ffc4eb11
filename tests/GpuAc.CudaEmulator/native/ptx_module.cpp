// A module as a whole: where its variables lie, and its functions one after another.
#include "ptx_translator.h"
#include <algorithm>

namespace
{
u64 round_up(u64 value, u64 to)
{
    return (value + to - 1) / to * to;
}

/// Shared memory that is declared lies before what a launch adds.
void place_shared(PtxModule& module)
{
    u64 end = 0;
    for (bool dynamic : { false, true })
    {
        for (PtxSymbol* symbol : module.shared)
        {
            if (symbol->is_extern != dynamic)
                continue;
            symbol->offset = round_up(end, dynamic ? 16 : symbol->align);
            end = dynamic ? end : symbol->offset + symbol->bytes;
        }
    }
}

void place(PtxFunction& function)
{
    u64 end = 0;
    for (PtxSymbol* symbol : function.parameters)
    {
        symbol->offset = round_up(end, symbol->align);
        end = symbol->offset + symbol->bytes;
    }
    for (PtxSymbol* symbol : function.variables)
    {
        if (symbol->space != "local")
            continue;
        symbol->offset = round_up(function.local_bytes, std::min<u64>(symbol->align, 16));
        function.local_bytes = symbol->offset + symbol->bytes;
    }
    function.local_bytes = round_up(function.local_bytes, 16);
}
}

std::string translate_ptx(PtxModule& module)
{
    std::string text = "#include \"prelude.h\"\n\n";
    place_shared(module);
    int kernels = 0, functions = 0;
    for (PtxFunction& function : module.functions)
    {
        function.id = function.is_entry ? "emulated_kernel_" + std::to_string(kernels++) : "F_" + std::to_string(functions++);
        place(function);
        if (function.is_defined)
            text += FunctionTranslator::head(function) + ";\n";
    }
    for (PtxFunction& function : module.functions)
    {
        if (function.is_defined)
            FunctionTranslator(module, function, text).run();
    }
    return text;
}
