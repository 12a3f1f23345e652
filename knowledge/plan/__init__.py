"""Plans and handouts to take away: composed of sentences of the items, and written as Markdown, Word or PDF."""

from knowledge.plan.compose import Plan, compose, restore
from knowledge.plan.draft import Draft
from knowledge.plan.handout import Handout, handout, restore_handout
from knowledge.plan.recipe import PlanError, Recipe

__all__ = ["Draft", "Handout", "Plan", "PlanError", "Recipe", "compose", "handout", "restore", "restore_handout"]
