"""The library's random draws, so that a reference sees the same minibatches and the same noise.

Philox-4x32-10 (Salmon et al., SC 2011). The key is the seed's low and high word; the counter is (index, low word of the step, high word of
the step, purpose * 2^24 + block). A uniform draw is the upper 24 bits of a word times 2^-24.
"""
import numpy

SHUFFLE, NOISE = 3, 5
MASK = 0xFFFFFFFF


def words(counter, key):
    """Ten rounds: four arrays of 32-bit words, as uint64, from four counters and two key words."""
    a, b, c, d = (numpy.asarray(word, numpy.uint64) for word in counter)
    key0, key1 = key
    for _ in range(10):
        product0, product1 = a * numpy.uint64(0xD2511F53), c * numpy.uint64(0xCD9E8D57)
        a, b, c, d = (
            (product1 >> numpy.uint64(32)) ^ b ^ numpy.uint64(key0),
            product1 & numpy.uint64(MASK),
            (product0 >> numpy.uint64(32)) ^ d ^ numpy.uint64(key1),
            product0 & numpy.uint64(MASK),
        )
        key0, key1 = (key0 + 0x9E3779B9) & MASK, (key1 + 0xBB67AE85) & MASK
    return a, b, c, d


def draws(seed, purpose, indices, step, block):
    """Four arrays of 24-bit draws, one entry an index."""
    zeros = numpy.zeros(len(indices), numpy.uint64)
    counter = (indices, zeros + (step & MASK), zeros + (step >> 32), zeros + ((purpose << 24) | block))
    return [word >> numpy.uint64(8) for word in words(counter, (seed & MASK, seed >> 32))]


def normals(seed, samples, update, block, dimensions):
    """[sample][dimension] standard normal draws (Box and Muller, 1958): four a block, two from each pair of uniforms."""
    columns = []
    while len(columns) < dimensions:
        a, b, c, d = (word.astype("f8") / 2**24 for word in draws(seed, NOISE, numpy.arange(samples), update, block))
        for first, second in ((a, b), (c, d)):
            radius = numpy.sqrt(-2 * numpy.log(1 - first))
            columns += [radius * numpy.cos(2 * numpy.pi * second), radius * numpy.sin(2 * numpy.pi * second)]
        block += 1
    return numpy.stack(columns[:dimensions], axis=1)


def replay_indices(seed, samples, update, count):
    """Uniform indices into replay: 48 random bits times the count, without the last 48 bits."""
    high, low, _, _ = draws(seed, SHUFFLE, numpy.arange(samples), update, 0)
    count = numpy.uint64(count)
    return ((high * count + ((low * count) >> numpy.uint64(24))) >> numpy.uint64(24)).astype(int)


def shuffle(order, seed, number):
    """Shuffles in place (Fisher and Yates): position i takes word 3 - i mod 4 of the draw with index i div 4."""
    for i in range(len(order) - 1, 0, -1):
        draw = int(draws(seed, SHUFFLE, numpy.array([i >> 2]), number, 0)[3 - (i & 3)][0])
        other = draw * (i + 1) >> 24
        order[i], order[other] = order[other], order[i]


# The generator's published known answer.
assert [int(word) for word in words(([0], [0], [0], [0]), (0, 0))] == [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]
