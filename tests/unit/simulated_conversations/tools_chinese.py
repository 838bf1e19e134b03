"""Functions whose schemas are written in Traditional Chinese, as in Taiwan."""

from . import tools_english
from .notation import boolean, catalogue, integer, list_of, number, one_of, optional, text, tool

CHINESE = catalogue(
    tool("find_mrt_route", "查詢捷運路線。", start=text("起點站"), end=text("終點站")),
    tool("get_aqi", "查詢縣市的空氣品質。", county=text("縣市名稱，例如：台中")),
    tool(
        "book_hsr",
        "訂高鐵車票。",
        departure=text("出發站"),
        arrival=text("抵達站"),
        date=text("日期，格式 YYYY-MM-DD"),
        tickets=optional(integer("張數")),
    ),
    tool("find_youbike", "查詢 YouBike 站點還有幾台車可以借。", station=text("站點名稱")),
    tool(
        "order_bubble_tea",
        "訂手搖飲料。",
        drink=text("飲料名稱"),
        cups=integer("杯數"),
        sugar=optional(one_of("正常糖", "半糖", "無糖", about="甜度")),
        ice=optional(one_of("正常冰", "少冰", "去冰", about="冰塊")),
    ),
    tool("query_balance", "查詢銀行帳戶的餘額。", account=one_of("活存", "定存", about="帳戶種類")),
    tool(
        "exchange_twd",
        "計算新台幣可以換多少外幣。",
        amount=number("新台幣金額（元）"),
        currency=one_of("USD", "EUR", "JPY", "KRW", about="要換的外幣"),
    ),
    tool("search_books", "在圖書館查詢書籍。", title=optional(text("書名")), author=optional(text("作者"))),
    tool(
        "set_air_conditioner",
        "控制冷氣。",
        mode=one_of("冷氣", "暖氣", "除濕", about="運轉模式"),
        temperature=optional(integer("設定溫度（攝氏）")),
    ),
    tool(
        "get_class_schedule",
        "查詢課表。",
        weekday=one_of("星期一", "星期二", "星期三", "星期四", "星期五", about="星期幾"),
    ),
    tool(
        "translate_phrase",
        "把句子翻譯成其他語言。",
        phrase=text("要翻譯的句子"),
        language=one_of("英文", "日文", "韓文", about="目標語言"),
    ),
    tool("track_package", "查詢包裹目前的位置。", number=text("貨運單號")),
    tool("check_invoice", "統一發票對獎。", invoice_number=text("發票號碼")),
    tool("ping_to_square_meters", "把坪數換算成平方公尺。", ping=number("坪數")),
    tool("record_workout", "記錄運動。", activity=text("運動項目"), minutes=integer("時間（分鐘）")),
    tool(
        "control_light",
        "開關房間的電燈。",
        room=one_of("客廳", "臥室", "廚房", about="房間"),
        on=boolean("開燈為 true，關燈為 false"),
    ),
    tool("suggest_dishes", "用手邊的食材推薦料理。", ingredients=list_of(text(), "食材")),
    tool(
        "reserve_seats",
        "預訂餐廳座位。",
        restaurant=text("餐廳名稱"),
        people=integer("人數"),
        time=text("時間，24 小時制 HH:MM"),
    ),
    tool("get_team_result", "查詢職棒球隊最近一場比賽的結果。", team=text("球隊名稱")),
    tool("register_clinic", "預約看診掛號。", department=one_of("牙科", "眼科", "皮膚科", "小兒科", about="科別")),
)

TOOLS = catalogue(*tools_english.TOOLS.values(), *CHINESE.values())
