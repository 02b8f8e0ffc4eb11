using GpuAc.ML;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace GpuAc.Samples;

/// <summary>Scores a table of CartPole's states, keeps the model, and scores one more state with it.</summary>
public static class ScoreObservations
{
    public static string Run(string policyFile, string csvFile, string modelFile)
    {
        var ml = new MLContext();
        IDataView states = ml.Data.LoadFromTextFile<CartPoleState>(csvFile, separatorChar: ',', hasHeader: true);
        PolicyTransformer policy = ml.Transforms.ApplyPolicy(policyFile).Fit(states);
        int pushesLeft = ml.Data.CreateEnumerable<CartPoleDecision>(policy.Transform(states), reuseRowObject: true)
            .Count(decision => decision.Action == 0);

        ml.Model.Save(policy, states.Schema, modelFile);            // policyFile is in it, and no longer needed
        ITransformer model = ml.Model.Load(modelFile, out _);
        using var engine = ml.Model.CreatePredictionEngine<CartPoleState, CartPoleDecision>(model);
        CartPoleDecision one = engine.Predict(new CartPoleState { Angle = -0.1f, AngularVelocity = -1 });
        return $"{pushesLeft} pushes to the left; then {one.ActionName}, worth {one.Value:F0}";
    }
}

/// <summary>One column an observation, named as the policy names them, in any order.</summary>
public sealed class CartPoleState
{
    [LoadColumn(0), ColumnName("x [m]")]
    public float Position { get; set; }

    [LoadColumn(1), ColumnName("x_dot [m/s]")]
    public float Velocity { get; set; }

    [LoadColumn(2), ColumnName("theta [rad]")]
    public float Angle { get; set; }

    [LoadColumn(3), ColumnName("theta_dot [rad/s]")]
    public float AngularVelocity { get; set; }
}

/// <summary>What a policy with discrete actions adds; leave out what you do not need.</summary>
public sealed class CartPoleDecision
{
    public long Action { get; set; }

    public string ActionName { get; set; } = "";

    public float Value { get; set; }

    public float[] Probabilities { get; set; } = [];
}
