"""Very many vectors in four bits a number (scalar quantization): who can be among the likeliest, without a look at
the rest. Approximate nearest neighbours, who are then scored exactly.

A product with them passes over an eighth of the memory, and ends with a score whose error is known. A vector is
cut into spans of `SPAN` numbers, each with a step s of its own: its largest number is 7 s, and all are rounded to
whole steps. Each is then wrong by anything up to s / 2, one independently of the other, and the product with a
face p by an error whose variance is the sum of s^2 |p|^2 / 12 over the spans. So once the exact scores of some
are known, whoever is below them by more than `_SURE` standard deviations need not be looked at: a sketch decides
nothing, it only leaves out, and of those who matter one in millions.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from facecam.identity.template_matrix import TemplateMatrix

SPAN = 64
"""Numbers that share a step."""

_LARGEST = 7
"""Of a column's whole numbers."""
_ZERO = 8
"""The code of none: four bits have no sign."""
_FACE = 127
"""The largest of a face's whole numbers, to which the product rounds it, with steps by spans as well."""

_SURE = 4.5
"""Standard deviations that a score is too low by once in some ten thousand times."""
_FIRST = 5.0
"""The same of a score that itself is the sketch's: whom to look at first, so that there is seldom a second look."""

_ROUNDING = 1e-5
"""Of a score: more than single precision makes of it."""

_NEVER = -1e9
"""Below any score but that of a column that does not count."""

_TOGETHER = 250
"""Columns of which the likeliest is looked for together."""

_BLOCK = 4096
"""Columns that are rounded together."""


def spans_of(dimension: int) -> int:
    """S"""
    return -(-dimension // SPAN)


@dataclass(frozen=True, eq=False)
class Codes:
    """Some columns as they are kept."""

    owners: NDArray[np.int64]
    """(W,): whose each column is."""
    taken: NDArray[np.float32]
    """(W,): what is taken off the products with each."""
    codes: NDArray[np.uint8]
    """(W, S * SPAN / 2): two numbers a byte, the first in its lower half, of S spans."""
    steps: NDArray[np.float32]
    """(W, S)"""

    @classmethod
    def of(cls, matrix: TemplateMatrix) -> Codes:
        dimension, columns = matrix.columns.shape
        spans = spans_of(dimension)
        codes = np.empty((columns, spans * SPAN // 2), np.uint8)
        steps = np.empty((columns, spans), np.float32)
        for start in range(0, columns, _BLOCK):
            some = slice(start, start + _BLOCK)
            rows = np.zeros((len(codes[some]), spans, SPAN), np.float32)
            rows.reshape(len(rows), -1)[:, :dimension] = matrix.columns[:, some].T
            step = np.abs(rows).max(axis=2) / np.float32(_LARGEST)
            steps[some] = step
            whole = np.rint(rows / np.where(step > 0, step, 1)[:, :, None]) + _ZERO
            pairs = whole.astype(np.uint8).reshape(len(rows), -1)
            codes[some] = pairs[:, ::2] | pairs[:, 1::2] << 4
        return cls(np.repeat(matrix.people, matrix.counts + matrix.means), matrix.taken, codes, steps)

    def without(self, people: NDArray[np.int64]) -> Codes:
        kept = ~np.isin(self.owners, people)
        if kept.all():
            return self
        return Codes(self.owners[kept], self.taken[kept], self.codes[kept], self.steps[kept])

    @functools.cached_property
    def packed(self) -> Block:
        kept = () if _copies() else (self.codes, self.steps)
        usual = np.sqrt((self.steps**2).mean(axis=0))
        return Block(self.owners, self.taken, usual, _session(self.codes, self.steps), kept)


@dataclass(frozen=True, eq=False)
class Block:
    """Some columns as faces are multiplied with them."""

    owners: NDArray[np.int64]
    """(W,)"""
    taken: NDArray[np.float32]
    """(W,): infinite for a column that does not count any more."""
    steps: NDArray[np.float32]
    """(S,): the root of the mean of their squares."""
    session: Any
    """Which has the codes in the order that suits the processor."""
    kept: tuple[NDArray[Any], ...]
    """What it reads besides."""

    def scores(self, vector: NDArray[np.float32]) -> tuple[NDArray[np.float32], float]:
        """(D,) -> (W,) scores, without what is taken off for the face's own place, and the standard deviation of
        their errors."""
        face = np.zeros((len(self.steps), SPAN), np.float32)
        face.reshape(-1)[: len(vector)] = vector
        scores: NDArray[np.float32] = self.session.run(None, {"f": face.reshape(1, -1)})[0][0]
        scores -= self.taken
        rounded = float(np.abs(face).max()) / _FACE  # a column has the length one
        variance = float(self.steps**2 @ (face**2).sum(axis=1)) + rounded**2
        return scores, math.sqrt(variance / 12) + _ROUNDING

    def hiding(self, people: NDArray[np.int64]) -> Block:
        """The same without these people, whose codes stay where they are."""
        gone = np.isin(self.owners, people)
        if not gone.any():
            return self
        taken = np.where(gone, np.float32(np.inf), self.taken)
        return Block(np.where(gone, -1, self.owners), taken, self.steps, self.session, self.kept)


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """Immutable."""

    blocks: tuple[Block, ...]

    def seen(self, vector: NDArray[np.float32], most: int) -> Likeness:
        """How alike people are to a face (D,), of whom the `most` likeliest are wanted."""
        return Likeness(vector, self.blocks, [_Seen.of(block, vector, most) for block in self.blocks])


@dataclass(frozen=True, slots=True, eq=False)
class Likeness:
    """Of one face to the columns of each block."""

    vector: NDArray[np.float32]
    blocks: tuple[Block, ...]
    likeliest: Sequence[_Seen]

    def reaching(self, score: float, deviations: float = _SURE) -> NDArray[np.int64]:
        """All people whose exact score may be as high; without what is taken off for the face's own place."""
        found = [np.empty(0, np.int64)]
        for block, seen in zip(self.blocks, self.likeliest, strict=True):
            least = score - deviations * seen.off
            enough = seen if least >= seen.least else _Seen.reaching(block, self.vector, least)
            found.append(enough.owners[enough.scores >= least])
        return np.unique(np.concatenate(found))

    def guessed(self, most: int) -> NDArray[np.int64]:
        """Probably all who may be among the `most` likeliest; at least so many, where there are as many."""
        scores = np.concatenate([np.empty(0, np.float32), *(seen.scores for seen in self.likeliest)])
        scores, at = np.sort(scores)[::-1], most
        while at <= len(scores):
            found = self.reaching(float(scores[at - 1]), _FIRST)
            if len(found) >= most:
                return found
            at *= 2
        return self.reaching(float(np.finfo(np.float32).min))


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """The columns of a block that are most like a face: of a million some hundred, so that scores of all are gone
    before the next block is looked at."""

    owners: NDArray[np.int64]
    scores: NDArray[np.float32]
    least: float
    """The score from which on all are here."""
    off: float
    """By how much scores are wrong."""

    @classmethod
    def of(cls, block: Block, vector: NDArray[np.float32], most: int) -> _Seen:
        """Certainly all who will be asked for (`Likeness.reaching`), unless many columns are one person's."""
        scores, off = block.scores(vector)
        tops = np.maximum.reduceat(scores, np.arange(0, len(scores), _TOGETHER))
        at = max(len(tops) - most, 0)
        return cls._kept(block, scores, float(np.partition(tops, at)[at]) - 2 * _SURE * off, off)

    @classmethod
    def reaching(cls, block: Block, vector: NDArray[np.float32], least: float) -> _Seen:
        scores, off = block.scores(vector)
        return cls._kept(block, scores, least, off)

    @classmethod
    def _kept(cls, block: Block, scores: NDArray[np.float32], least: float, off: float) -> _Seen:
        which = np.flatnonzero(scores >= max(least, _NEVER))
        return cls(block.owners[which], scores[which], least, off)


def _session(codes: NDArray[np.uint8], steps: NDArray[np.float32]) -> Any:
    """What multiplies faces with the codes, which it reads where they are. NumPy has no product of so few bits;
    so a model of one node is written here (`MatMulNBits` of ONNX Runtime's docs/ContribOperators.md; the messages
    are those of https://github.com/onnx/onnx/blob/main/onnx/onnx.proto)."""
    import onnxruntime

    columns, spans = steps.shape
    # `accuracy_level` 4: faces are rounded to eight bits, so that whole numbers are multiplied.
    measures = {"K": spans * SPAN, "N": columns, "bits": 4, "block_size": SPAN, "accuracy_level": 4}
    values: dict[str, NDArray[Any]] = {"c": codes.reshape(columns, spans, SPAN // 2), "s": steps.reshape(-1)}
    node = b"".join([
        *(_field(1, name) for name in (b"f", b"c", b"s")), _field(2, b"y"), _field(4, b"MatMulNBits"),
        *(_field(5, _field(1, name.encode()) + _number(3, one) + _number(20, 2)) for name, one in measures.items()),
        _field(7, _DOMAIN),
    ])  # fmt: skip
    graph = b"".join([
        _field(1, node), _field(2, b"sketch"), *(_field(5, _tensor(name, one)) for name, one in values.items()),
        _field(11, _floats(b"f")), _field(12, _floats(b"y")),
    ])  # fmt: skip
    domains = _field(8, _field(1, b"") + _number(2, 17)) + _field(8, _field(1, _DOMAIN) + _number(2, 1))
    onnxruntime.disable_telemetry_events()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # it would keep room for what was packed as often again
    here = [onnxruntime.OrtValue.ortvalue_from_numpy(one) for one in values.values()]
    options.add_external_initializers(list(values), here)
    model = _number(1, 8) + domains + _field(7, graph)
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


@functools.cache
def _copies() -> bool:
    """Whether a session has a copy of codes and steps, packed for this processor. For some it has no order of its
    own, and reads them where they were."""
    codes, steps = np.zeros((SPAN, SPAN // 2), np.uint8), np.ones((SPAN, 1), np.float32)
    session, face = _session(codes, steps), {"f": np.ones((1, SPAN), np.float32)}
    before = session.run(None, face)[0]
    codes[:], steps[:] = _ZERO << 4 | _ZERO, 2
    return bool(np.array_equal(before, session.run(None, face)[0]))


_DOMAIN = b"com.microsoft"


def _tensor(name: str, values: NDArray[Any]) -> bytes:
    """One whose numbers lie elsewhere."""
    dims, kind = b"".join(_number(1, size) for size in values.shape), {"float32": 1, "uint8": 2}[values.dtype.name]
    elsewhere = _field(13, _field(1, b"location") + _field(2, b"memory")) + _number(14, 1)
    return dims + _number(2, kind) + _field(8, name.encode()) + elsewhere


def _floats(name: bytes) -> bytes:
    """A value of any shape."""
    return _field(1, name) + _field(2, _field(1, _number(1, 1)))


def _field(number: int, content: bytes) -> bytes:
    """Of a message of Protocol Buffers."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


def _number(number: int, value: int) -> bytes:
    return _varint(number << 3) + _varint(value)


def _varint(number: int) -> bytes:
    digits = bytearray()
    while number > 127:
        digits.append(number & 127 | 128)
        number >>= 7
    return bytes([*digits, number])
