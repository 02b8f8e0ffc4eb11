using GpuAc.Lanes;
using GpuAc.Policies.Activations;

namespace GpuAc.Kernels.Tests.Support;

/// <summary>Activations that a program registers: one whose derivative wants the output, one whose derivative wants the input.</summary>
internal static class OwnActivations
{
    public static Activation Softsign { get; } = ActivationCatalog.Register<SoftsignActivation>("softsign");

    public static Activation Mish { get; } = ActivationCatalog.Register<MishActivation>("mish");

    /// <summary>y = x/(1 + |x|), dy/dx = (1 − |y|)².</summary>
    internal readonly struct SoftsignActivation : IActivation
    {
        public static bool KeepsInput => false;

        public static F Forward<F>(F x)
            where F : struct, IFloatLane<F> => x / (F.One + F.Abs(x));

        public static F Derivative<F>(F kept)
            where F : struct, IFloatLane<F>
        {
            F rest = F.One - F.Abs(kept);
            return rest * rest;
        }
    }

    /// <summary>y = x·tanh(ln(1 + eˣ)). Misra, arXiv:1908.08681, with w = eˣ(eˣ + 2): y = x·w/(w + 2).</summary>
    internal readonly struct MishActivation : IActivation
    {
        public static bool KeepsInput => true;

        public static F Forward<F>(F x)
            where F : struct, IFloatLane<F>
        {
            F e = LaneMath.Exp(F.Min(x, F.Of(20f))), w = e * (e + F.Of(2f));
            return x * w / (w + F.Of(2f));
        }

        public static F Derivative<F>(F kept)
            where F : struct, IFloatLane<F>
        {
            F e = LaneMath.Exp(F.Min(kept, F.Of(20f))), w = e * (e + F.Of(2f)), rest = w + F.Of(2f);
            return w / rest + kept * F.Of(4f) * e * (e + F.One) / (rest * rest);
        }
    }
}
