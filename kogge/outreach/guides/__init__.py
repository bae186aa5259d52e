"""Guides for interviews: an XLSForm is read, checked and understood here. No database.

`read(file, name)` gives a `Definition` or raises `Unusable` with everything that is wrong, each at its sheet, row and
column. What a question means to Kogge stands in the column `kogge` of the sheets (meaning.py).
"""

from .definition import Choice, Definition, Question
from .problems import Problem, Unusable
from .reading import read

__all__ = ["Choice", "Definition", "Problem", "Question", "Unusable", "read"]
