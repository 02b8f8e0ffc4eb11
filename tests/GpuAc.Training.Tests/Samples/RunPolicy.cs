using GpuAc.Export;

namespace GpuAc.Samples;

/// <summary>Plays with an exported policy: raw observations in, the environment's actions out.</summary>
public static class RunPolicy
{
    public static int PushCart(string path, float position, float velocity, float angle, float angularVelocity)
    {
        using OnnxPolicy policy = OnnxPolicy.Load(path);
        return policy.ActDiscrete([position, velocity, angle, angularVelocity]);        // 0 or 1: push left or right
    }
}
