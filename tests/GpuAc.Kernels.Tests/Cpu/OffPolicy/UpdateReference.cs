using GpuAc.Kernels.Tests.Support;
using GpuAc.Policies.Networks;

namespace GpuAc.Kernels.Tests.Cpu.OffPolicy;

/// <summary>One drawn transition, with the noise of its update.</summary>
internal sealed record DrawnTransition(
    double[] Observation, double[] Action, double Reward, double Discount, double[] Next, double[] TargetNoise, double[] ActorNoise);

/// <summary>The losses of DDPG, TD3 and SAC in double precision, straight from the papers' formulas.</summary>
internal sealed class UpdateReference(
    OffPolicySpec spec, bool isSoft, bool isSquashed, double temperature, double targetSigma, double targetClip)
{
    /// <summary>Mean over samples of Σ over critics of ½(Q − y)².</summary>
    public double CriticLoss(double[] online, double[] targets, IReadOnlyList<DrawnTransition> samples)
    {
        double sum = 0;
        foreach (DrawnTransition sample in samples)
        {
            double y = Target(online, targets, sample);
            for (int k = 0; k < spec.NumCritics; k++)
                sum += 0.5 * Math.Pow(Q(online, k, sample.Observation, sample.Action) - y, 2);
        }

        return sum / samples.Count;
    }

    /// <summary>Mean over samples of α·ln π − min Q, or of −Q of the first critic.</summary>
    public double ActorLoss(double[] parameters, IReadOnlyList<DrawnTransition> samples)
    {
        double sum = 0;
        foreach (DrawnTransition sample in samples)
        {
            (double[] action, double logProb) = Act(parameters, sample.Observation, sample.ActorNoise);
            double q = Q(parameters, 0, sample.Observation, action);
            if (isSoft && spec.NumCritics > 1)
                q = Math.Min(q, Q(parameters, 1, sample.Observation, action));
            sum += (temperature * logProb) - q;
        }

        return sum / samples.Count;
    }

    private double Target(double[] online, double[] targets, DrawnTransition sample)
    {
        (double[] action, double logProb) = Act(isSoft ? online : targets, sample.Next, sample.TargetNoise);
        for (int i = 0; i < action.Length && !isSoft; i++)
        {
            action[i] += Math.Clamp(targetSigma * sample.TargetNoise[i], -targetClip, targetClip);
            action[i] = isSquashed ? Math.Clamp(action[i], -1, 1) : action[i];
        }

        double q = Enumerable.Range(0, spec.NumCritics).Min(k => Q(targets, k, sample.Next, action));
        return sample.Reward + (sample.Discount * (q - (temperature * logProb)));
    }

    private (double[] Action, double LogProb) Act(double[] parameters, double[] observation, double[] noise)
    {
        double[] outputs = new MlpReference(spec.Actor).Forward(parameters, observation);
        if (!isSoft)
            return ([.. outputs.Select(x => isSquashed ? Math.Tanh(x) : x)], 0);
        int size = outputs.Length / 2;
        var action = new double[size];
        double logProb = 0;
        for (int i = 0; i < size; i++)
        {
            double logStd = Math.Clamp(outputs[size + i], -20, 2), u = outputs[i] + (Math.Exp(logStd) * noise[i]);
            action[i] = Math.Tanh(u);
            logProb += (-0.5 * noise[i] * noise[i]) - logStd - (0.5 * Math.Log(2 * Math.PI)) - Math.Log(1 - (action[i] * action[i]));
        }

        return (action, logProb);
    }

    private double Q(double[] parameters, int critic, double[] observation, double[] action)
    {
        int offset = spec.Actor.ParameterCount + (critic * spec.Critic.Networks.Sum(network => network.ParameterCount));
        ReadOnlySpan<double> rest = parameters.AsSpan(offset);
        if (!spec.Critic.HasBranches)
            return new MlpReference(spec.Critic.Trunk).Forward(rest, [.. observation, .. action])[0];
        double[] left = new MlpReference(spec.Critic.ObservationBranch!).Forward(rest, observation);
        rest = rest[spec.Critic.ObservationBranch!.ParameterCount..];
        double[] right = new MlpReference(spec.Critic.ActionBranch!).Forward(rest, action);
        rest = rest[spec.Critic.ActionBranch!.ParameterCount..];
        return new MlpReference(spec.Critic.Trunk).Forward(rest, [.. left.Zip(right, (a, b) => a + b)])[0];
    }
}
