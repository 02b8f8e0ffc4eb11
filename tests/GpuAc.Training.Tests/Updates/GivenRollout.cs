using System.Text.Json;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Returns;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;
using GpuAc.Training.OnPolicy;

namespace GpuAc.Training.Tests.Updates;

/// <summary>An on-policy case: settings, first weights, and the rollout that is learnt from; arrays are [step][environment].</summary>
internal sealed class GivenRollout
{
    private readonly JsonElement rollout;

    public GivenRollout(string name)
    {
        Data = UpdateData.Load(name);
        rollout = Data.GetProperty("rollout");
        Config = Data.Configure(AlgorithmCatalog.All.Select(algorithm => algorithm.Defaults).OfType<OnPolicyConfig>());
        Distribution = Enum.Parse<DistributionKind>(Data.GetProperty("distribution").GetString()!);
        Environment = Data.Environment(Distribution == DistributionKind.Categorical);
        Assert.Empty(Config.ValidateFor(Environment));
        Network = Config.CreateNetwork(Environment.Observation.Count, Environment.Action.Size, Distribution);
        Parameters = Data.Singles("parameters");
        Lengths = [.. rollout.GetProperty("lengths").EnumerateArray().Select(length => length.GetInt32())];
        Terminated = rollout.Singles("terminated");
        Truncated = rollout.Singles("truncated");
        Values = rollout.Singles("values");
    }

    public JsonElement Data { get; }

    public OnPolicyConfig Config { get; }

    public DistributionKind Distribution { get; }

    public EnvironmentSpec Environment { get; }

    public ActorCriticSpec Network { get; }

    public ulong Seed => Data.GetProperty("seed").GetUInt64();

    /// <summary>First weights, in the network's order.</summary>
    public float[] Parameters { get; }

    /// <summary>Steps of each environment that count.</summary>
    public int[] Lengths { get; }

    public float[] Terminated { get; }

    public float[] Truncated { get; }

    /// <summary>The critic's estimates; one step more than the rollout has.</summary>
    public float[] Values { get; }

    public int Samples => Config.NumSteps * Config.NumEnvs;

    /// <summary>Samples that count.</summary>
    public long Counted => Lengths.Sum();

    public bool WholeEpisodes => Config.PlaysWholeEpisodes;

    /// <summary>How a sample's step left its episode.</summary>
    public float EndOf(int sample) =>
        sample / Config.NumEnvs >= Lengths[sample % Config.NumEnvs] ? EpisodeEnd.NotCounted
        : Terminated[sample] == 1 ? EpisodeEnd.Terminated
        : Truncated[sample] == 1 ? EpisodeEnd.Truncated
        : EpisodeEnd.None;

    /// <summary>One of the other arrays.</summary>
    public float[] this[string name] => rollout.Singles(name);

    /// <summary>Rows that learning reads, [row][sample]: observations, actions, log-probability, value.</summary>
    public float[][] Rows() =>
        [.. Columns(this["observations"]), .. Columns(this["actions"]), this["logProbs"], Values[..Samples]];

    private IEnumerable<float[]> Columns(float[] values)
    {
        int width = values.Length / Samples;
        return Enumerable.Range(0, width).Select(k => Enumerable.Range(0, Samples).Select(s => values[(s * width) + k]).ToArray());
    }
}
