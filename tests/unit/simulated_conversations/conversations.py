"""Conversations of several turns, played from the first word to the last answer."""

from . import tools_chinese, tools_korean
from .notation import any_of, call, catalogue, maybe, said, script

TOOLS = catalogue(*tools_korean.TOOLS.values(), *tools_chinese.CHINESE.values())

C = maybe("celsius")

FOLLOW_UPS = [
    script(
        "another city",
        "get_weather get_stock_price",
        said("What's the weather in Busan?", call("get_weather", city="Busan", unit=C).giving({"temperature": 14})),
        said("And in Seoul?", call("get_weather", city="Seoul", unit=C).giving({"temperature": 9})),
    ),
    script(
        "another unit",
        "get_weather get_stock_price",
        said(
            "How warm is it in Denver?",
            call("get_weather", city="Denver", unit=maybe("celsius", "fahrenheit")).giving("61"),
        ),
        said("Now in Celsius, please.", call("get_weather", city="Denver", unit="celsius").giving("16")),
    ),
    script(
        "another company",
        "get_stock_price get_weather",
        said("What is the share price of Apple?", call("get_stock_price", symbol="AAPL").giving("210.62")),
        said("What about Microsoft?", call("get_stock_price", symbol="MSFT").giving("446.95")),
    ),
    script(
        "another amount",
        "convert_currency get_balance",
        said(
            "How much is 100 euros in dollars?",
            call("convert_currency", amount=100, from_currency="EUR", to_currency="USD").giving("108.5"),
        ),
        said("And 250?", call("convert_currency", amount=250, from_currency="EUR", to_currency="USD").giving("271.25")),
    ),
    script(
        "another currency",
        "convert_currency get_balance",
        said(
            "How much is 80 pounds in euros?",
            call("convert_currency", amount=80, from_currency="GBP", to_currency="EUR").giving("93.6"),
        ),
        said(
            "And in yen?", call("convert_currency", amount=80, from_currency="GBP", to_currency="JPY").giving("15320")
        ),
    ),
    script(
        "another question of the same city",
        "get_weather get_rain_probability",
        said("What's the temperature in Oslo?", call("get_weather", city="Oslo", unit=C).giving({"temperature": -3})),
        said("And how likely is rain there?", call("get_rain_probability", location="Oslo").giving("20%")),
    ),
    script(
        "another day",
        "get_timetable set_alarm",
        said("What lessons do I have on Monday?", call("get_timetable", day="monday").giving("Maths, Art")),
        said("And on Tuesday?", call("get_timetable", day="tuesday").giving("Biology, Music")),
    ),
    script(
        "another room",
        "set_light set_thermostat",
        said("Turn on the light in the kitchen.", call("set_light", room="kitchen", on=True).giving("The lamp is on")),
        said("Also in the bathroom.", call("set_light", room="bathroom", on=True).giving("The lamp is on")),
    ),
    script(
        "two more cities",
        "get_capital",
        said("What's the capital of Chile?", call("get_capital", country="Chile").giving("Santiago")),
        said(
            "And of Ghana and Laos?",
            [
                call("get_capital", country="Ghana").giving("Accra"),
                call("get_capital", country="Laos").giving("Vientiane"),
            ],
        ),
    ),
    script(
        "ko another city",
        "get_weather get_stock_price",
        said("부산 날씨 어때요?", call("get_weather", city=any_of("부산", "Busan"), unit=C).giving({"기온": 14})),
        said("서울은요?", call("get_weather", city=any_of("서울", "Seoul"), unit=C).giving({"기온": 9})),
    ),
    script(
        "ko another unit",
        "get_weather",
        said("부산의 현재 기온을 알려 주세요.", call("get_weather", city=any_of("부산", "Busan"), unit=C).giving("14")),
        said(
            "화씨로도 알려 주세요.", call("get_weather", city=any_of("부산", "Busan"), unit="fahrenheit").giving("57")
        ),
    ),
    script(
        "ko another weekday",
        "get_school_meal find_pharmacy",
        said("월요일 급식 메뉴가 뭐야?", call("get_school_meal", weekday="월").giving("비빔밥")),
        said("그럼 목요일은?", call("get_school_meal", weekday="목").giving("돈가스")),
    ),
    script(
        "zh another city",
        "get_weather get_stock_price",
        said("台北天氣如何？", call("get_weather", city=any_of("台北", "臺北", "Taipei"), unit=C).giving({"氣溫": 22})),
        said("那高雄呢？", call("get_weather", city=any_of("高雄", "Kaohsiung"), unit=C).giving({"氣溫": 27})),
    ),
    script(
        "zh another currency",
        "exchange_twd query_balance",
        said("新台幣3000元可以換多少美元？", call("exchange_twd", amount=3000, currency="USD").giving("92.4")),
        said("那換成日圓呢？", call("exchange_twd", amount=3000, currency="JPY").giving("14250")),
    ),
]

CORRECTIONS = [
    script(
        "no, I meant",
        "get_weather get_stock_price",
        said("What's the weather in Sydney?", call("get_weather", city="Sydney", unit=C).giving({"temperature": 24})),
        said("No, I meant Perth.", call("get_weather", city="Perth", unit=C).giving({"temperature": 31})),
    ),
    script(
        "sorry, another number",
        "set_timer set_alarm",
        said("Set a timer for 10 minutes.", call("set_timer", minutes=10).giving("Timer set: 10 minutes")),
        said("Sorry, make that 20 minutes.", call("set_timer", minutes=20).giving("Timer set: 20 minutes")),
    ),
    script(
        "actually, another recipient",
        "transfer_money",
        said("Send 25 dollars to Emma.", call("transfer_money", recipient="Emma", amount=25).giving("Sent: 25")),
        said("Actually, I meant Olivia.", call("transfer_money", recipient="Olivia", amount=25).giving("Sent: 25")),
    ),
    script(
        "a later time",
        "book_table",
        said(
            "Book a table for 2 people at Bella Roma at 18:00.",
            call("book_table", restaurant="Bella Roma", people=2, time="18:00").giving({"booking": "B-11"}),
        ),
        said(
            "No, for 4 people.",
            call("book_table", restaurant="Bella Roma", people=4, time="18:00").giving({"booking": "B-12"}),
        ),
    ),
    script(
        "ko no, that one",
        "get_fine_dust find_pharmacy",
        said("인천 미세먼지 알려 줘.", call("get_fine_dust", region="인천").giving("보통")),
        said("아니, 수원 말이야.", call("get_fine_dust", region="수원").giving("나쁨")),
    ),
    script(
        "zh not that, this",
        "record_workout",
        said(
            "我今天跑步跑了30分鐘，請記錄下來。",
            call("record_workout", activity="跑步", minutes=30).giving("已記錄30分鐘"),
        ),
        said("不對，是50分鐘。", call("record_workout", activity="跑步", minutes=50).giving("已記錄50分鐘")),
    ),
]

MISSING = [
    script(
        "the city",
        "get_weather get_stock_price",
        said("What's the weather like?", asks=True),
        said("In Helsinki.", call("get_weather", city="Helsinki", unit=C).giving({"temperature": 2})),
    ),
    script(
        "one word",
        "get_weather",
        said("Is it cold outside? What's the temperature?", asks=True),
        said("Reykjavik", call("get_weather", city="Reykjavik", unit=C).giving({"temperature": 1})),
    ),
    script(
        "the number",
        "track_parcel",
        said("Can you tell me where my parcel is?", asks=True),
        said("It's AB123456.", call("track_parcel", tracking_number="AB123456").giving({"place": "Lyon"})),
    ),
    script(
        "how long",
        "set_timer set_alarm",
        said("Start a timer.", asks=True),
        said("25 minutes", call("set_timer", minutes=25).giving("Running: 25 minutes")),
    ),
    script(
        "the amount",
        "transfer_money get_balance",
        said("Please transfer money to Lena.", asks=True),
        said("60 dollars", call("transfer_money", recipient="Lena", amount=60).giving("Sent: 60")),
    ),
    script(
        "the nights",
        "book_hotel",
        said("Book a hotel in Vienna for me.", asks=True),
        said("Three nights, please.", call("book_hotel", city="Vienna", nights=3).giving({"hotel": "Hotel Sacher"})),
    ),
    script(
        "ko the city",
        "get_weather get_stock_price",
        said("날씨가 어떤지 알려 주세요.", asks=True),
        said("대전이요.", call("get_weather", city=any_of("대전", "Daejeon"), unit=C).giving({"기온": 17})),
    ),
    script(
        "ko the number",
        "track_delivery",
        said("제 택배가 어디 있는지 조회해 주세요.", asks=True),
        said("운송장 번호는 55501234입니다.", call("track_delivery", invoice_number="55501234").giving("대전 터미널")),
    ),
    script(
        "zh the city",
        "get_weather get_stock_price",
        said("今天天氣怎麼樣？", asks=True),
        said("台南。", call("get_weather", city=any_of("台南", "臺南", "Tainan"), unit=C).giving({"氣溫": 28})),
    ),
    script(
        "zh the cups",
        "order_bubble_tea",
        said("我想訂珍珠奶茶。", asks=True),
        said("四杯。", call("order_bubble_tea", drink="珍珠奶茶", cups=4).giving("訂單編號 77")),
    ),
]

ERRORS = [
    script(
        "the accepted values are named",
        "check_departures",
        said(
            "Which departures are there from platform west?",
            call("check_departures", platform=any_of("west", "platform west")).giving(
                {"error": "unknown platform 'west'; accepted values: platform_west, platform_east"}
            ),
            call("check_departures", platform="platform_west").giving("10:05 to Hull"),
        ),
    ),
    script(
        "a unit in another form",
        "read_sensor",
        said(
            "Read the greenhouse sensor in Celsius.",
            call(
                "read_sensor", sensor=any_of("greenhouse", "greenhouse sensor"), unit=any_of("celsius", "Celsius")
            ).giving("Error: unit must be one of 'C', 'F'"),
            call("read_sensor", sensor=any_of("greenhouse", "greenhouse sensor"), unit="C").giving("21.4"),
        ),
    ),
    script(
        "ko the accepted values are named",
        "get_fine_dust",
        said(
            "강남 미세먼지 알려 주세요.",
            call("get_fine_dust", region="강남").giving(
                {"error": "알 수 없는 지역입니다. 사용할 수 있는 값: 강남구, 서초구"}
            ),
            call("get_fine_dust", region="강남구").giving("좋음"),
        ),
    ),
    script(
        "zh the accepted values are named",
        "get_aqi",
        said(
            "台中的空氣品質如何？",
            call("get_aqi", county=any_of("台中", "臺中")).giving(
                {"error": "找不到「台中」，可用的值：台中市、台南市"}
            ),
            call("get_aqi", county="台中市").giving("良好"),
        ),
    ),
]

SMALL_TALK = [
    script(
        "thanks",
        "get_weather",
        said("What's the weather in Cork?", call("get_weather", city="Cork", unit=C).giving({"temperature": 11})),
        said("Thanks a lot!"),
    ),
    script(
        "greeting first",
        "get_stock_price get_weather",
        said("Hi!"),
        said("What's the share price of Nvidia?", call("get_stock_price", symbol="NVDA").giving("123.54")),
        said("Great, bye!"),
    ),
    script(
        "ko thanks",
        "get_weather",
        said("안녕하세요."),
        said(
            "광주 날씨 알려 주세요.", call("get_weather", city=any_of("광주", "Gwangju"), unit=C).giving({"기온": 19})
        ),
        said("감사합니다!"),
    ),
    script(
        "zh thanks",
        "get_weather",
        said("你好"),
        said("花蓮天氣如何？", call("get_weather", city=any_of("花蓮", "Hualien"), unit=C).giving({"氣溫": 25})),
        said("謝謝！"),
    ),
]

TOPIC_CHANGES = [
    script(
        "weather, then shares",
        "get_weather get_stock_price",
        said("What's the weather in Turin?", call("get_weather", city="Turin", unit=C).giving({"temperature": 18})),
        said("What's Apple's stock price?", call("get_stock_price", symbol="AAPL").giving("210.62")),
    ),
    script(
        "nothing is carried over",
        "get_weather set_timer track_parcel",
        said("Set a timer for 8 minutes.", call("set_timer", minutes=8).giving("Running")),
        said("Where is my parcel?", asks=True),
        said("The number is ZX998877.", call("track_parcel", tracking_number="ZX998877").giving({"place": "Bonn"})),
    ),
    script(
        "an open question is dropped",
        "get_weather get_stock_price",
        said("What's the weather like?", asks=True),
        said("Never mind. What's Microsoft's share price?", call("get_stock_price", symbol="MSFT").giving("446.95")),
    ),
    script(
        "something no function does",
        "get_weather",
        said("What's the weather in Nice?", call("get_weather", city="Nice", unit=C).giving({"temperature": 20})),
        said("Who painted the Mona Lisa?"),
    ),
    script(
        "ko weather, then shares",
        "get_weather get_stock_price",
        said("서울 날씨 어때?", call("get_weather", city=any_of("서울", "Seoul"), unit=C).giving({"기온": 9})),
        said("애플 주가는 얼마야?", call("get_stock_price", symbol="AAPL").giving("210.62")),
    ),
    script(
        "zh light, then weather",
        "control_light get_weather",
        said("把廚房的燈打開。", call("control_light", room="廚房", on=True).giving("已開燈")),
        said(
            "台中的天氣如何？",
            call("get_weather", city=any_of("台中", "臺中", "Taichung"), unit=C).giving({"氣溫": 26}),
        ),
    ),
]
