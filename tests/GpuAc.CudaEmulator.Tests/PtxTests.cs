using ILGPU.Runtime.Cuda;

namespace GpuAc.CudaEmulator.Tests;

/// <summary>What PTX means, where no C# becomes it, and that what the emulator does not know is refused.</summary>
public class PtxTests
{
    [EmulatorFact]
    public void Load_OfAnUnknownInstruction_SaysWhichAndWhere() =>
        Refused("mov.b32 %thread, 1;\nfrobnicate.b32 %thread;", "ptx line 12: the emulator does not know the instruction 'frobnicate.b32'");

    [EmulatorFact]
    public void Load_OfAnUnknownModifier_SaysWhichAndWhere() =>
        Refused("add.rz.f32 %thread, %thread, %thread;", "ptx line 11: the emulator does not know '.rz' of 'add.rz.f32'");

    [EmulatorFact]
    public void Load_OfAnUndeclaredRegister_SaysWhichAndWhere() =>
        Refused("add.s32 %thread, %missing, 1;", "ptx line 11: '%missing' is not declared");

    [EmulatorFact]
    public void Load_OfARegisterThatIsTooSmall_Refuses() => Refused("mov.b64 %thread, %buffer;", "ptx line 11: '%thread' does not hold");

    [EmulatorFact]
    public void Load_OfAMissingLabel_Refuses() => Refused("bra nowhere;", "ptx line 11: there is no label 'nowhere'");

    [EmulatorFact]
    public void Load_OfAParameterThatIsLeft_Refuses() =>
        Refused("ld.param.b64 %buffer, [buffer_parameter+8];", "ptx line 11: this access leaves the parameter");

    [EmulatorFact]
    public void Bits_WithinIntegers_AreThoseOfThePtxManual()
    {
        string body =
            """
            .reg .b32 %r<8>;
            ld.global.b32 %r0, [%buffer];
            bfe.u32 %r1, %r0, 4, 8;
            st.global.b32 [%buffer+4], %r1;
            bfe.s32 %r1, %r0, 28, 4;
            st.global.b32 [%buffer+8], %r1;
            bfi.b32 %r1, 0x5a, %r0, 8, 8;
            st.global.b32 [%buffer+12], %r1;
            prmt.b32 %r1, %r0, 0, 0x0123;
            st.global.b32 [%buffer+16], %r1;
            lop3.b32 %r1, %r0, 0xffff, 0xff00ff00, 0xe8;
            st.global.b32 [%buffer+20], %r1;
            brev.b32 %r1, %r0;
            st.global.b32 [%buffer+24], %r1;
            shf.l.wrap.b32 %r1, %r0, %r0, 8;
            st.global.b32 [%buffer+28], %r1;
            shl.b32 %r1, %r0, 32;
            st.global.b32 [%buffer+32], %r1;
            shr.s32 %r1, %r0, 77;
            st.global.b32 [%buffer+36], %r1;
            bfind.u32 %r1, %r0;
            st.global.b32 [%buffer+40], %r1;
            mul.hi.u32 %r1, %r0, %r0;
            st.global.b32 [%buffer+44], %r1;
            mad.lo.s32 %r1, %r0, 3, 5;
            st.global.b32 [%buffer+48], %r1;
            """;
        const uint Value = 0x89abcdef;
        uint majority = (Value & 0xffff) | (Value & 0xff00ff00) | (0xffff & 0xff00ff00);
        uint[] expected =
        [
            Value, 0xde, 0xfffffff8, 0x89ab5aef, 0xefcdab89, majority, 0xf7b3d591, 0xabcdef89, 0, 0xffffffff, 31,
            (uint)(((ulong)Value * Value) >> 32), unchecked((Value * 3) + 5),
        ];
        int[] buffer = new int[13];
        buffer[0] = unchecked((int)Value);
        Assert.Equal(expected, PtxKernel.Run(body, buffer).Select(value => (uint)value));
    }

    [EmulatorFact]
    public void Vectors_LoadedAndStored_KeepTheirOrder()
    {
        string body =
            """
            .reg .b32 %a<4>;
            .reg .b64 %w;
            ld.global.v4.b32 {%a0, %a1, %a2, %a3}, [%buffer];
            st.global.v2.b32 [%buffer+16], {%a3, %a1};
            mov.b64 %w, {%a1, %a2};
            st.global.b64 [%buffer+24], %w;
            mov.b64 {%a0, %a1}, %w;
            st.global.b32 [%buffer+32], %a1;
            """;
        Assert.Equal([1, 2, 3, 4, 4, 2, 2, 3, 3], PtxKernel.Run(body, [1, 2, 3, 4, 0, 0, 0, 0, 0]));
    }

    [EmulatorFact]
    public void Conversions_OutOfRange_GiveTheNearestThereIs()
    {
        string body =
            """
            .reg .b32 %r<2>;
            .reg .f32 %f<2>;
            mov.f32 %f0, 0f4F800000;
            cvt.rzi.s32.f32 %r0, %f0;
            st.global.b32 [%buffer], %r0;
            mov.f32 %f0, 0fCF800000;
            cvt.rzi.u32.f32 %r0, %f0;
            st.global.b32 [%buffer+4], %r0;
            mov.f32 %f0, 0f7FFFFFFF;
            cvt.rni.s32.f32 %r0, %f0;
            st.global.b32 [%buffer+8], %r0;
            cvt.rpi.s32.f32 %r0, 0f3F8CCCCD;
            st.global.b32 [%buffer+12], %r0;
            cvt.rn.bf16x2.f32 %r0, 0f3F800000, 0fC0000000;
            st.global.b32 [%buffer+16], %r0;
            cvt.sat.s8.s32 %r0, 1000;
            st.global.b32 [%buffer+20], %r0;
            """;
        Assert.Equal([int.MaxValue, 0, 0, 2, 0x3f80c000, 127], PtxKernel.Run(body, new int[6]));
    }

    [EmulatorFact]
    public void HalfNumbers_OfAllSizes_RoundAsDotNetsDo()
    {
        string body =
            """
            .reg .b64 %address;
            .reg .f32 %f<3>;
            .reg .b16 %h<3>;
            mul.wide.u32 %address, %thread, 4;
            add.u64 %address, %address, %buffer;
            ld.global.f32 %f0, [%address];
            cvt.rn.f16.f32 %h0, %f0;
            add.f16 %h1, %h0, %h0;
            cvt.f32.f16 %f1, %h1;
            st.global.f32 [%address], %f1;
            """;
        Random random = new(5);
        float[] numbers = new float[1024];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = (float)((random.NextDouble() - 0.5) * Math.Pow(2, random.Next(-28, 18)));
        (numbers[0], numbers[1], numbers[2], numbers[3]) = (65519, 65520, 1 + (1 / 2048f), 1 + (3 / 2048f));
        IEnumerable<float> expected = numbers.Select(number => (float)((Half)number + (Half)number));
        int[] bits = [.. numbers.Select(BitConverter.SingleToInt32Bits)];
        Assert.Equal(expected, PtxKernel.Run(body, bits, threads: 1024).Select(BitConverter.Int32BitsToSingle));
    }

    [EmulatorFact]
    public void Denormals_OfKernelsThatFlush_AreZeros()
    {
        string body =
            """
            .reg .f32 %f<2>;
            ld.global.f32 %f0, [%buffer];
            mul{0}.f32 %f1, %f0, 0f3F000000;
            st.global.f32 [%buffer+4], %f1;
            """;
        int smallest = BitConverter.SingleToInt32Bits(1.2e-38f);
        int half = BitConverter.SingleToInt32Bits(1.2e-38f * 0.5f);
        Assert.Equal([smallest, 0], PtxKernel.Run(body.Replace("{0}", ".ftz", StringComparison.Ordinal), [smallest, 1]));
        Assert.Equal([smallest, half], PtxKernel.Run(body.Replace("{0}", string.Empty, StringComparison.Ordinal), [smallest, 1]));
    }

    [EmulatorFact]
    public void Warps_VotingAndReducing_SeeAllLanes()
    {
        string body =
            """
            .reg .b32 %r<4>;
            .reg .b64 %address;
            .reg .pred %p<2>;
            mul.wide.u32 %address, %thread, 16;
            add.u64 %address, %address, %buffer;
            setp.lt.u32 %p0, %thread, 5;
            vote.sync.ballot.b32 %r0, %p0, 0xffffffff;
            vote.sync.any.pred %p1, !%p0, 0xffffffff;
            selp.b32 %r1, 1, 0, %p1;
            redux.sync.add.u32 %r2, %thread, 0xffffffff;
            shfl.sync.up.b32 %r3|%p1, %thread, 1, 0, 0xffffffff;
            @!%p1 mov.b32 %r3, 99;
            st.global.v4.b32 [%address], {%r0, %r1, %r2, %r3};
            """;
        int[] seen = PtxKernel.Run(body, new int[128], threads: 32);
        Assert.Equal([31, 1, 496, 99, 31, 1, 496, 0], seen[..8]);
        Assert.Equal([31, 1, 496, 30], seen[^4..]);
    }

    [EmulatorFact]
    public void Names_InInnerBraces_AreOthersThanThoseOutside()
    {
        string body =
            """
            .reg .b32 %r;
            mov.b32 %r, 5;
            {
            .reg .b32 %r;
            mov.b32 %r, 7;
            st.global.b32 [%buffer], %r;
            }
            st.global.b32 [%buffer+4], %r;
            """;
        Assert.Equal([7, 5], PtxKernel.Run(body, new int[2]));
    }

    [EmulatorFact]
    public void Trap_OfAThread_FailsTheLaunch() => Assert.Equal("CUDA_ERROR_LAUNCH_FAILED", Fault("trap;"));

    [EmulatorFact]
    public void Vectors_AtAnAddressOfTheirParts_AreMisaligned() =>
        Assert.Equal("CUDA_ERROR_MISALIGNED_ADDRESS", Fault("st.global.v2.b32 [%buffer+4], {%thread, %thread};"));

    [EmulatorFact]
    public void GenericAddresses_OfNothing_AreIllegal() =>
        Assert.Equal("CUDA_ERROR_ILLEGAL_ADDRESS", Fault("mov.b64 %buffer, 64;\nld.b32 %thread, [%buffer];"));

    private static string Fault(string body) => Assert.Throws<CudaException>(() => PtxKernel.Run(body, [1, 2, 3, 4])).Error;

    private static void Refused(string body, string reason)
    {
        using EmulatedAccelerator emulated = new();
        emulated.Cuda.Bind();
        (int error, string log) = PtxKernel.Load(PtxKernel.Around(body), out _);
        Assert.Equal(PtxKernel.InvalidPtx, error);
        Assert.StartsWith(reason, log, StringComparison.Ordinal);
    }
}
