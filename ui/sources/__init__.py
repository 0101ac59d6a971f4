"""Where pictures come from: cameras by name, files, addresses, several at once."""
