using FsCheck;
using FsCheck.Fluent;
using GpuAc.Envs.Contracts;
using GpuAc.Envs.Tests.Support;
using GpuAc.Envs.Vectorized;
using GpuAc.Lanes;

namespace GpuAc.Envs.Tests.Vectorized;

/// <summary>The vectorised environment against scalar dynamics in double, at every width and any number of copies.</summary>
public class VectorEnvironmentTests
{
    public static TheoryData<string, int> EnvironmentsAndWidths
    {
        get
        {
            var data = new TheoryData<string, int>();
            foreach (EnvironmentEntry entry in EnvironmentCatalog.All)
            {
                foreach (int width in Widths)
                    data.Add(entry.Spec.Id, width);
            }

            return data;
        }
    }

    private static int[] Widths => [.. new[] { 1, 4, 8, 16 }.Where(width => width <= LaneWidth.Widest)];

    [Theory]
    [MemberData(nameof(EnvironmentsAndWidths))]
    public void Step_RandomActions_FollowsTheScalarDynamicsAndStartsOver(string name, int width)
    {
        const int copies = 37;
        EnvironmentEntry entry = EnvironmentCatalog.Find(name);
        EnvironmentSpec spec = entry.Spec;
        ScalarStep reference = ScalarReference.Of(name);
        using IVectorEnvironment environment = entry.CreateVectorEnvironment(copies, width);
        environment.Reset(new RandomKey(5, RandomPurpose.Reset));
        var random = new Random(11);
        var clocks = new int[copies];
        int size = spec.Observation.Count, episodes = 0;
        for (int step = 0; step < spec.MaxEpisodeSteps + 40; step++)
        {
            float[] before = environment.Observations.ToArray();
            float[] actions = [.. Enumerable.Range(0, copies).Select(_ => RandomAction(spec, random))];
            environment.Step(actions);
            for (int env = 0; env < copies; env++)
            {
                double[] state = StateOf(name, before.AsSpan(env * size, size));
                double reward = reference(state, actions[env], out bool terminated);
                double[] expected = ObservationOf(name, state);
                string where = $"{name}, width {width}, copy {env}, step {step}";
                for (int i = 0; i < size; i++)
                    Assert.True(
                        Math.Abs(
                            expected[i] - environment.FinalObservations[(env * size) + i]) <= 2e-4 * Math.Max(1, Math.Abs(expected[i])),
                        where);
                Assert.True(Math.Abs(reward - environment.Rewards[env]) <= 2e-4 * Math.Max(1, Math.Abs(reward)), where);
                Assert.True(terminated == environment.Terminated[env] || NextToThreshold(name, state), where);
                clocks[env]++;
                Assert.True(environment.Truncated[env] == (clocks[env] == spec.MaxEpisodeSteps && !environment.Terminated[env]), where);
                bool done = environment.Terminated[env] || environment.Truncated[env];
                bool same = environment.Observations.Slice(env * size, size)
                    .SequenceEqual(environment.FinalObservations.Slice(env * size, size));
                Assert.True(done != same, where);
                episodes += done ? 1 : 0;
                clocks[env] = done ? 0 : clocks[env];
            }
        }

        Assert.True(episodes >= copies);
    }

    [Fact]
    public void Step_AnyNumberOfCopiesWidthAndSeed_CopiesDoNotDependOnOneAnother()
    {
        // Law: copy i of n is copy i of n', whatever n, n' and the width (up to the rounding of a width).
        var cases =
            (from copies in Gen.Choose(1, 70)
             from width in Gen.Elements(Widths)
             from seed in Gen.Choose(0, 1000)
             select (copies, width, seed)).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(30), Prop.ForAll(cases, item =>
        {
            using IVectorEnvironment few = EnvironmentCatalog.Find("cartpole").CreateVectorEnvironment(item.copies, item.width);
            using IVectorEnvironment many = EnvironmentCatalog.Find("cartpole").CreateVectorEnvironment(80, item.width);
            var key = new RandomKey((ulong)item.seed, RandomPurpose.Evaluation);
            few.Reset(key);
            many.Reset(key);
            var random = new Random(item.seed);
            for (int step = 0; step < 40; step++)
            {
                float[] actions = [.. Enumerable.Range(0, 80).Select(_ => (float)random.Next(2))];
                few.Step(actions.AsSpan(0, item.copies));
                many.Step(actions);
                Assert.True(few.Observations.SequenceEqual(many.Observations[..few.Observations.Length]));
                Assert.True(few.Terminated.SequenceEqual(many.Terminated[..item.copies]));
            }
        }));
    }

    [Theory]
    [MemberData(nameof(EnvironmentsAndWidths))]
    public void Reset_AnyWidth_DrawsTheSameStartStates(string name, int width)
    {
        using IVectorEnvironment scalar = EnvironmentCatalog.Find(name).CreateVectorEnvironment(50, 1);
        using IVectorEnvironment wide = EnvironmentCatalog.Find(name).CreateVectorEnvironment(50, width);
        for (int i = 0; i < scalar.Observations.Length; i++)
            Assert.Equal(scalar.Observations[i], wide.Observations[i], 1e-5f);
    }

    [Fact]
    public void Step_BadActions_AreRefused()
    {
        using IVectorEnvironment cartPole = EnvironmentCatalog.Find("cartpole").CreateVectorEnvironment(3);
        using IVectorEnvironment pendulum = EnvironmentCatalog.Find("pendulum").CreateVectorEnvironment(2);
        Assert.Contains("3 × 1 = 3", Assert.Throws<ArgumentException>(() => cartPole.Step([0, 1])).Message);
        Assert.Contains("Action 1", Assert.Throws<ArgumentException>(() => cartPole.Step([0, 2, 1])).Message);
        Assert.Contains("Action 2", Assert.Throws<ArgumentException>(() => cartPole.Step([0, 1, 0.5f])).Message);
        Assert.Contains("finite", Assert.Throws<ArgumentException>(() => pendulum.Step([0, float.NaN])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => EnvironmentCatalog.Find("pendulum").CreateVectorEnvironment(0));
    }

    [Fact]
    public void Step_WarmedUp_AllocatesNothing()
    {
        using IVectorEnvironment environment = EnvironmentCatalog.Find("acrobot").CreateVectorEnvironment(20);
        var actions = new float[20];
        environment.Step(actions);
        long before = GC.GetAllocatedBytesForCurrentThread();
        environment.Step(actions);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float RandomAction(EnvironmentSpec spec, Random random) => spec.Action is BoxSpace box
        ? box.Dimensions[0].Low + ((box.Dimensions[0].High - box.Dimensions[0].Low) * random.NextSingle())
        : random.Next(spec.Action.Size);

    private static double[] StateOf(string name, ReadOnlySpan<float> observation) => name switch
    {
        "Pendulum-v1" => [Math.Atan2(observation[1], observation[0]), observation[2]],
        "Acrobot-v1" =>
            [Math.Atan2(observation[1], observation[0]), Math.Atan2(observation[3], observation[2]), observation[4], observation[5]],
        _ => [.. observation.ToArray().Select(value => (double)value)],
    };

    private static double[] ObservationOf(string name, double[] state) => name switch
    {
        "Pendulum-v1" => [Math.Cos(state[0]), Math.Sin(state[0]), state[1]],
        "Acrobot-v1" => [Math.Cos(state[0]), Math.Sin(state[0]), Math.Cos(state[1]), Math.Sin(state[1]), state[2], state[3]],
        _ => state,
    };

    private static bool NextToThreshold(string name, double[] state) => name switch
    {
        "CartPole-v0" or "CartPole-v1" =>
            Math.Abs(Math.Abs(state[0]) - 2.4) < 1e-5 || Math.Abs(Math.Abs(state[2]) - (12 * 2 * Math.PI / 360)) < 1e-5,
        "MountainCar-v0" => Math.Abs(state[0] - 0.5) < 1e-5,
        "MountainCarContinuous-v0" => Math.Abs(state[0] - 0.45) < 1e-5,
        "Acrobot-v1" => Math.Abs(Math.Cos(state[0]) + Math.Cos(state[0] + state[1]) + 1) < 1e-4,
        _ => false,
    };
}
