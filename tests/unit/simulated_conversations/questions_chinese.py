"""Questions in Traditional Chinese as it is written in Taiwan, for English and for Chinese schemas.

A name of a place, of a dish or of a thing may be handed on as it was said or in the schema's
language; both are right where both are listed.
"""

from .notation import any_of, asks_back, call, calls, maybe, no_call

TAIPEI, KAOHSIUNG = any_of("台北", "臺北", "Taipei"), any_of("高雄", "Kaohsiung")

QUESTIONS = [
    # English schemas
    calls(
        "台北現在天氣怎麼樣？", "get_weather get_stock_price", call("get_weather", city=TAIPEI, unit=maybe("celsius"))
    ),
    calls(
        "請用華氏告訴我芝加哥現在的氣溫。",
        "get_weather get_local_time",
        call("get_weather", city=any_of("芝加哥", "Chicago"), unit="fahrenheit"),
    ),
    calls(
        "高雄會下雨嗎？降雨機率多少？",
        "get_weather get_rain_probability",
        call("get_rain_probability", location=KAOHSIUNG),
    ),
    calls(
        "台中的空氣品質好不好？",
        "get_air_quality get_nickname",
        call("get_air_quality", city=any_of("台中", "臺中", "Taichung")),
    ),
    calls(
        "幫我找 2026-04-03 從台北飛東京的機票。",
        "search_flights book_hotel",
        call("search_flights", origin=TAIPEI, destination=any_of("東京", "Tokyo"), date="2026-04-03"),
    ),
    calls(
        "我想在首爾訂三晚的飯店。", "book_hotel book_table", call("book_hotel", city=any_of("首爾", "Seoul"), nights=3)
    ),
    calls("倫敦現在幾點？", "get_local_time get_weather", call("get_local_time", city=any_of("倫敦", "London"))),
    calls("明天早上六點半叫我起床。", "set_alarm set_timer", call("set_alarm", time=any_of("06:30", "6:30"))),
    calls("幫我把鬧鐘設在下午三點。", "set_alarm set_timer", call("set_alarm", time="15:00")),
    calls("計時十分鐘。", "set_alarm set_timer", call("set_timer", minutes=10)),
    calls(
        "2026年2月1日到2026年5月20日總共有幾天？",
        "days_between create_event",
        call("days_between", start_date="2026-02-01", end_date="2026-05-20"),
    ),
    calls(
        "攝氏38度等於華氏幾度？",
        "convert_temperature get_weather",
        call("convert_temperature", value=38, from_unit="celsius", to_unit="fahrenheit"),
    ),
    calls(
        "200美元可以換多少歐元？",
        "convert_currency get_balance",
        call("convert_currency", amount=200, from_currency="USD", to_currency="EUR"),
    ),
    calls(
        "新台幣5000元換成日圓是多少？",
        "convert_currency transfer_money",
        call("convert_currency", amount=5000, from_currency="TWD", to_currency="JPY"),
    ),
    calls(
        "10公里是幾英里？",
        "convert_length convert_currency",
        call("convert_length", value=10, from_unit="km", to_unit="mile"),
    ),
    calls("蘋果的股價現在多少？", "get_stock_price get_weather", call("get_stock_price", symbol="AAPL")),
    calls("請問微軟的股價是多少？", "get_stock_price get_score", call("get_stock_price", symbol="MSFT")),
    calls("我的儲蓄帳戶裡還有多少錢？", "get_balance convert_currency", call("get_balance", account="savings")),
    calls(
        "轉帳3000元給小美。",
        "transfer_money get_balance",
        call("transfer_money", recipient=any_of("小美", "Xiaomei"), amount=3000),
    ),
    calls(
        "幫我轉兩萬元給房東。",
        "transfer_money get_balance",
        call("transfer_money", recipient=any_of("房東", "landlord"), amount=20000),
    ),
    calls(
        "我身高168公分，體重58公斤，幫我算BMI。",
        "calculate_bmi convert_length",
        call("calculate_bmi", weight_kg=58, height_cm=168),
    ),
    calls("我剛喝了300毫升的水，幫我記錄一下。", "log_water get_weather", call("log_water", milliliters=300)),
    calls("把臥室的燈關掉。", "set_light set_thermostat", call("set_light", room="bedroom", on=False)),
    calls("麻煩打開廚房的燈，謝謝。", "set_light set_thermostat", call("set_light", room="kitchen", on=True)),
    calls("請把暖氣設定在22度。", "set_light set_thermostat", call("set_thermostat", temperature=22)),
    calls("星期三有哪些課？", "get_timetable set_alarm", call("get_timetable", day="wednesday")),
    calls("播放周杰倫的歌。", "play_music get_score", call("play_music", artist=any_of("周杰倫", "Jay Chou"))),
    calls(
        "湖人隊最近一場比賽的結果如何？",
        "get_score play_music",
        call("get_score", team=any_of("湖人隊", "湖人", "Lakers")),
    ),
    calls("泰國的首都是哪裡？", "get_capital get_nickname", call("get_capital", country=any_of("泰國", "Thailand"))),
    calls(
        "請把「車站在哪裡？」翻譯成法文。",
        "translate_text count_words",
        call("translate_text", text="車站在哪裡？", target_language=any_of("法文", "法語", "French")),
    ),
    calls("擲兩顆六面的骰子。", "roll_dice random_number", call("roll_dice", sides=6, count=2)),
    calls("從1到49隨機選一個數字。", "random_number feed_pet", call("random_number", minimum=1, maximum=49)),
    calls("餵小黑吃80公克飼料。", "feed_pet water_plant", call("feed_pet", pet="小黑", grams=80)),
    calls(
        "我的包裹到哪了？追蹤號碼是EE123456789TW。",
        "track_parcel renew_loan",
        call("track_parcel", tracking_number="EE123456789TW"),
    ),
    calls(
        "寬5公尺、高3公尺的長方形面積是多少？",
        "rectangle_area convert_length",
        call("rectangle_area", width=5, height=3),
    ),
    # Chinese schemas
    calls(
        "從台北車站到淡水要怎麼搭捷運？",
        "find_mrt_route book_hsr",
        call("find_mrt_route", start="台北車站", end=any_of("淡水", "淡水站")),
    ),
    calls("台中今天的空氣品質如何？", "get_aqi find_youbike", call("get_aqi", county=any_of("台中", "台中市"))),
    calls(
        "幫我訂2026-02-14從台北到左營的高鐵票兩張。",
        "book_hsr find_mrt_route",
        call(
            "book_hsr",
            departure=any_of("台北", "台北站"),
            arrival=any_of("左營", "左營站"),
            date="2026-02-14",
            tickets=2,
        ),
    ),
    calls(
        "公館站還有YouBike可以借嗎？",
        "find_youbike find_mrt_route",
        call("find_youbike", station=any_of("公館站", "公館")),
    ),
    calls(
        "我要三杯珍珠奶茶，半糖少冰。",
        "order_bubble_tea reserve_seats",
        call("order_bubble_tea", drink="珍珠奶茶", cups=3, sugar="半糖", ice="少冰"),
    ),
    calls(
        "來兩杯烏龍茶，無糖。",
        "order_bubble_tea suggest_dishes",
        call("order_bubble_tea", drink="烏龍茶", cups=2, sugar="無糖"),
    ),
    calls("我的定存帳戶餘額是多少？", "query_balance exchange_twd", call("query_balance", account="定存")),
    calls(
        "一萬元台幣可以換多少韓元？", "query_balance exchange_twd", call("exchange_twd", amount=10000, currency="KRW")
    ),
    calls("圖書館有沒有白先勇的書？", "search_books suggest_dishes", call("search_books", author="白先勇")),
    calls("幫我在圖書館找《小王子》這本書。", "search_books get_team_result", call("search_books", title="小王子")),
    calls(
        "冷氣開26度。", "set_air_conditioner control_light", call("set_air_conditioner", mode="冷氣", temperature=26)
    ),
    calls(
        "房間好潮濕，請把冷氣切換成除濕。",
        "set_air_conditioner control_light",
        call("set_air_conditioner", mode="除濕"),
    ),
    calls("星期五的課表是什麼？", "get_class_schedule register_clinic", call("get_class_schedule", weekday="星期五")),
    calls(
        "「謝謝」的日文怎麼說？幫我翻譯。",
        "translate_phrase search_books",
        call("translate_phrase", phrase="謝謝", language="日文"),
    ),
    calls(
        "幫我查單號 907123456789 的包裹。", "track_package check_invoice", call("track_package", number="907123456789")
    ),
    calls(
        "幫我對一下發票，號碼是AB12345678。",
        "track_package check_invoice",
        call("check_invoice", invoice_number="AB12345678"),
    ),
    calls("30坪是幾平方公尺？", "ping_to_square_meters exchange_twd", call("ping_to_square_meters", ping=30)),
    calls(
        "我今天游泳游了45分鐘，請記錄下來。",
        "record_workout get_team_result",
        call("record_workout", activity="游泳", minutes=45),
    ),
    calls("把客廳的燈打開。", "control_light set_air_conditioner", call("control_light", room="客廳", on=True)),
    calls(
        "我有雞蛋、番茄和豆腐，可以做什麼菜？",
        "suggest_dishes order_bubble_tea",
        call("suggest_dishes", ingredients=["雞蛋", "番茄", "豆腐"]),
    ),
    calls(
        "幫我訂「鼎泰豐」，五個人，晚上六點半。",
        "reserve_seats order_bubble_tea",
        call("reserve_seats", restaurant="鼎泰豐", people=5, time="18:30"),
    ),
    calls(
        "中信兄弟最近一場比賽打得怎麼樣？", "get_team_result suggest_dishes", call("get_team_result", team="中信兄弟")
    ),
    calls("我想掛皮膚科。", "register_clinic get_class_schedule", call("register_clinic", department="皮膚科")),
    # several calls
    calls(
        "台北和高雄的天氣怎麼樣？",
        "get_weather",
        call("get_weather", city=TAIPEI, unit=maybe("celsius")),
        call("get_weather", city=KAOHSIUNG, unit=maybe("celsius")),
    ),
    calls(
        "請告訴我台北的氣溫和降雨機率。",
        "get_weather get_rain_probability",
        call("get_weather", city=TAIPEI, unit=maybe("celsius")),
        call("get_rain_probability", location=TAIPEI),
    ),
    calls(
        "台北、台南、花蓮的空氣品質如何？",
        "get_aqi find_youbike",
        call("get_aqi", county=any_of("台北", "台北市")),
        call("get_aqi", county=any_of("台南", "台南市")),
        call("get_aqi", county=any_of("花蓮", "花蓮縣")),
    ),
    calls(
        "把客廳的燈關掉，然後打開臥室的燈。",
        "control_light",
        call("control_light", room="客廳", on=False),
        call("control_light", room="臥室", on=True),
    ),
    calls(
        "轉帳2000元給阿明，再轉帳500元給小華。",
        "transfer_money",
        call("transfer_money", recipient="阿明", amount=2000),
        call("transfer_money", recipient="小華", amount=500),
    ),
    # none fits
    no_call("你好！", "get_weather set_alarm"),
    no_call("謝謝你，幫了大忙。", "get_aqi find_mrt_route"),
    no_call("寫一首關於春天的短詩。", "query_balance exchange_twd"),
    no_call("唐朝為什麼會滅亡？", "set_air_conditioner get_team_result"),
    no_call("台北今天天氣如何？", "check_invoice track_package"),
    no_call("幫我設明天早上七點的鬧鐘。", "convert_currency get_capital"),
    # something required was not said
    asks_back("天氣怎麼樣？", "get_weather"),
    asks_back("我想訂飯店。", "book_hotel"),
    asks_back("幫我查一下我的包裹在哪裡。", "track_package"),
    asks_back("我要去淡水，捷運要怎麼搭？", "find_mrt_route"),
    asks_back("我想換日圓，請幫我算一下可以換多少。", "exchange_twd"),
]
