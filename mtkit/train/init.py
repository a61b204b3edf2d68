"""The weights a run starts from: an encoder that hands its input on, and a decoder that looks and copies.

A post-norm network of this size, started at random, first learns to write plausible text and lets its encoder collapse
to one vector for all positions; it finds the source only after tens of millions of tokens. So each residual branch
starts small (as in Zhang et al. 2019, "Improving Deep Transformer with Depth-Scaled Initialization"), and the
cross-attention starts as products of identities (as in Trockman and Kolter 2023, "Mimetic Initialization of
Self-Attention Layers"): the first layer looks for the piece just written, the last one a place further on, and both
pass on what they see, which the tied embedding turns into the piece itself.
"""

from __future__ import annotations

from typing import Any

BRANCH = 0.2  # gain of the last matrix of a residual branch
MATCH = 0.7  # strength of the first look: equal states score 0.125 * width / heads * MATCH**2
COPY = 0.5  # share of what is seen that is added


def initialise(model: Any, *, pad: int) -> None:
    """Set the starting weights of a MarianMTModel in place, from torch's random state."""
    import torch

    with torch.no_grad():
        for name, weight in model.named_parameters():
            if weight.dim() == 2 and "embed" not in name and "shared" not in name:
                last = name.endswith(("out_proj.weight", "fc2.weight", "self_attn.v_proj.weight"))
                torch.nn.init.xavier_uniform_(weight, gain=BRANCH if last else 1.0)
        torch.nn.init.normal_(model.model.shared.weight, std=model.config.d_model**-0.5)
        model.model.shared.weight[pad].zero_()
        layers = model.model.decoder.layers
        for layer in layers:
            _look_and_copy(layer.encoder_attn, shift=1 if layer is layers[-1] else 0)


def _look_and_copy(attention: Any, *, shift: int) -> None:
    """Let each head match equal states, ``shift`` places on by its sine positions, and pass on what it sees.

    A head takes pairs of dimensions that hold the sine and the cosine of one frequency. With a shift only the first
    head, of the highest frequencies, is set to look; the others start at random.
    """
    import torch

    width, heads = attention.embed_dim, attention.num_heads
    half, size = width // 2, width // heads
    pairs = size // 2
    for head in range(heads):
        low = torch.arange(head * pairs, (head + 1) * pairs)
        rows = head * size + torch.arange(pairs)
        for row, column in ((rows, low), (rows + pairs, low + half)):
            attention.v_proj.weight[row, column] += 1.0
            attention.out_proj.weight[column, row] += COPY
        if shift and head:
            continue
        angle = shift * 10000.0 ** (-2.0 * low / width)
        block = slice(head * size, (head + 1) * size)
        for projection, turn in ((attention.q_proj, angle), (attention.k_proj, torch.zeros_like(angle))):
            projection.weight[block] *= 0.1
            projection.weight[rows, low] += MATCH * turn.cos()
            projection.weight[rows, low + half] += MATCH * turn.sin()
            projection.weight[rows + pairs, low + half] += MATCH * turn.cos()
            projection.weight[rows + pairs, low] -= MATCH * turn.sin()
