"""Questions in Korean, for English and for Korean schemas.

A name of a place, of a dish or of a thing may be handed on as it was said or in the schema's
language; both are right where both are listed.
"""

from .notation import any_of, asks_back, call, calls, maybe, no_call

BUSAN, SEOUL, JEJU = any_of("부산", "Busan"), any_of("서울", "Seoul"), any_of("제주", "제주도", "Jeju")

QUESTIONS = [
    # English schemas
    calls("부산 날씨 어때?", "get_weather get_stock_price", call("get_weather", city=BUSAN, unit=maybe("celsius"))),
    calls(
        "뉴욕의 현재 기온을 화씨로 알려 주세요.",
        "get_weather get_local_time",
        call("get_weather", city=any_of("뉴욕", "New York"), unit="fahrenheit"),
    ),
    calls(
        "제주도에 비가 올 확률이 얼마나 되나요?",
        "get_weather get_rain_probability",
        call("get_rain_probability", location=JEJU),
    ),
    calls(
        "대구 공기 질이 어떤지 궁금해요.",
        "get_air_quality get_nickname",
        call("get_air_quality", city=any_of("대구", "Daegu")),
    ),
    calls(
        "2026-04-10에 서울에서 파리로 가는 항공편을 찾아 주세요.",
        "search_flights book_hotel",
        call("search_flights", origin=SEOUL, destination=any_of("파리", "Paris"), date="2026-04-10"),
    ),
    calls(
        "도쿄에 있는 호텔을 3박 예약해 줘.",
        "book_hotel book_table",
        call("book_hotel", city=any_of("도쿄", "Tokyo"), nights=3),
    ),
    calls("런던은 지금 몇 시야?", "get_local_time get_weather", call("get_local_time", city=any_of("런던", "London"))),
    calls("내일 아침 7시 30분에 알람 맞춰 줘.", "set_alarm set_timer", call("set_alarm", time=any_of("07:30", "7:30"))),
    calls("오후 9시에 알람을 설정해 주세요.", "set_alarm set_timer", call("set_alarm", time="21:00")),
    calls("타이머 15분 맞춰 줘", "set_alarm set_timer", call("set_timer", minutes=15)),
    calls(
        "2026년 1월 1일부터 2026년 3월 1일까지 며칠이에요?",
        "days_between create_event",
        call("days_between", start_date="2026-01-01", end_date="2026-03-01"),
    ),
    calls(
        "섭씨 36.5도는 화씨로 몇 도인가요?",
        "convert_temperature get_weather",
        call("convert_temperature", value=36.5, from_unit="celsius", to_unit="fahrenheit"),
    ),
    calls(
        "300달러를 유로로 바꾸면 얼마예요?",
        "convert_currency get_balance",
        call("convert_currency", amount=300, from_currency="USD", to_currency="EUR"),
    ),
    calls(
        "50000원을 엔화로 환전하면 얼마죠?",
        "convert_currency transfer_money",
        call("convert_currency", amount=50000, from_currency="KRW", to_currency="JPY"),
    ),
    calls(
        "5킬로미터는 몇 마일이야?",
        "convert_length convert_currency",
        call("convert_length", value=5, from_unit="km", to_unit="mile"),
    ),
    calls("삼성전자 말고 애플 주가 좀 알려줘.", "get_stock_price get_weather", call("get_stock_price", symbol="AAPL")),
    calls("마이크로소프트 주가가 얼마인가요?", "get_stock_price get_score", call("get_stock_price", symbol="MSFT")),
    calls("저축 계좌에 돈이 얼마나 있어요?", "get_balance convert_currency", call("get_balance", account="savings")),
    calls(
        "민수에게 30000원을 보내 주세요.",
        "transfer_money get_balance",
        call("transfer_money", recipient=any_of("민수", "Minsu"), amount=30000),
    ),
    calls(
        "동생한테 5만 원 보내 줘.", "transfer_money get_balance", call("transfer_money", recipient="동생", amount=50000)
    ),
    calls(
        "제 키는 172cm이고 몸무게는 65kg입니다. BMI를 계산해 주세요.",
        "calculate_bmi convert_length",
        call("calculate_bmi", weight_kg=65, height_cm=172),
    ),
    calls("물 500ml 마셨어. 기록해 줘.", "log_water get_weather", call("log_water", milliliters=500)),
    calls("침실 불 좀 꺼 줘.", "set_light set_thermostat", call("set_light", room="bedroom", on=False)),
    calls("거실 조명을 켜 주시겠어요?", "set_light set_thermostat", call("set_light", room="living_room", on=True)),
    calls("난방 온도를 22도로 설정해 주세요.", "set_light set_thermostat", call("set_thermostat", temperature=22)),
    calls("수요일 시간표 알려 줘.", "get_timetable set_alarm", call("get_timetable", day="wednesday")),
    calls("방탄소년단 노래 틀어 줘", "play_music get_score", call("play_music", artist=any_of("방탄소년단", "BTS"))),
    calls(
        "토트넘의 최근 경기 결과가 어떻게 됐어?",
        "get_score play_music",
        call("get_score", team=any_of("토트넘", "Tottenham")),
    ),
    calls(
        "프랑스의 수도는 어디인가요?",
        "get_capital get_nickname",
        call("get_capital", country=any_of("프랑스", "France")),
    ),
    calls(
        '"안녕하세요"를 프랑스어로 번역해 주세요.',
        "translate_text count_words",
        call("translate_text", text="안녕하세요", target_language=any_of("프랑스어", "French")),
    ),
    calls("6면체 주사위 2개를 굴려 줘.", "roll_dice random_number", call("roll_dice", sides=6, count=2)),
    calls(
        "1부터 45까지의 숫자 중에서 아무거나 하나 뽑아 줘.",
        "random_number feed_pet",
        call("random_number", minimum=1, maximum=45),
    ),
    calls("초코한테 사료 60그램 줘.", "feed_pet water_plant", call("feed_pet", pet=any_of("초코", "Choco"), grams=60)),
    calls(
        "택배 어디쯤 왔어요? 운송장 번호는 6079123456입니다.",
        "track_parcel renew_loan",
        call("track_parcel", tracking_number="6079123456"),
    ),
    calls(
        "가로 6미터, 세로 4.5미터인 직사각형의 넓이를 구해 줘.",
        "rectangle_area convert_length",
        call("rectangle_area", width=6, height=4.5),
    ),
    # Korean schemas
    calls(
        "강남역에서 홍대입구역까지 어떻게 가나요?",
        "find_subway_route book_ktx",
        call("find_subway_route", departure=any_of("강남역", "강남"), arrival=any_of("홍대입구역", "홍대입구")),
    ),
    calls("오늘 인천 미세먼지 어때?", "get_fine_dust find_pharmacy", call("get_fine_dust", region="인천")),
    calls(
        "치킨 두 마리 배달시켜 줘.",
        "order_delivery reserve_restaurant",
        call("order_delivery", menu="치킨", quantity=2),
    ),
    calls(
        "짜장면 3그릇 주문해 주세요.",
        "order_delivery recommend_recipe",
        call("order_delivery", menu="짜장면", quantity=3),
    ),
    calls("적금 계좌 잔액이 얼마예요?", "check_account exchange_won", call("check_account", account_type="적금")),
    calls(
        "100000원을 달러로 환전하면 얼마인가요?",
        "check_account exchange_won",
        call("exchange_won", won=100000, currency="USD"),
    ),
    calls("한강 작가의 책이 도서관에 있나요?", "search_library get_movie_times", call("search_library", author="한강")),
    calls(
        "도서관에서 『채식주의자』라는 책을 찾아 줘.",
        "search_library recommend_recipe",
        call("search_library", title="채식주의자"),
    ),
    calls(
        "에어컨을 냉방 24도로 맞춰 주세요.", "set_aircon switch_lamp", call("set_aircon", mode="냉방", temperature=24)
    ),
    calls("습하니까 에어컨 제습으로 돌려 줘.", "set_aircon switch_lamp", call("set_aircon", mode="제습")),
    calls("역삼동에 지금 문 연 약국 있어요?", "find_pharmacy get_fine_dust", call("find_pharmacy", area="역삼동")),
    calls("금요일 급식 뭐 나와?", "get_school_meal recommend_recipe", call("get_school_meal", weekday="금")),
    calls(
        "2026-02-15에 서울역에서 동대구역 가는 KTX 두 자리 예매해 주세요.",
        "book_ktx find_subway_route",
        call(
            "book_ktx",
            departure=any_of("서울역", "서울"),
            arrival=any_of("동대구역", "동대구"),
            date="2026-02-15",
            seats=2,
        ),
    ),
    calls(
        "32평은 몇 제곱미터예요?", "pyeong_to_square_meters exchange_won", call("pyeong_to_square_meters", pyeong=32)
    ),
    calls(
        "'감사합니다'를 일본어로 번역해 줘.",
        "translate_sentence search_library",
        call("translate_sentence", sentence="감사합니다", language="일본어"),
    ),
    calls(
        "운송장 번호 123456789012 택배 조회해 줘.",
        "track_delivery order_delivery",
        call("track_delivery", invoice_number="123456789012"),
    ),
    calls(
        "두산 베어스 경기 어떻게 됐어?",
        "get_baseball_score get_movie_times",
        call("get_baseball_score", team=any_of("두산 베어스", "두산")),
    ),
    calls(
        "오늘 수영 40분 했어. 기록해 줘.",
        "record_exercise get_school_meal",
        call("record_exercise", activity="수영", minutes=40),
    ),
    calls(
        "저는 1995년생인데 무슨 띠인가요?",
        "get_zodiac_animal record_exercise",
        call("get_zodiac_animal", birth_year=1995),
    ),
    calls("주방 불 켜 줘.", "switch_lamp set_aircon", call("switch_lamp", room="주방", on=True)),
    calls(
        "감자랑 양파, 당근으로 뭘 만들 수 있을까?",
        "recommend_recipe order_delivery",
        call("recommend_recipe", ingredients=["감자", "양파", "당근"]),
    ),
    calls(
        "강남에서 '기생충' 몇 시에 해요?",
        "get_movie_times reserve_restaurant",
        call("get_movie_times", title="기생충", theater="강남"),
    ),
    calls(
        '"한옥집"에 저녁 6시 30분으로 네 명 예약해 주세요.',
        "reserve_restaurant order_delivery",
        call("reserve_restaurant", restaurant="한옥집", people=4, time="18:30"),
    ),
    # several calls
    calls(
        "부산이랑 서울 날씨 좀 알려 줘.",
        "get_weather",
        call("get_weather", city=BUSAN, unit=maybe("celsius")),
        call("get_weather", city=SEOUL, unit=maybe("celsius")),
    ),
    calls(
        "부산의 기온과 비 올 확률을 알려 주세요.",
        "get_weather get_rain_probability",
        call("get_weather", city=BUSAN, unit=maybe("celsius")),
        call("get_rain_probability", location=BUSAN),
    ),
    calls(
        "인천, 대전, 광주의 미세먼지 농도를 알려 주세요.",
        "get_fine_dust find_pharmacy",
        call("get_fine_dust", region="인천"),
        call("get_fine_dust", region="대전"),
        call("get_fine_dust", region="광주"),
    ),
    calls(
        "거실 불은 끄고 침실 불은 켜 줘.",
        "switch_lamp",
        call("switch_lamp", room="거실", on=False),
        call("switch_lamp", room="침실", on=True),
    ),
    calls(
        "엄마에게 50000원, 동생에게 20000원을 보내 줘.",
        "transfer_money",
        call("transfer_money", recipient=any_of("엄마", "Mom"), amount=50000),
        call("transfer_money", recipient="동생", amount=20000),
    ),
    # none fits
    no_call("안녕하세요!", "get_weather set_alarm"),
    no_call("고마워, 도움이 많이 됐어.", "get_fine_dust find_subway_route"),
    no_call("가을에 대한 짧은 시를 써 줘.", "check_account exchange_won"),
    no_call("세종대왕은 왜 한글을 만들었나요?", "set_aircon get_baseball_score"),
    no_call("서울 날씨 어때요?", "find_pharmacy track_delivery"),
    no_call("내일 아침 7시에 깨워 줘.", "convert_currency get_capital"),
    # something required was not said
    asks_back("날씨 어때?", "get_weather"),
    asks_back("호텔 예약하고 싶어요.", "book_hotel"),
    asks_back("택배 어디까지 왔는지 조회해 주세요.", "track_delivery"),
    asks_back("강남역까지 지하철로 어떻게 가요?", "find_subway_route"),
    asks_back("달러로 환전하면 얼마인지 계산해 주세요.", "exchange_won"),
]
