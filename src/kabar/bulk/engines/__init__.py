"""The engines that units are read on: each hands units to workers and gives back what became of them, in any order."""

from kabar.bulk.engines.local import read_local
from kabar.bulk.engines.ray import read_ray
from kabar.bulk.engines.spark import read_spark

ENGINES = {"local": read_local, "ray": read_ray, "spark": read_spark}

__all__ = ["ENGINES"]
