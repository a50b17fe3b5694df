"""The packaged model in ONNX Runtime and in OpenVINO, for comparison alone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.encoder import embedded_folder
from index.encoder.packaged import batches

Vectors = npt.NDArray[np.float32]
Forward = Callable[[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int64]], Vectors]
Encode = Callable[[Sequence[str]], Vectors]
INPUTS = ("ids", "mask", "places")
HIDDEN, HEADS, LAYERS, STEP, BUDGET = 384, 12, 6, 8, 2048


def onnx_runtime(*, int8: bool) -> Encode:
    """Return an encoder; with ``int8`` its weights, and what meets them, are 8 bits (dynamic quantisation)."""
    import onnxruntime
    from onnxruntime.quantization import QuantType, quantize_dynamic

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3  # errors
    options.intra_op_num_threads = torch.get_num_threads()
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        onnx.save(graph(), path)
        if int8:
            small = path.with_name("int8.onnx")
            quantize_dynamic(path, small, weight_type=QuantType.QInt8, per_channel=True)
            path = small
        session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    return encoder(lambda *inputs: session.run(None, dict(zip(INPUTS, inputs, strict=True)))[0])


def openvino(precision: str) -> Encode:
    """Return an encoder that computes in ``f32`` or ``bf16``."""
    import openvino as ov

    hints = {"INFERENCE_PRECISION_HINT": precision, "INFERENCE_NUM_THREADS": torch.get_num_threads()}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.onnx"
        onnx.save(graph(), path)
        request = ov.Core().compile_model(path, "CPU", hints).create_infer_request()
    return encoder(lambda *inputs: request.infer(dict(zip(INPUTS, inputs, strict=True)))[0].copy())


def encoder(forward: Forward) -> Encode:
    """Return what encodes in batches sorted by length, padded to a multiple of 8."""
    tokenizer = Tokenizer.from_file(str(embedded_folder() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)

    def encode(texts: Sequence[str]) -> Vectors:
        sentences = [each.ids for each in tokenizer.encode_batch_fast(list(texts))]
        rows = np.zeros((len(texts), HIDDEN), np.float32)
        for batch in batches([len(each) for each in sentences], BUDGET):
            longest = -(-max(len(sentences[place]) for place in batch) // STEP) * STEP
            ids, mask = np.zeros((2, len(batch), longest), np.int64)
            for row, place in enumerate(batch):
                size = len(sentences[place])
                ids[row, :size], mask[row, :size] = sentences[place], 1
            rows[batch] = forward(ids, mask, np.tile(np.arange(longest), (len(batch), 1)))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)

    return encode


class Graph:
    """A network as it is put together from ONNX's own operators."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def constant(self, value: Any) -> str:  # noqa: ANN401  # whatever numpy takes
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operator: str, *inputs: str, **attributes: object) -> str:
        name = f"{operator.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [name], name=f"{name}_node", **attributes))
        return name


def graph() -> onnx.ModelProto:
    """Return the packaged model: padded token numbers and their mask to the mean of the last states."""
    stored = load_file(embedded_folder() / "model.safetensors")
    made = Graph()
    add, constant = made.add, made.constant

    def linear(states: str, name: str) -> str:
        product = add("MatMul", states, constant(stored[f"{name}.weight"].T))
        return add("Add", product, constant(stored[f"{name}.bias"]))

    def normed(states: str, name: str) -> str:
        norm = [constant(stored[f"{name}.{part}"]) for part in ("weight", "bias")]
        return add("LayerNormalization", states, *norm, axis=-1, epsilon=1e-12)

    def attended(states: str, name: str) -> str:
        split, joined = constant(np.array([0, 0, HEADS, HIDDEN // HEADS])), constant(np.array([0, 0, HIDDEN]))
        parts = [add("Reshape", linear(states, f"{name}.{part}"), split) for part in ("query", "key", "value")]
        orders = ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3])
        query, key, value = (add("Transpose", part, perm=order) for part, order in zip(parts, orders, strict=True))
        scores = add("Mul", add("MatMul", query, key), constant(np.float32((HIDDEN / HEADS) ** -0.5)))
        weights = add("Softmax", add("Add", scores, hidden_out), axis=-1)
        return add("Reshape", add("Transpose", add("MatMul", weights, value), perm=[0, 2, 1, 3]), joined)

    mask = add("Cast", "mask", to=TensorProto.FLOAT)
    masked = add("Mul", add("Sub", mask, constant(np.float32(1))), constant(np.float32(10_000)))
    hidden_out = add("Unsqueeze", masked, constant(np.array([1, 2])))
    table = "embeddings.{}_embeddings.weight"
    places = stored[table.format("position")] + stored[table.format("token_type")][0]
    words = add("Gather", constant(stored[table.format("word")]), "ids")
    states = normed(add("Add", words, add("Gather", constant(places), "places")), "embeddings.LayerNorm")
    for number in range(LAYERS):
        name = f"encoder.layer.{number}"
        out = linear(attended(states, f"{name}.attention.self"), f"{name}.attention.output.dense")
        states = normed(add("Add", out, states), f"{name}.attention.output.LayerNorm")
        wide = add("Gelu", linear(states, f"{name}.intermediate.dense"))
        states = normed(add("Add", linear(wide, f"{name}.output.dense"), states), f"{name}.output.LayerNorm")
    axis = constant(np.array([1]))
    total = add("Squeeze", add("MatMul", add("Unsqueeze", mask, axis), states), axis)
    mean = add("Div", total, add("ReduceSum", mask, axis, keepdims=1))
    inputs = [helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "tokens"]) for name in INPUTS]
    output = helper.make_tensor_value_info(mean, TensorProto.FLOAT, ["texts", HIDDEN])
    network = helper.make_graph(made.nodes, "encoder", inputs, [output], made.constants)
    return helper.make_model(network, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
