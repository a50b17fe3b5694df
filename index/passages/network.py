"""The network as it is trained: the packaged encoder's layers, and scores for every sentence and token of a passage."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from index.passages.layout import PAD, Sequenced


class PassageNetwork(nn.Module):
    """Scores sentences and spans (Devlin et al. 2019 for the spans; a score for "none of them" is fixed at 0).

    ``forward`` takes padded numbers, shape ``(passages, tokens)``, and returns for every token a sentence score, to be
    read at the marks of :class:`Sequenced`, and the scores of an answer's first and last token:
    ``(passages, tokens, 3)``.
    """

    def __init__(self, config: BertConfig) -> None:
        """Make the network; its weights are loaded afterwards."""
        super().__init__()
        self.bert = BertModel(config, add_pooling_layer=False)
        self.sentence = nn.Linear(config.hidden_size, 1)
        self.span = nn.Linear(config.hidden_size, 2)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> Tensor:
        """Return the three scores of every token."""
        states = self.bert(input_ids=ids, token_type_ids=kinds, attention_mask=mask).last_hidden_state
        return torch.cat([self.sentence(states), self.span(states)], dim=2)


def padded(batch: Sequence[Sequenced]) -> tuple[Tensor, Tensor, Tensor]:
    """Return numbers, kinds and mask of some passages, each of shape ``(len(batch), longest)``."""
    longest = max(len(each.ids) for each in batch)
    shape = (len(batch), longest)
    ids, kinds = torch.full(shape, PAD, dtype=torch.long), torch.zeros(shape, dtype=torch.long)
    mask = torch.zeros(shape, dtype=torch.long)
    for row, each in enumerate(batch):
        size = len(each.ids)
        ids[row, :size], kinds[row, :size], mask[row, :size] = torch.tensor(each.ids), torch.tensor(each.kinds), 1
    return ids, kinds, mask
