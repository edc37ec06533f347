"""What became of a run of a DAG, as incidents: a task or run that failed, a run that takes too long, and its end."""

from __future__ import annotations

from datetime import datetime

from alerts.delivery import DigestSummary
from alerts.incidents import Incident, Words, open_incidents, report
from warehouse.settings import Settings

ANCHOR = "when-something-is-red"
CLEAR = "Sửa nguyên nhân rồi bấm Clear ở tác vụ trong Airflow; chạy lại lúc nào cũng an toàn."
CLEAR_EN = "Mend the cause, then Clear the task in Airflow; running it again is safe at any time."


def task_failed(
    settings: Settings, now: datetime, dag_id: str, task_id: str, error: str, log_url: str | None
) -> DigestSummary:
    """A task failed for good, after its retries."""
    incident = Incident(
        key=f"task:{dag_id}.{task_id}",
        vi=Words(
            f"Tác vụ {task_id} của {dag_id} bị lỗi",
            f"Lỗi: {error}" if error else "Tác vụ dừng mà không để lại thông báo lỗi.",
            f"Tìm dòng {dag_id}, {task_id} trong bảng của sổ tay vận hành. {CLEAR}",
        ),
        en=Words(
            f"The task {task_id} of {dag_id} failed",
            f"Error: {error}" if error else "The task stopped without a message.",
            f"Find the line {dag_id}, {task_id} in the table of the runbook. {CLEAR_EN}",
        ),
        anchor=ANCHOR,
        link=log_url,
    )
    return report(settings, now, begun=[incident])


def dag_failed(settings: Settings, now: datetime, dag_id: str, reason: str) -> DigestSummary | None:
    """A run failed. Where one of its tasks was told already, that is enough."""
    if any(key.startswith(f"task:{dag_id}.") for key in open_incidents(settings)):
        return None
    incident = Incident(
        key=f"dag:{dag_id}",
        vi=Words(
            f"{dag_id} chạy không thành công",
            f"Airflow cho biết: {reason}",
            f"Mở {dag_id} trong Airflow, xem tác vụ màu đỏ và nhật ký của nó. {CLEAR}",
        ),
        en=Words(
            f"{dag_id} failed",
            f"Airflow says: {reason}",
            f"Open {dag_id} in Airflow, look at the red task and its log. {CLEAR_EN}",
        ),
        anchor=ANCHOR,
    )
    return report(settings, now, begun=[incident])


def dag_late(settings: Settings, now: datetime, dag_id: str) -> DigestSummary:
    """A run is not through within its time."""
    incident = Incident(
        key=f"late:{dag_id}",
        vi=Words(
            f"{dag_id} chạy quá lâu",
            "Lượt chạy này vẫn chưa xong sau khoảng thời gian cho phép.",
            "Xem tác vụ nào còn chạy và nhật ký của nó; kiểm tra ổ đĩa, bộ nhớ và các trang nguồn có trả lời không.",
        ),
        en=Words(
            f"{dag_id} takes too long",
            "This run is not through within its time.",
            "Look which task still runs and at its log; check disk, memory, and whether the sources' sites answer.",
        ),
        anchor="a-run-takes-too-long",
    )
    return report(settings, now, begun=[incident])


def dag_succeeded(settings: Settings, now: datetime, dag_id: str) -> DigestSummary | None:
    """A run went through: what was wrong with the DAG is over."""
    own = (f"dag:{dag_id}", f"late:{dag_id}")
    over = [key for key in open_incidents(settings) if key in own or key.startswith(f"task:{dag_id}.")]
    return report(settings, now, over=over) if over else None
