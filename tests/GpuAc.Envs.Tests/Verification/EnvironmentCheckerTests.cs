using GpuAc.Envs.Contracts;
using GpuAc.Envs.Tests.Support;
using GpuAc.Envs.Verification;
using static GpuAc.Envs.Tests.Support.FaultyEnvironments;

namespace GpuAc.Envs.Tests.Verification;

/// <summary>Every kind of fault is found, and none where there is none.</summary>
public class EnvironmentCheckerTests
{
    [Fact]
    public void Check_Sound_FindsNothing() =>
        Assert.Empty(EnvironmentChecker.Check<Broken<NoFault>>().Select(finding => finding.ToString()));

    [Fact]
    public void Check_Throws_IsAFindingNotACrash() => AssertFinds<Throws>(FindingKind.Exception, FindingSeverity.Error, "deliberately");

    [Fact]
    public void Check_NaNReward_IsFound() => AssertFinds<NotANumber>(FindingKind.NonFinite, FindingSeverity.Error, "'reward' was NaN");

    [Fact]
    public void Check_ObservationOutOfBounds_IsFound() => AssertFinds<OutOfBounds>(FindingKind.Bounds, FindingSeverity.Error, "'position'");

    [Fact]
    public void Check_StateNotSet_IsFound() =>
        AssertFinds<UnsetState>(FindingKind.Shape, FindingSeverity.Error, "Reset leaves state 'nothing' unset");

    [Fact]
    public void Check_ObservationNotSet_IsFound() =>
        AssertFinds<UnsetObservation>(FindingKind.Shape, FindingSeverity.Error, "Observe leaves observation 'nothing' unset");

    [Fact]
    public void Check_MoreDrawsThanAskedFor_IsFound() => AssertFinds<MoreDraws>(FindingKind.Shape, FindingSeverity.Error, "ResetUniforms");

    [Fact]
    public void Check_MoreStateThanSpecified_IsFound() =>
        AssertFinds<MoreState>(FindingKind.Shape, FindingSeverity.Error, "Observe reads state components beyond");

    [Fact]
    public void Check_StateWrittenOutside_NamesMemberIndexAndLimit()
    {
        string message = AssertOnlyFindsOutside<WritesStateOutside>();
        Assert.StartsWith("Reset of 'Walk-v0' ", message, StringComparison.Ordinal);
        Assert.Contains("[16]", message, StringComparison.Ordinal);
        Assert.Contains("room for 16", message, StringComparison.Ordinal);
        Assert.Matches("(names|has) 2", message);
    }

    [Fact]
    public void Check_ObservationWrittenBeforeItsStart_IsFound()
    {
        string message = AssertOnlyFindsOutside<WritesObservationOutside>();
        Assert.StartsWith("Observe of 'Walk-v0' ", message, StringComparison.Ordinal);
        Assert.Contains("[-3]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_StateWrittenOutsideWhenObserved_IsFound() =>
        Assert.Contains("[100]", AssertOnlyFindsOutside<WritesInputOutside>(), StringComparison.Ordinal);

    [Fact]
    public void Check_StateReadOutside_IsFound() =>
        Assert.StartsWith("Observe of 'Walk-v0' ", AssertOnlyFindsOutside<ReadsOutside>(), StringComparison.Ordinal);

    [Fact]
    public void Check_NumberForMask_IsFound() => AssertFinds<NumberForMask>(FindingKind.Mask, FindingSeverity.Error, "is no mask");

    [Fact]
    public void Check_MemoryOutsideTheState_IsFound() =>
        AssertFinds<Forgetful>(FindingKind.Determinism, FindingSeverity.Error, "same inputs");

    [Fact]
    public void Check_LanesThatMeet_AreFound() =>
        AssertFinds<Gossiping>(FindingKind.LaneIndependence, FindingSeverity.Error, "other lanes");

    [Fact]
    public void Check_DependenceOnWidth_IsFound() =>
        AssertFinds<WidthDependent>(FindingKind.LaneWidth, FindingSeverity.Error, "lane widths");

    [Fact]
    public void Check_OneStartState_IsAWarning() =>
        AssertFinds<SameStart>(FindingKind.Reset, FindingSeverity.Warning, "all start states are the same");

    [Fact]
    public void Check_EpisodesOfOneStep_AreAWarning() => AssertFinds<EndsAtOnce>(FindingKind.Reset, FindingSeverity.Warning, "first step");

    [Fact]
    public void Check_StartStatesNotFromDraws_AreFound() =>
        AssertFinds<StartsByCounting>(FindingKind.Episode, FindingSeverity.Error, "start state");

    [Fact]
    public void Check_OtherSpecAtEveryCall_IsAWarning() =>
        AssertFinds<OtherSpecEachTime>(FindingKind.Specification, FindingSeverity.Warning, "another object");

    [Fact]
    public void Check_BadSpecification_ReportsAllFaultsAndStopsThere()
    {
        IReadOnlyList<EnvironmentFinding> findings = EnvironmentChecker.Check<Broken<BadSpec>>();
        Assert.Equal(7, findings.Count);
        Assert.All(findings, finding => Assert.Equal((FindingKind.Specification, FindingSeverity.Error), (finding.Kind, finding.Severity)));
    }

    [Fact]
    public void Of_BadSpecification_ThrowsWithAllFaults()
    {
        var error = Assert.Throws<GpuAcException>(EnvironmentEntry.Of<Broken<BadSpec>>);
        foreach (string part in new[] { "'bad id'", "[3, -3]", "Observation[1]", "1 choices", "17", "MaxEpisodeSteps is 0", "NaN" })
            Assert.Contains(part, error.Message);
    }

    [Fact]
    public void FaultsOf_ActionSpaces_NamesEachFault()
    {
        Assert.Single(SpecificationRules.FaultsOf(null));
        Assert.Empty(SpecificationRules.FaultsOf(Sound));
        Assert.Contains(
            "finite",
            Assert.Single(
                SpecificationRules.FaultsOf(Sound with { Action = new BoxSpace(new Dimension("push", 0, float.PositiveInfinity)) })));
        Assert.Contains("9 dimensions", Assert.Single(SpecificationRules.FaultsOf(
            Sound with { Action = new BoxSpace([.. Enumerable.Range(0, 9).Select(i => new Dimension($"push {i}", -1, 1))]) })));
        Assert.Contains("17 choices", Assert.Single(SpecificationRules.FaultsOf(
            Sound with { Action = new DiscreteSpace([.. Enumerable.Range(0, 17).Select(i => $"choice {i}")]) })));
        Assert.Contains("StateNames", Assert.Single(SpecificationRules.FaultsOf(Sound with { StateNames = [] })));
        Assert.Contains("no list of", Assert.Single(SpecificationRules.FaultsOf(Sound with { Observation = null! })));
        Assert.Contains("Action is null", Assert.Single(SpecificationRules.FaultsOf(Sound with { Action = null! })));
    }

    // Whatever leaves its memory is not run any further.
    private static string AssertOnlyFindsOutside<TFault>()
        where TFault : struct, IFault
    {
        EnvironmentFinding finding = Assert.Single(EnvironmentEntry.Of<Broken<TFault>>().Check());
        Assert.Equal((FindingKind.Shape, FindingSeverity.Error), (finding.Kind, finding.Severity));
        return finding.Message;
    }

    private static void AssertFinds<TFault>(FindingKind kind, FindingSeverity severity, string part)
        where TFault : struct, IFault
    {
        IReadOnlyList<EnvironmentFinding> findings = EnvironmentEntry.Of<Broken<TFault>>().Check();
        Assert.Contains(findings, finding =>
            finding.Kind == kind && finding.Severity == severity && finding.Message.Contains(part, StringComparison.Ordinal));
    }
}
