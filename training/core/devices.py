"""What a device is quick at."""

from __future__ import annotations

import torch


def has_bfloat16(device: torch.device) -> bool:
    """Whether it computes in bfloat16 itself. A processor without AVX-512 acts as if, in ten times the time."""
    return device.type != "cpu" or bool(torch.ops.mkldnn._is_mkldnn_bf16_supported())
