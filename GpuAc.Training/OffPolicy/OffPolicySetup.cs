using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Distributions;
using GpuAc.Policies.Networks;

namespace GpuAc.Training.OffPolicy;

/// <summary>What an off-policy trainer is made from.</summary>
/// <param name="Environment">Specification of the environment.</param>
/// <param name="Networks">The networks.</param>
/// <param name="Distribution">What the deterministic policy is exported as.</param>
/// <param name="Engine">Device-resident state, owned by the trainer.</param>
/// <param name="Seed">Seed of the run.</param>
internal sealed record OffPolicySetup(
    EnvironmentSpec Environment, OffPolicySpec Networks, DistributionKind Distribution, IOffPolicyEngine Engine, ulong Seed);
