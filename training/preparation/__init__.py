"""From photographs as sets hand them out to the aligned crops that training reads. `run.prepare` is the way in."""
