"""Invented schools of layout g, which add up to the block rows; the money is 250.000 đồng a gift.

Number, name, members, women among them, gifts, initiatives, then the tick or count of each of three ratings.
"""

SCHOOLS = """
A|KHỐI MẦM NON (18)|565|561|165|642|4|14|0
1|MN Hòa Mạc|38|38|11|43||x|
2|MN Đồng Văn|41|41|12|47|x||
3|MN Châu Giang|32|32|8|29||x|
4|MN Yên Bắc|26|25|4|27||x|
5|MN Duy Minh|33|33|11|44|x||
6|MN Duy Hải|42|42|4|25||x|
7|MN Bạch Thượng|23|23|12|42||x|
8|MN Tiên Nội|24|24|3|44||x|
9|MN Hoàng Đông|39|39|12|27||x|
10|MN Chuyên Ngoại|24|24|6|22|x||
11|MN Trác Văn|33|33|10|38||x|
12|MN Mộc Bắc|40|40|13|28||x|
13|MN Mộc Nam|23|23|11|36||x|
14|MN Yên Nam|38|37|8|35||x|
15|MN Tiên Ngoại|28|27|8|48|x||
16|MN Tiên Sơn|22|22|10|30||x|
17|MN Châu Sơn|24|24|12|43||x|
18|MN Đọi Sơn|35|34|10|34||x|
B|KHỐI TIỂU HỌC (17)|498|431|138|655|4|13|0
1|TH Hòa Mạc|33|29|9|44|x||
2|TH Đồng Văn|36|36|13|30||x|
3|TH Châu Giang|33|26|4|27||x|
4|TH Yên Bắc|36|31|13|20||x|
5|TH Duy Minh|30|24|4|27||x|
6|TH Duy Hải|22|16|9|46||x|
7|TH Bạch Thượng|22|19|5|50|x||
8|TH Tiên Nội|26|26|10|38||x|
9|TH Hoàng Đông|33|33|5|47||x|
10|TH Chuyên Ngoại|22|22|9|42||x|
11|TH Trác Văn|22|12|13|25||x|
12|TH Mộc Bắc|29|26|8|41||x|
13|TH Mộc Nam|35|32|4|48||x|
14|TH Yên Nam|30|27|9|39|x||
15|TH Tiên Ngoại|33|26|10|38||x|
16|TH Tiên Sơn|27|17|9|43|x||
17|TH Châu Sơn|29|29|4|50||x|
C|KHỐI THCS (17)|451|322|109|521|3|14|0
1|THCS Trần Phú|28|17|9|39|x||
2|THCS Hòa Mạc|31|19|3|20||x|
3|THCS Đồng Văn|27|19|7|43|x||
4|THCS Châu Giang|30|21|11|33||x|
5|THCS Yên Bắc|30|22|11|20||x|
6|THCS Duy Minh|22|10|13|27||x|
7|THCS Duy Hải|31|25|3|20|x||
8|THCS Bạch Thượng|22|19|3|47||x|
9|THCS Tiên Nội|25|16|3|28||x|
10|THCS Hoàng Đông|22|16|3|20||x|
11|THCS Chuyên Ngoại|29|24|4|24||x|
12|THCS Trác Văn|22|17|13|28||x|
13|THCS Mộc Bắc|28|17|7|20||x|
14|THCS Mộc Nam|22|21|4|41||x|
15|THCS Yên Nam|28|24|4|34||x|
16|THCS Tiên Ngoại|32|25|3|46||x|
17|THCS Tiên Sơn|22|10|8|31||x|
|TỔNG CỘNG (52)|1514|1314|412|1818|11|41|0
"""
