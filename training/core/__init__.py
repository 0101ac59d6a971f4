"""What every room of the package stands on: files, checkpoints, processes, logs, losses and optimisers."""
