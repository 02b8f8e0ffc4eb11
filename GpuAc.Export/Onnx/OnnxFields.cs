namespace GpuAc.Export.Onnx;

/// <summary>The field numbers of onnx.proto3 that are used here, and the values of its enums.</summary>
internal static class OnnxFields
{
    internal const int ModelIrVersion = 1;
    internal const int ModelProducerName = 2;
    internal const int ModelProducerVersion = 3;
    internal const int ModelGraph = 7;
    internal const int ModelOpsetImport = 8;
    internal const int ModelMetadataProps = 14;

    internal const int EntryKey = 1;
    internal const int EntryValue = 2;

    internal const int OpsetVersion = 2;

    internal const int GraphNode = 1;
    internal const int GraphName = 2;
    internal const int GraphInitializer = 5;
    internal const int GraphInput = 11;
    internal const int GraphOutput = 12;

    internal const int NodeInput = 1;
    internal const int NodeOutput = 2;
    internal const int NodeName = 3;
    internal const int NodeOpType = 4;
    internal const int NodeAttribute = 5;

    internal const int AttributeName = 1;
    internal const int AttributeInteger = 3;
    internal const int AttributeType = 20;
    internal const int AttributeTypeInteger = 2;

    internal const int TensorDims = 1;
    internal const int TensorDataType = 2;
    internal const int TensorName = 8;
    internal const int TensorRawData = 9;

    internal const int ValueName = 1;
    internal const int ValueType = 2;
    internal const int TypeTensor = 1;
    internal const int TensorTypeElement = 1;
    internal const int TensorTypeShape = 2;
    internal const int ShapeDim = 1;
    internal const int DimValue = 1;
    internal const int DimParam = 2;

    internal const int ElementFloat = 1;
    internal const int ElementInt64 = 7;
}
