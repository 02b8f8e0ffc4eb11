using GpuAc.ML;
using GpuAc.ML.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.Samples;

/// <summary>Trains CartPole and puts preprocessing and policy into one model file: the sensor at hand gives degrees.</summary>
public static class TrainInPipeline
{
    public static long Run(string modelFile)
    {
        var ml = new MLContext();
        PolicyTransformer policy = ml.Reinforcement().Train("cartpole");

        IDataView sensors = ml.Data.LoadFromEnumerable<SensorReading>([new()]);
        ITransformer radians = ml.Transforms.Expression("theta [rad]", "d => d * 0.0174533f", "Degrees")
            .Append(ml.Transforms.Expression("theta_dot [rad/s]", "d => d * 0.0174533f", "DegreesPerSecond"))
            .Fit(sensors);
        var model = new TransformerChain<ITransformer>(radians, policy);
        ml.Model.Save(model, sensors.Schema, modelFile);

        using var engine = ml.Model.CreatePredictionEngine<SensorReading, PushDecision>(ml.Model.Load(modelFile, out _));
        return engine.Predict(new SensorReading { Degrees = -6, DegreesPerSecond = -60 }).Action;
    }
}

/// <summary>What the sensor gives.</summary>
public sealed class SensorReading
{
    [ColumnName("x [m]")]
    public float Position { get; set; }

    [ColumnName("x_dot [m/s]")]
    public float Velocity { get; set; }

    public float Degrees { get; set; }

    public float DegreesPerSecond { get; set; }
}

/// <summary>The action alone: the critic does not run.</summary>
public sealed class PushDecision
{
    public long Action { get; set; }
}
