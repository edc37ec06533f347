"""How fast articles are read, and whether reading stays linear in the text.  Usage: python -m benchmarks.extraction

``speed`` reads articles of 600 words on one core; ``growth`` reads prose and hostile repetitions at growing lengths;
``profile`` shows where the time goes. Times are of the processor, so that a busy machine tells little else.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from evaluation.annotated import read_folder
from evaluation.samples import OWN_FOLDER
from ingest.context import DocumentContext
from ingest.news.awards import awards_of
from ingest.news.extract import figures_of
from ingest.news.reading import Reading
from warehouse.catalogue import Catalogue
from warehouse.figure import SourceKind
from warehouse.settings import PROJECT_ROOT

WORDS = 600
LENGTHS = (1_000, 10_000, 100_000, 400_000)
REPEATED_LENGTHS = (5_000, 20_000, 80_000)
TOO_STEEP = 1.6
"""How much more than the length the time may grow between two lengths before it is called superlinear."""
MEASURABLE = 0.02
"""Seconds below which a time says nothing of growth."""
TOO_SLOW = 150e-6
"""Seconds a character above which a repetition is named, though it grows linearly."""

REPETITIONS = (
    "1,", "1.", "1 ", "1/", "1-", "1.000.", "000 ", "9", "a", "(", "[", '"', "“a ", "x(", "%", "5% ", "5%-",
    "\n", "\n a", " \n", "\r\n", "- 1 a\n", "; ", ": ", ". ", ", ", " - a", "1 tỷ ", "1 tỷ 2 triệu ", "1 nghìn tỷ ",
    "hai trăm ", "từ 5 đến ", "27/22 hộ, ", "12 đoàn viên ", "trong 20 chỉ tiêu có 19 chỉ tiêu ", "giảm 5 xuống còn 3 ",
    "(kế hoạch 5 ", "kế hoạch ", "năm 2022 ", "từ năm ", "phấn đấu 5 đoàn viên ", "12/6/2021 ", "09/NQ-", "1.2.3.",
    "thứ 1, 2, ", "LĐLĐ huyện Na Hang, ", "LĐLĐ huyện Na Hang được tặng bằng khen. ", "tặng bằng khen cho 5 tập thể, ",
    "03 đơn vị hoàn thành tốt, ", "LĐLĐ huyện Na Hang được tặng bằng khen. 3 tập thể được tặng bằng khen. ",
    'kỷ niệm chương "', "LĐLĐ huyện Na Hang. Bầu đơn vị này làm cụm trưởng. ", "đồng chí Nguyễn Văn An, cụm phó, ",
    "ủy quyền của ", '1 tỷ "1 tỷ nhiệm kỳ 2023-2028 ', "e\u0301 ", "\u0301", "\u1100\u1161", "\u202e1 ", "\u200b", "İ",
    "1 \u00a0", "<p>",
)  # fmt: skip

Read = Callable[[str], None]


def main(arguments: list[str]) -> int:
    """Run what is named, or speed and growth; 1 where something is superlinear."""
    read = reader()
    articles = list(articles_of(WORDS))
    for article in articles[:5]:
        read(article)
    failed = False
    for name in arguments or ["speed", "growth"]:
        match name:
            case "speed":
                show_speed(read, articles)
            case "growth":
                failed = show_growth(read, "\n".join(articles))
            case "profile":
                show_profile(read, articles)
            case _:
                print(__doc__, file=sys.stderr)
                return 2
    return int(failed)


def reader() -> Read:
    """Figures and awards of a text, as the nightly load reads them."""
    catalogue = Catalogue.load(PROJECT_ROOT / "dbt_project" / "seeds")
    context = DocumentContext(
        document_id="document",
        delivery_id="delivery",
        source_kind=SourceKind.NEWS,
        office_code=None,
        path="tin.txt",
        member="",
        sha256="",
        received_at=None,
    )

    def read(text: str) -> None:
        reading = Reading.of(text, context=context, catalogue=catalogue)
        figures_of(reading)
        awards_of(reading)

    return read


def articles_of(words: int, folder: Path = OWN_FOLDER) -> Iterator[str]:
    """Articles of about ``words`` words, put together from the annotated ones."""
    pieces: list[str] = []
    held = 0
    for article in read_folder(folder):
        pieces.append(unicodedata.normalize("NFC", article.text))
        held += len(article.text.split())
        if held >= words:
            yield "\n\n".join(pieces)
            pieces, held = [], 0


def show_speed(read: Read, articles: list[str]) -> None:
    """Words and articles a minute, the best of five passes over the articles in either Unicode form."""
    words = sum(len(article.split()) for article in articles)
    decomposed = [unicodedata.normalize("NFD", article) for article in articles]
    for form, texts in (("NFC", articles), ("NFD", decomposed)):
        seconds = min(sum(_seconds(read, text) for text in texts) for _ in range(5))
        print(f"{form}: {words / seconds:,.0f} words a second, {60 * words / seconds / WORDS:,.0f} articles a minute")


def show_growth(read: Read, prose: str) -> bool:
    """Seconds by length; whether anything grows faster than its text."""
    cases: list[tuple[str, str, tuple[int, ...]]] = [
        ("prose", prose, LENGTHS),
        ("prose, decomposed", unicodedata.normalize("NFD", prose), LENGTHS),
    ]
    cases += [(repr(piece), piece, REPEATED_LENGTHS) for piece in REPETITIONS]
    steep = [name for name, piece, lengths in cases if _grows_too_fast(read, name, piece, lengths)]
    print(f"{len(cases)} texts read at growing lengths; superlinear: {', '.join(steep) or 'none'}")
    return bool(steep)


def _grows_too_fast(read: Read, name: str, piece: str, lengths: tuple[int, ...]) -> bool:
    """Whether the time outgrows the length; longer texts are not tried once it does."""
    told: list[str] = []
    too_steep = False
    before: tuple[int, float] | None = None
    for length in lengths:
        text = (piece * (length // len(piece) + 1))[:length]
        seconds = min(_seconds(read, text) for _ in range(2))
        told.append(f"{length:,}: {seconds:.3f} s")
        if before is not None and before[1] > MEASURABLE:
            too_steep = seconds / before[1] > TOO_STEEP * length / before[0]
        before = (length, seconds)
        if too_steep:
            break
    if too_steep or seconds / length > TOO_SLOW or lengths is LENGTHS:
        verdict = "SUPERLINEAR" if too_steep else f"{1e6 * seconds / length:.1f} µs a character"
        print(f"{name}: {', '.join(told)}; {verdict}", flush=True)
    return too_steep


def show_profile(read: Read, articles: list[str]) -> None:
    profile = cProfile.Profile()
    profile.enable()
    for article in articles:
        read(article)
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(25)


def _seconds(read: Read, text: str) -> float:
    started = time.process_time()
    read(text)
    return time.process_time() - started


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
