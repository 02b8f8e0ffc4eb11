"""Networks and action distributions, from PyTorch's own parts. Parameters are float64, and start as float32 holds them."""
import itertools

import torch
from torch import nn
from torch.distributions import Categorical, Independent, Normal, TanhTransform

ACTIVATIONS = {
    "Identity": nn.Identity,
    "ReLU": nn.ReLU,
    "Tanh": nn.Tanh,
    "SiLU": nn.SiLU,
    "GeluTanh": lambda: nn.GELU(approximate="tanh"),
}


def mlp(inputs, hidden, activation, outputs=0, output="Identity"):
    """Hidden layers of one activation and, with outputs, a last layer of its own."""
    widths = [inputs, *hidden]
    layers = [[nn.Linear(a, b), ACTIVATIONS[activation]()] for a, b in itertools.pairwise(widths)]
    if outputs:
        layers.append([nn.Linear(widths[-1], outputs), ACTIVATIONS[output]()])
    return nn.Sequential(*itertools.chain.from_iterable(layers)).double()


def start(module, bias):
    """Weights twice as large as PyTorch's, biases within a bound, and every parameter as float32 holds it."""
    with torch.no_grad():
        for name, parameter in module.named_parameters():
            if name.endswith("weight"):
                parameter.mul_(2)
            elif name.endswith("bias"):
                parameter.uniform_(-bias, bias)
            parameter.copy_(parameter.float().double())
    return module


def flat(parameters):
    """Parameters one after the other: each layer's weights [outputs][inputs], then its biases."""
    return torch.cat([parameter.detach().flatten() for parameter in parameters])


def flat_gradient(parameters):
    """Their gradients likewise; 0 where the loss does not reach."""
    return torch.cat([(torch.zeros_like(parameter) if parameter.grad is None else parameter.grad).flatten() for parameter in parameters])


class Squashed:
    """tanh of a Gaussian, of the action before tanh.

    Convention: the entropy is that of the Gaussian (that of its tanh has no closed form), and the density is that on (-1, 1).
    """

    def __init__(self, gaussian):
        self.gaussian = gaussian

    def log_prob(self, before_tanh):
        return self.gaussian.log_prob(before_tanh) - log_slope_of_tanh(before_tanh)

    def entropy(self):
        return self.gaussian.entropy()


def log_slope_of_tanh(u):
    """Sum over the dimensions of ln(1 - tanh(u)^2)."""
    return TanhTransform().log_abs_det_jacobian(u, torch.tanh(u)).sum(-1)


class ActorCritic(nn.Module):
    """Actor and critic over a shared body or none, with log standard deviations that do not depend on the state."""

    def __init__(self, observations, action_size, distribution, settings):
        super().__init__()
        hidden, activation = settings.hiddenSizes, settings.activation
        self.kind = distribution
        self.body = mlp(observations, hidden, activation) if settings.sharedBody else nn.Sequential()
        width, heads = (hidden[-1], []) if settings.sharedBody else (observations, hidden)
        self.actor = mlp(width, heads, activation, action_size)
        self.critic = mlp(width, heads, activation, 1)
        deviations = 0 if distribution == "Categorical" else action_size
        self.log_std = nn.Parameter(torch.empty(deviations, dtype=torch.float64).uniform_(-0.6, 0.2))

    def policy(self, observations):
        outputs = self.actor(self.body(observations))
        if self.kind == "Categorical":
            return Categorical(logits=outputs)
        gaussian = Independent(Normal(outputs, self.log_std.exp()), 1)
        return gaussian if self.kind == "DiagonalGaussian" else Squashed(gaussian)

    def value(self, observations):
        return self.critic(self.body(observations)).squeeze(-1)

    def ordered(self):
        """The parameters in the library's order."""
        return [*self.body.parameters(), *self.actor.parameters(), *self.critic.parameters(), self.log_std]


class Critic(nn.Module):
    """Q of an observation and an action, side by side or through a branch each, with a linear last layer, whose sum the trunk takes."""

    def __init__(self, observations, action_size, settings):
        super().__init__()
        activation, output = settings.activation, settings.get("criticOutput", "Identity")
        self.branches = None
        if settings.get("observationBranch"):
            self.branches = nn.ModuleList(
                mlp(inputs, sizes[:-1], activation, sizes[-1])
                for inputs, sizes in ((observations, settings.observationBranch), (action_size, settings.actionBranch)))
            self.trunk = mlp(settings.observationBranch[-1], settings.mergedSizes, activation, 1, output)
        else:
            self.trunk = mlp(observations + action_size, settings.hiddenSizes, activation, 1, output)

    def forward(self, observation, action):
        joined = torch.cat([observation, action], -1) if self.branches is None else self.branches[0](observation) + self.branches[1](action)
        return self.trunk(joined).squeeze(-1)
