"""How far apart a trained network takes two photographs' faces to be."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch

from facecam.base.errors import InputError
from facecam.vision import align
from training.evaluation.pipeline import decoded, finder
from training.networks.trained import open_trained


def distance(first: Path, second: Path, checkpoint: Path) -> float:
    """The Euclidean distance (0..2) of the unit vectors of the most central faces of two photographs.

    Raises `InputError` for a photograph that is missing, unreadable or without a face, and `FacecamError` for a
    checkpoint that is none.
    """
    network, find = open_trained(checkpoint).network, finder()
    crops = []
    for file in (first, second):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise InputError(
                "The picture {file} cannot be read: {reason}",
                "Correct its name",
                file=str(file),
                reason=str(error.strerror),
            ) from error
        image = decoded(content, str(file))
        points = find(image)
        if np.isnan(points).any():
            raise InputError("There is no face in {file}", "Give a picture of one face", file=str(file))
        crops.append(align.align(image, points, network.side))
    with torch.inference_mode():
        one, other = network(torch.from_numpy(np.stack(crops)))
    return float((one - other).norm())
