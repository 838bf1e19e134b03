"""Chains: the output of one function is the argument of the next.

Each chain has its own functions, with the ids and lookups that real services have. A round is
written with the output that the test hands in; the next round uses it.
"""

from .notation import any_of, call, catalogue, integer, list_of, number, said, script, text, tool

TOOLS = catalogue(
    # orders
    tool("find_customer", "Find a customer by name and get the customer's id.", name=text("Name of the customer")),
    tool("list_orders", "List the orders of a customer.", customer_id=text("Id of the customer")),
    tool("track_order", "Get the delivery status of an order.", order_id=text("Id of the order")),
    # school
    tool("find_student", "Look up a student and return the student id.", name=text("Full name of the student")),
    tool("get_grades", "Get the grades of a student.", student_id=integer("The student's id")),
    # maps
    tool("geocode", "Get the latitude and longitude of a place.", place=text("Name of the place")),
    tool(
        "get_elevation",
        "Get the height above sea level of a point.",
        latitude=number("Latitude in degrees"),
        longitude=number("Longitude in degrees"),
    ),
    # music
    tool("search_artist", "Search for an artist and return the artist id.", name=text("Artist name")),
    tool("top_songs", "List the most played songs of an artist.", artist_id=text("Artist id")),
    # shares
    tool("lookup_ticker", "Find the ticker symbol of a company.", company=text("Company name")),
    tool("get_quote", "Get the latest price for a ticker symbol.", ticker=text("Ticker symbol")),
    # library
    tool(
        "search_catalogue", "Search the library catalogue for a title; gives the ISBN.", title=text("Title of the book")
    ),
    tool("find_branch", "Find the library branch that has a book.", isbn=text("ISBN of the book")),
    tool("opening_hours", "Get the opening hours of a library branch.", branch=text("Name of the branch")),
    # clinic
    tool("find_doctor", "Find a doctor by speciality; gives the doctor id.", speciality=text("Medical speciality")),
    tool("free_slots", "List the free appointment slots of a doctor.", doctor_id=text("Id of the doctor")),
    # sports
    tool("get_team", "Find a sports team; returns the team id.", team_name=text("Name of the team")),
    tool(
        "get_next_match", "Get the next match of a team; gives the match id and the opponent.", team_id=text("Team id")
    ),
    tool("get_ticket_price", "Get the ticket price of a match.", match_id=text("Match id")),
    # employees
    tool("find_employee", "Find an employee; returns the employee id.", name=text("Name of the employee")),
    tool("get_manager", "Get the manager of an employee.", employee_id=text("Employee id")),
    # Korean
    tool("find_member", "이름으로 회원을 찾아 회원 번호를 돌려줍니다.", name=text("회원 이름")),
    tool("get_points", "회원의 적립 포인트를 조회합니다.", member_id=text("회원 번호")),
    tool("search_bus_stop", "정류장 이름으로 정류장 번호를 찾습니다.", stop_name=text("정류장 이름")),
    tool("get_bus_arrivals", "정류장에 곧 도착하는 버스를 알려 줍니다.", stop_id=text("정류장 번호")),
    tool("find_product", "상품을 검색해 상품 번호를 돌려줍니다.", keyword=text("상품 이름")),
    tool("get_seller", "상품을 파는 판매자를 조회합니다. 판매자 번호를 돌려줍니다.", product_id=text("상품 번호")),
    tool("get_seller_rating", "판매자의 평점을 조회합니다.", seller_id=text("판매자 번호")),
    # Chinese
    tool("lookup_client", "依姓名查詢客戶，取得客戶編號。", name=text("客戶姓名")),
    tool("list_policies", "列出客戶的保單。", client_id=text("客戶編號")),
    tool("search_stop", "查詢公車站牌，取得站牌編號。", stop=text("站牌名稱")),
    tool("next_bus", "查詢站牌下一班公車何時到站。", stop_id=text("站牌編號")),
    tool("find_course", "依課程名稱查詢課程代碼。", course_name=text("課程名稱")),
    tool("get_teacher", "查詢課程的授課老師，取得老師編號。", course_code=text("課程代碼")),
    tool("get_office_hours", "查詢老師的諮詢時間。", teacher_id=text("老師編號")),
    # lists
    tool("list_ingredients", "List the ingredients of a dish.", dish=text("Name of the dish")),
    tool("price_ingredients", "Get the total price of ingredients.", ingredients=list_of(text(), "The ingredients")),
    # a unit on the way
    tool(
        "get_distance",
        "Get the distance between two cities in kilometres.",
        start=text("First city"),
        end=text("Second city"),
    ),
    tool("km_to_miles", "Convert kilometres to miles.", kilometers=number("Distance in kilometres")),
)

CHAINS = [
    script(
        "orders of a customer",
        "find_customer list_orders",
        said(
            "Which orders does Alice Johnson have?",
            call("find_customer", name="Alice Johnson").giving({"customer_id": "C-1042"}),
            call("list_orders", customer_id="C-1042").giving({"orders": ["O-77", "O-81"]}),
        ),
    ),
    script(
        "status of a customer's order",
        "find_customer list_orders track_order",
        said(
            "Find the customer Bob Stone, list his orders and track the order.",
            call("find_customer", name="Bob Stone").giving({"id": "C-2001"}),
            call("list_orders", customer_id="C-2001").giving({"orders": [{"order_id": "O-9310"}]}),
            call("track_order", order_id="O-9310").giving({"status": "out for delivery"}),
        ),
    ),
    script(
        "grades of a student",
        "get_grades find_student",
        said(
            "What are the grades of Emily Clark?",
            call("find_student", name="Emily Clark").giving({"student_id": 5521}),
            call("get_grades", student_id=5521).giving({"maths": "A", "history": "B+"}),
        ),
    ),
    script(
        "height of a place",
        "geocode get_elevation",
        said(
            "How high above sea level is Zermatt?",
            call("geocode", place="Zermatt").giving({"latitude": 46.0207, "longitude": 7.7491}),
            call("get_elevation", latitude=46.0207, longitude=7.7491).giving({"elevation_m": 1608}),
        ),
    ),
    script(
        "songs of an artist",
        "search_artist top_songs",
        said(
            "What are the most played songs of Nina Simone?",
            call("search_artist", name="Nina Simone").giving({"artist_id": "ar_88"}),
            call("top_songs", artist_id="ar_88").giving(["Feeling Good", "Sinnerman"]),
        ),
    ),
    script(
        "price of a company's share",
        "lookup_ticker get_quote",
        said(
            "What is the latest price of Brightwater Foods?",
            call("lookup_ticker", company="Brightwater Foods").giving({"ticker": "BRWF"}),
            call("get_quote", ticker="BRWF").giving({"price": 37.15}),
        ),
    ),
    script(
        "where a book is, and when",
        "search_catalogue find_branch opening_hours",
        said(
            'Search the catalogue for "Silent Spring", find the branch that has it and tell me its opening hours.',
            call("search_catalogue", title="Silent Spring").giving({"isbn": "9780618249060"}),
            call("find_branch", isbn="9780618249060").giving({"branch": "Riverside"}),
            call("opening_hours", branch="Riverside").giving({"hours": "10:00-18:00"}),
        ),
    ),
    script(
        "slots of a doctor",
        "find_doctor free_slots",
        said(
            "When does a cardiology doctor have free appointment slots?",
            call("find_doctor", speciality="cardiology").giving({"doctor_id": "D31"}),
            call("free_slots", doctor_id="D31").giving({"slots": ["09:20", "11:40"]}),
        ),
    ),
    script(
        "ticket for the next match",
        "get_ticket_price get_next_match get_team",
        said(
            "What is the ticket price for the next match of the Harbour Lions?",
            call("get_team", team_name=any_of("Harbour Lions", "the Harbour Lions")).giving({"team_id": "T5"}),
            call("get_next_match", team_id="T5").giving({"match_id": "M640", "opponent": "City Wolves"}),
            call("get_ticket_price", match_id="M640").giving({"price": "28.50"}),
        ),
    ),
    script(
        "manager of an employee",
        "find_employee get_manager",
        said(
            "Who is the manager of Hugo Martin?",
            call("find_employee", name="Hugo Martin").giving({"employee_id": "E-300"}),
            call("get_manager", employee_id="E-300").giving({"manager": "Sofia Reyes"}),
        ),
    ),
    script(
        "price of a dish",
        "list_ingredients price_ingredients",
        said(
            "List the ingredients of ratatouille and get their total price.",
            call("list_ingredients", dish="ratatouille").giving({"ingredients": ["aubergine", "courgette", "tomato"]}),
            call("price_ingredients", ingredients=["aubergine", "courgette", "tomato"]).giving({"total": 7.9}),
        ),
    ),
    script(
        "a distance in miles",
        "get_distance km_to_miles",
        said(
            "Get the distance between Lyon and Turin, then convert it to miles.",
            call("get_distance", start="Lyon", end="Turin").giving({"kilometers": 312}),
            call("km_to_miles", kilometers=312).giving("193.9"),
        ),
    ),
    script(
        "two customers",
        "find_customer list_orders",
        said(
            "List the orders of Carla Diaz and of Omar Haddad.",
            [
                call("find_customer", name="Carla Diaz").giving({"customer_id": "C-31"}),
                call("find_customer", name="Omar Haddad").giving({"customer_id": "C-32"}),
            ],
            [
                call("list_orders", customer_id="C-31").giving(["O-1"]),
                call("list_orders", customer_id="C-32").giving(["O-2"]),
            ],
        ),
    ),
    script(
        "ko points of a member",
        "find_member get_points",
        said(
            "김지수 회원의 적립 포인트가 얼마인지 알려 주세요.",
            call("find_member", name="김지수").giving({"member_id": "M-204"}),
            call("get_points", member_id="M-204").giving({"points": 8300}),
        ),
    ),
    script(
        "ko buses at a stop",
        "search_bus_stop get_bus_arrivals",
        said(
            "시청역 정류장에 곧 도착하는 버스를 알려 줘.",
            call("search_bus_stop", stop_name=any_of("시청역", "시청역 정류장")).giving({"stop_id": "02-286"}),
            call("get_bus_arrivals", stop_id="02-286").giving(["172번 3분 후", "472번 8분 후"]),
        ),
    ),
    script(
        "ko rating of a seller",
        "find_product get_seller get_seller_rating",
        said(
            "무선 청소기를 파는 판매자의 평점을 알려 주세요.",
            call("find_product", keyword="무선 청소기").giving({"product_id": "P-15"}),
            call("get_seller", product_id="P-15").giving({"seller_id": "S-7", "name": "한빛상회"}),
            call("get_seller_rating", seller_id="S-7").giving({"rating": 4.6}),
        ),
    ),
    script(
        "zh policies of a client",
        "lookup_client list_policies",
        said(
            "請列出客戶王小明的保單。",
            call("lookup_client", name="王小明").giving({"client_id": "K-5"}),
            call("list_policies", client_id="K-5").giving(["旅平險", "壽險"]),
        ),
    ),
    script(
        "zh the next bus",
        "search_stop next_bus",
        said(
            "「市政府」站牌的下一班公車什麼時候到？",
            call("search_stop", stop="市政府").giving({"stop_id": "1907"}),
            call("next_bus", stop_id="1907").giving({"minutes": 6}),
        ),
    ),
    script(
        "zh hours of a teacher",
        "find_course get_teacher get_office_hours",
        said(
            "教「微積分」這門課的老師，諮詢時間是什麼時候？",
            call("find_course", course_name="微積分").giving({"course_code": "MA101"}),
            call("get_teacher", course_code="MA101").giving({"teacher_id": "T-40"}),
            call("get_office_hours", teacher_id="T-40").giving({"hours": "14:00-16:00"}),
        ),
    ),
]
