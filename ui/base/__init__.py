"""What every page stands on: control, the bridge to the engines, tasks off the GUI thread, look, icons, keys."""
