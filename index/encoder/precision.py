"""In which numbers the packaged model computes: chosen by what the processor multiplies fast."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

Precision = Literal["auto", "fp32", "bf16"]
Chosen = Literal["fp32", "bf16"]

# What Linux calls the instructions that multiply bfloat16. Arm's stay out: nothing was measured there.
_FLAGS = {"avx512_bf16", "amx_bf16"}
_PROCESSOR = Path("/proc/cpuinfo")


def chosen_precision(asked: Precision = "auto", processor: Path = _PROCESSOR) -> Chosen:
    """Return the precision for this machine: what was asked for, else bf16 where the processor has it.

    Without such instructions bf16 is emulated, and slower than fp32; so only a person may want it then.
    """
    if asked != "auto":
        return asked
    return "bf16" if _multiplies_bf16(processor) else "fp32"


def _multiplies_bf16(processor: Path) -> bool:
    if sys.platform == "linux":  # without torch, whose import takes a second
        try:
            lines = processor.read_text(errors="replace").splitlines()
        except OSError:
            return False
        flags = next((line.partition(":")[2].split() for line in lines if line.startswith("flags")), [])
        return not _FLAGS.isdisjoint(flags)
    import torch

    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
