"""Keys, and what is sealed with them: knows nothing of databases, rows and people.

    data key        random, seals every blob (`cipher`)
    wrapping key    made of a passphrase, or kept by the system's keyring; locks the data key (`keys`, `keyring`)

So a passphrase is changed without sealing anything anew.
"""
