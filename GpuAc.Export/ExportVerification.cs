namespace GpuAc.Export;

/// <summary>How closely ONNX Runtime reproduced the trainer's own outputs.</summary>
/// <param name="Observations">Distinct observations compared, at batch sizes 1, 7 and 1024.</param>
/// <param name="MaxDifference">Largest |difference| of any output.</param>
/// <param name="TiedActions">Discrete actions left out of the comparison, because the two best logits are closer than the
/// tolerance.</param>
public readonly record struct ExportVerification(int Observations, float MaxDifference, int TiedActions);
