"""Opening a model: its digest, the processor that really runs it, a first run, and no telemetry.

ONNX Runtime falls back to the CPU without a word, and `get_available_providers()` lists CUDA on machines without
any GPU. Only a session knows what it got, so this is the one place that opens sessions, and it says what it found.
"""

from __future__ import annotations

import contextlib
import ctypes
import io
import math
import re
import sys
from typing import Any, Literal

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from facecam.base.errors import ModelError, ProviderError
from facecam.base.messages import Message, verbatim
from facecam.base.settings import Gpu
from facecam.vision.manifest import ModelEntry, content

Provider = Literal["CUDA", "CPU"]

onnxruntime.disable_telemetry_events()  # on Windows, where `facecam.__init__`'s switch is not heeded

LARGEST = 1_000_000
"""Numbers in the smallest picture that a model may ask for; facecam's own take 40,000."""

_ELSEWHERE = re.compile(rb"[\x00\x08]location")
"""How a model names another file that holds a part of it: this word, and before it its length, which may be written
with a byte more than it needs."""
_ERRORS_ONLY = 3
_FATAL_ONLY = 4
_CUDA = (
    "CUDAExecutionProvider",
    # Exhaustive search of the fastest convolution would be repeated for each new shape of the pyramid.
    {"cudnn_conv_algo_search": "HEURISTIC", "arena_extend_strategy": "kSameAsRequested"},
)
_CPU: tuple[str, dict[str, str]] = ("CPUExecutionProvider", {})


class Session:
    """An open model. `run` may be called from several threads."""

    def __init__(self, entry: ModelEntry, session: onnxruntime.InferenceSession, remark: Message | None) -> None:
        self.entry = entry
        self.remark = remark
        """Why it does not run on CUDA, where that was asked for; else None."""
        self._session = session
        (taken,) = session.get_inputs()
        self._input = taken.name
        self._outputs = len(session.get_outputs())

    @property
    def provider(self) -> Provider:
        """What really runs it."""
        return "CUDA" if self._session.get_providers()[0] == _CUDA[0] else "CPU"

    def run(self, array: NDArray[Any]) -> list[NDArray[Any]]:
        """The outputs, in the file's order, for the one input; a row for each of its rows.

        Raises `ModelError` where the model or what runs it fails.
        """
        try:
            outputs = self._session_run(array)
        except Exception as error:  # ONNX Runtime's exceptions share no base of their own
            raise self._failed(_first_line(error)) from error
        if len(outputs) != self._outputs or any(len(one) != len(array) for one in outputs):
            raise self._failed(f"{[one.shape for one in outputs]} for {array.shape}")
        return outputs

    def _failed(self, reason: str) -> ModelError:
        return ModelError(
            "The model {model} failed: {reason}",
            "Restart facecam; if it fails again, choose another model or gpu = off",
            model=self.entry.name,
            reason=reason,
        )

    def _session_run(self, array: NDArray[Any]) -> list[NDArray[Any]]:
        outputs: list[NDArray[Any]] = self._session.run(None, {self._input: array})
        return outputs

    def warm_up(self) -> None:
        """One run on black: allocations, and the proof that the provider works."""
        self.run(self._smallest())

    def give_back(self) -> None:
        """Let go of the memory that the largest run so far needed, which ONNX Runtime keeps for the next; to be had
        again, it costs a patient scan a third of its time."""
        options = onnxruntime.RunOptions()
        options.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        with contextlib.suppress(Exception):  # what fails is told of by who wants an answer
            self._session.run(None, {self._input: self._smallest()}, options)

    def _smallest(self) -> NDArray[np.uint8]:
        """A small black picture, as the model wants it."""
        wanted, shape = self._session.get_inputs()[0].shape, [1, 48, 48, 3]
        if len(wanted) == len(shape):
            shape = [length if isinstance(length, int) else own for length, own in zip(wanted, shape, strict=True)]
        if len(wanted) != len(shape) or min(shape) < 1 or math.prod(shape) > LARGEST:
            raise self._failed(f"no picture is {wanted}")
        return np.zeros(shape, np.uint8)


def open_session(entry: ModelEntry, gpu: Gpu = "auto", threads: int = 1) -> Session:
    """Open a model of the manifest.

    `gpu`: "auto" takes CUDA where it works and says in `remark` why it does not; "required" raises
    `ProviderError`, naming what is missing; "off" does not look. `threads` share one run on the CPU.
    Raises `ModelError` where the file is missing, altered, no model or not all of it.
    """
    model = content(entry.path, entry.sha256)
    if _ELSEWHERE.search(model):
        # ONNX Runtime would look for it where the program was started, and no digest covers it.
        raise ModelError(
            "The model {path} keeps a part of itself in another file",
            "Use a model that is one file",
            path=str(entry.path),
        )
    remark: Message | None = None
    if gpu != "off":
        opened = _open_on_cuda(entry, model, threads)
        if isinstance(opened, Session):
            return opened
        remark = opened
        if gpu == "required":
            raise ProviderError(
                "A GPU is required, but {model} cannot run on CUDA: {remark}",
                "Install what is missing (facecam's extra \"gpu\" brings NVIDIA's libraries) or use gpu = auto",
                model=entry.name,
                remark=remark,
            )
    try:
        session = Session(entry, _create(model, [_CPU], threads), remark)
        session.warm_up()
    except Exception as error:  # ONNX Runtime's exceptions share no base of their own
        raise ModelError(
            "{path} cannot be run by ONNX Runtime {version}: {reason}",
            "Update facecam's packages, or use another model",
            path=str(entry.path),
            version=onnxruntime.__version__,
            reason=_first_line(error),
        ) from error
    return session


def cuda_missing() -> Message | None:
    """What keeps CUDA from running here, as far as it can be seen without a model; None if nothing."""
    if _CUDA[0] not in onnxruntime.get_available_providers():
        return Message("this ONNX Runtime is built without CUDA (install onnxruntime-gpu)")
    driver = "nvcuda.dll" if sys.platform == "win32" else "libcuda.so.1"
    try:
        ctypes.CDLL(driver)
    except OSError:
        return Message("no NVIDIA driver was found ({driver})", driver=driver)
    return None


def _open_on_cuda(entry: ModelEntry, model: bytes, threads: int) -> Session | Message:
    """A session that really runs on CUDA, or why there is none."""
    if missing := cuda_missing():
        return missing
    said = io.StringIO()
    with contextlib.redirect_stdout(said):  # it prints, and standard output may carry JSON
        onnxruntime.preload_dlls()
    try:
        # What fails to load is said once, by us, and not by the runtime on standard error.
        onnxruntime.set_default_logger_severity(_FATAL_ONLY)
        session = Session(entry, _create(model, [_CUDA, _CPU], threads), None)
        if session.provider != "CUDA":
            libraries = said.getvalue().strip().splitlines()
            if libraries:
                return verbatim(libraries[0])
            return Message("the libraries of CUDA or cuDNN are missing or do not fit")
        session.warm_up()
    except Exception as error:  # as above
        return verbatim(_first_line(error))
    finally:
        onnxruntime.set_default_logger_severity(_ERRORS_ONLY)
    return session


def _create(
    model: bytes, providers: list[tuple[str, dict[str, str]]], threads: int
) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.log_severity_level = _ERRORS_ONLY
    options.add_session_config_entry("session.load_model_format", "ONNX")  # its own format holds memory as it is
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # Several sessions share the cores with capture and window: a waiting thread must not burn one.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    # Without it sums of a model in whole numbers overflow on processors that have AVX2 and no VNNI (which are those
    # that such models are for): strangers score like one another. Float models and other processors do not notice.
    options.add_session_config_entry("session.x64quantprecision", "1")
    return onnxruntime.InferenceSession(model, options, providers=providers, enable_fallback=0)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
