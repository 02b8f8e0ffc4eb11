"""Makes every case's data: python3 make.py. See README.md."""
import copy
import json
import math
import pathlib

import numpy
import torch

import networks
import off_policy
import on_policy
import replay
import rollouts
from cases import OFF_POLICY, ON_POLICY, OPTIMIZERS
from settings import optimizer

FOLDER = pathlib.Path(__file__).parent
torch.set_num_threads(1)


class Networks:
    """Actor, critics and perhaps a body of an off-policy algorithm, with targets that start elsewhere."""

    def __init__(self, case):
        s, self.action_size, observations = case.settings, case.action_size, case.observations
        hidden, activation = s.hiddenSizes, s.activation
        self.body = networks.mlp(observations, hidden, activation) if case.algorithm == "q-actor-critic" else None
        width, heads = (hidden[-1], []) if self.body else (observations, hidden)
        outputs = 2 * self.action_size if case.algorithm == "sac" else self.action_size
        output = s.get("actorOutput", "Identity")
        self.actor = networks.mlp(width, heads, activation, outputs, "Identity" if output == "Tanh" else output)
        self.critics = [
            networks.mlp(width, heads, activation, self.action_size) if case.is_discrete
            else networks.Critic(observations, self.action_size, s).double()
            for _ in range(1 if case.algorithm in ("ddpg", "q-actor-critic") else 2)]
        for module in self.modules():
            networks.start(module, case.actor_bias if module is self.actor else 0.2)
        targets = copy.deepcopy(self)
        for module in targets.modules():
            for parameter in module.parameters():
                parameter.data = (parameter.data + 0.1 * torch.randn_like(parameter)).float().double()
        self.target_actor, self.target_body, self.target_critics = targets.actor, targets.body, targets.critics

    def modules(self):
        return [self.actor, *([self.body] if self.body else []), *self.critics]

    def online(self):
        return [parameter for module in self.modules() for parameter in module.parameters()]

    def critic_parameters(self):
        return [parameter for critic in self.critics for parameter in critic.parameters()]

    def critic_targets(self):
        return [parameter for critic in self.target_critics for parameter in critic.parameters()]

    def targets(self):
        body = [*self.target_body.parameters()] if self.target_body else []
        return [*self.target_actor.parameters(), *body, *self.critic_targets()]

    def result(self, **reports):
        return {"parameters": networks.flat(self.online()), "targets": networks.flat(self.targets()), **reports}


def numbers(value):
    """As JSON: 9 digits, which float32 needs; whole numbers and infinities as they are."""
    if isinstance(value, dict):
        return {name: numbers(part) for name, part in value.items()}
    if isinstance(value, (torch.Tensor, numpy.ndarray)):
        value = value.detach().numpy() if isinstance(value, torch.Tensor) else value
        return [numbers(part) for part in value.ravel().tolist()] if value.ndim else numbers(value.item())
    if isinstance(value, list):
        return [numbers(part) for part in value]
    if isinstance(value, bool) or not isinstance(value, float):
        return int(value) if isinstance(value, (bool, numpy.integer)) else value
    assert math.isfinite(value)
    rounded = float(f"{value:.9g}")
    return int(rounded) if rounded == int(rounded) else rounded


def write(name, content):
    text = json.dumps(numbers(content), indent=None, separators=(",", ":"))
    (FOLDER / f"{name}.json").write_text(text.replace('},{"', '},\n{"').replace('],"', '],\n"') + "\n")


def describe(case):
    return {"algorithm": case.algorithm, "seed": case.seed, "observations": case.observations, "actionSize": case.action_size,
            "settings": case.settings.text()}


def make_on_policy(name, case):
    torch.manual_seed(case.seed)
    s = case.settings
    policy = networks.start(networks.ActorCritic(case.observations, case.action_size, case.distribution, s).double(), 0.2)
    start = networks.flat(policy.ordered())
    rollout = rollouts.create(policy, s, case.observations, case.seed, case.max_length)
    results = getattr(on_policy, case.algorithm.replace("-", "_"))(policy, rollout, s, case.seed)
    fields = ("observations", "actions", "log_probs", "values", "final_values", "rewards", "terminated", "truncated", "lengths")
    write(name, {
        **describe(case), "distribution": case.distribution, "parameters": start,
        "rollout": {camel(field): getattr(rollout, field) for field in fields},
        "iterations": [next(results) for _ in range(case.iterations)]})


def make_off_policy(name, case):
    torch.manual_seed(case.seed)
    nets = Networks(case)
    memory = replay.Replay(case.settings, case.steps, case.observations, case.action_size, case.is_discrete, case.seed)
    start = {"parameters": networks.flat(nets.online()), "targets": networks.flat(nets.targets())}
    updates = list(getattr(off_policy, case.algorithm.replace("-", "_"))(nets, memory, case.settings, case.seed))
    settings = describe(case)
    del settings["settings"]["updates"]
    write(name, {**settings, **start, "replay": memory.records(), "updates": updates})


def make_optimizers():
    """Every rule over three steps of given gradients."""
    random = numpy.random.default_rng(3)
    start, gradients = rollouts.single(random.normal(0, 1, 48)), rollouts.single(random.normal(0, 0.3, (3, 48)))
    rules = []
    for settings in OPTIMIZERS:
        parameter = torch.tensor(start, requires_grad=True)
        rule, steps = optimizer(settings, [parameter]), []
        for gradient in gradients:
            parameter.grad = torch.tensor(gradient)
            rule.step()
            steps.append(numbers(networks.flat([parameter])))
        rules.append({"settings": settings.text(), "steps": steps})
    write("optimizers", {"parameters": start, "gradients": gradients, "rules": rules})


def camel(name):
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


for case_name, on_policy_case in ON_POLICY.items():
    make_on_policy(case_name, on_policy_case)
for case_name, off_policy_case in OFF_POLICY.items():
    make_off_policy(case_name, off_policy_case)
make_optimizers()
