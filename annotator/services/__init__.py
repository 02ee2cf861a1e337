"""What people do, one file a sphere of work, one function an action: ask permission, load, ask the domain, store.

Every door (pages, API, command line) comes through here, and through nothing else.
"""
