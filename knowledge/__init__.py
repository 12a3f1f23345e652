"""The paper, its items, and everything that reads them. Imports no other package of the project."""
