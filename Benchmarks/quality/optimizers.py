"""Optimizers as a recipe states them. PyTorch's weight decay is Chainer's hook: it is added to the gradient."""

import torch


class ChainerAdam(torch.optim.Adam):
    """Adam with an ε that is not corrected for bias, as in Chainer and TensorFlow 1.

    √v + ε, times √(1 − β₂ᵗ) as PyTorch has it, is a larger ε in PyTorch's own formula.
    """

    def __init__(self, *arguments, eps, **options):
        super().__init__(*arguments, eps=eps, **options)
        self.own_epsilon = eps
        self.steps = 0

    def step(self):
        self.steps += 1
        for group in self.param_groups:
            group["eps"] = self.own_epsilon / (1 - group["betas"][1] ** self.steps) ** 0.5
        return super().step()


def optimizer(parameters, settings):
    """The optimizer of a recipe's `generator-optimizer` or `discriminator-optimizer`."""
    rate, decay = float(settings["learning-rate"]), float(settings["weight-decay"])
    if settings["rule"] == "adam":
        rule = ChainerAdam if settings["adam-form"] == "chainer" else torch.optim.Adam
        betas = (settings["beta1"], settings["beta2"])
        return rule(parameters, lr=rate, betas=betas, eps=float(settings["epsilon"]),
                    weight_decay=decay, fused=True)
    # Keras's form of momentum and PyTorch's are the same while the rate is constant.
    return torch.optim.SGD(
        parameters,
        lr=rate,
        momentum=settings["momentum"],
        nesterov=settings["nesterov"],
        weight_decay=decay,
        fused=True,
    )
