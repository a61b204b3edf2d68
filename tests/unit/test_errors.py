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


def test_ctrl_c_is_told_from_a_fault_where_a_compiled_module_hides_it() -> None:
    from mtkit.cli.app import _stems_from_interrupt

    hidden = ImportError("initialization failed")
    hidden.__cause__ = KeyboardInterrupt()
    assert _stems_from_interrupt(hidden)
    plain = ImportError("initialization failed")
    plain.__cause__ = OSError("no such library")
    assert not _stems_from_interrupt(plain)
