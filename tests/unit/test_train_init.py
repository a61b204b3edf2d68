"""The starting weights: the encoder keeps places apart, and the first layer looks at the piece just written."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="weights need torch")
transformers = pytest.importorskip("transformers", reason="the network is a MarianMTModel")


@pytest.fixture(scope="module")
def model():
    from mtkit.train.init import initialise

    config = transformers.MarianConfig(
        vocab_size=60,
        d_model=64,
        encoder_layers=2,
        decoder_layers=2,
        encoder_attention_heads=2,
        decoder_attention_heads=2,
        encoder_ffn_dim=64,
        decoder_ffn_dim=64,
        scale_embedding=True,
        pad_token_id=59,
        eos_token_id=0,
        decoder_start_token_id=59,
        max_position_embeddings=64,
    )
    config._attn_implementation = "eager"
    torch.manual_seed(11)
    made = transformers.MarianMTModel(config).eval()
    initialise(made, pad=59)
    return made


def looks(model):
    source = torch.tensor([[4, 11, 12, 13, 14, 15, 16, 17, 0]])
    with torch.no_grad():
        return model.model(
            input_ids=source, decoder_input_ids=source[:, 1:], output_attentions=True, use_cache=False
        ), source


def test_the_first_layer_looks_at_the_piece_just_written(model):
    states, source = looks(model)
    for attention in states.cross_attentions[0][0]:
        assert attention.argmax(-1).tolist() == list(range(1, source.shape[1]))


def test_what_is_seen_is_what_is_written(model):
    states, source = looks(model)
    scores = states.last_hidden_state[0] @ model.model.shared.weight.T
    assert (scores.argmax(-1) == source[0, 1:]).float().mean() > 0.7


def test_the_encoder_keeps_places_apart(model):
    states, _ = looks(model)
    rows = torch.nn.functional.normalize(states.encoder_last_hidden_state[0], dim=-1)
    assert ((rows @ rows.T).fill_diagonal_(0) < 0.8).all()


def test_the_padding_row_is_zero_and_positions_are_sines(model):
    assert not model.model.shared.weight[59].any()
    assert model.model.encoder.embed_positions.weight[1, 0].item() == pytest.approx(0.8415, abs=1e-4)
