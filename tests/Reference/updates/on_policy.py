"""PPO, A2C, A3C, REINFORCE and one-step actor-critic. Each function yields what an iteration leaves: weights, last gradient, metrics.

Conventions that the papers leave open, as the library's pages state them: the value loss is halved; losses are means over samples;
advantages are normalised over the whole rollout, by the deviation that divides by N, + 1e-8; metrics are means over the last epoch.
"""
import numpy
import torch
from torch.nn.utils import clip_grad_norm_

import networks
import philox
import returns as estimators
import rollouts
from settings import optimizer, straddling


def ppo(policy, rollout, s, seed):
    """Schulman et al., arXiv:1707.06347, equation 9 and algorithm 1; the value loss clipped as OpenAI's baselines and CleanRL do."""
    adam = optimizer(s, groups(policy, s))
    shuffles, tiles = 0, s.numSteps * s.numEnvs // 64
    while True:
        advantages, returns = estimators.gae(rollout, s.gamma, s.gaeLambda)
        normalized = normalize(advantages, rollout) if s.normalizeAdvantages else advantages
        # Minibatches are whole tiles of 64 samples; each epoch shuffles the order that the one before left.
        order = list(range(tiles))
        for _ in range(s.numEpochs):
            if s.minibatchSize < 64 * tiles:
                philox.shuffle(order, seed, shuffles)
                shuffles += 1
            metrics = []
            for first in range(0, tiles, s.minibatchSize // 64):
                indices = numpy.concatenate([64 * tile + numpy.arange(64) for tile in order[first : first + s.minibatchSize // 64]])
                batch = rollouts.samples(rollout, normalized, returns, indices, policy.kind)
                loss, terms = ppo_loss(policy, batch, s)
                gradient, norm = learn(policy, adam, loss, s.maxGradNorm)
                metrics.append({**terms, "gradientNorm": norm})
        yield result(policy, gradient, metrics, explained_variance(advantages, returns, rollout))


def ppo_loss(policy, batch, s):
    distribution, values = policy.policy(batch.observations), policy.value(batch.observations)
    log_ratio = distribution.log_prob(batch.actions) - batch.log_probs
    ratio = log_ratio.exp()
    for edge in (1 - s.clipRange, 1 + s.clipRange):
        straddling(ratio, edge)
    surrogate = torch.min(ratio * batch.advantages, ratio.clamp(1 - s.clipRange, 1 + s.clipRange) * batch.advantages)
    errors = (values - batch.returns) ** 2
    if s.valueClipRange > 0:
        change = values - batch.values
        straddling(change.abs(), s.valueClipRange)
        clipped = batch.values + change.clamp(-s.valueClipRange, s.valueClipRange)
        errors = torch.max(errors, (clipped - batch.returns) ** 2)
    return total(-surrogate.mean(), 0.5 * errors.mean(), distribution.entropy().mean(), log_ratio, s, s.valueCoefficient,
                 clipFraction=((ratio - 1).abs() > s.clipRange).double().mean())


def a2c(policy, rollout, s, seed):
    """The synchronous form of Mnih et al., arXiv:1602.01783, algorithm S3: one gradient step over the rollout."""
    rule = optimizer(s, groups(policy, s))
    steps = 0
    while True:
        if s.get("learningRateSchedule") == "Linear":
            progress = steps / s.totalSteps
            for group in rule.param_groups:
                group["lr"] = s.learningRate * (1 - progress) + s.finalLearningRate * progress
        advantages, returns = (
            estimators.gae(rollout, s.gamma, s.gaeLambda) if s.returns == "Gae" else estimators.n_step(rollout, s.gamma, s.returnSteps))
        yield one_step(policy, rule, rollout, advantages, returns, s, s.valueCoefficient)
        steps += len(rollout.counted)


def a3c(policy, rollout, s, seed):
    """Mnih et al., algorithm S3, with one worker: what it pushes goes through shared statistics, several times an iteration."""
    shared = optimizer(s, groups(policy, s))
    while True:
        advantages, returns = estimators.monte_carlo(rollout, s.gamma)
        pushes = [one_step(policy, shared, rollout, advantages, returns, s, s.valueCoefficient) for _ in range(s.updatesPerIteration)]
        metrics = {name: numpy.mean([push["metrics"][name] for push in pushes]) for name in pushes[0]["metrics"]}
        yield {**pushes[-1], "metrics": {name: metrics[name] for name in metrics if name != "explainedVariance"}}


def reinforce(policy, rollout, s, seed):
    """Williams (1992); with a baseline Sutton and Barto, section 13.4. Without discounting the states themselves (their gamma^t)."""
    rule = optimizer(s, groups(policy, s))
    while True:
        advantages, returns = estimators.episode(rollout, s.gamma, s.baseline)
        step = one_step(policy, rule, rollout, advantages, returns, s, s.valueCoefficient if s.baseline else 0)
        if not s.baseline:
            del step["metrics"]["valueLoss"], step["metrics"]["explainedVariance"]
        yield step


def one_step_ac(policy, rollout, s, seed):
    """Sutton and Barto, section 13.5: the TD error is the advantage, TD(0) the critic's target. Without their gamma^t."""
    rule = optimizer(s, groups(policy, s))
    while True:
        advantages, returns = estimators.n_step(rollout, s.gamma, 1)
        yield one_step(policy, rule, rollout, advantages, returns, s, s.valueCoefficient)


def one_step(policy, rule, rollout, advantages, returns, s, value_coefficient):
    """A gradient step of -ln pi(a) A + value loss - entropy bonus over all samples that count."""
    normalized = normalize(advantages, rollout) if s.normalizeAdvantages else advantages
    batch = rollouts.samples(rollout, normalized, returns, rollout.counted, policy.kind)
    distribution, values = policy.policy(batch.observations), policy.value(batch.observations)
    log_probs = distribution.log_prob(batch.actions)
    loss, terms = total(
        -(log_probs * batch.advantages).mean(), 0.5 * ((values - batch.returns) ** 2).mean(), distribution.entropy().mean(),
        log_probs - batch.log_probs, s, value_coefficient, clipFraction=torch.zeros(()))
    gradient, norm = learn(policy, rule, loss, s.maxGradNorm)
    return result(policy, gradient, [{**terms, "gradientNorm": norm}], explained_variance(advantages, returns, rollout))


def total(policy_loss, value_loss, entropy, log_ratio, s, value_coefficient, clipFraction):
    """The loss, and its terms. The KL estimate is Schulman's k3, (ratio - 1) - ln ratio."""
    loss = policy_loss + value_coefficient * value_loss - s.entropyCoefficient * entropy
    terms = {"policyLoss": policy_loss, "valueLoss": value_loss, "entropy": entropy, "clipFraction": clipFraction,
             "approxKl": (log_ratio.exp() - 1 - log_ratio).mean()}
    return loss, {name: term.item() for name, term in terms.items()}


def groups(policy, s):
    """The critic's own layers may have a learning rate of their own."""
    own = [*policy.critic.parameters()]
    others = [parameter for parameter in policy.ordered() if all(parameter is not mine for mine in own)]
    return [{"params": others}, {"params": own, "lr": s.get("criticLearningRate") or s.learningRate}]


def learn(policy, rule, loss, max_norm):
    """One step; returns the gradient before it is clipped, and its norm."""
    rule.zero_grad()
    loss.backward()
    gradient = networks.flat_gradient(policy.ordered())
    norm = clip_grad_norm_(policy.ordered(), max_norm)
    rule.step()
    return gradient, norm.item()


def normalize(advantages, rollout):
    counted = advantages.reshape(-1)[rollout.counted]
    return (advantages - counted.mean()) / (counted.std() + 1e-8)


def explained_variance(advantages, returns, rollout):
    return 1 - advantages.reshape(-1)[rollout.counted].var() / returns.reshape(-1)[rollout.counted].var()


def result(policy, gradient, metrics, explained):
    means = {name: numpy.mean([each[name] for each in metrics]) for name in metrics[0]}
    return {"parameters": networks.flat(policy.ordered()), "gradient": gradient, "metrics": {**means, "explainedVariance": explained}}
