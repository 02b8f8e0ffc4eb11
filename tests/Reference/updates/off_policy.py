"""DDPG, TD3, SAC, discrete SAC and Q actor-critic. Each function yields what an update leaves: weights, targets, gradients, reports.

Conventions that the papers leave open, as the library's pages state them: the critics' losses are halved, averaged over the minibatch and
summed over the critics, whose gradients are clipped by one norm; the reported critic loss is the mean over the critics.
"""
import math

import torch
from torch.distributions import Categorical, Normal
from torch.nn.utils import clip_grad_norm_

import networks
import philox
from settings import optimizer, straddling


def ddpg(nets, replay, s, seed):
    """Lillicrap et al., arXiv:1509.02971, algorithm 1."""
    actor, (critic,), target_actor, (target_critic,) = nets.actor, nets.critics, nets.target_actor, nets.target_critics
    act = torch.tanh if s.actorOutput == "Tanh" else torch.nn.Identity()
    actor_rule, critic_rule = rules(nets, s)
    for update in range(1, s.updates + 1):
        batch = replay.draw(seed, update)
        with torch.no_grad():
            y = batch.reward + batch.discount * target_critic(batch.next, act(target_actor(batch.next)))
        q = critic(batch.observation, batch.action)
        critic_loss = half_squares(q, y)
        critic_gradient, norm = learn(critic_rule, nets.critic_parameters(), critic_loss, s)
        actor_loss = -critic(batch.observation, act(actor(batch.observation))).mean()
        actor_gradient, _ = learn(actor_rule, [*actor.parameters()], actor_loss, s)
        follow(nets.targets(), nets.online(), s.tau)
        yield nets.result(
            criticGradient=critic_gradient, actorGradient=actor_gradient, criticLoss=critic_loss, meanQ=q.mean(), criticGradientNorm=norm,
            actorLoss=actor_loss)


def td3(nets, replay, s, seed):
    """Fujimoto et al., arXiv:1802.09477, algorithm 1. The smoothing noise is in the action's units, [-1, 1]."""
    actor, critics = nets.actor, nets.critics
    actor_rule, critic_rule = rules(nets, s)
    for update in range(1, s.updates + 1):
        batch = replay.draw(seed, update)
        with torch.no_grad():
            noise = torch.tensor(philox.normals(seed, s.minibatchSize, update, 0, nets.action_size))
            smoothing = straddling(s.targetNoise * noise, s.targetNoiseClip).clamp(-s.targetNoiseClip, s.targetNoiseClip)
            next_action = straddling(torch.tanh(nets.target_actor(batch.next)) + smoothing, 1).clamp(-1, 1)
            y = batch.reward + batch.discount * smaller(nets.target_critics, batch.next, next_action)
        q = [critic(batch.observation, batch.action) for critic in critics]
        critic_loss = sum(half_squares(values, y) for values in q)
        critic_gradient, norm = learn(critic_rule, nets.critic_parameters(), critic_loss, s)
        reports = {"criticGradient": critic_gradient, "criticLoss": critic_loss / 2, "meanQ": q[0].mean(), "criticGradientNorm": norm}
        if update % s.policyDelay == 0:
            actor_loss = -critics[0](batch.observation, torch.tanh(actor(batch.observation))).mean()
            reports["actorGradient"], _ = learn(actor_rule, [*actor.parameters()], actor_loss, s)
            reports["actorLoss"] = actor_loss
            follow(nets.targets(), nets.online(), s.tau)
        yield nets.result(**reports)


def sac(nets, replay, s, seed):
    """Haarnoja et al., arXiv:1812.05905, algorithm 1; the temperature by its logarithm, as Stable-Baselines3.

    Convention: ln sigma is held to [-20, 2] (Stable-Baselines3). The target entropy is given per dimension of the action.
    """
    actor, critics = nets.actor, nets.critics
    actor_rule, critic_rule = rules(nets, s)
    log_alpha = torch.tensor(math.log(s.initialTemperature), dtype=torch.float64, requires_grad=True)
    temperature_rule = optimizer(s, [log_alpha], s.temperatureLearningRate)
    for update in range(1, s.updates + 1):
        alpha = log_alpha.detach().exp()
        batch = replay.draw(seed, update)

        def act(observation, block):
            """a = tanh(mu + sigma * epsilon) and ln pi(a), the change of variables of appendix C."""
            mean, raw = actor(observation).chunk(2, -1)
            deviation = straddling(raw, 2).clamp(-20, 2).exp()
            u = mean + deviation * torch.tensor(philox.normals(seed, s.minibatchSize, update, block, nets.action_size))
            return torch.tanh(u), Normal(mean, deviation).log_prob(u).sum(-1) - networks.log_slope_of_tanh(u)

        with torch.no_grad():
            next_action, next_log_prob = act(batch.next, 0)
            y = batch.reward + batch.discount * (smaller(nets.target_critics, batch.next, next_action) - alpha * next_log_prob)
        q = [critic(batch.observation, batch.action) for critic in critics]
        critic_loss = sum(half_squares(values, y) for values in q)
        critic_gradient, norm = learn(critic_rule, nets.critic_parameters(), critic_loss, s)
        action, log_prob = act(batch.observation, 2)
        actor_loss = (alpha * log_prob - smaller(critics, batch.observation, action)).mean()
        actor_gradient, _ = learn(actor_rule, [*actor.parameters()], actor_loss, s)
        move_temperature(temperature_rule, log_alpha, log_prob.mean().item() + s.targetEntropy * nets.action_size)
        follow(nets.critic_targets(), nets.critic_parameters(), s.tau)
        yield nets.result(
            criticGradient=critic_gradient, actorGradient=actor_gradient, criticLoss=critic_loss / 2, meanQ=q[0].mean(),
            criticGradientNorm=norm, actorLoss=actor_loss, logProb=log_prob.mean(), temperature=log_alpha.exp())


def sac_discrete(nets, replay, s, seed):
    """Christodoulou, arXiv:1910.07207, algorithm 1; the target entropy a share of the largest, ln(actions)."""
    actor, critics = nets.actor, nets.critics
    actor_rule, critic_rule = rules(nets, s)
    log_alpha = torch.tensor(math.log(s.initialTemperature), dtype=torch.float64, requires_grad=True)
    temperature_rule = optimizer(s, [log_alpha], s.temperatureLearningRate)
    for update in range(1, s.updates + 1):
        alpha = log_alpha.detach().exp()
        batch = replay.draw(seed, update)
        with torch.no_grad():
            policy = Categorical(logits=actor(batch.next))
            y = batch.reward + batch.discount * (
                policy.probs * (smaller(nets.target_critics, batch.next) - alpha * policy.logits)).sum(-1)
        q = [chosen(critic(batch.observation), batch.action) for critic in critics]
        critic_loss = sum(half_squares(values, y) for values in q)
        critic_gradient, norm = learn(critic_rule, nets.critic_parameters(), critic_loss, s)
        policy = Categorical(logits=actor(batch.observation))
        values = smaller(critics, batch.observation).detach()
        actor_loss = (policy.probs * (alpha * policy.logits - values)).sum(-1).mean()
        actor_gradient, _ = learn(actor_rule, [*actor.parameters()], actor_loss, s)
        log_prob = -policy.entropy().mean()
        move_temperature(temperature_rule, log_alpha, log_prob.item() + s.targetEntropyRatio * math.log(nets.action_size))
        follow(nets.critic_targets(), nets.critic_parameters(), s.tau)
        yield nets.result(
            criticGradient=critic_gradient, actorGradient=actor_gradient, criticLoss=critic_loss / 2, meanQ=q[0].mean(),
            criticGradientNorm=norm, actorLoss=actor_loss, logProb=log_prob, temperature=log_alpha.exp())


def q_actor_critic(nets, replay, s, seed):
    """Sutton et al. (NIPS 2000), theorem 1, with the critic's own values: a critic of every action, an actor, and a body under both.

    Conventions: one optimiser has all parameters, and each step moves those that its loss reaches, so that both steps move the body and its
    one set of moments; the targets (of body and critic) follow with every step of the actor, and before it: what they follow is the body
    that the critic's step left.
    """
    actor, (critic,), body, target_body, (target_critic,) = nets.actor, nets.critics, nets.body, nets.target_body, nets.target_critics
    rule = optimizer(s, nets.online())
    newest = round(s.numEnvs * s.criticUpdates / s.updatesPerStep)
    to_learn, to_value = (symlog, symexp) if s.symlogValues else (torch.nn.Identity(), torch.nn.Identity())
    for update in range(1, s.updates + 1):
        batch = replay.draw(seed, update)
        with torch.no_grad():
            policy = Categorical(logits=actor(body(batch.next)))
            y = to_learn(batch.reward + batch.discount * (policy.probs * to_value(target_critic(target_body(batch.next)))).sum(-1))
        values = critic(body(batch.observation))
        q = chosen(values, batch.action)
        critic_loss = half_squares(q, y) + 0.5 * s.qRegularizer * (values**2).mean()
        critic_gradient, norm = learn(rule, [*body.parameters(), *nets.critic_parameters()], critic_loss, s)
        reports = {"criticGradient": critic_gradient[sum(p.numel() for p in body.parameters()) :], "criticLoss": critic_loss,
                   "meanQ": q.mean(), "criticGradientNorm": norm}
        if update % s.criticUpdates == 0:
            follow([*target_body.parameters(), *nets.critic_targets()], [*body.parameters(), *nets.critic_parameters()], s.tau)
            batch = replay.newest(newest)
            policy = Categorical(logits=actor(body(batch.observation)))
            with torch.no_grad():
                values = to_value(critic(body(batch.observation)))
                advantage = chosen(values, batch.action) - (policy.probs * values).sum(-1)
            log_prob = policy.log_prob(batch.action.squeeze(-1))
            actor_loss = -(log_prob * advantage).mean() - s.entropyCoefficient * policy.entropy().mean()
            reports["actorGradient"], _ = learn(rule, [*actor.parameters(), *body.parameters()], actor_loss, s)
            reports.update(actorLoss=actor_loss, logProb=-policy.entropy().mean())
        yield nets.result(**reports)


def rules(nets, s):
    return (optimizer(s, nets.actor.parameters()),
            optimizer(s, nets.critic_parameters(), s.get("criticLearningRate")))


def learn(rule, parameters, loss, s):
    """One step of some parameters; returns their gradient before it is clipped, and its norm."""
    for group in rule.param_groups:
        for parameter in group["params"]:
            parameter.grad = None
    for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
        parameter.grad = gradient
    gradient = networks.flat_gradient(parameters)
    norm = clip_grad_norm_(parameters, s.maxGradNorm)
    rule.step()
    return gradient, norm


def move_temperature(rule, log_alpha, log_prob_and_target):
    """A step on J = -ln alpha * (mean ln pi + target entropy). Haarnoja et al., section 5."""
    rule.zero_grad()
    (-log_alpha * log_prob_and_target).backward()
    rule.step()


def follow(targets, online, tau):
    """target <- tau * online + (1 - tau) * target."""
    with torch.no_grad():
        for target, parameter in zip(targets, online):
            target.copy_(tau * parameter + (1 - tau) * target)


def half_squares(q, y):
    return 0.5 * ((q - y) ** 2).mean()


def smaller(critics, *inputs):
    """The smaller of two critics' values."""
    first, second = (critic(*inputs) for critic in critics)
    straddling(first - second, 0)
    return torch.min(first, second)


def chosen(values, action):
    return values.gather(-1, action.long()).squeeze(-1)


def symlog(x):
    """Hafner et al., arXiv:2301.04104, equation 9."""
    return x.sign() * (x.abs() + 1).log()


def symexp(x):
    return x.sign() * (x.abs().exp() - 1)
