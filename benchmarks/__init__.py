"""Timings. They are read as ratios within one run, since machines differ; tests hold no timings."""
