using System.Text.Json;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Kernels.Updates;
using GpuAc.Policies.Activations;
using GpuAc.Policies.Networks;
using GpuAc.Training.OffPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>An off-policy case: settings, first weights and targets, and the replay that is learnt from.</summary>
internal sealed class GivenReplay
{
    public GivenReplay(string name)
    {
        Data = UpdateData.Load(name);
        Config = Data.Configure(AlgorithmCatalog.All.Select(algorithm => algorithm.Defaults).OfType<OffPolicyConfig>());
        Environment = Data.Environment(Config is SacDiscreteConfig or QActorCriticConfig);
        Assert.Empty(Config.ValidateFor(Environment));
        Networks = Config.CreateNetworks(Observations, ActionSize);
        Parameters = Data.Singles("parameters");
        Targets = Data.Singles("targets");
        Records = Data.Singles("replay");
    }

    public JsonElement Data { get; }

    public OffPolicyConfig Config { get; }

    public EnvironmentSpec Environment { get; }

    public OffPolicySpec Networks { get; }

    /// <summary>First weights, in the networks' order.</summary>
    public float[] Parameters { get; }

    /// <summary>First weights of the targets, in the same order.</summary>
    public float[] Targets { get; }

    /// <summary>Transitions, [step][environment][record], as <see cref="ReplayLayout"/> lays them out.</summary>
    public float[] Records { get; }

    public int Observations => Environment.Observation.Count;

    public int ActionSize => Environment.Action.Size;

    /// <summary>Components of an action that replay keeps.</summary>
    public int ActionComponents => Environment.Action.Components;

    /// <summary>Time steps in replay.</summary>
    public int Steps => Records.Length / (Config.NumEnvs * RecordLength);

    /// <summary>Observation, action, reward, terminated, ended, next observation.</summary>
    public int RecordLength => (2 * Observations) + ActionComponents + 3;

    /// <summary>The algorithm's own plan.</summary>
    public OffPolicyPlan Plan => OwnSteps.Plan(Config, Environment, Data.GetProperty("seed").GetUInt64());

    /// <summary>The algorithm's own update.</summary>
    public TUpdate UpdateOf<TUpdate>()
        where TUpdate : unmanaged, IOffPolicyUpdate => Config is DdpgConfig ? default : OwnSteps.UpdateOf<TUpdate>(Config);

    /// <summary>True where the actor's output is the action itself.</summary>
    public bool IsLinear => Config is DdpgConfig ddpg && ddpg.ActorOutput != Activation.Tanh;
}
