"""The detector's nets (MTCNN): from weights to the files that facecam opens."""
