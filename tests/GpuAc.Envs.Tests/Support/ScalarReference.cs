namespace GpuAc.Envs.Tests.Support;

/// <summary>One step of an environment in double, written from the reference's description, with no lanes and no shared code.</summary>
/// <param name="state">Updated in place.</param>
/// <param name="action">Index, or value as given.</param>
/// <param name="terminated">Whether the step ended the episode.</param>
/// <returns>The reward.</returns>
internal delegate double ScalarStep(double[] state, double action, out bool terminated);

/// <summary>The dynamics of the built-in environments in double.</summary>
internal static class ScalarReference
{
    /// <summary>The step function of an environment.</summary>
    public static ScalarStep Of(string environment) => environment switch
    {
        "CartPole-v0" or "CartPole-v1" => CartPole,
        "Pendulum-v1" => Pendulum,
        "MountainCar-v0" => MountainCar,
        "MountainCarContinuous-v0" => MountainCarContinuous,
        "Acrobot-v1" => Acrobot,
        _ => throw new ArgumentOutOfRangeException(nameof(environment), environment, "No reference."),
    };

    private static double CartPole(double[] s, double action, out bool terminated)
    {
        const double mass = 1.1, poleMass = 0.1, length = 0.5, step = 0.02;
        double force = action == 1 ? 10 : -10, sin = Math.Sin(s[2]), cos = Math.Cos(s[2]);
        double push = (force + (poleMass * length * s[3] * s[3] * sin)) / mass;
        double angular = ((9.8 * sin) - (cos * push)) / (length * ((4.0 / 3) - (poleMass * cos * cos / mass)));
        double linear = push - (poleMass * length * angular * cos / mass);
        (s[0], s[1], s[2], s[3]) = (s[0] + (step * s[1]), s[1] + (step * linear), s[2] + (step * s[3]), s[3] + (step * angular));
        terminated = Math.Abs(s[0]) > 2.4 || Math.Abs(s[2]) > 12 * 2 * Math.PI / 360;
        return 1;
    }

    private static double Pendulum(double[] s, double action, out bool terminated)
    {
        double torque = Math.Clamp(action, -2, 2);
        double wrapped = Math.IEEERemainder(s[0], 2 * Math.PI);
        double cost = (wrapped * wrapped) + (0.1 * s[1] * s[1]) + (0.001 * torque * torque);
        s[1] = Math.Clamp(s[1] + (((15 * Math.Sin(s[0])) + (3 * torque)) * 0.05), -8, 8);
        s[0] += s[1] * 0.05;
        terminated = false;
        return -cost;
    }

    private static double MountainCar(double[] s, double action, out bool terminated)
    {
        Move(s, (action - 1) * 0.001);
        terminated = s[0] >= 0.5 && s[1] >= 0;
        return -1;
    }

    private static double MountainCarContinuous(double[] s, double action, out bool terminated)
    {
        Move(s, Math.Clamp(action, -1, 1) * 0.0015);
        terminated = s[0] >= 0.45 && s[1] >= 0;
        return (terminated ? 100 : 0) - (0.1 * action * action);
    }

    private static void Move(double[] s, double push)
    {
        s[1] = Math.Clamp(s[1] + push - (0.0025 * Math.Cos(3 * s[0])), -0.07, 0.07);
        s[0] = Math.Clamp(s[0] + s[1], -1.2, 0.6);
        if (s[0] == -1.2 && s[1] < 0)
            s[1] = 0;
    }

    private static double Acrobot(double[] s, double action, out bool terminated)
    {
        double torque = action - 1;
        double[] k1 = Slope(s, torque),
            k2 = Slope(Along(s, k1, 0.1), torque),
            k3 = Slope(Along(s, k2, 0.1), torque),
            k4 = Slope(Along(s, k3, 0.2), torque);
        for (int i = 0; i < 4; i++)
            s[i] += 0.2 / 6 * (k1[i] + (2 * k2[i]) + (2 * k3[i]) + k4[i]);
        s[0] = Math.IEEERemainder(s[0], 2 * Math.PI);
        s[1] = Math.IEEERemainder(s[1], 2 * Math.PI);
        s[2] = Math.Clamp(s[2], -4 * Math.PI, 4 * Math.PI);
        s[3] = Math.Clamp(s[3], -9 * Math.PI, 9 * Math.PI);
        terminated = -Math.Cos(s[0]) - Math.Cos(s[1] + s[0]) > 1;
        return terminated ? 0 : -1;
    }

    private static double[] Along(double[] s, double[] slope, double time) => [.. s.Zip(slope, (value, rate) => value + (time * rate))];

    private static double[] Slope(double[] s, double torque)
    {
        // The reference's names; masses and lengths 1, centres at 0.5, inertia 1.
        double d1 = 0.25 + (1 + 0.25 + Math.Cos(s[1])) + 2;
        double d2 = 0.25 + (0.5 * Math.Cos(s[1])) + 1;
        double phi2 = 0.5 * 9.8 * Math.Cos(s[0] + s[1] - (Math.PI / 2));
        double phi1 = (-0.5 * s[3] * s[3] * Math.Sin(s[1])) - (s[3] * s[2] * Math.Sin(s[1])) + (1.5 * 9.8 * Math.Cos(s[0] - (Math.PI / 2)))
            + phi2;
        double second = (torque + (d2 / d1 * phi1) - (0.5 * s[2] * s[2] * Math.Sin(s[1])) - phi2) / (0.25 + 1 - (d2 * d2 / d1));
        double first = -((d2 * second) + phi1) / d1;
        return [s[2], s[3], first, second];
    }
}
