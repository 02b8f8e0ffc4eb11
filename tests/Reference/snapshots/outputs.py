"""Reads the snapshots with another implementation of MessagePack, computes the policies in float64, and writes outputs.json."""
import json
import pathlib

import msgpack
import numpy

FOLDER = pathlib.Path(__file__).parent
OBSERVATIONS = {
    "cartpole": [[0, 0, 0, 0], [0.1, -0.5, 0.05, 0.7], [-1.5, 2, -0.2, -3], [4, -100, 0.4, 100]],
    "pendulum": [[1, 0, 0], [-1, 0, 4], [0.6, -0.8, -8], [0, 1, 100]],
}
ACTIVATIONS = {
    0: lambda x: x,
    3: lambda x: x / (1 + numpy.exp(-x)),
    4: lambda x: 0.5 * x * (1 + numpy.tanh(numpy.sqrt(2 / numpy.pi) * (x + 0.044715 * x**3))),
}


def floats(content):
    return numpy.frombuffer(content, "<f4")


def plain(value):
    """A part as JSON: bytes become floats, which float64 holds exactly; infinities become text."""
    if isinstance(value, bytes):
        return [float(x) if numpy.isfinite(x) else str(float(x)) for x in floats(value)]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    return value


def run(network, parameters, at, x):
    width = network[0]
    for outputs, activation in network[1:]:
        weights = parameters[at : at + width * outputs].reshape(outputs, width)
        at += width * outputs
        x = ACTIVATIONS[activation](x @ weights.T + parameters[at : at + outputs])
        at += outputs
        width = outputs
    return x, at


def outputs(content, observations):
    parameters = floats(content["parameters"]).astype("f8")
    normalization = content["normalization"]
    mean, variance = floats(normalization["mean"]).astype("f8"), floats(normalization["variance"]).astype("f8")
    x = (numpy.array(observations, "f4") - mean) / numpy.sqrt(variance + normalization["epsilon"])
    features, at = run(content["body"], parameters, 0, x.clip(-normalization["clip"], normalization["clip"]))
    actor, at = run(content["actor"], parameters, at, features)
    value, at = run(content["critic"], parameters, at, features)
    if content["distribution"] == 0:
        actions = actor.argmax(axis=1)[:, None].astype("f8")
    else:
        low, high = floats(content["action_low"]), floats(content["action_high"])
        actions = low + (numpy.tanh(actor) + 1) / 2 * (high - low)
    return {"actions": actions.ravel().tolist(), "distribution": actor.ravel().tolist(), "values": value.ravel().tolist()}


result = {}
for name, observations in OBSERVATIONS.items():
    mark, version, _, content = msgpack.unpackb((FOLDER / f"{name}.msgpack").read_bytes())
    assert (mark, version) == ("gpuac.policy", 1)
    content = msgpack.unpackb(content)
    result[name] = {
        "snapshot": plain(content),
        "observations": [x for row in observations for x in row],
        "outputs": outputs(content, observations),
    }
(FOLDER / "outputs.json").write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
