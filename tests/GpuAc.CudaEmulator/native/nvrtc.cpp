// NVRTC's interface over g++: a CUDA source goes behind prelude.h and becomes a shared library, which is the "CUBIN".
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <regex>
#include <spawn.h>
#include <sstream>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <unordered_set>
#include <vector>

extern char** environ;

enum nvrtcResult
{
    NVRTC_SUCCESS = 0,
    NVRTC_ERROR_PROGRAM_CREATION_FAILURE = 2,
    NVRTC_ERROR_INVALID_INPUT = 3,
    NVRTC_ERROR_INVALID_PROGRAM = 4,
    NVRTC_ERROR_INVALID_OPTION = 5,
    NVRTC_ERROR_COMPILATION = 6,
};

struct Program
{
    std::string source, name, log, image;
};

using nvrtcProgram = Program*;

#define NVRTC_API extern "C" __attribute__((visibility("default"))) nvrtcResult

namespace
{
constexpr size_t SharedLimit = 48 << 10;

std::mutex gate;
std::unordered_set<Program*> programs;

bool is_live(Program* program)
{
    std::lock_guard<std::mutex> lock(gate);
    return programs.count(program) == 1;
}

/// The folder that this library, the driver and the headers lie in.
std::filesystem::path home()
{
    Dl_info info;
    dladdr((void*)&home, &info);
    return std::filesystem::canonical(info.dli_fname).parent_path();
}

std::string read(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
}

/// What NVRTC's options mean here.
struct Options
{
    int architecture = 52;
    bool contract = true;
    bool optimize = true;
    bool flush = false;
    std::string standard = "c++17";

    /// \return False when the real NVRTC has no such option.
    bool take(const std::string& option)
    {
        std::smatch match;
        if (std::regex_match(option, match, std::regex("--gpu-architecture=sm_(50|52|60|61|70|75|80|86|89|90|100|120)")))
            architecture = std::stoi(match[1]);
        else if (std::regex_match(option, match, std::regex("--std=(c\\+\\+(11|14|17|20))")))
            standard = match[1];
        else if (std::regex_match(option, match, std::regex("--fmad=(true|false)")))
            contract = match[1] == "true";
        else if (option == "--use_fast_math")
            contract = flush = true;
        else if (option == "--device-debug")
            optimize = false;
        else
            return false;
        return true;
    }
};

/// Dynamic shared memory has no size of its own, so it becomes a pointer; the block knows where it lies.
std::string translate(const std::string& source)
{
    static const std::regex dynamic(R"(extern\s+__shared__\s+(?:__align__\(\d+\)\s+)?(\w+)\s+(\w+)\[\];)");
    return std::regex_replace(source, dynamic, "$1* $2 = ($1*)emulated_thread->block->dynamic_shared;");
}

/// What the driver looks for in a module: its kernels, with their launch bounds, and its architecture.
std::string exports(const std::string& source, const Options& options)
{
    static const std::regex kernel(R"(__global__\s+(?:__launch_bounds__\(\s*(\d+)[^)]*\)\s*)?void\s+(\w+)\s*\()");
    static const std::regex waiting(R"(__syncthreads|__syncwarp|__shfl_)");
    bool waits = std::regex_search(source, waiting);
    std::ostringstream text;
    text << "\nextern \"C\" __attribute__((visibility(\"default\"))) const int emulated_architecture = " << options.architecture << ";\n";
    for (auto found = std::sregex_iterator(source.begin(), source.end(), kernel); found != std::sregex_iterator(); ++found)
    {
        text << "EMULATED_KERNEL(" << (*found)[2] << ", " << ((*found)[1].matched ? (*found)[1].str() : "0") << ", " << waits << ", "
             << options.flush << ")\n";
    }
    return text.str();
}

int run(const std::vector<std::string>& command, const std::string& log)
{
    std::vector<char*> words;
    for (const std::string& word : command)
        words.push_back((char*)word.c_str());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 2, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t process;
    int failure = posix_spawnp(&process, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    int status = -1;
    if (failure != 0 || waitpid(process, &status, 0) != process)
        return -1;
    return status;
}
}

NVRTC_API nvrtcVersion(int* major, int* minor)
{
    if (major == nullptr || minor == nullptr)
        return NVRTC_ERROR_INVALID_INPUT;
    *major = 12;
    *minor = 8;
    return NVRTC_SUCCESS;
}

extern "C" __attribute__((visibility("default"))) const char* nvrtcGetErrorString(nvrtcResult result)
{
    switch ((int)result)
    {
    case NVRTC_SUCCESS: return "NVRTC_SUCCESS";
    case NVRTC_ERROR_PROGRAM_CREATION_FAILURE: return "NVRTC_ERROR_PROGRAM_CREATION_FAILURE";
    case NVRTC_ERROR_INVALID_INPUT: return "NVRTC_ERROR_INVALID_INPUT";
    case NVRTC_ERROR_INVALID_PROGRAM: return "NVRTC_ERROR_INVALID_PROGRAM";
    case NVRTC_ERROR_INVALID_OPTION: return "NVRTC_ERROR_INVALID_OPTION";
    case NVRTC_ERROR_COMPILATION: return "NVRTC_ERROR_COMPILATION";
    default: return "NVRTC_ERROR unknown";
    }
}

NVRTC_API nvrtcCreateProgram(
    nvrtcProgram* program, const char* source, const char* name, int headers, const char* const* texts, const char* const* names)
{
    if (program == nullptr || source == nullptr || headers != 0 || texts != nullptr || names != nullptr)
        return NVRTC_ERROR_INVALID_INPUT;
    *program = new Program{ source, name == nullptr ? "default_program" : name, {}, {} };
    std::lock_guard<std::mutex> lock(gate);
    programs.insert(*program);
    return NVRTC_SUCCESS;
}

NVRTC_API nvrtcDestroyProgram(nvrtcProgram* program)
{
    if (program == nullptr || !is_live(*program))
        return NVRTC_ERROR_INVALID_PROGRAM;
    std::lock_guard<std::mutex> lock(gate);
    programs.erase(*program);
    delete *program;
    *program = nullptr;
    return NVRTC_SUCCESS;
}

NVRTC_API nvrtcCompileProgram(nvrtcProgram program, int count, const char* const* texts)
{
    if (!is_live(program))
        return NVRTC_ERROR_INVALID_PROGRAM;
    Options options;
    for (int i = 0; i < count; i++)
    {
        if (!options.take(texts[i]))
        {
            program->log = "nvrtc: error: invalid value or unknown option: " + std::string(texts[i]) + "\n";
            return NVRTC_ERROR_INVALID_OPTION;
        }
    }

    std::string pattern = (std::filesystem::temp_directory_path() / "cuda-emulator-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        return NVRTC_ERROR_PROGRAM_CREATION_FAILURE;
    std::filesystem::path folder = pattern, here = home();
    std::ofstream(folder / "kernel.cpp") << "#include \"prelude.h\"\n#line 1 \"" << program->name << "\"\n"
                                         << translate(program->source) << exports(program->source, options);
    std::vector<std::string> command{ "g++", "-w", "-std=" + options.standard, options.optimize ? "-O1" : "-O0",
        options.contract ? "-ffp-contract=fast" : "-ffp-contract=off", "-fno-math-errno", "-fno-strict-aliasing", "-fno-exceptions",
        "-fno-rtti", "-fsanitize=alignment", "-fsanitize-undefined-trap-on-error", "-shared", "-fPIC", "-fvisibility=hidden", "-nostdinc",
        "-I", here.string(), (folder / "kernel.cpp").string(), "-o", (folder / "kernel.so").string(), (here / "libcuda.so.1").string(),
        "-lm" };
#if defined(__x86_64__)
    if (options.contract && __builtin_cpu_supports("fma"))
        command.insert(command.begin() + 1, "-mfma");
#endif
    int status = run(command, (folder / "log").string());
    program->log = read(folder / "log");
    program->image = status == 0 ? read(folder / "kernel.so") : std::string();
    std::filesystem::remove_all(folder);
    return status == 0 ? NVRTC_SUCCESS : NVRTC_ERROR_COMPILATION;
}

NVRTC_API nvrtcGetProgramLogSize(nvrtcProgram program, size_t* size)
{
    if (!is_live(program) || size == nullptr)
        return NVRTC_ERROR_INVALID_PROGRAM;
    *size = program->log.size() + 1;
    return NVRTC_SUCCESS;
}

NVRTC_API nvrtcGetProgramLog(nvrtcProgram program, char* log)
{
    if (!is_live(program) || log == nullptr)
        return NVRTC_ERROR_INVALID_PROGRAM;
    memcpy(log, program->log.c_str(), program->log.size() + 1);
    return NVRTC_SUCCESS;
}

NVRTC_API nvrtcGetCUBINSize(nvrtcProgram program, size_t* size)
{
    if (!is_live(program) || size == nullptr)
        return NVRTC_ERROR_INVALID_PROGRAM;
    *size = program->image.size();
    return NVRTC_SUCCESS;
}

NVRTC_API nvrtcGetCUBIN(nvrtcProgram program, char* image)
{
    if (!is_live(program) || image == nullptr)
        return NVRTC_ERROR_INVALID_PROGRAM;
    memcpy(image, program->image.data(), program->image.size());
    return NVRTC_SUCCESS;
}
