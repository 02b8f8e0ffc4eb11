using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.OnPolicy;

/// <summary>What an on-policy trainer is made from.</summary>
/// <param name="Environment">Specification of the environment.</param>
/// <param name="Network">Network description.</param>
/// <param name="Distribution">Action distribution.</param>
/// <param name="Engine">Device-resident state, owned by the trainer.</param>
/// <param name="Seed">Seed of the run.</param>
internal sealed record OnPolicySetup(
    EnvironmentSpec Environment, ActorCriticSpec Network, DistributionKind Distribution, IOnPolicyEngine Engine, ulong Seed);
