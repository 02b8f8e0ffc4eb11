"""Made-up rollouts: what on-policy algorithms learn from."""
from types import SimpleNamespace

import numpy
import torch


def single(values):
    """As float32 holds it, in float64."""
    return numpy.asarray(values, "f4").astype("f8")


def create(policy, settings, observations, seed, max_length=None):
    """A rollout of numSteps x numEnvs samples, [step][environment], acted by a policy a little off the one that learns.

    With max_length, one whole episode of every environment, of up to that many steps; what is beyond an episode's end counts for nothing.
    """
    shape = (settings.numSteps, settings.numEnvs)
    random = numpy.random.default_rng(seed)
    rollout = SimpleNamespace()
    rollout.observations = single(random.uniform(-1.5, 1.5, (*shape, observations)))
    with torch.no_grad():
        inputs = torch.tensor(rollout.observations).flatten(0, 1)
        distribution, value = policy.policy(inputs), policy.value(inputs).numpy().reshape(shape)
        actions = getattr(distribution, "gaussian", distribution).sample()
        rollout.actions = single(actions.reshape(*shape, -1))
        exact = torch.tensor(rollout.actions).flatten(0, 1)
        log_probs = distribution.log_prob(exact.squeeze(-1) if policy.kind == "Categorical" else exact).numpy().reshape(shape)
    rollout.log_probs = single(log_probs - random.uniform(-0.4, 0.4, shape))
    rollout.values = single(numpy.concatenate([value, value[:1]]) + random.uniform(-0.6, 0.6, (shape[0] + 1, shape[1])))
    rollout.final_values = single(random.uniform(-1, 1, shape))
    rollout.rewards = single(random.normal(0.2, 0.6, shape))
    rollout.terminated = random.random(shape) < 0.1
    rollout.truncated = ~rollout.terminated & (random.random(shape) < 0.1)
    rollout.lengths = numpy.full(shape[1], shape[0])
    if max_length:
        end_episodes(rollout, random.integers(max_length // 2, max_length + 1, shape[1]))
    step = numpy.arange(shape[0])[:, None]
    rollout.counted = numpy.flatnonzero(step < rollout.lengths)
    return rollout


def end_episodes(rollout, lengths):
    """Every second environment's episode terminates, the others run into their time limit."""
    rollout.lengths = lengths
    rollout.terminated[:] = rollout.truncated[:] = False
    for e, length in enumerate(lengths):
        (rollout.terminated if e % 2 else rollout.truncated)[length - 1, e] = True


def samples(rollout, advantages, returns, indices, kind):
    """Samples as tensors; sample = step x environments + environment."""

    def pick(values):
        return torch.tensor(values.reshape(rollout.rewards.size, -1)[indices])

    steps = len(rollout.rewards)
    actions = pick(rollout.actions)
    return SimpleNamespace(
        observations=pick(rollout.observations),
        actions=actions.squeeze(-1) if kind == "Categorical" else actions,
        log_probs=pick(rollout.log_probs).squeeze(-1),
        values=pick(rollout.values[:steps]).squeeze(-1),
        advantages=pick(advantages).squeeze(-1),
        returns=pick(returns).squeeze(-1),
    )
