"""The routes, one file a thing. Each calls the front door and puts what it says into its shape."""
