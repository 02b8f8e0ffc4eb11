using System.Runtime.CompilerServices;
using GpuAc.Envs.Contracts;
using GpuAc.Lanes;

namespace GpuAc.Envs.Vectorized;

/// <summary>Uniformly random actions from Philox, keyed by environment and step.</summary>
/// <typeparam name="F">Lane type.</typeparam>
/// <remarks>
/// One draw serves <see cref="StepsPerDraw"/> steps. Discrete: four words per lane, of which each holds several digits in base n, taken off
/// the top: u·n = action + new u. Digits are taken while n^digits ≤ 2^12, so that the last is uniform to one part in 2^12 (exactly, for n a
/// power of two). Continuous: one word of 24 bits per dimension and step, in as many blocks of four as sixteen components hold.
/// </remarks>
internal readonly struct RandomActions<F>
    where F : struct, IFloatLane<F>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    private readonly RandomKey key;
    private readonly int choices;
    private readonly int dimensions;
    private readonly int stepsPerWord;
    private readonly int wordsPerDraw;
    private readonly uint wordReciprocal;
    private readonly float choicesAsFloat;
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
            StepsPerDraw = Components.Capacity / dimensions;
            wordsPerDraw = StepsPerDraw * dimensions;
        }
        else
        {
            lows = widths = [];
            choices = space.Size;
            for (var values = choices; values <= 1 << 12; values *= choices)
                stepsPerWord++;
            StepsPerDraw = 4 * stepsPerWord;
            wordsPerDraw = 4;
            wordReciprocal = (65536u / (uint)stepsPerWord) + 1;
            choicesAsFloat = choices;
        }
    }

    /// <summary>Steps that one draw serves.</summary>
    public int StepsPerDraw { get; }

    /// <summary>Draws the words of <see cref="StepsPerDraw"/> steps.</summary>
    /// <param name="environment">Index of the first lane's environment.</param>
    /// <param name="draw">Number of the draw: step / <see cref="StepsPerDraw"/>.</param>
    /// <param name="words">Output: the words, rounded up to a multiple of four.</param>
    [MethodImpl(Inline)]
    public void Draw(uint environment, ulong draw, ref Components<F> words)
    {
        for (var i = 0; i < wordsPerDraw; i += 4)
        {
            var four = F.Uniform4(key, environment, draw, (uint)i / 4);
            words[i] = four.A;
            words[i + 1] = four.B;
            words[i + 2] = four.C;
            words[i + 3] = four.D;
        }
    }

    /// <summary>The action of one step of a draw. Discrete steps are taken in order, each once: they use the words up.</summary>
    /// <param name="words">Drawn words.</param>
    /// <param name="stepInDraw">0 to <see cref="StepsPerDraw"/> − 1.</param>
    /// <param name="action">Output.</param>
    [MethodImpl(Inline)]
    public void Take(ref Components<F> words, int stepInDraw, ref Components<F> action)
    {
        action[0] = TakeOne(ref words, stepInDraw);
        for (int i = 1; i < dimensions; i++)
            action[i] = F.MultiplyAdd(words[(stepInDraw * dimensions) + i], F.Of(widths[i]), F.Of(lows[i]));
    }

    /// <summary>The first component of the action of one step of a draw; see <see cref="Take"/>.</summary>
    [MethodImpl(Inline)]
    public F TakeOne(ref Components<F> words, int stepInDraw)
    {
        if (choices == 0)
            return F.MultiplyAdd(words[stepInDraw * dimensions], F.Of(widths[0]), F.Of(lows[0]));

        // stepInDraw / stepsPerWord for all steps of a draw, of which there are 48 at most: a division would cost as much as the dynamics.
        ref F word = ref words[(int)(((uint)stepInDraw * wordReciprocal) >> 16)];
        F scaled = word * F.Of(choicesAsFloat);
        F digit = F.Floor(scaled);
        word = scaled - digit;
        return digit;
    }
}
