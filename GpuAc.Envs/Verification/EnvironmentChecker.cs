using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Verification;

/// <summary>Examines an environment for what the contract of <see cref="IEnvironment"/> asks, as Gymnasium's <c>check_env</c>
/// does.</summary>
/// <remarks>
/// First the specification, then whether indices stay within the components that there are; when both are right, 64 copies are stepped
/// with random actions for up to 256 steps, at lane width 4 (which every machine has), the scalar width and the machine's. A check that
/// passes is no proof; each finding is a fact.
/// </remarks>
public static class EnvironmentChecker
{
    /// <summary>Examines an environment.</summary>
    /// <returns>What was found, errors first; empty when all is well.</returns>
    public static IReadOnlyList<EnvironmentFinding> Check<TEnv>()
        where TEnv : struct, IEnvironment
    {
        var findings = new FindingList();
        if (CheckSpecification<TEnv>(findings) && MemoryCheck<TEnv, Lane4>.Run(findings))
        {
            var samples = new EnvironmentSamples<TEnv>();
            findings.Guard("stepping with random actions", () => samples.Collect(findings));
            if (samples.Count > 0)
            {
                findings.Guard("the check of shapes", () => ShapeCheck<TEnv, Lane4>.Run(samples, findings));
                findings.Guard("the check of the mask", () => MaskCheck<TEnv>.Run(samples, findings));
                findings.Guard("the check of lanes", () => LaneCheck<TEnv>.Run(samples, findings));
                findings.Guard("the check of episodes", () => EpisodeCheck<TEnv, Lane4>.Run(samples, findings));
            }
        }

        return findings.InOrder;
    }

    private static bool CheckSpecification<TEnv>(FindingList findings)
        where TEnv : struct, IEnvironment
    {
        bool usable = false;
        findings.Guard("reading Spec", () =>
        {
            EnvironmentSpec spec = TEnv.Spec;
            foreach (string fault in SpecificationRules.FaultsOf(spec))
                findings.Error(FindingKind.Specification, fault);
            usable = !findings.HasErrors;
            if (usable && !ReferenceEquals(spec, TEnv.Spec))
                findings.Warning(FindingKind.Specification,
                    "Spec is another object at every call; make it once: 'public static EnvironmentSpec Spec { get; } = new() "
                    + "{ ... };'.");
        });
        return usable && !findings.HasErrors;
    }
}
