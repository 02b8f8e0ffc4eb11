using GpuAc.Envs.Contracts;
using GpuAc.Envs.Vectorized;
using GpuAc.Envs.Verification;
using GpuAc.Lanes;

namespace GpuAc.Envs;

/// <summary>An operation on an environment's type, for code that only knows it by name.</summary>
/// <typeparam name="TResult">What the operation gives.</typeparam>
public interface IEnvironmentVisitor<out TResult>
{
    /// <summary>Does the operation.</summary>
    TResult Visit<TEnv>()
        where TEnv : struct, IEnvironment;
}

/// <summary>An environment as a value: found by name, carrying its type along.</summary>
public abstract class EnvironmentEntry
{
    private protected EnvironmentEntry(EnvironmentSpec spec) => Spec = spec;

    /// <summary>Specification.</summary>
    public EnvironmentSpec Spec { get; }

    /// <summary>The entry of an environment, built in or the user's own.</summary>
    /// <exception cref="GpuAcException">Its specification is not usable; all faults are named.</exception>
    public static EnvironmentEntry Of<TEnv>()
        where TEnv : struct, IEnvironment => new EnvironmentEntry<TEnv>();

    /// <summary>Hands the environment's type to an operation.</summary>
    public abstract TResult Accept<TResult>(IEnvironmentVisitor<TResult> visitor);

    /// <summary>Copies of the environment, stepped together on the calling thread.</summary>
    /// <param name="numEnvs">Number of copies, at least 1.</param>
    /// <param name="laneWidth">1, 4, 8 or 16 to force a lane width, or null for the machine's.</param>
    public abstract IVectorEnvironment CreateVectorEnvironment(int numEnvs, int? laneWidth = null);

    /// <summary>Measures how fast the environment steps with uniformly random actions, automatic reset and its time limit.</summary>
    /// <param name="numEnvs">Number of copies, at least 1; 4096 or more for a figure that means something.</param>
    /// <param name="threads">Threads to use, at least 1; no more work than there are blocks of 64 copies.</param>
    /// <param name="seconds">Wall-clock time to measure for, in (0, 3600], in seven repetitions of equal length; up to a quarter of a
    /// second of warm-up comes before.</param>
    /// <param name="seed">Seed of start states and actions.</param>
    /// <param name="laneWidth">1, 4, 8 or 16 to force a lane width, or null for the machine's.</param>
    /// <returns>The median rate and what the steps amounted to. Every step computes state, reward, terminated, truncated and observation
    /// and stores the last four; the next step overwrites them, and the state is stored every few steps.</returns>
    /// <exception cref="GpuAcException">An argument is outside its range.</exception>
    public abstract SteppingResult BenchmarkStepping(int numEnvs, int threads, double seconds, ulong seed, int? laneWidth = null);

    /// <summary>
    /// Compares the environment with trajectories recorded from a reference implementation; see <see cref="TrajectoryVerifier"/>.
    /// </summary>
    /// <param name="path">A JSON file of trajectories of this environment. For the environment that a file names, see
    /// <see cref="EnvironmentCatalog.Verify"/>.</param>
    /// <exception cref="GpuAcException">The file cannot be read, is malformed, or names another environment.</exception>
    public abstract TrajectoryReport Verify(string path);

    /// <summary>Examines the environment for what its contract asks; see <see cref="EnvironmentChecker"/>.</summary>
    /// <returns>What was found, errors first; empty when all is well.</returns>
    public abstract IReadOnlyList<EnvironmentFinding> Check();
}

/// <summary>The entry of one environment.</summary>
internal sealed class EnvironmentEntry<TEnv> : EnvironmentEntry
    where TEnv : struct, IEnvironment
{
    /// <summary>Makes the entry.</summary>
    public EnvironmentEntry()
        : base(UsableSpec())
    {
    }

    /// <inheritdoc/>
    public override TResult Accept<TResult>(IEnvironmentVisitor<TResult> visitor) => visitor.Visit<TEnv>();

    /// <inheritdoc/>
    public override IVectorEnvironment CreateVectorEnvironment(int numEnvs, int? laneWidth = null) =>
        LaneWidth.Accept(LaneWidth.Choose(laneWidth), new Vectorized(numEnvs));

    /// <inheritdoc/>
    public override SteppingResult BenchmarkStepping(int numEnvs, int threads, double seconds, ulong seed, int? laneWidth = null) =>
        LaneWidth.Accept(LaneWidth.Choose(laneWidth), new Stepping(numEnvs, threads, seconds, seed));

    /// <inheritdoc/>
    public override TrajectoryReport Verify(string path) => TrajectoryVerifier.Verify<TEnv>(path);

    /// <inheritdoc/>
    public override IReadOnlyList<EnvironmentFinding> Check() => EnvironmentChecker.Check<TEnv>();

    private static EnvironmentSpec UsableSpec()
    {
        SpecificationRules.Require(TEnv.Spec, typeof(TEnv).Name);
        return TEnv.Spec;
    }

    private sealed class Vectorized(int numEnvs) : ILaneVisitor<IVectorEnvironment>
    {
        public IVectorEnvironment Visit<F>()
            where F : struct, IFloatLane<F> => new VectorEnvironment<TEnv, F>(numEnvs);
    }

    private sealed class Stepping(int numEnvs, int threads, double seconds, ulong seed) : ILaneVisitor<SteppingResult>
    {
        public SteppingResult Visit<F>()
            where F : struct, IFloatLane<F> => SteppingBenchmark<TEnv, F>.Measure(numEnvs, threads, seconds, seed);
    }
}
