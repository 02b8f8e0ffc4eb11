using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using GpuAc.Kernels.States;
using GpuAc.Policies.Files;
using GpuAc.Training.Algorithms;
using MessagePack;
using Names = GpuAc.Training.Checkpoints.CheckpointFormat;

namespace GpuAc.Training.Checkpoints;

/// <summary>
/// Reads a checkpoint that anybody may have written: whatever lengths it claims, memory is taken only for bytes that are there, and nothing
/// is nested deeper than the format is.
/// </summary>
internal static class CheckpointReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It is no checkpoint, damaged, or of a newer version.</exception>
    public static Checkpoint Read(string path)
    {
        SegmentedFile file = SegmentedFile.Read(path, Names.ChecksumBytes);
        try
        {
            var reader = new MessagePackReader(file.Content);
            RequireVersion(ref reader);
            if (file.End[0] != MessagePackCode.UInt32 || BinaryPrimitives.ReadUInt32BigEndian(file.End.AsSpan(1)) != file.Checksum)
                throw new InvalidDataException("its checksum does not fit its content, so it was damaged");
            Checkpoint checkpoint = ReadContent(ref reader);
            return reader.End ? checkpoint : throw new InvalidDataException("it is longer than its content");
        }
        // The last is what MessagePack's reader throws for lengths of 2³¹ bytes and more, which it takes for negative ones.
        catch (Exception cause) when (cause is EndOfStreamException or MessagePackSerializationException or OverflowException
            or ArgumentOutOfRangeException)
        {
            throw new InvalidDataException("it is cut off or malformed", cause);
        }
    }

    private static void RequireVersion(ref MessagePackReader reader)
    {
        if (reader.NextMessagePackType != MessagePackType.Array || reader.ReadArrayHeader() != 4
            || reader.NextMessagePackType != MessagePackType.String || reader.ReadString() != Names.Mark)
            throw new InvalidDataException("it is no checkpoint of GpuAc");
        long version = reader.ReadInt64();
        if (version is < 1 or > Names.Version)
            throw new InvalidDataException(
                $"its format has version {version}, but this version of GpuAc reads up to {Names.Version}");
    }

    private static Checkpoint ReadContent(ref MessagePackReader reader)
    {
        RequireMap(ref reader, 7);
        Require(ref reader, Names.Library);
        reader.ReadString();
        Require(ref reader, Names.Algorithm);
        string algorithm = ReadText(ref reader);
        Require(ref reader, Names.Iteration);
        long iteration = reader.ReadInt64();
        Require(ref reader, Names.EnvSteps);
        long envSteps = reader.ReadInt64();
        Require(ref reader, Names.Updates);
        long updates = reader.ReadInt64();
        Require(ref reader, Names.Engine);
        return new Checkpoint
        {
            State = new TrainerState
            {
                Algorithm = algorithm,
                Iteration = iteration,
                EnvSteps = envSteps,
                Updates = updates,
                Engine = ReadEngine(ref reader),
            },
            Session = ReadSession(ref reader),
        };
    }

    private static EngineState ReadEngine(ref MessagePackReader reader)
    {
        var state = new EngineState();
        RequireMap(ref reader, 4);
        Require(ref reader, Names.Texts);
        for (int i = reader.ReadMapHeader(); i > 0; i--)
            Add(state.Texts, ReadText(ref reader), ReadText(ref reader));
        Require(ref reader, Names.Integers);
        for (int i = reader.ReadMapHeader(); i > 0; i--)
            Add(state.Integers, ReadText(ref reader), reader.ReadInt64());
        Require(ref reader, Names.Doubles);
        for (int i = reader.ReadMapHeader(); i > 0; i--)
            Add(state.Doubles, ReadText(ref reader), ReadValues<double>(ref reader));
        Require(ref reader, Names.Floats);
        for (int i = reader.ReadMapHeader(); i > 0; i--)
            Add(state.Floats, ReadText(ref reader), ReadValues<float>(ref reader));
        return state;
    }

    private static SessionState? ReadSession(ref MessagePackReader reader)
    {
        Require(ref reader, Names.Session);
        if (reader.TryReadNil())
            return null;
        RequireMap(ref reader, 7);
        Require(ref reader, Names.Seconds);
        double seconds = reader.ReadDouble();
        Require(ref reader, Names.ReachedGoal);
        bool reached = reader.ReadBoolean();
        Require(ref reader, Names.EvaluationIsDue);
        bool due = reader.ReadBoolean();
        Require(ref reader, Names.Episodes);
        long episodes = reader.ReadInt64();
        Require(ref reader, Names.RecentReturnSum);
        double sum = reader.ReadDouble();
        Require(ref reader, Names.Recent);
        var recent = new List<(long Episodes, double MeanReturn)>();
        for (int i = reader.ReadArrayHeader(); i > 0; i--)
        {
            if (reader.ReadArrayHeader() != 2)
                throw new InvalidDataException($"its '{Names.Recent}' is malformed");
            recent.Add((reader.ReadInt64(), reader.ReadDouble()));
        }

        var session = new SessionState
        {
            Seconds = seconds,
            ReachedGoal = reached,
            EvaluationIsDue = due,
            Episodes = episodes,
            RecentReturnSum = sum,
            Recent = recent,
        };
        Require(ref reader, Names.Best);
        return reader.TryReadNil() ? session : ReadBest(ref reader, session);
    }

    private static SessionState ReadBest(ref MessagePackReader reader, SessionState session)
    {
        RequireMap(ref reader, 4);
        Require(ref reader, Names.Policy);
        byte[] policy = reader.ReadBytes()?.ToArray() ?? throw new InvalidDataException("its best policy is missing");
        Require(ref reader, Names.MeanReturn);
        double mean = reader.ReadDouble();
        Require(ref reader, Names.StdReturn);
        double deviation = reader.ReadDouble();
        Require(ref reader, Names.Episodes);
        return session with
        {
            Best = PolicySnapshotFile.Parse(policy),
            BestMeanReturn = mean,
            BestStdReturn = deviation,
            BestEpisodes = reader.ReadInt32(),
        };
    }

    private static T[] ReadValues<T>(ref MessagePackReader reader)
        where T : unmanaged
    {
        ReadOnlySequence<byte> bytes = reader.ReadBytes() ?? throw new InvalidDataException("it lacks values");
        int size = Marshal.SizeOf<T>();
        if (bytes.Length % size != 0)
            throw new InvalidDataException($"it has values of {bytes.Length} bytes, which are no whole numbers");
        var values = new T[bytes.Length / size];
        Span<byte> target = MemoryMarshal.AsBytes(values.AsSpan());
        bytes.CopyTo(target);
        if (!BitConverter.IsLittleEndian)
        {
            for (int i = 0; i < target.Length; i += size)
                target.Slice(i, size).Reverse();
        }

        return values;
    }

    private static void Add<T>(Dictionary<string, T> entries, string name, T value)
    {
        if (!entries.TryAdd(name, value))
            throw new InvalidDataException($"it has '{name}' twice");
    }

    private static string ReadText(ref MessagePackReader reader) =>
        reader.ReadString() ?? throw new InvalidDataException("it lacks a text");

    private static void RequireMap(ref MessagePackReader reader, int count)
    {
        int found = reader.ReadMapHeader();
        if (found != count)
            throw new InvalidDataException($"one of its maps has {found} entries in place of {count}");
    }

    private static void Require(ref MessagePackReader reader, string name)
    {
        string found = ReadText(ref reader);
        if (found != name)
            throw new InvalidDataException($"it has '{found}' in place of '{name}'");
    }
}
