"""Replay: made-up transitions, and draws of them as the library makes them."""
from types import SimpleNamespace

import numpy
import torch

import philox
from rollouts import single


class Replay:
    """Transitions [step][environment], oldest first."""

    def __init__(self, settings, steps, observations, action_size, is_discrete, seed):
        self.settings, self.steps = settings, steps
        random = numpy.random.default_rng(seed)
        shape = (steps, settings.numEnvs)
        self.observations = single(random.uniform(-1.5, 1.5, (*shape, observations)))
        self.next = single(random.uniform(-1.5, 1.5, (*shape, observations)))
        self.actions = (random.integers(0, action_size, (*shape, 1)).astype("f8") if is_discrete
                        else single(random.uniform(-0.95, 0.95, (*shape, action_size))))
        self.rewards = single(random.normal(0.1, 0.7, shape))
        self.terminated = random.random(shape) < 0.12
        self.ended = self.terminated | (random.random(shape) < 0.08)

    def draw(self, seed, update):
        """A minibatch drawn uniformly, with replacement."""
        return self.take(philox.replay_indices(seed, self.settings.minibatchSize, update, self.rewards.size))

    def newest(self, count):
        """The transitions made last, in the order in which they were made."""
        return self.take(numpy.arange(self.rewards.size - count, self.rewards.size))

    def take(self, indices):
        """Transitions with n-step returns: R = sum of gamma^k r[k], to the end of the episode or of what is known."""
        rewards, discounts, after = [], [], []
        for step, e in zip(*numpy.divmod(indices, self.settings.numEnvs)):
            total, weight, last = 0.0, 1.0, step
            for s in range(step, min(step + self.settings.returnSteps, self.steps)):
                total, weight, last = total + weight * self.rewards[s, e], weight * self.settings.gamma, s
                if self.ended[s, e]:
                    break
            rewards.append(total)
            discounts.append(0.0 if self.terminated[last, e] else weight)
            after.append(self.next[last, e])
        pick = {name: torch.tensor(getattr(self, name).reshape(self.rewards.size, -1)[indices]) for name in ("observations", "actions")}
        return SimpleNamespace(
            observation=pick["observations"], action=pick["actions"], reward=torch.tensor(rewards), discount=torch.tensor(discounts),
            next=torch.tensor(numpy.array(after)))

    def records(self):
        """Observation, action, reward, terminated, ended, next observation of every transition."""
        columns = [self.observations, self.actions, self.rewards[..., None], self.terminated[..., None], self.ended[..., None], self.next]
        return numpy.concatenate(columns, axis=-1)
