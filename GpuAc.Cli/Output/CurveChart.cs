using System.Globalization;
using System.Text;
using GpuAc.Training.Comparison;

namespace GpuAc.Cli.Output;

/// <summary>Draws learning curves as SVG: a line for the mean over the seeds, a band from the lowest to the highest.</summary>
internal static class CurveChart
{
    private const int Width = 640, Height = 320, Left = 60, Right = 20, Top = 20, Bottom = 60, Stretches = 40;

    // Names stand two abreast below the axis; the picture grows by a line for every two more.
    private const int NamesAbreast = 2, NameWidth = 290, NameHeight = 20;

    private static readonly string[] Colors = ["#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#8c564b"];

    private static readonly CultureInfo Invariant = CultureInfo.InvariantCulture;

    /// <summary>Draws all that has runs.</summary>
    public static string Draw(IReadOnlyList<Comparison> comparisons)
    {
        Comparison[] drawn = [.. comparisons.Where(comparison => comparison.Runs.Count > 0)];
        long steps = Math.Max(1, drawn.Max(comparison => comparison.Runs.Max(run => run.EnvSteps)));
        LearningCurve[] curves = [.. drawn.Select(comparison => new LearningCurve(comparison.Runs, Stretches, steps))];
        double[] values = [.. curves.SelectMany(curve => curve.Lowest.Concat(curve.Highest)).Where(double.IsFinite), 0];
        var scale = new Scale(steps, values.Min(), values.Max());
        var svg = new StringBuilder();
        int height = Height + ((drawn.Length - 1) / NamesAbreast * NameHeight);
        Line(
            svg,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"12\">");
        Line(svg, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"white\"/>");
        DrawAxes(svg, scale);
        for (int i = 0; i < curves.Length; i++)
            DrawCurve(svg, curves[i], scale, Colors[i % Colors.Length]);
        for (int i = 0; i < drawn.Length; i++)
        {
            int x = Left + (i % NamesAbreast * NameWidth), y = Height - NameHeight + (i / NamesAbreast * NameHeight);
            Line(svg, $"<rect x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\" fill=\"{Colors[i % Colors.Length]}\"/>");
            Line(svg, $"<text x=\"{x + 18}\" y=\"{y + 10}\">{drawn[i].Recipe.Name}</text>");
        }

        Line(svg, $"</svg>");
        return svg.ToString();
    }

    private static void DrawAxes(StringBuilder svg, Scale scale)
    {
        for (int i = 0; i <= 4; i++)
        {
            double value = scale.Low + ((scale.High - scale.Low) * i / 4), at = scale.Steps * i / 4.0;
            Line(
                svg,
                $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{scale.Y(value):F1}\" y2=\"{scale.Y(value):F1}\" stroke=\"#dddddd\"/>");
            Line(svg, $"<text x=\"{Left - 8}\" y=\"{scale.Y(value) + 4:F1}\" text-anchor=\"end\">{value:F0}</text>");
            (string anchor, string unit) = i == 4 ? ("end", " steps") : ("middle", "");
            Line(svg, $"<text x=\"{scale.X(at):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"{anchor}\">{at / 1000:N0} k{unit}</text>");
        }
    }

    private static void DrawCurve(StringBuilder svg, LearningCurve curve, Scale scale, string color)
    {
        int[] known = [.. Enumerable.Range(0, Stretches).Where(i => double.IsFinite(curve.Means[i]))];
        string up = string.Join(' ', known.Select(i => Point(i, curve.Highest[i])));
        string down = string.Join(' ', known.Reverse().Select(i => Point(i, curve.Lowest[i])));
        Line(svg, $"<polygon points=\"{up} {down}\" fill=\"{color}\" fill-opacity=\"0.15\"/>");
        string mean = string.Join(' ', known.Select(i => Point(i, curve.Means[i])));
        Line(svg, $"<polyline points=\"{mean}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"2\"/>");

        string Point(int i, double value) => string.Create(Invariant, $"{scale.X(curve.Ends[i]):F1},{scale.Y(value):F1}");
    }

    private static void Line(StringBuilder svg, FormattableString text) => svg.Append(text.ToString(Invariant)).Append('\n');

    private readonly record struct Scale(long Steps, double Low, double High)
    {
        public double X(double steps) => Left + (steps / Steps * (Width - Left - Right));

        public double Y(double value) => Top + ((High - value) / Math.Max(1e-9, High - Low) * (Height - Top - Bottom));
    }
}
