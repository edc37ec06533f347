"""Copies of one article share a sketch; articles that share a phrase do not."""

from __future__ import annotations

import random
import unicodedata

from ingest.sketch import SKETCH_SIZE, sketch_of

SYLLABLES = [
    "công",
    "đoàn",
    "huyện",
    "kết",
    "nạp",
    "viên",
    "mới",
    "cơ",
    "sở",
    "thi",
    "đua",
    "lao",
    "động",
    "giỏi",
    "quà",
    "tặng",
    "nhà",
    "mái",
    "ấm",
    "hoà",
    "thuý",
    "hội",
    "nghị",
]
BOILERPLATE = "Thực hiện chương trình công tác năm của Liên đoàn Lao động tỉnh và kế hoạch phát động thi đua."


def article(seed: int, words: int = 300) -> str:
    chosen = random.Random(seed)  # noqa: S311  # an invented text, no secret
    return " ".join(chosen.choice(SYLLABLES) + chosen.choice(["", ",", "."]) for _ in range(words))


def shared(one: str, other: str) -> int:
    return len(set(sketch_of(one)) & set(sketch_of(other)))


def test_a_copy_in_other_spacing_case_unicode_form_and_tone_placement_has_the_same_sketch() -> None:
    told = article(1)
    again = unicodedata.normalize("NFD", told.replace("hoà", "hòa").replace("thuý", "thúy").upper())
    assert sketch_of(again.replace(" ", "\u00a0\n")) == sketch_of(told)
    assert len(sketch_of(told)) == SKETCH_SIZE


def test_a_copy_with_a_preface_of_its_own_still_shares_most_of_the_sketch() -> None:
    told = article(1)
    assert shared(told, article(2, words=25) + told) >= 0.7 * SKETCH_SIZE


def test_articles_that_share_a_sentence_share_little_of_the_sketch() -> None:
    assert shared(f"{BOILERPLATE} {article(1)}", f"{BOILERPLATE} {article(2)}") < 0.3 * SKETCH_SIZE


def test_the_order_of_words_counts() -> None:
    words = article(1).split()
    assert shared(" ".join(words), " ".join(reversed(words))) < 0.3 * SKETCH_SIZE


def test_hashes_are_signed_words_of_64_bits_in_ascending_order() -> None:
    sketch = sketch_of(article(3))
    assert list(sketch) == sorted(set(sketch))
    assert all(-(2**63) <= value < 2**63 for value in sketch)


def test_a_text_of_fewer_than_four_words_has_no_sketch() -> None:
    assert sketch_of("Công đoàn huyện") == ()
    assert len(sketch_of("Công đoàn huyện nhà")) == 1
