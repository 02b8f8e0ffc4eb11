#include "compiler.h"
#include "kernel.h"
#include <cstdio>
#include <cstdlib>
#include <dlfcn.h>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace
{
namespace files = std::filesystem;

/// The folder that this library and the headers lie in.
files::path home()
{
    Dl_info info;
    dladdr((void*)&home, &info);
    return files::canonical(info.dli_fname).parent_path();
}

std::string read(const files::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return { std::istreambuf_iterator<char>(file), {} };
}

/// Optimised a little: kernels are large, and run for a short time. Products and sums are rounded one by one, as PTX says.
std::vector<std::string> options()
{
    std::vector<std::string> all{ "-std=c++17", "-w", "-O1", "-fPIC", "-shared", "-fvisibility=hidden", "-fwrapv", "-fno-strict-aliasing",
        "-ffp-contract=off", "-fno-math-errno", "-fno-trapping-math", "-fno-exceptions", "-fno-rtti", "-fno-stack-protector",
        "-fno-asynchronous-unwind-tables", "-nostdinc" };
#if defined(__x86_64__)
    if (__builtin_cpu_supports("fma"))
        all.push_back("-mfma");
#endif
    return all;
}

/// FNV-1a, twice with different beginnings.
std::string digest(const std::string& text)
{
    char name[40];
    u64 a = 0xcbf29ce484222325, b = 0x84222325cbf29ce4;
    for (unsigned char c : text)
    {
        a = (a ^ c) * 0x100000001b3;
        b = (b ^ c) * 0x100000001b3 + 1;
    }
    snprintf(name, sizeof name, "%016llx%016llx", a, b);
    return name;
}

/// \return Whether it ended well.
/// \exception CompilerAbsent It cannot be started.
bool run(const std::vector<std::string>& command, const std::string& log)
{
    std::vector<char*> words;
    for (const std::string& word : command)
        words.push_back((char*)word.c_str());
    words.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 1, log.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_adddup2(&actions, 1, 2);
    pid_t process;
    int failure = posix_spawnp(&process, words[0], &actions, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0)
        throw CompilerAbsent("there is no " + command[0] + " to compile kernels with");
    int status = -1;
    return waitpid(process, &status, 0) == process && status == 0;
}

files::path cache()
{
    const char* wanted = getenv("CUDA_EMULATOR_CACHE");
    return wanted == nullptr ? "" : wanted;
}
}

std::string compile(const std::string& source)
{
    std::string key = read(home() / "prelude.h") + read(home() / "kernel.h") + source;
    for (const std::string& option : options())
        key += option;
    files::path kept = cache() / (digest(key) + ".so");
    if (!cache().empty() && files::exists(kept))
        return kept;

    files::path parent = cache().empty() ? files::temp_directory_path() : cache();
    files::create_directories(parent);
    std::string pattern = (parent / "kernel-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr)
        throw std::runtime_error("no folder for a kernel in " + parent.string());
    files::path folder = pattern;
    std::ofstream(folder / "kernel.cpp") << source;
    std::vector<std::string> command{ "g++" };
    for (const std::string& option : options())
        command.push_back(option);
    for (const files::path& word : { files::path("-I"), home(), folder / "kernel.cpp", files::path("-o"), folder / "kernel.so",
             files::path("-lm") })
        command.push_back(word);
    if (!run(command, folder / "log"))
    {
        std::string log = read(folder / "log");
        throw std::runtime_error("the translation does not compile: " + (folder / "kernel.cpp").string() + "\n" + log.substr(0, 4000));
    }
    if (cache().empty())
        return folder / "kernel.so";
    files::rename(folder / "kernel.cpp", files::path(kept).replace_extension(".cpp"));
    files::rename(folder / "kernel.so", kept);
    files::remove_all(folder);
    return kept;
}

void forget(const std::string& library)
{
    if (cache().empty())
        files::remove_all(files::path(library).parent_path());
}
