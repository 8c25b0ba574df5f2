"""The captures of pcaps/flows, each written by a function of its name."""

from . import basic, registrations, ims, dialogs, odd  # noqa: F401 (each registers its cases)
from .flow import CASES, Flow


def write(name, path):
    flow = Flow(name)
    CASES[name](flow)
    flow.write(path)
