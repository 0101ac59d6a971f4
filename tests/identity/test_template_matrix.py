"""A matrix in which some people are replaced is the one that would be made anew; a table of names."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from facecam.identity.name_table import NameTable
from facecam.identity.neighbourhood import Neighbourhood
from facecam.identity.template_matrix import TemplateMatrix

D = 8
PLACE = Neighbourhood(np.eye(4, D, dtype=np.float32), 2, 0.1, 1.25)

people = st.dictionaries(st.integers(1, 12), st.integers(1, 3), max_size=8)
"""How many samples each has."""


def matrix(who: dict[int, int], seed: int) -> TemplateMatrix:
    """Each person's samples are the same in all matrices of one seed."""
    vectors, persons, weights = [np.empty((0, D), np.float32)], [], []
    for person, number in who.items():
        random = np.random.default_rng([seed, person])
        rows = random.standard_normal((number, D)).astype(np.float32)
        vectors.append(rows / np.linalg.norm(rows, axis=1, keepdims=True))
        persons += [person] * number
        weights += random.random(number).tolist()
    return TemplateMatrix.of(
        np.concatenate(vectors), np.array(persons, np.int64), np.array(weights, np.float32), PLACE
    )


@given(people, people, st.sets(st.integers(1, 12)))
def test_replaced_people_are_as_if_all_were_read_anew(
    before: dict[int, int], after: dict[int, int], more: set[int]
) -> None:
    changed = (set(before) ^ set(after)) | more
    kept = {person: number for person, number in before.items() if person not in changed}
    new = {person: number for person, number in after.items() if person in changed}
    found = matrix(before, 1).replaced(np.array(sorted(changed), np.int64), matrix(new, 1))
    wanted = matrix({**kept, **new}, 1)
    for name in ("people", "starts", "means"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))
    np.testing.assert_allclose(found.columns, wanted.columns, atol=1e-6)
    np.testing.assert_allclose(found.taken, wanted.taken, atol=1e-6)
    assert found.samples == sum(kept.values()) + sum(new.values())
    assert dict(zip(found.people.tolist(), found.counts.tolist(), strict=True)) == {**kept, **new}


@given(people, st.integers(1, 4))
def test_joined_people_are_as_if_all_were_read_at_once(who: dict[int, int], number: int) -> None:
    parts = [matrix({one: who[one] for one in who if one % number == part}, 1) for part in range(number)]
    found, wanted = TemplateMatrix.joined(parts), matrix(who, 1)
    for name in ("people", "starts", "means"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))
    np.testing.assert_allclose(found.columns, wanted.columns, atol=1e-6)
    np.testing.assert_allclose(found.taken, wanted.taken, atol=1e-6)


@given(st.dictionaries(st.integers(-5, 50), st.text(max_size=6)), st.sets(st.integers(-5, 50)))
def test_a_table_of_names_is_a_dictionary(names: dict[int, str], some: set[int]) -> None:
    table = NameTable.of(names.items())
    assert dict(table) == names and len(table) == len(names) and list(table) == sorted(names)
    assert 99 not in table and table.get(99) is None
    fewer = table.only(np.array(sorted(some), np.int64))
    assert dict(fewer) == {person: name for person, name in names.items() if person in some}
