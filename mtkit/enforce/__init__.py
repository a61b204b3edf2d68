"""Bring texts through one model with every placed thing in the answer.

A job climbs tiers in rising order of cost, and only as far as it must:

    marks    the model was trained to copy marks: mask, translate, restore, verify
    marks-2  the same with other marks and without inline codes, whose places are then guessed
    as-is    a stock model, asked plainly: does it know the name by itself?
    inline   a stock model, with the approved form written into the source text
    pieces   translate what stands between the placed things, and join: always holds, reads worst
    kept     nothing held every name: the best answer, with an error that names what is missing

Each tier is verified on the text it gives. Every held thing is in its form in the outcome, or an M06 error of the
outcome names it. ``TIERS`` is the seam for further methods.
"""

from mtkit.enforce.climb import TIERS, carry
from mtkit.enforce.interface import Job, Outcome, Tier

__all__ = ["TIERS", "Job", "Outcome", "Tier", "carry"]
