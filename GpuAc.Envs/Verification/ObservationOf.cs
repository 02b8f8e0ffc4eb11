using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>Observations of given states.</summary>
internal static class ObservationOf
{
    /// <summary>The observation of one state, computed at a lane width.</summary>
    /// <param name="state">One state.</param>
    /// <param name="laneWidth">1, 4, 8 or 16.</param>
    public static float[] State<TEnv>(float[] state, int laneWidth)
        where TEnv : struct, IEnvironment => LaneWidth.Accept(laneWidth, new Visitor<TEnv>(state));

    private static float[] State<TEnv, F>(float[] state)
        where TEnv : struct, IEnvironment
        where F : struct, IFloatLane<F>
    {
        var result = new float[TEnv.Spec.Observation.Count];
        Components<F> components = default, observation = default;
        StepBatch.Gather(state, state.Length, 0, 1, ref components);
        TEnv.Observe(ref components, ref observation);
        StepBatch.Scatter(ref observation, result, result.Length, 0, 1);
        return result;
    }

    private sealed class Visitor<TEnv>(float[] state) : ILaneVisitor<float[]>
        where TEnv : struct, IEnvironment
    {
        public float[] Visit<F>()
            where F : struct, IFloatLane<F> => State<TEnv, F>(state);
    }
}
