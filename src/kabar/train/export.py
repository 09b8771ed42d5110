"""A trained network -> the ONNX graph that ships, its matrices in 8 bits, and the model's card."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from kabar.train.network import Network

OUTPUTS = ["roles", "entities", "acts", "events", "links", "vectors"]


def export(network: Network, folder: Path) -> None:
    """Write `encoder.onnx` (dynamic 8-bit weights, a scale a channel) to the folder."""
    network.eval().float().cpu()
    words, mask = torch.zeros(1, 16, 384), torch.ones(1, 16)
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch) / "whole.onnx"
        torch.onnx.export(
            network, (words, mask), str(whole), input_names=["words", "mask"], output_names=OUTPUTS,
            dynamic_axes={name: {0: "batch", 1: "length"} for name in ["words", "mask", *OUTPUTS]},
            opset_version=17, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(
            str(whole), str(folder / "encoder.onnx"), weight_type=QuantType.QInt8, per_channel=True,
            op_types_to_quantize=["MatMul"], extra_options={"MatMulConstBOnly": True},
        )  # fmt: skip


def write_card(folder: Path, about: dict[str, Any]) -> None:
    """Write `model.json`: the format, each file's digest, and what `about` says of training and calibration."""
    names = ("encoder.onnx", "words.q4", "tokenizer.json")
    digests = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in names}
    card = {"format": 1, "sha256": digests, **about}
    (folder / "model.json").write_text(json.dumps(card, indent=1, sort_keys=True) + "\n", encoding="utf-8")
