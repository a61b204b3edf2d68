"""The network of a recipe, and its loss on one batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from mtkit.train.align import guide
from mtkit.train.config import Optimiser, Recipe
from mtkit.train.init import initialise
from mtkit.train.vocab import Coder

Coded = tuple[list[int], list[int]]


def make_model(recipe: Recipe, coder: Coder) -> Any:
    """Build an untrained MarianMTModel of the recipe's shape."""
    import torch
    from transformers import MarianConfig, MarianMTModel

    shape = recipe.shape
    torch.manual_seed(recipe.optimiser.seed)
    config = MarianConfig(
        vocab_size=coder.size,
        d_model=shape.width,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.inner,
        decoder_ffn_dim=shape.inner,
        dropout=shape.dropout,
        attention_dropout=0.0,
        activation_dropout=0.0,
        activation_function=shape.activation,
        max_position_embeddings=shape.positions,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        bos_token_id=None,
        eos_token_id=coder.end,
        forced_eos_token_id=None,
        pad_token_id=coder.pad,
        decoder_start_token_id=coder.pad,
    )
    # Plain attention is a little faster than the fused kernel at these widths on a CPU.
    config._attn_implementation = "eager"
    model = MarianMTModel(config)
    initialise(model, pad=coder.pad)
    return model


def _tensors(batch: Sequence[Coded], pad: int, device: str) -> tuple[Any, Any, Any, Any]:
    """Pad a batch -> source, source mask, decoder input (shifted, ``pad`` first), target, all [batch, length]."""
    import torch

    def padded(rows: Sequence[list[int]]) -> Any:
        width = max(map(len, rows))
        return torch.tensor([row + [pad] * (width - len(row)) for row in rows], device=device)

    source, target = padded([a for a, _ in batch]), padded([b for _, b in batch])
    shifted = torch.cat([torch.full_like(target[:, :1], pad), target[:, :-1]], dim=1)
    return source, (source != pad).long(), shifted, target


def batch_loss(
    model: Any,
    batch: Sequence[Coded],
    plan: Optimiser,
    *,
    smoothing: float,
    device: str,
    table: Any = None,
    space: int = -1,
) -> tuple[Any, Any, int]:
    """Give the mean smoothed cross-entropy over the target pieces of a batch, that plus guidance, and their count.

    With a ``table`` and the number of the piece for a ``space``, attention is guided (see :mod:`mtkit.train.align`).
    """
    import torch

    from mtkit.train.loss import smoothed_cross_entropy

    pad = model.config.pad_token_id
    source, mask, shifted, target = _tensors(batch, pad, device)
    with torch.autocast(device, dtype=torch.bfloat16, enabled=plan.bfloat16):
        states = model.model(
            input_ids=source,
            attention_mask=mask,
            decoder_input_ids=shifted,
            use_cache=False,
            output_attentions=table is not None,
        )
        hidden = states.last_hidden_state
    real = target != pad
    count = int(real.sum())
    loss = smoothed_cross_entropy(
        hidden[real], model.lm_head.weight, target[real], smoothing=smoothing, size=pad, bfloat16=plan.bfloat16
    )
    if table is None:
        return loss, loss, count
    astray = guide(states.cross_attentions, table, source, shifted, target, space=space)
    return loss, loss + plan.guide * astray, count


def dimensions(recipe: Recipe) -> dict[str, Any]:
    """Give what must stay the same for a checkpoint to fit: the shape, but for the drop-out."""
    return {name: value for name, value in asdict(recipe.shape).items() if name != "dropout"}
