"""What became of a run of a DAG, as incidents: a task or run that failed, a run that takes too long, and its end."""

from __future__ import annotations

from datetime import datetime

from alerts.delivery import DigestSummary
from alerts.incidents import Incident, open_incidents, report
from warehouse.settings import Settings

ANCHOR = "when-something-is-red"
CLEAR = "Sửa nguyên nhân rồi bấm Clear ở tác vụ trong Airflow; chạy lại lúc nào cũng an toàn."


def task_failed(
    settings: Settings, now: datetime, dag_id: str, task_id: str, error: str, log_url: str | None
) -> DigestSummary:
    """A task failed for good, after its retries."""
    incident = Incident(
        key=f"task:{dag_id}.{task_id}",
        title=f"Tác vụ {task_id} của {dag_id} bị lỗi",
        what=f"Lỗi: {error}" if error else "Tác vụ dừng mà không để lại thông báo lỗi.",
        action=f"Tìm dòng {dag_id}, {task_id} trong bảng của sổ tay vận hành. {CLEAR}",
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
        title=f"{dag_id} chạy không thành công",
        what=f"Airflow cho biết: {reason}",
        action=f"Mở {dag_id} trong Airflow, xem tác vụ màu đỏ và nhật ký của nó. {CLEAR}",
        anchor=ANCHOR,
    )
    return report(settings, now, begun=[incident])


def dag_late(settings: Settings, now: datetime, dag_id: str) -> DigestSummary:
    """A run is not through within its time."""
    incident = Incident(
        key=f"late:{dag_id}",
        title=f"{dag_id} chạy quá lâu",
        what="Lượt chạy này vẫn chưa xong sau khoảng thời gian cho phép.",
        action="Xem tác vụ nào còn chạy và nhật ký của nó; kiểm tra ổ đĩa, bộ nhớ và các trang nguồn có trả lời không.",
        anchor="a-run-takes-too-long",
    )
    return report(settings, now, begun=[incident])


def dag_succeeded(settings: Settings, now: datetime, dag_id: str) -> DigestSummary | None:
    """A run went through: what was wrong with the DAG is over."""
    own = (f"dag:{dag_id}", f"late:{dag_id}")
    over = [key for key in open_incidents(settings) if key in own or key.startswith(f"task:{dag_id}.")]
    return report(settings, now, over=over) if over else None
