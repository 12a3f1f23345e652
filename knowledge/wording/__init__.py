"""Language guidance: rules on wording as data, and the checker that applies them. Uses the rest of `knowledge`.

spaCy is imported here first, and without torch: it would take torch along, which costs a second and 200 MB in
processes that need none of it.
"""

import sys

if "torch" in sys.modules or "spacy" in sys.modules:
    import spacy
else:
    sys.modules["torch"] = None  # type: ignore[assignment]  # what Python takes for "cannot be imported"
    try:
        import spacy  # noqa: F401
    finally:
        del sys.modules["torch"]
