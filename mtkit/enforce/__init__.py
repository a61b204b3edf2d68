"""Bring texts through one model with every placed thing in the answer.

A job climbs tiers in rising order of cost, and only as far as it must:

    marks      T0  the model was trained to copy marks: mask, translate, restore, verify
    marks-2    T0  the same with other marks and without inline codes, on engines that cannot do the next tiers
    carrier    T0  a stock model, with stand-ins that a calibration found it to translate as expected
    as-is      T0  a stock model, asked plainly: does it know the name by itself?
    inline     T0  a stock model, with the approved form written into the source text
    force      T1  the form is said when attention comes to what it stands for
    prefix     T2  the answer up to the place of the name, the name, and the model goes on
    replace    T3  the name over the words that came in its place, where that place is sure
    search     T4  a beam search in which every answer must hold every name
    pieces     T5  translate what stands between the placed things, and join: always holds, reads worst
    kept           nothing held every name: the best answer, with an error that names what is missing

Each tier is verified on the text it gives. Every held thing is in its form in the outcome, or an M06 error of the
outcome names it. ``TIERS`` is the seam for further methods.
"""

from mtkit.enforce.calibration import Calibration, calibration_of
from mtkit.enforce.climb import TIERS, carry
from mtkit.enforce.interface import Job, Outcome, Tier

__all__ = ["TIERS", "Calibration", "Job", "Outcome", "Tier", "calibration_of", "carry"]
