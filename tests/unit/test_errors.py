"""The error tree: each class has its exit code, and the docstring draws them all."""

from __future__ import annotations

import inspect

from mtkit import errors


def test_every_class_is_exported_drawn_and_has_its_exit_code() -> None:
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if c.__module__ == errors.__name__]
    assert sorted(c.__name__ for c in classes) == errors.__all__
    codes = {errors.UsageError: 2, errors.BadInputError: 3, errors.EngineError: 4}
    for cls in classes:
        assert cls.__name__ in (errors.__doc__ or "")
        for parent, code in codes.items():
            if issubclass(cls, parent):
                assert cls.exit_code == code


def test_bad_input_leads_with_its_place() -> None:
    assert str(errors.DocumentError("is empty", where="a/b.md")) == "a/b.md: is empty"
