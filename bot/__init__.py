"""The running service: command line, settings, build, supervision, web."""
