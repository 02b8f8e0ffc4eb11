// Accelerators of one process share the driver's only context, which a fault takes with it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
