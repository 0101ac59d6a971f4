"""Alembic's scripts, one a version of the schema (`versions/`); they run at start (`facecam.store.migrate`)."""
