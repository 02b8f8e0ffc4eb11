using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Kernels.Lanes;

namespace GpuAc.Envs.Vectorized;

/// <summary>Uniformly random actions from Philox, keyed by environment and step.</summary>
/// <typeparam name="F">Lane type.</typeparam>
/// <remarks>
/// A draw gives four words a lane, and one <see cref="StepsPerDraw"/> steps share it. Discrete: a word u holds several digits in base n, taken off the
/// top: u·n = action + new u. Digits are taken while n^digits ≤ 2^12, so that the last is uniform to one part in 2^12 (exactly, for n a power of
/// two). Continuous: one word a dimension; only when one or two dimensions fit several times into four words do steps share a draw.
/// </remarks>
internal readonly struct RandomActions<F>
    where F : struct, IFloatLane<F>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly RandomKey key;
    private readonly int choices;
    private readonly int dimensions;
    private readonly int stepsPerWord;
    private readonly float[] lows;
    private readonly float[] widths;

    /// <summary>Prepares actions of a space.</summary>
    /// <param name="space">Discrete or bounded.</param>
    /// <param name="seed">Seed of the stream.</param>
    public RandomActions(ActionSpace space, ulong seed)
    {
        key = new RandomKey(seed, RandomPurpose.RandomAction);
        dimensions = space.Components;
        if (space is BoxSpace box)
        {
            lows = [.. box.Dimensions.Select(dimension => dimension.Low)];
            widths = [.. box.Dimensions.Select(dimension => dimension.High - dimension.Low)];
            StepsPerDraw = Math.Max(1, 4 / dimensions);
        }
        else
        {
            lows = widths = [];
            choices = space.Size;
            for (var values = choices; values <= 1 << 12; values *= choices)
                stepsPerWord++;
            StepsPerDraw = 4 * stepsPerWord;
        }
    }

    /// <summary>Steps that one draw serves.</summary>
    public int StepsPerDraw { get; }

    /// <summary>Draws the words of <see cref="StepsPerDraw"/> steps.</summary>
    /// <param name="environment">Index of the first lane's environment.</param>
    /// <param name="draw">Number of the draw: step / <see cref="StepsPerDraw"/>.</param>
    /// <param name="words">Output: four words, or as many as there are dimensions rounded up to a multiple of four.</param>
    [MethodImpl(Inline)]
    public void Draw(uint environment, ulong draw, ref Components<F> words)
    {
        for (var i = 0; i < dimensions; i += 4)
        {
            var four = F.Uniform4(key, environment, draw, (uint)i / 4);
            words[i] = four.A;
            words[i + 1] = four.B;
            words[i + 2] = four.C;
            words[i + 3] = four.D;
        }
    }

    /// <summary>The first word that a step of a draw takes its action from.</summary>
    /// <param name="stepInDraw">0 to <see cref="StepsPerDraw"/> − 1.</param>
    [MethodImpl(Inline)]
    public int WordOf(int stepInDraw) => choices > 0 ? stepInDraw / stepsPerWord : stepInDraw * dimensions;

    /// <summary>The action of one step of a draw. Discrete steps are taken in order, each once: they use the words up.</summary>
    /// <param name="words">Drawn words.</param>
    /// <param name="word">What <see cref="WordOf"/> says of the step.</param>
    /// <param name="action">Output.</param>
    [MethodImpl(Inline)]
    public void Take(ref Components<F> words, int word, ref Components<F> action)
    {
        if (choices > 0)
        {
            F scaled = words[word] * F.Of(choices);
            F digit = F.Floor(scaled);
            words[word] = scaled - digit;
            action[0] = digit;
            return;
        }

        for (int i = 0; i < dimensions; i++)
            action[i] = F.MultiplyAdd(words[word + i], F.Of(widths[i]), F.Of(lows[i]));
    }
}
