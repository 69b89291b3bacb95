"""The sample: a development zone with its people, catalogue, processes and forms. Loading it again changes nothing."""

from engine.seed.load import SAMPLE_PASSWORD, load

__all__ = ["SAMPLE_PASSWORD", "load"]
