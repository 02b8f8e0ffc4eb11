#:property PublishAot=false
#:project ../GpuAc.Training
#:project ../GpuAc.Export
#:package Microsoft.ML.OnnxRuntime

// An activation of one's own: Mish (Misra, arXiv:1908.08681), a struct of lane code with its derivative. Registered under a name it is one
// like any other: settings and snapshots know it by that name, and with its ONNX operators policies that use it are exported. It runs on
// CPU cores; the kernels for GPUs have the built-in activations alone, and say so.
//
//     dotnet run -c Release samples/own-activation.cs [policy.onnx]

using System.Runtime.CompilerServices;
using GpuAc.Envs;
using GpuAc.Export;
using GpuAc.Export.Onnx;
using GpuAc.Kernels.Plans;
using GpuAc.Lanes;
using GpuAc.Policies.Activations;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Settings;

Activation mish = ActivationCatalog.Register<Mish>("mish");
OnnxActivations.Register(mish, nodes =>                                 // x · tanh(softplus(x))
    nodes.Result("Mul", nodes.Input, nodes.Add("tanh", "Tanh", nodes.Add("softplus", "Softplus", nodes.Input))));

string path = args.Length > 0 ? args[0] : "policy.onnx";
EnvironmentEntry environment = EnvironmentCatalog.Find("cartpole");
var recipe = RecipeCatalog.Default(environment.Spec);
TrainerConfig config = SettingsBinder.Set(recipe.Config, "activation", "mish"); // or: recipe.Config with { Activation = mish }
var evaluator = new Evaluator(environment, seed: 1);

using var trainer = Trainer.Create(environment, config, new TrainerOptions { Device = DeviceKind.Cpu });
TrainingResult result = TrainingSession.Run(trainer, recipe.Goal, evaluator);
Console.WriteLine($"stopped after {result.EnvSteps} environment steps, goal reached: {result.ReachedGoal}");

// Written once ONNX Runtime has computed from these operators what the trainer's own forward pass does.
ExportVerification verification = OnnxExporter.Save(path, result.Policy);
Console.WriteLine($"largest difference from the trainer: {verification.MaxDifference:F7}");

using OnnxPolicy policy = OnnxPolicy.Load(path);
EvaluationResult played = evaluator.Run(policy.Act, episodes: 100);
Console.WriteLine($"mean return of the exported policy: {played.MeanReturn:F1}");

/// <summary>y = x·tanh(ln(1 + eˣ)).</summary>
/// <remarks>With w = eˣ(eˣ + 2): y = x·w/(w + 2) and dy/dx = w/(w + 2) + x·4eˣ(eˣ + 1)/(w + 2)². From x = 20 on, w/(w + 2) is 1.</remarks>
internal readonly struct Mish : IActivation
{
    public static bool KeepsInput => true;                              // the derivative is had from x, not from y

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Forward<F>(F x)
        where F : struct, IFloatLane<F>
    {
        F e = LaneMath.Exp(F.Min(x, F.Of(20f))), w = e * (e + F.Of(2f));
        return x * w / (w + F.Of(2f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static F Derivative<F>(F kept)
        where F : struct, IFloatLane<F>
    {
        F e = LaneMath.Exp(F.Min(kept, F.Of(20f))), w = e * (e + F.Of(2f)), rest = w + F.Of(2f);
        return w / rest + kept * F.Of(4f) * e * (e + F.One) / (rest * rest);
    }
}
