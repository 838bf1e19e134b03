"""Functions whose schemas are written in Korean; their names are distinct from the English ones."""

from . import tools_english
from .notation import boolean, catalogue, integer, list_of, number, one_of, optional, text, tool

KOREAN = catalogue(
    tool(
        "find_subway_route",
        "지하철 경로를 찾습니다.",
        departure=text("출발역"),
        arrival=text("도착역"),
    ),
    tool("get_fine_dust", "지역의 미세먼지 농도를 알려 줍니다.", region=text("지역 이름, 예: 서울")),
    tool(
        "order_delivery",
        "음식 배달을 주문합니다.",
        menu=text("주문할 음식"),
        quantity=integer("수량 (인분 또는 개수)"),
    ),
    tool("check_account", "은행 계좌의 잔액을 조회합니다.", account_type=one_of("입출금", "적금", about="계좌 종류")),
    tool(
        "exchange_won",
        "원화를 다른 나라 돈으로 환전하면 얼마인지 계산합니다.",
        won=number("환전할 금액(원)"),
        currency=one_of("USD", "EUR", "JPY", "CNY", about="바꿀 통화"),
    ),
    tool(
        "search_library",
        "도서관에서 책을 검색합니다.",
        title=optional(text("책 제목")),
        author=optional(text("저자 이름")),
    ),
    tool(
        "set_aircon",
        "에어컨을 조절합니다.",
        mode=one_of("냉방", "난방", "제습", about="운전 모드"),
        temperature=optional(integer("설정 온도(섭씨)")),
    ),
    tool("find_pharmacy", "동네에서 문을 연 약국을 찾습니다.", area=text("동네 이름, 예: 역삼동")),
    tool(
        "get_school_meal", "학교 급식 메뉴를 알려 줍니다.", weekday=one_of("월", "화", "수", "목", "금", about="요일")
    ),
    tool(
        "book_ktx",
        "KTX 기차표를 예매합니다.",
        departure=text("출발역"),
        arrival=text("도착역"),
        date=text("출발 날짜, YYYY-MM-DD"),
        seats=optional(integer("좌석 수")),
    ),
    tool("pyeong_to_square_meters", "평을 제곱미터로 바꿉니다.", pyeong=number("넓이(평)")),
    tool(
        "translate_sentence",
        "문장을 다른 언어로 번역합니다.",
        sentence=text("번역할 문장"),
        language=one_of("영어", "일본어", "중국어", about="번역할 언어"),
    ),
    tool("track_delivery", "택배가 어디에 있는지 조회합니다.", invoice_number=text("운송장 번호")),
    tool("get_baseball_score", "프로야구 팀의 최근 경기 결과를 알려 줍니다.", team=text("팀 이름")),
    tool(
        "record_exercise",
        "운동 기록을 저장합니다.",
        activity=text("운동 종류"),
        minutes=integer("운동 시간(분)"),
    ),
    tool("get_zodiac_animal", "태어난 해의 띠를 알려 줍니다.", birth_year=integer("태어난 연도")),
    tool(
        "switch_lamp",
        "방의 조명을 켜거나 끕니다.",
        room=one_of("거실", "침실", "주방", about="방"),
        on=boolean("켜려면 true, 끄려면 false"),
    ),
    tool("recommend_recipe", "재료로 만들 수 있는 요리를 추천합니다.", ingredients=list_of(text(), "가지고 있는 재료")),
    tool(
        "get_movie_times", "영화 상영 시간을 알려 줍니다.", title=text("영화 제목"), theater=text("극장 지역, 예: 강남")
    ),
    tool(
        "reserve_restaurant",
        "식당을 예약합니다.",
        restaurant=text("식당 이름"),
        people=integer("인원 수"),
        time=text("시각, 24시간제 HH:MM"),
    ),
)

TOOLS = catalogue(*tools_english.TOOLS.values(), *KOREAN.values())
