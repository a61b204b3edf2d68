"""Label-smoothed cross-entropy over a large vocabulary, in slices that stay in the processor's cache."""

from __future__ import annotations

from typing import Any


def smoothed_cross_entropy(
    hidden: Any, weight: Any, target: Any, *, smoothing: float, size: int, bfloat16: bool, chunk: int = 256
) -> Any:
    """Give the mean loss of ``hidden`` [n, width] against ``target`` [n], with the first ``size`` rows of ``weight``.

    The gradients are made in the forward pass, slice by slice: the logits [n, size] never exist at once. The smoothed
    target is 1 - ``smoothing`` on the right piece and ``smoothing`` spread evenly over all (Szegedy et al. 2016).
    """
    import torch

    class Sliced(torch.autograd.Function):
        @staticmethod
        def forward(ctx: Any, hidden: Any, weight: Any) -> Any:
            kind = torch.bfloat16 if bfloat16 else torch.float32
            rows = weight[:size].to(kind)
            hidden_gradient = torch.empty_like(hidden, dtype=kind)
            weight_gradient = torch.zeros_like(weight)
            total = torch.zeros((), device=hidden.device)
            for start in range(0, hidden.shape[0], chunk):
                part, wanted = hidden[start : start + chunk].to(kind), target[start : start + chunk, None]
                logits = (part @ rows.T).float()
                norm = logits.logsumexp(1, keepdim=True)
                right = logits.gather(1, wanted)
                total += (norm - (1 - smoothing) * right - smoothing * logits.mean(1, keepdim=True)).sum()
                slope = logits.sub_(norm).exp_().sub_(smoothing / size)
                slope.scatter_add_(1, wanted, torch.full_like(right, smoothing - 1))
                slope = slope.to(kind)
                hidden_gradient[start : start + chunk] = slope @ rows
                weight_gradient[:size] += slope.T @ part
            ctx.save_for_backward(hidden_gradient, weight_gradient)
            ctx.count, ctx.kind = hidden.shape[0], hidden.dtype
            return total / hidden.shape[0]

        @staticmethod
        def backward(ctx: Any, *gradients: Any) -> Any:
            hidden_gradient, weight_gradient = ctx.saved_tensors
            scale = gradients[0] / ctx.count
            return (hidden_gradient * scale).to(ctx.kind), weight_gradient * scale

    apply: Any = Sliced.apply
    return apply(hidden, weight)
