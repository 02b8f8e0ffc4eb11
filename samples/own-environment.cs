#:property PublishAot=false
#:project ../GpuAc.Training

// An environment of one's own: a lander above the moon, whose engine is on or off. It is checked, registered and trained.
//
//     dotnet run -c Release samples/own-environment.cs

using GpuAc.Envs;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Verification;
using GpuAc.Kernels.Optimizers;
using GpuAc.Lanes;
using GpuAc.Training;
using GpuAc.Training.OnPolicy;

IReadOnlyList<EnvironmentFinding> findings = EnvironmentChecker.Check<Lander>();
foreach (EnvironmentFinding finding in findings)
    Console.WriteLine(finding);
Console.WriteLine($"findings: {findings.Count}");

EnvironmentEntry environment = EnvironmentCatalog.Register<Lander>("lander");
var config = new PpoConfig
{
    NumEnvs = 64,
    NumSteps = 64,
    MinibatchSize = 512,
    TotalSteps = 300_000,
    Gamma = 0.99f,
    HiddenSizes = [32, 32],
    Optimizer = new OptimizerConfig { LearningRate = 3e-3f },
};

using var trainer = Trainer.Create(environment, config);
var evaluator = new Evaluator(environment, seed: 1);
Console.WriteLine($"mean return before training: {evaluator.Run(trainer.Snapshot(), episodes: 100).MeanReturn:F1}");
while (trainer.EnvSteps < trainer.TotalSteps)
    trainer.Iterate();
Console.WriteLine($"mean return after training: {evaluator.Run(trainer.Snapshot(), episodes: 100).MeanReturn:F1}");

/// <summary>
/// A lander falls towards the moon and is to touch down slowly and soon: −0.05 per step, minus the speed of the impact in m/s, and −20 for
/// leaving the area.
/// </summary>
/// <remarks>
/// One struct without fields. Each method handles as many landers as a register has lanes, so it does not branch on their data: comparisons
/// give masks, and <c>F.Select</c> picks. Time limits, automatic reset and random numbers are the toolkit's business.
/// </remarks>
internal readonly struct Lander : IEnvironment
{
    private const float GravityAcceleration = 1.6f;                     // m/s²
    private const float EngineAcceleration = 4;                         // m/s²
    private const float TimeStepSeconds = 0.1f;
    private const float HighestMeters = 30;

    public static EnvironmentSpec Spec { get; } = new()
    {
        Id = "Lander-v0",
        Observation = [new("height [10 m]", -1, 4), new("velocity [10 m/s]", -2, 2)],
        Action = new DiscreteSpace("engine off", "engine on"),
        StateNames = ["height [m]", "velocity [m/s]"],
        ResetUniforms = 2,
        MaxEpisodeSteps = 200,
    };

    public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
        where F : struct, IFloatLane<F>
    {
        state[0] = F.Of(10) + F.Of(10) * uniforms[0];                   // between 10 m and 20 m
        state[1] = F.Of(-2) * uniforms[1];                              // between -2 m/s and 0
    }

    public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
        where F : struct, IFloatLane<F>
    {
        F acceleration = F.Of(EngineAcceleration) * action[0] - F.Of(GravityAcceleration);
        F velocity = state[1] + F.Of(TimeStepSeconds) * acceleration;
        F height = state[0] + F.Of(TimeStepSeconds) * velocity;
        state[0] = height;
        state[1] = velocity;

        F landed = height <= F.Zero, lost = height > F.Of(HighestMeters);
        reward = F.Select(landed, -F.Abs(velocity), F.Select(lost, F.Of(-20), F.Zero)) - F.Of(0.05f);
        terminated = landed | lost;
    }

    public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
        where F : struct, IFloatLane<F>
    {
        observation[0] = F.Of(0.1f) * state[0];
        observation[1] = F.Of(0.1f) * state[1];
    }
}
