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

    /// <summary>Whose names, types and shapes the file has.</summary>
    public OnnxProfile Profile { get; init; } = OnnxProfile.Onnx;

    /// <summary>Highest operator set of the profile: Unity's Inference Engine reads up to 15.</summary>
    internal int HighestOpset => Profile switch
    {
        OnnxProfile.MlAgents => 15,
        OnnxProfile.Onnx or OnnxProfile.GodotRl => MaxOpset,
        _ => throw KnownValues.Unknown(Profile),
    };

    /// <summary>IR version that goes with the operator set: the one that ONNX introduced together with it.</summary>
    internal int IrVersion => Opset switch
    {
        <= 14 => 7,
        <= 18 => 8,
        <= 20 => 9,
        _ => 10,
    };
}
