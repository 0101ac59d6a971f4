"""What lasts: people, their templates and pictures, sightings, and the journal of operations.

`database` opens it, `people` and `sightings` read and write it; every edit of people is an operation
(`facecam.operations`).
"""
