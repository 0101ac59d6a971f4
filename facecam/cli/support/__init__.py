"""What commands share: options, output, errors as exit codes, interruption."""
