using GpuAc.Export;
using GpuAc.ML.Schema;
using Microsoft.ML;
using Microsoft.ML.Runtime;

namespace GpuAc.ML;

/// <content>How the transformer is kept in ML.NET's model files: the policy's own file, and the names of the columns.</content>
public sealed partial class PolicyTransformer
{
    /// <summary>What the model file calls the class by.</summary>
    internal const string LoaderSignature = "GpuAcPolicy";

    private const string PolicyEntry = "policy.onnx";
    private const string ColumnsEntry = "columns";

    void ICanSaveModel.Save(ModelSaveContext ctx)
    {
        ctx.CheckAtModel();
        ctx.SetVersionInfo(Version());
        ctx.SaveBinaryStream(PolicyEntry, writer =>
        {
            writer.Write(policy.File.Length);
            writer.Write(policy.File.Span);
        });
        ctx.SaveBinaryStream(ColumnsEntry, writer =>
        {
            writer.Write(Columns.Observation ?? "");
            foreach (string name in (string[])
                [Columns.Action, Columns.ActionName, Columns.Value, Columns.Probabilities, Columns.Mean, Columns.StandardDeviation])
                writer.Write(name);
        });
    }

    // ML.NET finds it by its name and parameters.
    private static PolicyTransformer Create(IHostEnvironment env, ModelLoadContext ctx)
    {
        ctx.CheckAtModel(Version());
        byte[]? file = null;
        PolicyColumns? columns = null;
        bool whole = ctx.TryLoadBinaryStream(PolicyEntry, reader => file = ReadFile(reader))
            & ctx.TryLoadBinaryStream(ColumnsEntry, reader => columns = ReadColumns(reader));
        if (!whole)
            throw new GpuAcException("The model's policy is incomplete: the model file was damaged. Save the model again.");
        return new PolicyTransformer(OnnxPolicy.Load(file!, PolicyCatalog.Options(env)), columns!);
    }

    private static byte[] ReadFile(BinaryReader reader)
    {
        int length = reader.ReadInt32();
        byte[] file = reader.ReadBytes(length);
        return file.Length == length
            ? file
            : throw new GpuAcException($"The model's policy is cut off after {file.Length} of {length} bytes. Save the model again.");
    }

    private static PolicyColumns ReadColumns(BinaryReader reader)
    {
        string observation = reader.ReadString();
        return new PolicyColumns
        {
            Observation = observation.Length > 0 ? observation : null,
            Action = reader.ReadString(),
            ActionName = reader.ReadString(),
            Value = reader.ReadString(),
            Probabilities = reader.ReadString(),
            Mean = reader.ReadString(),
            StandardDeviation = reader.ReadString(),
        };
    }

    // The assembly is loaded by its name alone, so that models outlive this version of the library.
    private static VersionInfo Version() => new(
        modelSignature: "GPUACPOL",
        verWrittenCur: 0x00010001,
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: typeof(PolicyTransformer).Assembly.GetName().Name!,
        loaderSignature: LoaderSignature);
}
