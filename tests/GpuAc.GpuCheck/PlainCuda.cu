// What a plain CUDA C program would do: the kernels of ThroughputKernels by hand, nothing of the runtime around them.
extern "C" __global__ void plain_copy(const float* __restrict__ x, float* __restrict__ y, int count)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count)
        y[i] = x[i];
}

extern "C" __global__ void plain_copy4(const float4* __restrict__ x, float4* __restrict__ y, int count)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < count / 4)
        y[i] = x[i];
}

extern "C" __global__ void plain_fma(float* x, int count, int rounds)
{
    int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count)
        return;
    float a = x[i], b = a + 1, c = a + 2, d = a + 3, e = a + 4, f = a + 5, g = a + 6, h = a + 7;
    const float m = 0.999f, n = 0.001f;
    for (int k = 0; k < rounds; k++)
    {
        a = a * m + n;
        b = b * m + n;
        c = c * m + n;
        d = d * m + n;
        e = e * m + n;
        f = f * m + n;
        g = g * m + n;
        h = h * m + n;
    }
    x[i] = a + b + c + d + e + f + g + h;
}
