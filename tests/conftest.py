"""What tests of several folders share."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator

import pytest

# From linux/capability.h, linux/securebits.h and linux/prctl.h.
_CAPABILITY_VERSION_3 = 0x20080522
_IGNORE_PERMISSIONS = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
_PR_GET_SECUREBITS, _PR_SET_SECUREBITS = 27, 28
_SECBIT_NOROOT = 1  # a program that root starts gets no capabilities


@pytest.fixture
def permissions_hold() -> Iterator[None]:
    """The permissions of files hold for the test and for what it starts, even where root runs it.

    On Linux what root may do is a set of capabilities that each thread has for itself, and can lay down and take up
    again. Elsewhere a test for root is skipped.
    """
    if not hasattr(os, "geteuid"):
        pytest.skip("the permissions of files are a matter of POSIX systems")
    if os.geteuid() != 0:
        yield
        return
    if sys.platform != "linux":
        pytest.skip("root may write everywhere")
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    before = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: bits 0 to 31, then the same of 32 to 63
    _check(libc.capget(header, before))
    less = type(before)(*before)
    less[0] &= ~_IGNORE_PERMISSIONS
    bits = _check(libc.prctl(_PR_GET_SECUREBITS))
    if libc.prctl(_PR_SET_SECUREBITS, bits | _SECBIT_NOROOT) != 0:
        pytest.skip("this root may not lay down its rights, which reach over the permissions of files")
    try:
        _check(libc.capset(header, less))
        yield
    finally:
        _check(libc.capset(header, before))
        _check(libc.prctl(_PR_SET_SECUREBITS, bits))


def _check(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
