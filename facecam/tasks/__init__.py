"""What takes more than one frame: enrolling, comparing, explaining, and changing the model or the encryption."""
