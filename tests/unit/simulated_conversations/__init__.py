"""What people say to the simulated model, and what a careful assistant would do.

Written from the outside: the sets were made from the contract (`models.interface`) and from how
people speak, without reading the model. `notation` says how they are written down.
"""
