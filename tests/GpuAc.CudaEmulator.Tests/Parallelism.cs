// Compilers of kernels would take each other's cores, and ILGPU's contexts are made one at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
