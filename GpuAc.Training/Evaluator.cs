using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;
using GpuAc.Policies.Inference;
using GpuAc.Policies.Networks;

namespace GpuAc.Training;

/// <summary>Chooses the actions of a batch of observations.</summary>
/// <param name="observations">[batch, observation], raw.</param>
/// <param name="actions">Output, [batch, action components].</param>
public delegate void BatchPolicy(ReadOnlySpan<float> observations, Span<float> actions);

/// <summary>
/// Plays whole episodes with a deterministic policy and reports their returns. Start states come from a stream of their own, disjoint from
/// training's.
/// </summary>
public sealed class Evaluator
{
    private readonly Func<int, IVectorEnvironment> createEnvironments;
    private readonly ulong seed;

    /// <summary>Prepares an evaluator of an environment known by its entry in a catalog.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="seed">Seed of the start states.</param>
    public Evaluator(EnvironmentEntry environment, ulong seed)
        : this(Copies(environment), seed)
    {
    }

    /// <summary>Prepares an evaluator of environments that are made in a way of their own.</summary>
    /// <param name="createEnvironments">Makes a number of copies of the environment.</param>
    /// <param name="seed">Seed of the start states.</param>
    public Evaluator(Func<int, IVectorEnvironment> createEnvironments, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(createEnvironments);
        this.createEnvironments = createEnvironments;
        this.seed = seed;
    }

    /// <summary>An evaluator of an environment known by its type.</summary>
    /// <typeparam name="TEnv">The environment, built in or the user's own.</typeparam>
    /// <param name="seed">Seed of the start states.</param>
    public static Evaluator Of<TEnv>(ulong seed)
        where TEnv : struct, IEnvironment => new(EnvironmentEntry.Of<TEnv>(), seed);

    /// <summary>Evaluates a policy with its own forward pass.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="episodes">Episodes to play, at least 1.</param>
    /// <param name="cancellation">Gives up between steps.</param>
    /// <exception cref="EnvironmentFailureException">The environment threw, or returned a reward that is not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public EvaluationResult Run(PolicySnapshot policy, int episodes, CancellationToken cancellation = default)
    {
        using CpuPolicy runner = CpuPolicy.Create(policy);
        return Run(runner.Act, episodes, cancellation);
    }

    /// <summary>The same as <see cref="Run(PolicySnapshot, int, CancellationToken)"/>, on a thread of the pool.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="episodes">Episodes to play, at least 1.</param>
    /// <param name="cancellation">Gives up between steps; the task is then cancelled.</param>
    public Task<EvaluationResult> RunAsync(PolicySnapshot policy, int episodes, CancellationToken cancellation = default) =>
        Task.Run(() => Run(policy, episodes, cancellation), cancellation);

    /// <summary>Evaluates any policy: one episode in each of as many environments, all stepped together.</summary>
    /// <param name="policy">Chooses actions.</param>
    /// <param name="episodes">Episodes to play, at least 1.</param>
    /// <param name="cancellation">Gives up between steps.</param>
    /// <exception cref="EnvironmentFailureException">The environment threw, or returned a reward that is not finite.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public EvaluationResult Run(BatchPolicy policy, int episodes, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(episodes);
        using IVectorEnvironment environments = createEnvironments(episodes);
        environments.Reset(new RandomKey(seed, RandomPurpose.Evaluation));
        var actions = new float[episodes * environments.Spec.Action.Components];
        var returns = new double[episodes];
        var ended = new bool[episodes];
        for (int running = episodes; running > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            policy(environments.Observations, actions);
            Step(environments, actions);
            for (int i = 0; i < episodes; i++)
            {
                if (ended[i])
                    continue;
                returns[i] += environments.Rewards[i];
                ended[i] = environments.Terminated[i] || environments.Truncated[i];
                running -= ended[i] ? 1 : 0;
            }
        }

        double mean = returns.Average();
        if (!double.IsFinite(mean))
            throw new EnvironmentFailureException($"Environment '{environments.Spec.Id}' returned a reward that is not finite");
        return new EvaluationResult(mean, Math.Sqrt(returns.Average(value => (value - mean) * (value - mean))), episodes);
    }

    private static void Step(IVectorEnvironment environments, float[] actions)
    {
        try
        {
            environments.Step(actions);
        }
        // Actions that do not fit are the policy's fault.
        catch (Exception cause) when (EnvironmentFault.IsThrown(cause) && cause is not (ArgumentException or ObjectDisposedException))
        {
            throw new EnvironmentFailureException(environments.Spec.Id, cause);
        }
    }

    private static Func<int, IVectorEnvironment> Copies(EnvironmentEntry environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return count => environment.CreateVectorEnvironment(count);
    }
}
