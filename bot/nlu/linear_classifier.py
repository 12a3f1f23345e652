"""Rasa's logistic regression, with its weights laid out for one message at a time, and loaded in a moment."""

from __future__ import annotations

from typing import Any, Dict, Text

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier

WEIGHTS = "weights.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(LogisticRegressionClassifier):
    """The same classifier with the same figures; only where they lie differs.

    In memory: to multiply a sparse row with the weights, scipy wants all intents of one feature side by side, and
    copies the whole matrix where they are not, several milliseconds on each message. Here that is done once.

    In the model: as numbers alone. Rasa's own keeps a scikit-learn object, and what reads it back (skops) looks at
    every name of every package that is loaded, five seconds of each start.
    """

    def persist(self) -> None:
        """Writes the weights, shape (intents, features), the intercepts, and the names of the intents."""
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / WEIGHTS,
                weights=self.clf.coef_,
                intercepts=self.clf.intercept_,
                intents=np.asarray(self.clf.classes_, dtype=str),
            )

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LogisticRegressionClassifier:
        """Loads the trained classifier; an untrained one if the model holds none."""
        component = cls.create(config, model_storage, resource, execution_context)
        try:
            with model_storage.read_from(resource) as folder, np.load(folder / WEIGHTS) as kept:
                component.clf.coef_ = np.asfortranarray(kept["weights"])
                component.clf.intercept_, component.clf.classes_ = kept["intercepts"], kept["intents"]
        except ValueError:  # as Rasa's storage says that there is none: nothing was trained
            pass
        return component
