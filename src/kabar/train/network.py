"""The encoder (a post-norm BERT of 12 layers, 384 wide) and its heads, in PyTorch."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from kabar.tagger.labels import ACTS, ENTITY_TAGS, EVENTS, ROLE_TAGS
from kabar.train.base import Base

WIDTH, LAYERS, HEADS, INNER, LONGEST = 384, 12, 12, 1536, 512
LINK = 128
# The heads bend the upper layers to their task; below, words and sentences keep their meaning.
SENTENCE_LAYER = 6


class Layer(nn.Module):
    """One layer of self-attention and feed-forward, each followed by its normalisation."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.ao = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.fi, self.fo = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.aln, self.oln = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x: [batch, length, 384]; mask: [batch, 1, 1, length], added to the attention scores."""
        batch, length, _ = x.shape
        q, k, v = (f(x).view(batch, length, HEADS, -1).transpose(1, 2) for f in (self.q, self.k, self.v))
        mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask.to(q.dtype))
        x = self.aln(x + self.drop(self.ao(mixed.transpose(1, 2).reshape(batch, length, WIDTH))))
        return self.oln(x + self.drop(self.fo(functional.gelu(self.fi(x)))))


class Network(nn.Module):
    """Word rows in, scores out: roles, entities, acts, and the vectors that links are scored with."""

    def __init__(self) -> None:
        super().__init__()
        self.position = nn.Parameter(torch.zeros(LONGEST, WIDTH), requires_grad=False)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.roles = nn.Linear(WIDTH, 3 * len(ROLE_TAGS))
        self.entities = nn.Linear(WIDTH, len(ENTITY_TAGS))
        self.acts = nn.Linear(WIDTH, len(ACTS))
        self.events = nn.Linear(WIDTH, len(EVENTS))
        self.links = nn.Linear(WIDTH, 4 * LINK)
        self.sentence = nn.Linear(WIDTH, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, words: Tensor, mask: Tensor) -> tuple[Tensor, ...]:
        """words: [batch, length, 384]; mask: [batch, length], 1 where a piece is.

        Returns roles [b, l, 9], entities [b, l, 7], acts [b, l, 15], events [b, l, 18], links [b, l, 512] and sentence vectors [b, l, 384].
        """
        x = self.drop(self.norm(words + self.position[: words.shape[1]]))
        added = (mask[:, None, None, :] - 1.0) * 1e4
        below = x
        for number, layer in enumerate(self.layers, 1):
            x = layer(x, added)
            below = x if number == SENTENCE_LAYER else below
        top = self.drop(x)
        links = functional.gelu(self.links(top))
        return (
            self.roles(top),
            self.entities(top),
            self.acts(below),
            self.events(below),
            links,
            self.sentence(below),
        )

    def at_layer(self, x: Tensor, last: int = SENTENCE_LAYER, first: int = 0) -> Tensor:
        """The output [1, length, 384] of layer `last` for one window without padding.

        x: word rows, or the output of layer `first`.
        """
        if first == 0:
            x = self.norm(x + self.position[: x.shape[1]])
        added = torch.zeros(1, 1, 1, x.shape[1], device=x.device)
        for layer in list(self.layers)[first:last]:
            x = layer(x, added)
        return x

    def load_base(self, base: Base) -> None:
        """Take over the weights of the base encoder."""
        take = {name: torch.from_numpy(value) for name, value in base.tensors.items()}
        with torch.no_grad():
            self.position.copy_(take["emb.pos"].view(LONGEST, WIDTH) + take["emb.type"].view(2, WIDTH)[0])
            self.norm.weight.copy_(take["emb.ln.w"])
            self.norm.bias.copy_(take["emb.ln.b"])
            for number, layer in enumerate(self.layers):
                for part in ("q", "k", "v", "ao", "fi", "fo", "aln", "oln"):
                    module = getattr(layer, part)
                    module.weight.copy_(take[f"l{number}.{part}.w"].view(module.weight.shape))
                    module.bias.copy_(take[f"l{number}.{part}.b"])


def link_scores(links: Tensor) -> tuple[Tensor, Tensor]:
    """[b, l, 512] -> content-to-cue and cue-to-source scores, each [b, from, to]; `to` 0 stands for none."""
    content, cue_key, cue, source_key = links.float().split(LINK, dim=-1)
    scale = LINK**-0.5
    return content @ cue_key.transpose(1, 2) * scale, cue @ source_key.transpose(1, 2) * scale
