"""Advantages and value targets of a rollout, as plain loops over the definitions; nothing is taken from one step to the next.

rewards, terminated, truncated and final_values are [step][environment]; values has one step more, the observations that the rollout ends
with. A time limit is bootstrapped with the value of the true last observation, a terminal state with nothing.
"""
import numpy


def next_value(rollout, t, e):
    """V of what follows step t."""
    if rollout.terminated[t, e]:
        return 0.0
    return rollout.final_values[t, e] if rollout.truncated[t, e] else rollout.values[t + 1, e]


def ends(rollout, t, e):
    return rollout.terminated[t, e] or rollout.truncated[t, e]


def each_step(rollout, advantage_of):
    """Advantages by a function of step and environment, and the value targets A + V."""
    steps, environments = rollout.rewards.shape
    advantages = numpy.array([[advantage_of(t, e) for e in range(environments)] for t in range(steps)])
    return advantages, advantages + rollout.values[:steps]


def gae(rollout, gamma, gae_lambda):
    """Sum over k of (gamma lambda)^k times the TD error of step t + k, within the episode. Schulman et al., arXiv:1506.02438, eq. 16."""
    steps = len(rollout.rewards)

    def advantage(t, e):
        total, weight = 0.0, 1.0
        for s in range(t, steps):
            total += weight * (rollout.rewards[s, e] + gamma * next_value(rollout, s, e) - rollout.values[s, e])
            weight *= gamma * gae_lambda
            if ends(rollout, s, e):
                break
        return total

    return each_step(rollout, advantage)


def n_step(rollout, gamma, n):
    """n rewards and V of what follows, fewer where the episode or the rollout ends sooner. Sutton and Barto, equation 7.1."""
    steps = len(rollout.rewards)

    def advantage(t, e):
        total, weight = 0.0, 1.0
        for s in range(t, min(t + n, steps)):
            total += weight * rollout.rewards[s, e]
            weight *= gamma
            last = s
            if ends(rollout, s, e):
                break
        return total + weight * next_value(rollout, last, e) - rollout.values[t, e]

    return each_step(rollout, advantage)


def monte_carlo(rollout, gamma):
    """All rewards to the episode's or the rollout's end, and V of what follows."""
    return n_step(rollout, gamma, len(rollout.rewards))


def episode(rollout, gamma, baseline):
    """All rewards to the episode's end and nothing after it, however it ends; less V with a baseline. Sutton and Barto, section 13.4."""

    def discounted(t, e):
        return sum(gamma ** (s - t) * rollout.rewards[s, e] for s in range(t, rollout.lengths[e]))

    _, returns = each_step(rollout, lambda t, e: discounted(t, e) - rollout.values[t, e])
    return returns - rollout.values[: len(returns)] if baseline else returns, returns
