"""Pages in the manner of Vietnamese government and union portals, around one invented article."""

from __future__ import annotations

TITLE = "Công đoàn ngành Dệt may tỉnh tổng kết phong trào thi đua năm 2023"
LEAD = "(TG) - Chiều 26/12, Công đoàn ngành Dệt may tỉnh họp tổng kết công tác năm 2023."
BODY = (
    "Năm 2023, các công đoàn cơ sở đã kết nạp 1.245 đoàn viên mới, đạt 113,2% chỉ tiêu được giao; "
    "thành lập 6/5 công đoàn cơ sở, hỗ trợ xây mới 27 nhà “Mái ấm Công đoàn” với số tiền 1,35 tỷ đồng.",
    "Công tác chăm lo cho người lao động được các cấp công đoàn quan tâm; dịp Tết đã tặng 3.410 suất quà "
    "cho công nhân có hoàn cảnh khó khăn, mỗi suất trị giá 500.000 đồng.",
    "Tại hội nghị, 12 tập thể và 35 cá nhân được tặng Bằng khen vì những đóng góp trong phong trào thi đua.",
)
AUTHOR = "Nguyễn Thu Hà"
ARTICLE = (LEAD, *BODY)
FURNITURE = (
    "Trang chủ", "Giới thiệu", "Đang online", "70412", "888777", "Các tin khác", "Ra quân tháng Công nhân",
    "Tin liên quan", "Chia sẻ", "Facebook", "Gửi bình luận", "Bài viết rất hay", "Thư viện ảnh",
    "Liên kết website", "Bản quyền",
    "Đăng nhập", "999111", "Quay lại", "In trang", "Đánh giá bài viết", "số phiếu", "A+", "Zalo", "Điện thoại: 0123",
)  # fmt: skip
"""None of it belongs to the article."""

_MENU = """<ul><li><a href="/">Trang chủ</a></li><li><a href="/gt">Giới thiệu</a></li>
<li><a href="/dn">Đăng nhập</a></li></ul>"""
_OTHERS = """<ul><li><a href="?ItemID=11">Ra quân tháng Công nhân năm 2022 với 120 đoàn viên</a> (02/05/2022)</li>
<li><a href="?ItemID=12">Trao 45 suất quà cho người lao động nghèo dịp Ra quân tháng Công nhân</a> (01/02/2022)</li>
</ul>"""


def sharepoint() -> str:
    """SharePoint: spans with server ids, a rich-text field, a hidden view state, other news below."""
    body = "".join(f'<p class="ms-rteElement-P"><span style="font-size:14pt">{each}</span></p>' for each in ARTICLE)
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"><html><head><meta charset="utf-8">
<title>
	{TITLE}
</title></head><body><form method="post" id="aspnetForm">
<input type="hidden" name="__VIEWSTATE" value="/wEPDwULLTE2NTY999111"/>
<div id="s4-ribbonrow"><a href="#">Skip Ribbon Commands</a><a href="#mainContent">Skip to main content</a></div>
<div id="ctl00_menu">{_MENU}</div>
<div class="breadcrumb"><a href="/">Trang chủ</a> &gt; <a href="/tin">Tin tức</a></div>
<div id="ctl00_m_g_noidung"><div class="ms-rtestate-field">
<span id="ctl00_lblTitle" class="tieude-bai">{TITLE}</span><br/>
<span id="ctl00_lblDate" class="ngay-dang">Thứ Ba, 26/12/2023 | 16:45 GMT+7</span>
<div class="cong-cu"><a href="#">A+</a> <a href="#">In trang</a> <a href="#">Chia sẻ Facebook</a></div>
<div id="ctl00_lblContent">{body}<p style="text-align:right"><strong>{AUTHOR}</strong></p></div>
</div></div><div class="tin-khac"><span>Các tin khác</span>{_OTHERS}</div>
<div class="footer">Bản quyền thuộc Công đoàn ngành. Điện thoại: 0123<br/>Đang online: 17<br/>Lượt truy cập: 70412</div>
</form></body></html>"""


def old_tables() -> str:
    """A layout of nested tables and line breaks, no paragraph and no heading."""
    body = "<br><br>".join(ARTICLE)
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<title>Cổng thông tin</title></head>
<body bgcolor=#ffffff><table width=1000 align=center><tr><td colspan=3><img src=banner.jpg></td></tr><tr>
<td width=200 valign=top><table><tr><td><a href=/>Trang chủ</a></td></tr><tr><td><a href=/gt>Giới thiệu</a></td></tr>
<tr><td>Liên kết website</td></tr><tr><td>Đang online: 17</td></tr><tr><td>Tổng truy cập: 70412</td></tr></table></td>
<td valign=top><table width=100%><tr><td><a href=/>Trang chủ</a> » <a href=/tin>Tin hoạt động</a></td></tr>
<tr><td class=title><b><font size=4 color=#0000ff>{TITLE}</font></b></td></tr>
<tr><td><i>Cập nhật: 26/12/2023 4:45:00 PM</i> | Lượt xem: 888777</td></tr>
<tr><td class=content><div align=justify><font face=Arial>{body}<br><br>
<div align=right><b>{AUTHOR}</b></div></font></div></td></tr>
<tr><td><a href="javascript:print()">In trang</a> | <a href="javascript:history.back()">Quay lại</a></td></tr>
<tr><td><b>Các tin khác:</b><br>{_OTHERS}</td></tr></table></td>
<td width=180 valign=top><table><tr><td>Thư viện ảnh</td></tr><tr><td>{_OTHERS}</td></tr></table></td></tr>
<tr><td colspan=3 align=center>Bản quyền của Công đoàn ngành - Điện thoại: 0123</td></tr></table></body></html>"""


def wordpress() -> str:
    """WordPress: an entry with linked data, share buttons, related posts and comments."""
    body = "".join(f"<p>{each}</p>" for each in ARTICLE)
    return f"""<!doctype html><html lang="vi"><head><meta charset="UTF-8"><title>{TITLE} – Công đoàn ngành</title>
<meta property="og:title" content="{TITLE}"><link rel="canonical" href="https://congdoan.example/tong-ket-2023/">
<script type="application/ld+json">{{"@context":"https://schema.org","@graph":[{{"@type":"WebPage"}},
{{"@type":"Article","headline":"{TITLE}","datePublished":"2023-12-26T09:45:00+00:00","author":{{"name":"{AUTHOR}"}}}}]}}</script>
</head><body class="single"><header><nav>{_MENU}</nav></header><div id="content"><div class="breadcrumbs">
<a href="/">Trang chủ</a> / <a href="/tin">Tin</a></div><article class="post"><header class="entry-header">
<h1 class="entry-title">{TITLE}</h1><div class="entry-meta">
<time class="entry-date" datetime="2023-12-26T16:45:00+07:00">26/12/2023</time>
<span class="author vcard">{AUTHOR}</span></div></header><div class="entry-content">{body}
<div class="sharedaddy"><h3>Chia sẻ:</h3><ul><li><a href="#">Facebook</a></li><li><a href="#">Zalo</a></li></ul></div>
<div class="jp-relatedposts"><h3>Tin liên quan</h3>{_OTHERS}</div></div></article>
<div id="comments" class="comments-area"><h2>1 bình luận</h2>
<ol><li><p>Bài viết rất hay, chúc mừng 999111 đoàn viên.</p></li></ol>
<form><h3>Gửi bình luận</h3><textarea></textarea></form></div></div>
<aside class="sidebar"><h3>Thư viện ảnh</h3>{_OTHERS}</aside>
<footer>Bản quyền thuộc Công đoàn ngành. Điện thoại: 0123</footer></body></html>"""


def vnpt() -> str:
    """A VNPT portal: named article parts, a rating, a counter among the parts, tags."""
    body = "".join(f'<div style="text-align:justify">{each}</div>' for each in BODY)
    return f"""<!doctype html><html><head><meta charset="utf-8"><title>Cổng thông tin điện tử</title>
<meta name="description" content="Cổng thông tin"></head><body><div class="top-menu">{_MENU}</div>
<div class="DnnModule"><div class="breadcrumb"><a href="/">Trang chủ</a> / <a>Tin hoạt động</a></div>
<div class="ArticleHeader"><h2 class="ArticleTitle">{TITLE}</h2></div>
<div class="ArticleInfo"><span class="date">16:45 26/12/2023</span> <span>Lượt xem: 888777</span>
<span>Tác giả: {AUTHOR}</span></div><div class="ArticleSummary"><b>{LEAD}</b></div>
<div class="ArticleContent" id="divArticleDescription2">{body}</div>
<div class="ArticleRating">Đánh giá bài viết: Tổng số điểm của bài viết là: 5 trong 1 đánh giá, 999111 số phiếu</div>
<div class="social"><span>Chia sẻ</span> <a href="#">Facebook</a> <a href="#">Zalo</a></div>
<div class="related"><h3>Tin liên quan</h3>{_OTHERS}</div></div>
<div class="thong-ke">Đang online: 17<br>Hôm nay: 888777<br>Tổng cộng: 70412</div>
<div class="footer-bottom">Bản quyền © Công đoàn ngành - Điện thoại: 0123</div></body></html>"""


PORTALS = {"sharepoint": sharepoint, "old_tables": old_tables, "wordpress": wordpress, "vnpt": vnpt}
