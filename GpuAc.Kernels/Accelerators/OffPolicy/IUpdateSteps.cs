using ILGPU;

namespace GpuAc.Kernels.Accelerators.OffPolicy;

/// <summary>
/// What a family of off-policy algorithms does in an update: the programs of layers and steps, which the host plans, and the steps in which
/// a thread has one sample, which kernels are compiled with. The same formulas as the CPU's <see cref="Cpu.OffPolicy.IUpdateTile"/>s.
/// </summary>
internal interface IUpdateSteps
{
    /// <summary>Plans the program that makes the critics' gradient.</summary>
    /// <param name="program">Receives the steps.</param>
    static abstract void PlanCritics(UpdateProgram program);

    /// <summary>Plans the program that makes the actor's gradient.</summary>
    /// <param name="program">Receives the steps.</param>
    static abstract void PlanActor(UpdateProgram program);

    /// <summary>Does a step that concerns one sample, on a device.</summary>
    /// <param name="kind">A <see cref="TileStepKind"/> that the programs hold, from <see cref="TileStepKind.LoadNext"/> on.</param>
    /// <param name="views">What the kernel reads and writes.</param>
    /// <param name="numbers">The launch.</param>
    /// <param name="shape">Where everything lies.</param>
    /// <param name="values">The tile.</param>
    /// <param name="sample">The thread's sample.</param>
    static abstract void Do(
        int kind, UpdateViews views, UpdateNumbers numbers, UpdateShape shape, ArrayView<float> values, ref UpdateSample sample);
}
