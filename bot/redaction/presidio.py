"""Microsoft Presidio, imported without what nothing here uses of it.

Its recognisers for transformer models import `transformers` and torch where these are installed: several seconds and
some 200 MB in a process that never runs them.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _without(module: str) -> Iterator[None]:
    """Within this, `module` cannot be imported, as where it is not installed. Already imported, it stays."""
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]


with _without("transformers"):
    from presidio_analyzer import AnalyzerEngine as AnalyzerEngine
    from presidio_analyzer import EntityRecognizer as EntityRecognizer
    from presidio_analyzer import RecognizerRegistry as RecognizerRegistry
    from presidio_analyzer import RecognizerResult as RecognizerResult
    from presidio_analyzer.nlp_engine import NerModelConfiguration as NerModelConfiguration
    from presidio_analyzer.nlp_engine import NlpArtifacts as NlpArtifacts
    from presidio_analyzer.nlp_engine import SpacyNlpEngine as SpacyNlpEngine
    from presidio_analyzer.predefined_recognizers import CreditCardRecognizer as CreditCardRecognizer
    from presidio_analyzer.predefined_recognizers import IbanRecognizer as IbanRecognizer
    from presidio_analyzer.predefined_recognizers import NhsRecognizer as NhsRecognizer
    from presidio_analyzer.predefined_recognizers import UkNinoRecognizer as UkNinoRecognizer
