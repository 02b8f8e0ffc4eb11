"""What is updated: networks of two hidden layers of 8, minibatches of 60 to 128 samples, every algorithm, optimiser and activation."""
from dataclasses import dataclass

from settings import Settings

ADAM = {"optimizer": "Adam", "beta1": 0.9, "beta2": 0.999}
ADAMW = {**ADAM, "optimizer": "AdamW"}
RMSPROP = {"optimizer": "RMSProp", "rmsDecay": 0.99}
SGD = {"optimizer": "Sgd"}


@dataclass
class OnPolicyCase:
    algorithm: str
    distribution: str
    settings: Settings
    seed: int
    iterations: int = 3
    observations: int = 3
    action_size: int = 2
    max_length: int = None


@dataclass
class OffPolicyCase:
    algorithm: str
    settings: Settings
    seed: int
    steps: int = 40
    observations: int = 3
    action_size: int = 2
    is_discrete: bool = False
    actor_bias: float = 0.2


def on_policy(**values):
    """Settings of an on-policy case: unless said otherwise 4 steps of 32 environments, so 128 samples, and no clipping."""
    common = {
        "numEnvs": 32, "numSteps": 4, "gamma": 0.97, "hiddenSizes": [8, 8], "sharedBody": False, "valueCoefficient": 0.5,
        "entropyCoefficient": 0.02, "normalizeAdvantages": False, "maxGradNorm": float("inf"), "learningRate": 0.01, "epsilon": 1e-5,
    }
    return Settings(**{**common, **values})


def off_policy(**values):
    """Settings of an off-policy case: unless said otherwise a replay of 120 transitions of 3 environments, and no clipping."""
    common = {
        "numEnvs": 3, "gamma": 0.95, "hiddenSizes": [8, 8], "minibatchSize": 64, "returnSteps": 1, "tau": 0.05,
        "maxGradNorm": float("inf"), "learningRate": 0.003, "epsilon": 1e-8, "updates": 3,
    }
    return Settings(**{**common, **values})


ON_POLICY = {
    # Two epochs of two minibatches; surrogate, value and gradient are all clipped.
    "ppo-categorical": OnPolicyCase("ppo", "Categorical", on_policy(
        **ADAM, activation="ReLU", gaeLambda=0.9, clipRange=0.2, valueClipRange=0.3, numEpochs=2, minibatchSize=64,
        normalizeAdvantages=True, maxGradNorm=0.1), seed=1, iterations=2, action_size=3),
    "ppo-gaussian": OnPolicyCase("ppo", "DiagonalGaussian", on_policy(
        **ADAM, activation="Tanh", gaeLambda=0.95, clipRange=0.15, valueClipRange=0.0, numEpochs=3, minibatchSize=128,
        normalizeAdvantages=True, criticLearningRate=0.03), seed=2, iterations=2),
    "ppo-squashed": OnPolicyCase("ppo", "SquashedGaussian", on_policy(
        **ADAMW, weightDecay=0.1, activation="SiLU", sharedBody=True, squashActions=True, gaeLambda=0.8, clipRange=0.3,
        valueClipRange=0.5, numEpochs=1, minibatchSize=64, maxGradNorm=1.0), seed=3, iterations=2),
    "a2c-categorical": OnPolicyCase("a2c", "Categorical", on_policy(
        **RMSPROP, activation="GeluTanh", returns="NStep", returnSteps=2, maxGradNorm=0.3), seed=4, action_size=3),
    "a2c-gaussian": OnPolicyCase("a2c", "DiagonalGaussian", on_policy(
        **ADAM, weightDecay=0.01, activation="ReLU", sharedBody=True, returns="Gae", gaeLambda=0.9, normalizeAdvantages=True,
        learningRateSchedule="Linear", finalLearningRate=0.001, totalSteps=512), seed=5),
    "a3c": OnPolicyCase("a3c", "Categorical", on_policy(
        **RMSPROP, momentum=0.5, activation="Tanh", numWorkers=1, updatesPerIteration=2, maxGradNorm=0.4), seed=6, iterations=2),
    # Whole episodes of 5 to 10 steps: samples behind an episode's end count for nothing.
    "reinforce-baseline": OnPolicyCase("reinforce", "Categorical", on_policy(
        **ADAMW, weightDecay=0.05, activation="Tanh", numEnvs=16, numSteps=10, baseline=True, normalizeAdvantages=True), seed=7,
        max_length=10),
    "reinforce": OnPolicyCase("reinforce", "DiagonalGaussian", on_policy(
        **SGD, momentum=0.9, activation="SiLU", numEnvs=16, numSteps=10, baseline=False, normalizeAdvantages=True, learningRate=0.1),
        seed=8, max_length=10),
    "one-step-ac": OnPolicyCase("one-step-ac", "Categorical", on_policy(
        **SGD, weightDecay=0.02, activation="ReLU", learningRate=0.1, criticLearningRate=0.5), seed=9),
}

OFF_POLICY = {
    "ddpg": OffPolicyCase("ddpg", off_policy(
        **ADAM, activation="ReLU", actorOutput="Tanh", criticLearningRate=0.01, maxGradNorm=0.2), seed=11),
    # A critic with branches, actions in the environment's units, and a minibatch that fills no register.
    "ddpg-branches": OffPolicyCase("ddpg", off_policy(
        **RMSPROP, momentum=0.3, activation="Tanh", actorOutput="SiLU", criticOutput="GeluTanh", observationBranch=[8, 6],
        actionBranch=[6], mergedSizes=[8], minibatchSize=61), seed=12),
    # Target actions on both sides of their bound.
    "td3": OffPolicyCase("td3", off_policy(
        **ADAM, activation="SiLU", returnSteps=3, policyDelay=2, targetNoise=0.4, targetNoiseClip=0.5, updates=4), seed=19,
        actor_bias=2.0),
    # Log standard deviations on both sides of their upper bound.
    "sac": OffPolicyCase("sac", off_policy(
        **ADAM, activation="GeluTanh", initialTemperature=0.3, temperatureLearningRate=0.2, targetEntropy=-1.0, minibatchSize=128),
        seed=10, actor_bias=2.0),
    "sac-discrete": OffPolicyCase("sac-discrete", off_policy(
        **ADAM, activation="ReLU", initialTemperature=0.5, temperatureLearningRate=0.1, targetEntropyRatio=0.6, returnSteps=2,
        maxGradNorm=0.5), seed=15, action_size=3, is_discrete=True),
    "q-actor-critic": OffPolicyCase("q-actor-critic", off_policy(
        **RMSPROP, activation="Tanh", criticUpdates=2, updatesPerStep=0.25, qRegularizer=0.1, entropyCoefficient=0.03, symlogValues=True,
        maxGradNorm=0.6, updates=4), seed=16, action_size=3, is_discrete=True),
}

OPTIMIZERS = [
    Settings(**rule, learningRate=0.01, epsilon=1e-5, **more)
    for rule, momenta in ((ADAM, ({},)), (ADAMW, ({},)), (RMSPROP, ({}, {"momentum": 0.9})), (SGD, ({}, {"momentum": 0.9})))
    for momentum in momenta
    for more in (momentum, {**momentum, "weightDecay": 0.1})
]
