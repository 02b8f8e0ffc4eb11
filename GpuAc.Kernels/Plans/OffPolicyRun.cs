using GpuAc.Kernels.States;

namespace GpuAc.Kernels.Plans;

/// <summary>Everything that an engine needs to know about a run, except the networks.</summary>
/// <param name="NumEnvs">Environments.</param>
/// <param name="NumSteps">Time steps of an iteration.</param>
/// <param name="ReplaySize">Transitions to keep.</param>
/// <param name="ReturnSteps">n of n-step returns.</param>
/// <param name="Gamma">Discount.</param>
/// <param name="LearningStarts">Transitions that replay must hold before learning begins.</param>
/// <param name="UpdatesPerStep">Updates per time step of all environments.</param>
/// <param name="UpdateInterval">Time steps between updates, which then come together.</param>
/// <param name="Exploration">How to explore.</param>
/// <param name="Learning">How to learn.</param>
public sealed record OffPolicyRun(
    int NumEnvs, int NumSteps, long ReplaySize, int ReturnSteps, float Gamma, long LearningStarts, float UpdatesPerStep, int UpdateInterval,
    ExplorationPlan Exploration, OffPolicyPlan Learning)
{
    /// <summary>Most updates of an iteration.</summary>
    public int MaxUpdates => (int)Math.Ceiling((NumSteps + UpdateInterval) * (double)UpdatesPerStep);

    /// <summary>Updates that go with a time step, counted from 0 at the run's start.</summary>
    public long UpdatesOf(long step) => step * NumEnvs < LearningStarts ? 0 : Due(step + 1) - Due(step);

    /// <summary>Names what a state that goes on with this run must have been saved with.</summary>
    internal void Require(StateTransfer state, string environment, string networks, Type explorer, Type update)
    {
        state.Require("environment", environment);
        state.Require("networks", networks);
        state.Require("explorer", TypeNames.Of(explorer));
        state.Require("update", TypeNames.Of(update));
        state.Require("seed", (long)Learning.Seed);
        state.Require("numEnvs", NumEnvs);
        state.Require("numSteps", NumSteps);
        state.Require("replaySize", ReplaySize);
    }

    private long Due(long step) => (long)(step / UpdateInterval * UpdateInterval * (double)UpdatesPerStep);
}
