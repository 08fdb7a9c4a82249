"""Load the Pays de Rennes through the program's own services, as anyone would enter it."""

from collegial.demo.loading.past_work import work_in_its_time
from collegial.demo.loading.steps import load_demo

__all__ = ["load_demo", "work_in_its_time"]
