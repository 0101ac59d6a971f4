"""The ground that everything stands on: values, errors, settings, places and words. Knows no other room."""
