"""Rasa's logistic regression, with its weights laid out for one message at a time."""

from __future__ import annotations

from typing import Any, Dict, Text

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(LogisticRegressionClassifier):
    """The same classifier with the same figures; only where they lie in memory differs.

    To multiply a sparse row with the weights, scipy wants all intents of one feature side by side, and copies
    the whole matrix where they are not: several milliseconds on each message. Here that is done once.
    """

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> LogisticRegressionClassifier:
        """Loads the trained classifier and lays out its weights, shape (intents, features)."""
        component = super().load(config, model_storage, resource, execution_context, **kwargs)
        if hasattr(component.clf, "coef_"):  # absent where nothing was trained
            component.clf.coef_ = np.asfortranarray(component.clf.coef_)
        return component
