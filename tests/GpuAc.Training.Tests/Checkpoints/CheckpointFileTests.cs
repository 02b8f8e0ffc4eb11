using System.Buffers;
using System.Buffers.Binary;
using GpuAc.Envs.ClassicControl;
using GpuAc.Kernels.Plans;
using GpuAc.Policies.Files;
using GpuAc.Training.Algorithms;
using GpuAc.Training.Checkpoints;
using GpuAc.Training.OffPolicy;
using GpuAc.Training.OnPolicy;
using GpuAc.Training.Tests.States;
using GpuAc.Training.Tests.Support;
using MessagePack;

namespace GpuAc.Training.Tests.Checkpoints;

/// <summary>Checkpoints in files: as they were saved, or refused with a reason.</summary>
public class CheckpointFileTests
{
    [Fact]
    public void Load_OffPolicyRun_GivesBackAllOfIt()
    {
        using ITrainer trainer = Trainer.Create<PendulumV1>(
            new SacConfig { NumEnvs = 2, NumSteps = 20, LearningStarts = 20, MinibatchSize = 16, HiddenSizes = [8] }, Options);
        trainer.Iterate();
        var saved = new Checkpoint
        {
            State = trainer.Save(),
            Session = new SessionState
            {
                Seconds = 1.25,
                ReachedGoal = true,
                EvaluationIsDue = true,
                Episodes = 12,
                RecentReturnSum = -0.1,
                Recent = [(3, -1.5), (4, double.NaN)],
                Best = trainer.Snapshot(),
                BestMeanReturn = 3.5,
                BestStdReturn = 0.5,
                BestEpisodes = 7,
            },
        };
        using var folder = new TemporaryFolder();
        saved.Save(folder.Of("checkpoint"));
        Checkpoint loaded = Checkpoint.Load(folder.Of("checkpoint"));
        Resumption.AssertSame(saved.State, loaded.State);
        SessionState session = loaded.Session!;
        (long Episodes, double MeanReturn)[] none = [];
        Assert.Equal(saved.Session with { Best = null, Recent = none }, session with { Best = null, Recent = none });
        Assert.Equal(saved.Session.Recent, session.Recent);
        Assert.Equal(PolicySnapshotFile.Format(saved.Session.Best!), PolicySnapshotFile.Format(session.Best!));
        Assert.Equal(["checkpoint"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Load_NoSession_GivesNone()
    {
        using var folder = new TemporaryFolder();
        Small().Save(folder.Of("checkpoint"));
        Assert.Null(Checkpoint.Load(folder.Of("checkpoint")).Session);
    }

    [Fact]
    public void Load_CutOffAnywhere_IsRefused()
    {
        using var folder = new TemporaryFolder();
        byte[] file = Bytes(folder);
        string path = folder.Of("cut");
        File.WriteAllBytes(path, file);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        for (int length = file.Length - 1; length >= 0; length--)
        {
            stream.SetLength(length);
            Assert.Contains("cannot be used", Assert.Throws<GpuAcException>(() => Checkpoint.Load(path)).Message);
        }
    }

    [Fact]
    public void Load_AnyByteChanged_IsRefused()
    {
        using var folder = new TemporaryFolder();
        byte[] file = Bytes(folder);
        string path = folder.Of("flipped");
        File.WriteAllBytes(path, file);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        for (int i = 0; i < file.Length; i++)
        {
            Put(i, (byte)(file[i] ^ (1 << (i % 8))));
            Assert.Contains("cannot be used", Assert.Throws<GpuAcException>(() => Checkpoint.Load(path)).Message);
            Put(i, file[i]);
        }

        Assert.NotNull(Checkpoint.Load(path));

        void Put(int at, byte value)
        {
            stream.Position = at;
            stream.WriteByte(value);
        }
    }

    [Fact]
    public void Load_NewerVersion_IsRefusedByItsNumber() =>
        AssertRefused(Seal(writer => Begin(writer, version: 2)), "its format has version 2, but this version of GpuAc reads up to 1");

    [Fact]
    public void Load_OtherFile_IsRefused()
    {
        AssertRefused([], "it is empty");
        AssertRefused("a text of some length, and nothing more"u8.ToArray(), "it is no checkpoint of GpuAc");
        AssertRefused(Seal(writer => writer.WriteArrayHeader(4)), "cut off or malformed");
    }

    [Theory]
    [InlineData(MessagePackCode.Bin32)]
    [InlineData(MessagePackCode.Str32)]
    [InlineData(MessagePackCode.Map32)]
    [InlineData(MessagePackCode.Array32)]
    public void Load_LengthsThatAreNotThere_TakeNoMemory(byte code)
    {
        foreach (uint length in new[] { 0x7FFF_FFF0u, 0xFFFF_FFFFu, 1u << 20 })
        {
            byte[] file = Seal(writer =>
            {
                Begin(writer, version: 1);
                writer.WriteMapHeader(7);
                writer.Write("library_version");
                writer.WriteRaw([code, (byte)(length >> 24), (byte)(length >> 16), (byte)(length >> 8), (byte)length]);
                writer.WriteRaw(new byte[64]);
            });
            long before = GC.GetAllocatedBytesForCurrentThread();
            AssertRefused(file, "malformed");
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
        }
    }

    [Fact]
    public void Save_FolderThatIsNotThere_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Of("none"), "checkpoint");
        Assert.Contains("The checkpoint cannot be written", Assert.Throws<GpuAcException>(() => Small().Save(path)).Message);
        Assert.Contains("cannot be read", Assert.Throws<GpuAcException>(() => Checkpoint.Load(path)).Message);
    }

    private static TrainerOptions Options => new() { Seed = 3, Device = DeviceKind.Cpu, Threads = 1 };

    private delegate void Writing(ref MessagePackWriter writer);

    private static Checkpoint Small()
    {
        using ITrainer trainer = Trainer.Create<CartPoleV1>(
            new OneStepAcConfig { NumEnvs = 1, HiddenSizes = [], NormalizeAdvantages = false }, Options);
        trainer.Iterate();
        return new Checkpoint { State = trainer.Save() };
    }

    private static byte[] Bytes(TemporaryFolder folder)
    {
        string path = folder.Of("whole");
        Small().Save(path);
        return File.ReadAllBytes(path);
    }

    private static void Begin(MessagePackWriterBox writer, int version)
    {
        writer.WriteArrayHeader(4);
        writer.Write("gpuac.checkpoint");
        writer.Write(version);
    }

    // A file whose checksum is right, whatever is in it.
    private static byte[] Seal(Action<MessagePackWriterBox> write)
    {
        var box = new MessagePackWriterBox();
        write(box);
        byte[] content = box.ToArray();
        var sum = new byte[5];
        sum[0] = MessagePackCode.UInt32;
        BinaryPrimitives.WriteUInt32BigEndian(sum.AsSpan(1), Crc32C.Of(content));
        return [.. content, .. sum];
    }

    private static void AssertRefused(byte[] file, string reason)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.Of("file"), file);
        Assert.Contains(reason, Assert.Throws<GpuAcException>(() => Checkpoint.Load(folder.Of("file"))).Message);
    }

    // MessagePack's writer lives on the stack; this one goes into lambdas.
    private sealed class MessagePackWriterBox
    {
        private readonly ArrayBufferWriter<byte> buffer = new();

        public void WriteArrayHeader(int count) => Do((ref MessagePackWriter writer) => writer.WriteArrayHeader(count));

        public void WriteMapHeader(int count) => Do((ref MessagePackWriter writer) => writer.WriteMapHeader(count));

        public void Write(string text) => Do((ref MessagePackWriter writer) => writer.Write(text));

        public void Write(int value) => Do((ref MessagePackWriter writer) => writer.Write(value));

        public void WriteRaw(byte[] bytes) => Do((ref MessagePackWriter writer) => writer.WriteRaw(bytes));

        public byte[] ToArray() => buffer.WrittenSpan.ToArray();

        private void Do(Writing write)
        {
            var writer = new MessagePackWriter(buffer);
            write(ref writer);
            writer.Flush();
        }
    }
}
