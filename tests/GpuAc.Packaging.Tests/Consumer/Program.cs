using GpuAc;
using GpuAc.Envs.Verification;
using GpuAc.Export;
using GpuAc.Policies.Files;
using GpuAc.Policies.Networks;
using GpuAc.Samples;
using GpuAc.Training;
using GpuAc.Training.Algorithms;
using GpuAc.Training.OnPolicy;

try
{
    Console.WriteLine($"CartPole-v1 returns {TrainExportRun.Run("policy.onnx")}");
    Console.WriteLine($"TargetChase-v0 has {EnvironmentChecker.Check<TargetChase>().Count} faults");
    using ITrainer trainer = Trainer.Create<TargetChase>(new PpoConfig());
    trainer.Iterate();
    PolicySnapshot policy = trainer.Snapshot();
    PolicySnapshotFile.Save("policy.msgpack", policy);
    bool same = OnnxExporter.ToBytes(PolicySnapshotFile.Load("policy.msgpack")).SequenceEqual(OnnxExporter.ToBytes(policy));
    Console.WriteLine($"the file holds {(same ? "the policy" : "another policy")}");
    Console.WriteLine($"ML.NET pushes {TrainInPipeline.Run("model.zip")}");
}
catch (GpuAcException refusal)
{
    Console.WriteLine(refusal.Message);
    return 1;
}

return 0;
