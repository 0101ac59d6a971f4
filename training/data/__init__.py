"""From photographs to faces to learn from: sources, crops, who is held out, splits and augmentation."""
