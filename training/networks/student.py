"""The student: pixels in, unit vectors out."""

from __future__ import annotations

import timm
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from facecam.errors import ModelError
from training.networks.facenext import FaceNeXt


class GlobalDepthwiseHead(nn.Module):
    """Weigh every place of the last map by itself, then project (MobileFaceNets, Chen et al. 2018).

    A face's eyes and mouth are always at the same places of an aligned crop, so the places should not be averaged
    as global pooling does. The kernel is kept for the map of the full-sized crop and resized to smaller maps,
    which makes one set of weights serve every training resolution.
    """

    def __init__(self, channels: int, side: int, dimension: int) -> None:
        super().__init__()
        self.kernel = nn.Parameter(torch.full((channels, side, side), 1.0 / side**2))
        self.map_norm = nn.BatchNorm2d(channels)
        self.linear = nn.Linear(channels, dimension, bias=False)
        self.norm = nn.BatchNorm1d(dimension)
        nn.init.normal_(self.linear.weight, std=channels**-0.5)

    def forward(self, features: Tensor) -> Tensor:
        """[N, channels, h, w] -> [N, dimension]."""
        kernel = self.kernel_for(features)
        pooled = F.conv2d(features, kernel[:, None], groups=len(kernel))
        projected = self.linear(self.map_norm(pooled).flatten(1))
        out: Tensor = self.norm(projected)
        return out

    def kernel_for(self, features: Tensor) -> Tensor:
        """The kernel [channels, h, w] for a map of that size, scaled so that the sum over the map stays."""
        kernel: Tensor = self.kernel
        size = features.shape[-2:]
        if size == kernel.shape[-2:]:
            return kernel
        return resized_kernel(kernel, (int(size[0]), int(size[1])))


def resized_kernel(kernel: Tensor, size: tuple[int, int]) -> Tensor:
    """[channels, h, w] -> [channels, *size], its values scaled so that the sum over a map stays."""
    other = F.interpolate(kernel[None], size, mode="bilinear", antialias=True)[0]
    return other * (kernel[0].numel() / other[0].numel())


class Bfloat16Conv2d(nn.Conv2d):
    """A convolution in half precision with float32 weights, inputs and outputs."""

    def forward(self, x: Tensor) -> Tensor:
        half = F.conv2d(
            x.bfloat16(), self.weight.bfloat16(), None, self.stride, self.padding, self.dilation, self.groups
        )
        return half.float()


def in_bfloat16(model: nn.Module) -> None:
    """Let convolutions between channels compute in bfloat16, in place; the weights stay what they are.

    On a processor autocast halves the speed of depthwise convolutions and of the norms, so those are left alone:
    a step of MobileNetV4-conv-small takes 220 ms so, 297 in float32 and 479 in autocast (64 faces, one thread).
    """
    for module in model.modules():
        if type(module) is nn.Conv2d and module.groups == 1 and module.bias is None:
            module.__class__ = Bfloat16Conv2d


class Student(nn.Module):
    """A backbone and the global depthwise head, from the camera's bytes to the unit sphere.

    network: `facenext`, or the name of one of timm's.

    Normalisation is part of the network, so no caller can get it wrong; the colour order is OpenCV's.
    """

    def __init__(self, network: str, dimension: int, side: int) -> None:
        super().__init__()
        self.network, self.dimension, self.side = network, dimension, side
        self.backbone = (
            FaceNeXt()
            if network == "facenext"
            else timm.create_model(network, pretrained=False, num_classes=0, global_pool="")
        )
        for unused in ("conv_head", "norm_head", "bn2", "act2"):  # the classifier's own layers after the last map
            if hasattr(self.backbone, unused):
                setattr(self.backbone, unused, nn.Identity())
        with torch.no_grad():
            channels, map_side = self.eval().features(torch.zeros(1, 3, side, side)).shape[1:3]
        self.head = GlobalDepthwiseHead(channels, map_side, dimension)
        self.train()
        self.to(memory_format=torch.channels_last)

    def forward(self, crops: Tensor) -> Tensor:
        """uint8 BGR [N, side, side, 3] -> float32 unit vectors [N, dimension]."""
        return F.normalize(self.head(self.features(self.pixels(crops))))

    @staticmethod
    def pixels(crops: Tensor) -> Tensor:
        """uint8 [N, side, side, 3] -> float32 [N, 3, side, side], -1..1."""
        # An NHWC tensor seen as NCHW is channels-last already: nothing is copied.
        return (crops.permute(0, 3, 1, 2).float() - 127.5) / 127.5

    def features(self, pixels: Tensor) -> Tensor:
        """The backbone's last map: [N, 3, side, side] -> [N, channels, h, w]."""
        maps: Tensor = self.backbone.forward_features(pixels)  # type: ignore[operator]
        return maps

    @torch.no_grad()
    def resize(self, side: int) -> None:
        """Make this a student of crops of another size, with the same answers as it gives to such crops now."""
        features = self.eval().features(torch.zeros(1, 3, side, side))
        self.head.kernel = nn.Parameter(self.head.kernel_for(features).clone())
        self.side = side

    def take(self, weights: dict[str, Tensor]) -> None:
        """Load weights of a student of the same network, whatever the size of its crops.

        Convolutions with larger kernels than mine lose their borders: a start from which to learn on. Of vectors
        of more dimensions mine are the first, which are those of most energy (`teachers.Committee`).
        """
        mine = self.state_dict()
        kernel = weights["head.kernel"].float()
        if kernel.shape != self.head.kernel.shape:
            kernel = resized_kernel(kernel, (self.head.kernel.shape[1], self.head.kernel.shape[2]))
        values = {name: value.float() for name, value in weights.items()} | {"head.kernel": kernel}
        for name, value in values.items():
            if name.startswith(("head.linear.", "head.norm.")) and value.ndim:
                values[name] = value[: self.dimension]
            elif name in mine and value.ndim == 4 and value.shape[3] > mine[name].shape[3]:
                border = (value.shape[3] - mine[name].shape[3]) // 2
                values[name] = value[:, :, border:-border, border:-border]
        unknown = self.load_state_dict(values, strict=False)
        missing = [name for name in unknown.missing_keys if not name.endswith("num_batches_tracked")]
        if missing or unknown.unexpected_keys:
            raise ModelError(
                f"the weights are of another network: {(missing + unknown.unexpected_keys)[0]} does not fit",
                "take the recipe that they were made with",
            )
