"""Settings by the library's names, and PyTorch's optimisers made from them."""
import numpy
import torch


class Settings(dict):
    """Settings as attributes; fractions are rounded as the library's float32 settings are."""

    def __getattr__(self, name):
        return self[name]

    def __init__(self, **values):
        super().__init__({name: float(numpy.float32(value)) if isinstance(value, float) else value for name, value in values.items()})

    def text(self):
        """As the tool's --set takes them."""

        def of(value):
            if isinstance(value, float):
                return str(numpy.float32(value)).replace("inf", "Infinity")
            return ",".join(map(str, value)) if isinstance(value, list) else str(value)

        return {name: of(value) for name, value in self.items()}


def optimizer(settings, parameters, rate=None):
    """The optimiser of torch.optim that the settings name."""
    rate = rate or settings.learningRate
    decay, epsilon = settings.get("weightDecay", 0), settings.get("epsilon")
    match settings.optimizer:
        case "Adam" | "AdamW" as name:
            return getattr(torch.optim, name)(
                parameters, rate, betas=(settings.beta1, settings.beta2), eps=epsilon, weight_decay=decay)
        case "RMSProp":
            return torch.optim.RMSprop(
                parameters, rate, alpha=settings.rmsDecay, eps=epsilon, weight_decay=decay, momentum=settings.get("momentum", 0))
        case "Sgd":
            return torch.optim.SGD(parameters, rate, momentum=settings.get("momentum", 0), weight_decay=decay)


def straddling(values, edge, margin=2e-6):
    """Values on both sides of an edge of the mathematics, and so far from it that float32 cannot round one across."""
    distances = values.detach() - edge
    assert (distances < 0).any() and (distances > 0).any(), f"no value lies on one side of the edge {edge}: take another seed"
    assert distances.abs().min() > margin, f"a value lies on the edge {edge}: take another seed"
    return values
