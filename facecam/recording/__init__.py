"""What stays of a run in a file: pictures as a film (`video`), results as lines of JSON (`results`)."""
