namespace GpuAc.Export.Onnx;

/// <summary>Settings of the export to ONNX.</summary>
public sealed record OnnxExportOptions
{
    /// <summary>Lowest operator set that can be asked for.</summary>
    public const int MinOpset = 13;

    /// <summary>Highest operator set that can be asked for.</summary>
    public const int MaxOpset = 21;

    /// <summary>Version of the ONNX operator set, from 13 to 21. 15 is what Unity's runtime and ONNX Runtime from 1.10 on read.</summary>
    public int Opset { get; init; } = 15;

    /// <summary>IR version that goes with the operator set: the one that ONNX introduced together with it.</summary>
    internal int IrVersion => Opset switch
    {
        <= 14 => 7,
        <= 18 => 8,
        <= 20 => 9,
        _ => 10,
    };
}
