using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Microsoft.ML.OnnxRuntime
{
    /// <summary>
    /// Keeps the native library from sending telemetry. The fetched sources mean to, but .NET on Unix keeps environment variables to itself
    /// once it runs: the native library never sees what they set, starts an upload thread and keeps a database in the user's cache folder.
    /// </summary>
    internal static class NativeTelemetry
    {
        private const string Variable = "ORT_DISABLE_TELEMETRY";

        [ModuleInitializer]
        internal static void Disable()
        {
            if (!OperatingSystem.IsWindows())
                _ = SetNativeVariable(Variable, "1", 1);
        }

        [DllImport("libc", EntryPoint = "setenv")]
        private static extern int SetNativeVariable(
            [MarshalAs(UnmanagedType.LPUTF8Str)] string name, [MarshalAs(UnmanagedType.LPUTF8Str)] string value, int overwrite);
    }
}
