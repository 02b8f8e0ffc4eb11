using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GpuAc.Kernels.States;
using GpuAc.Policies.Files;
using GpuAc.Training.Algorithms;
using MessagePack;
using Names = GpuAc.Training.Checkpoints.CheckpointFormat;

namespace GpuAc.Training.Checkpoints;

/// <summary>Writes a checkpoint as MessagePack; large runs of numbers go to the stream without a copy.</summary>
/// <param name="stream">Where; the caller's to flush and dispose.</param>
internal sealed class CheckpointWriter(Stream stream)
{
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 16);
    private uint checksum = Crc32C.Empty;

    /// <summary>Writes all of it.</summary>
    public void Write(Checkpoint checkpoint)
    {
        var writer = new MessagePackWriter(buffer);
        writer.WriteArrayHeader(4);
        writer.Write(Names.Mark);
        writer.Write(Names.Version);
        writer.WriteMapHeader(7);
        writer.Write(Names.Library);
        writer.Write(typeof(Checkpoint).Assembly.GetName().Version?.ToString(3));
        Write(ref writer, checkpoint.State);
        Write(ref writer, checkpoint.Session);
        Send(ref writer);
        Span<byte> sum = stackalloc byte[Names.ChecksumBytes];
        sum[0] = MessagePackCode.UInt32;
        BinaryPrimitives.WriteUInt32BigEndian(sum[1..], checksum);
        stream.Write(sum);
    }

    private void Write(ref MessagePackWriter writer, TrainerState trainer)
    {
        writer.Write(Names.Algorithm);
        writer.Write(trainer.Algorithm);
        writer.Write(Names.Iteration);
        writer.Write(trainer.Iteration);
        writer.Write(Names.EnvSteps);
        writer.Write(trainer.EnvSteps);
        writer.Write(Names.Updates);
        writer.Write(trainer.Updates);
        writer.Write(Names.Engine);
        EngineState engine = trainer.Engine;
        writer.WriteMapHeader(4);
        writer.Write(Names.Texts);
        writer.WriteMapHeader(engine.Texts.Count);
        foreach ((string name, string text) in engine.Texts)
        {
            writer.Write(name);
            writer.Write(text);
        }

        writer.Write(Names.Integers);
        writer.WriteMapHeader(engine.Integers.Count);
        foreach ((string name, long value) in engine.Integers)
        {
            writer.Write(name);
            writer.Write(value);
        }

        Write(ref writer, Names.Doubles, engine.Doubles);
        Write(ref writer, Names.Floats, engine.Floats);
    }

    private void Write<T>(ref MessagePackWriter writer, string title, Dictionary<string, T[]> entries)
        where T : unmanaged
    {
        writer.Write(title);
        writer.WriteMapHeader(entries.Count);
        foreach ((string name, T[] values) in entries)
        {
            writer.Write(name);
            Write(ref writer, MemoryMarshal.AsBytes<T>(values), Marshal.SizeOf<T>());
        }
    }

    private static void Write(ref MessagePackWriter writer, SessionState? session)
    {
        writer.Write(Names.Session);
        if (session == null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteMapHeader(7);
        writer.Write(Names.Seconds);
        writer.Write(session.Seconds);
        writer.Write(Names.ReachedGoal);
        writer.Write(session.ReachedGoal);
        writer.Write(Names.EvaluationIsDue);
        writer.Write(session.EvaluationIsDue);
        writer.Write(Names.Episodes);
        writer.Write(session.Episodes);
        writer.Write(Names.RecentReturnSum);
        writer.Write(session.RecentReturnSum);
        writer.Write(Names.Recent);
        writer.WriteArrayHeader(session.Recent.Count);
        foreach ((long episodes, double meanReturn) in session.Recent)
        {
            writer.WriteArrayHeader(2);
            writer.Write(episodes);
            writer.Write(meanReturn);
        }

        writer.Write(Names.Best);
        if (session.Best == null)
        {
            writer.WriteNil();
            return;
        }

        writer.WriteMapHeader(4);
        writer.Write(Names.Policy);
        writer.Write(PolicySnapshotFile.Format(session.Best));
        writer.Write(Names.MeanReturn);
        writer.Write(session.BestMeanReturn);
        writer.Write(Names.StdReturn);
        writer.Write(session.BestStdReturn);
        writer.Write(Names.Episodes);
        writer.Write(session.BestEpisodes);
    }

    // Values as they lie in memory, which is little-endian on all but a few machines.
    private void Write(ref MessagePackWriter writer, ReadOnlySpan<byte> values, int size)
    {
        writer.WriteBinHeader(values.Length);
        if (!BitConverter.IsLittleEndian)
        {
            byte[] turned = values.ToArray();
            for (int i = 0; i < turned.Length; i += size)
                turned.AsSpan(i, size).Reverse();
            writer.WriteRaw(turned);
            return;
        }

        Send(ref writer);
        Send(values);
    }

    private void Send(ref MessagePackWriter writer)
    {
        writer.Flush();
        Send(buffer.WrittenSpan);
        buffer.ResetWrittenCount();
        writer = new MessagePackWriter(buffer);
    }

    private void Send(ReadOnlySpan<byte> bytes)
    {
        checksum = Crc32C.Append(checksum, bytes);
        stream.Write(bytes);
    }
}
