"""The models that can recognise: side by side, measured here, and changed with everybody who is enrolled."""
