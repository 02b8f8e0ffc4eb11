using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Tests;

public class EnvironmentCatalogRegistrationTests
{
    [Fact]
    public void Register_OwnEnvironment_IsFoundByIdAndAlias()
    {
        EnvironmentEntry entry = EnvironmentCatalog.Register<Still>("still");
        Assert.Same(entry, EnvironmentCatalog.Find("STILL"));
        Assert.Same(entry, EnvironmentCatalog.Find("still-v0"));
        Assert.Equal("still", EnvironmentCatalog.AliasOf(entry));
        Assert.Contains(entry, EnvironmentCatalog.All);
        GpuAcException taken = Assert.Throws<GpuAcException>(() => EnvironmentCatalog.Register<Still>("still2"));
        Assert.Contains("'Still-v0'", taken.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Still")]
    [InlineData("")]
    [InlineData("a b")]
    public void Register_MalformedAlias_IsRefused(string alias)
    {
        GpuAcException refused = Assert.Throws<GpuAcException>(() => EnvironmentCatalog.Register<Still>(alias));
        Assert.Contains($"'{alias}' cannot be the alias of 'Still-v0'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Register_AliasOfAnother_IsRefused()
    {
        GpuAcException refused = Assert.Throws<GpuAcException>(() => EnvironmentCatalog.Register<Other>("cartpole"));
        Assert.Contains("'CartPole-v1'", refused.Message, StringComparison.Ordinal);
    }

    private readonly struct Still : IEnvironment
    {
        public static EnvironmentSpec Spec { get; } = SpecOf("Still-v0");

        public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
            where F : struct, IFloatLane<F> => state[0] = uniforms[0];

        public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
            where F : struct, IFloatLane<F>
        {
            reward = F.One;
            terminated = F.Zero > F.One;
        }

        public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
            where F : struct, IFloatLane<F> => observation[0] = state[0];
    }

    private readonly struct Other : IEnvironment
    {
        public static EnvironmentSpec Spec { get; } = SpecOf("Other-v0");

        public static void Reset<F>(ref Components<F> uniforms, ref Components<F> state)
            where F : struct, IFloatLane<F> => Still.Reset(ref uniforms, ref state);

        public static void Step<F>(ref Components<F> state, ref Components<F> action, out F reward, out F terminated)
            where F : struct, IFloatLane<F> => Still.Step(ref state, ref action, out reward, out terminated);

        public static void Observe<F>(ref Components<F> state, ref Components<F> observation)
            where F : struct, IFloatLane<F> => Still.Observe(ref state, ref observation);
    }

    private static EnvironmentSpec SpecOf(string id) => new()
    {
        Id = id,
        Observation = [new("where", 0, 1)],
        Action = new DiscreteSpace("stay", "go"),
        ResetUniforms = 1,
        MaxEpisodeSteps = 10,
    };
}
