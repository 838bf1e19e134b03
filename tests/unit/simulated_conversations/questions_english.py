"""Questions in English."""

from .notation import any_of, asks_back, call, calls, maybe, no_call

QUESTIONS = [
    # one function on offer, or one of several
    calls(
        "What's the weather like in Lisbon?", "get_weather", call("get_weather", city="Lisbon", unit=maybe("celsius"))
    ),
    calls(
        "How warm is it in Chicago right now, in Fahrenheit?",
        "get_weather get_local_time get_air_quality",
        call("get_weather", city="Chicago", unit="fahrenheit"),
    ),
    calls(
        "Is it going to rain in Manchester?",
        "get_weather get_rain_probability",
        call("get_rain_probability", location="Manchester"),
    ),
    calls(
        "Find me a flight from Berlin to Madrid on 2026-03-14.",
        "search_flights book_hotel get_train_times",
        call("search_flights", origin="Berlin", destination="Madrid", date="2026-03-14", passengers=maybe(1)),
    ),
    calls(
        "I need business class flights for 3 passengers to Oslo from Rome on 2026-05-02",
        "search_flights get_weather",
        call("search_flights", origin="Rome", destination="Oslo", date="2026-05-02", passengers=3, cabin="business"),
    ),
    calls(
        "Book a hotel in Prague for four nights, please.",
        "book_hotel book_table",
        call("book_hotel", city="Prague", nights=4),
    ),
    calls(
        "Please book us a hotel room in Kyoto: 2 guests, 5 nights.",
        "book_hotel search_flights",
        call("book_hotel", city="Kyoto", nights=5, guests=2),
    ),
    calls(
        "When does the next train leave from Cambridge to London?",
        "get_train_times search_flights",
        call("get_train_times", from_station="Cambridge", to_station="London"),
    ),
    calls("What time is it in Tokyo?", "get_weather get_local_time set_alarm", call("get_local_time", city="Tokyo")),
    calls(
        "Wake me up at 6:45 tomorrow morning.",
        "set_alarm set_timer get_weather",
        call("set_alarm", time=any_of("06:45", "6:45")),
    ),
    calls("Set an alarm for 7:30 pm", "set_alarm set_timer", call("set_alarm", time="19:30")),
    calls("Start a timer for twelve minutes.", "set_alarm set_timer", call("set_timer", minutes=12)),
    calls(
        'Add "Dinner with Ana" to my calendar on 2026-02-20 at 19:00.',
        "create_event set_alarm book_table",
        call("create_event", title="Dinner with Ana", date="2026-02-20", time="19:00"),
    ),
    calls(
        "How many days are there between 2026-01-01 and 2026-04-15?",
        "days_between create_event",
        call("days_between", start_date="2026-01-01", end_date="2026-04-15"),
    ),
    calls(
        "How many days lie between March 3, 2025 and June 9, 2025?",
        "days_between",
        call("days_between", start_date="2025-03-03", end_date="2025-06-09"),
    ),
    calls(
        "What is 98.6 degrees Fahrenheit in Celsius?",
        "convert_temperature get_weather",
        call("convert_temperature", value=98.6, from_unit="fahrenheit", to_unit="celsius"),
    ),
    calls(
        "Convert 26.2 miles to kilometers.",
        "convert_length convert_currency",
        call("convert_length", value=26.2, from_unit="mile", to_unit="km"),
    ),
    calls(
        "How many inches is 180 cm?",
        "convert_length convert_temperature",
        call("convert_length", value=180, from_unit="cm", to_unit="inch"),
    ),
    calls(
        "How much is 250 dollars in euros?",
        "convert_currency get_balance",
        call("convert_currency", amount=250, from_currency="USD", to_currency="EUR"),
    ),
    calls(
        "Change 1,500 British pounds into Japanese yen for me",
        "convert_currency transfer_money",
        call("convert_currency", amount=1500, from_currency="GBP", to_currency="JPY"),
    ),
    calls(
        "What tip should I leave on a bill of $84.50 if I want to give 18%?",
        "calculate_tip convert_currency",
        call("calculate_tip", bill=84.5, percent=18),
    ),
    calls(
        "What's the area of a rectangle 4 metres wide and 2.5 metres high?",
        "rectangle_area convert_length",
        call("rectangle_area", width=4, height=2.5),
    ),
    calls(
        "I want to borrow $20,000 at 5.5% over 10 years. What would I pay per month?",
        "loan_payment calculate_tip",
        call("loan_payment", principal=20000, annual_rate=5.5, years=10),
    ),
    calls(
        "How much money is in my savings account?", "get_balance transfer_money", call("get_balance", account="savings")
    ),
    calls(
        "Send 40 dollars to Maria.",
        "get_balance transfer_money send_message",
        call("transfer_money", recipient="Maria", amount=40),
    ),
    calls("What's Apple's share price?", "get_stock_price get_weather", call("get_stock_price", symbol="AAPL")),
    calls(
        "Do you have the blue raincoat in size L?",
        "check_stock find_recipe",
        call("check_stock", product=any_of("blue raincoat", "the blue raincoat"), size="L"),
    ),
    calls(
        "What can I cook with tomatoes, eggs and spinach?",
        "find_recipe book_table add_to_shopping_list",
        call("find_recipe", ingredients=[any_of("tomatoes", "tomato"), any_of("eggs", "egg"), "spinach"]),
    ),
    calls(
        "Find a vegetarian recipe with rice and mushrooms that takes at most 30 minutes.",
        "find_recipe set_timer",
        call("find_recipe", ingredients=["rice", any_of("mushrooms", "mushroom")], max_minutes=30, vegetarian=True),
    ),
    calls(
        "Reserve a table for six at Luigi's at 20:15.",
        "book_table book_hotel",
        call("book_table", restaurant="Luigi's", people=6, time="20:15"),
    ),
    calls(
        "I'd like to order two margherita pizzas and one lemonade.",
        "order_food book_table",
        call(
            "order_food",
            items=[
                {"name": any_of("margherita pizzas", "margherita pizza"), "quantity": 2},
                {"name": "lemonade", "quantity": 1},
            ],
        ),
    ),
    calls(
        "Where is my parcel? The tracking number is 1Z999AA10123.",
        "track_parcel renew_loan",
        call("track_parcel", tracking_number="1Z999AA10123"),
    ),
    calls(
        "Put milk, bread and butter on the shopping list.",
        "add_to_shopping_list find_recipe",
        call("add_to_shopping_list", items=["milk", "bread", "butter"]),
    ),
    calls(
        "Does the library have anything by Ursula Le Guin?",
        "find_book renew_loan",
        call("find_book", author="Ursula Le Guin"),
    ),
    calls(
        'Look for the book "The Old Man and the Sea".',
        "find_book get_showtimes",
        call("find_book", title="The Old Man and the Sea"),
    ),
    calls("What lessons do I have on Thursday?", "get_timetable create_event", call("get_timetable", day="thursday")),
    calls(
        'Translate "Where is the station?" into Korean.',
        "translate_text count_words",
        call("translate_text", text="Where is the station?", target_language="Korean"),
    ),
    calls(
        "Play some music by Miles Davis, shuffled.",
        "play_music get_score",
        call("play_music", artist="Miles Davis", shuffle=True),
    ),
    calls("How did Arsenal do in their last match?", "get_score play_music", call("get_score", team="Arsenal")),
    calls(
        'When is "Parasite" on in Boston?',
        "get_showtimes get_weather",
        call("get_showtimes", movie="Parasite", city="Boston"),
    ),
    calls(
        "I weigh 72 kg and I'm 181 cm tall. What's my BMI?",
        "calculate_bmi convert_length",
        call("calculate_bmi", weight_kg=72, height_cm=181),
    ),
    calls("I just drank 350 ml of water.", "log_water water_plant", call("log_water", milliliters=350)),
    calls(
        "Make an appointment with the dentist on 2026-06-11.",
        "book_appointment create_event",
        call("book_appointment", specialty="dentist", date="2026-06-11"),
    ),
    calls(
        "Turn off the light in the bedroom.", "set_light set_thermostat", call("set_light", room="bedroom", on=False)
    ),
    calls(
        "Switch on the lamps in the living room at 40 percent.",
        "set_light set_thermostat",
        call("set_light", room="living_room", on=True, brightness=40),
    ),
    calls(
        "Set the heating in the bathroom to 23 degrees.",
        "set_light set_thermostat",
        call("set_thermostat", temperature=23, room="bathroom"),
    ),
    calls(
        'Send Tom the message "I\'m running late".',
        "send_message transfer_money",
        call("send_message", recipient="Tom", message="I'm running late"),
    ),
    # the sort that learners make up
    calls("Roll three dice with 20 sides each.", "roll_dice random_number", call("roll_dice", sides=20, count=3)),
    calls(
        "What do they call New Orleans? I mean its nickname.",
        "get_nickname get_weather",
        call("get_nickname", city=any_of("New Orleans", "New Orleans, LA")),
    ),
    calls("I'm a Scorpio. What does my horoscope say?", "get_horoscope", call("get_horoscope", sign="Scorpio")),
    calls("Give Rex 150 grams of food.", "feed_pet water_plant", call("feed_pet", pet="Rex", grams=150)),
    calls(
        "Cast fireball on the goblin with power 8!",
        "cast_spell roll_dice",
        call("cast_spell", spell="fireball", target=any_of("goblin", "the goblin"), power=8),
    ),
    calls("What's the capital of Mongolia?", "get_capital get_nickname", call("get_capital", country="Mongolia")),
    calls(
        'How many words are in "to be or not to be"?',
        "count_words translate_text",
        call("count_words", text="to be or not to be"),
    ),
    calls("Paint the pixel at x=3, y=7 green.", "paint_pixel", call("paint_pixel", x=3, y=7, color="green")),
    calls(
        "Give the orchid half a litre of water.",
        "water_plant feed_pet log_water",
        call("water_plant", plant=any_of("orchid", "the orchid"), liters=0.5),
    ),
    calls(
        "I'd love a cappuccino with two spoons of sugar.",
        "brew_coffee order_food",
        call("brew_coffee", kind="cappuccino", sugar=2, milk=maybe(True)),
    ),
    calls("An espresso without milk, please", "brew_coffee", call("brew_coffee", kind="espresso", milk=maybe(False))),
    calls(
        "Give me a random number between 1 and 49.",
        "random_number roll_dice",
        call("random_number", minimum=1, maximum=49),
    ),
    # several calls
    calls(
        "What's the weather in Busan and in Seoul?",
        "get_weather",
        call("get_weather", city="Busan", unit=maybe("celsius")),
        call("get_weather", city="Seoul", unit=maybe("celsius")),
    ),
    calls(
        "What's the temperature in Oslo, and how likely is rain there?",
        "get_weather get_rain_probability",
        call("get_weather", city="Oslo", unit=maybe("celsius")),
        call("get_rain_probability", location="Oslo"),
    ),
    calls(
        "Tell me the capitals of Peru, Kenya and Norway.",
        "get_capital",
        call("get_capital", country="Peru"),
        call("get_capital", country="Kenya"),
        call("get_capital", country="Norway"),
    ),
    calls(
        "Turn on the kitchen light and set the heating to 21 degrees.",
        "set_light set_thermostat",
        call("set_light", room="kitchen", on=True),
        call("set_thermostat", temperature=21, room=maybe("kitchen")),
    ),
    calls(
        "Send 30 dollars to Ben and 45 dollars to Clara.",
        "transfer_money get_balance",
        call("transfer_money", recipient="Ben", amount=30),
        call("transfer_money", recipient="Clara", amount=45),
    ),
    calls(
        "Set timers for 5, 10 and 15 minutes.",
        "set_timer set_alarm",
        call("set_timer", minutes=5),
        call("set_timer", minutes=10),
        call("set_timer", minutes=15),
    ),
    calls(
        "Give 80 grams of food to Luna and 120 grams to Max.",
        "feed_pet",
        call("feed_pet", pet="Luna", grams=80),
        call("feed_pet", pet="Max", grams=120),
    ),
    calls(
        "Compare the share prices of Microsoft and Nvidia.",
        "get_stock_price convert_currency",
        call("get_stock_price", symbol="MSFT"),
        call("get_stock_price", symbol="NVDA"),
    ),
    calls(
        "Convert 100 euros to dollars and 20 miles to km.",
        "convert_currency convert_length",
        call("convert_currency", amount=100, from_currency="EUR", to_currency="USD"),
        call("convert_length", value=20, from_unit="mile", to_unit="km"),
    ),
    calls(
        "Cast heal on Mira and then freeze on the troll.",
        "cast_spell",
        call("cast_spell", spell="heal", target="Mira"),
        call("cast_spell", spell="freeze", target=any_of("troll", "the troll")),
    ),
    # none fits
    no_call("Write a short poem about autumn.", "get_weather set_alarm"),
    no_call("Who won the football world cup in 1998?", "convert_currency get_balance"),
    no_call("Hello there!", "get_weather get_stock_price"),
    no_call("Thanks, that's all for today.", "book_hotel search_flights"),
    no_call("What is your favourite colour?", "set_light paint_pixel"),
    no_call("How do I sort a list in Python?", "find_recipe track_parcel"),
    no_call("Set an alarm for 8 am.", "get_weather get_score"),
    no_call("What's the weather like in Rome?", "get_stock_price translate_text"),
    no_call("Why is the sky blue?", "play_music get_timetable"),
    no_call("Explain what recursion is.", "rectangle_area"),
    # something required was not said
    asks_back("What's the weather like?", "get_weather"),
    asks_back("Send money to Peter.", "transfer_money get_balance"),
    asks_back("Where is my parcel?", "track_parcel"),
    asks_back("I'd like to book a hotel in Vienna.", "book_hotel"),
    asks_back("Find me a flight to Athens.", "search_flights"),
    asks_back("Set a timer.", "set_timer"),
    asks_back("What's my BMI? I weigh 64 kg.", "calculate_bmi"),
]
