"""Functions with English schemas, from everyday life, and some of the sort that learners make up."""

from .notation import boolean, catalogue, integer, list_of, number, one_of, optional, record, text, tool

TOOLS = catalogue(
    # weather and nature
    tool(
        "get_weather",
        "Get the current weather for a city.",
        city=text("The name of the city, e.g. Seoul"),
        unit=optional(one_of("celsius", "fahrenheit", about="Temperature unit")),
    ),
    tool("get_rain_probability", "Get the probability of rain for a location.", location=text("City, e.g. Busan")),
    tool("get_air_quality", "Get the air quality index (fine dust, PM2.5) for a city.", city=text("City name")),
    # travel
    tool(
        "search_flights",
        "Search for flights between two cities.",
        origin=text("City of departure"),
        destination=text("City of arrival"),
        date=text("Day of departure, YYYY-MM-DD"),
        passengers=optional(integer("Number of passengers, default 1")),
        cabin=optional(one_of("economy", "business", "first", about="Cabin class")),
    ),
    tool(
        "book_hotel",
        "Book a hotel room in a city.",
        city=text("City of the hotel"),
        nights=integer("How many nights to stay"),
        guests=optional(integer("Number of guests")),
    ),
    tool(
        "get_train_times",
        "Look up the next trains between two stations.",
        from_station=text("Station where the journey starts"),
        to_station=text("Station where the journey ends"),
    ),
    tool(
        "get_local_time",
        "Get the current local time in a city.",
        city=text("City name"),
    ),
    # calendar
    tool(
        "create_event",
        "Add an event to the calendar.",
        title=text("What the event is called"),
        date=text("Day of the event, YYYY-MM-DD"),
        time=optional(text("Start time, 24-hour HH:MM")),
    ),
    tool("set_alarm", "Set an alarm clock.", time=text("Time of day, 24-hour HH:MM")),
    tool("set_timer", "Start a countdown timer.", minutes=integer("Length in minutes")),
    tool(
        "days_between",
        "Count the days between two dates.",
        start_date=text("First date, YYYY-MM-DD", format="date"),
        end_date=text("Last date, YYYY-MM-DD", format="date"),
    ),
    # conversion and arithmetic
    tool(
        "convert_temperature",
        "Convert a temperature from one scale to another.",
        value=number("The temperature to convert"),
        from_unit=one_of("celsius", "fahrenheit", "kelvin"),
        to_unit=one_of("celsius", "fahrenheit", "kelvin"),
    ),
    tool(
        "convert_length",
        "Convert a length from one unit to another.",
        value=number("The length to convert"),
        from_unit=one_of("m", "km", "cm", "mile", "foot", "inch"),
        to_unit=one_of("m", "km", "cm", "mile", "foot", "inch"),
    ),
    tool(
        "convert_currency",
        "Convert an amount of money to another currency at today's exchange rate.",
        amount=number("Amount of money to convert"),
        from_currency=text("ISO 4217 code of the currency to convert from, e.g. USD"),
        to_currency=text("ISO 4217 code of the currency to convert to, e.g. EUR"),
    ),
    tool(
        "calculate_tip",
        "Work out the tip for a restaurant bill.",
        bill=number("Total of the bill"),
        percent=number("Tip in percent of the bill"),
    ),
    tool(
        "rectangle_area",
        "Calculate the area of a rectangle.",
        width=number("Width in metres"),
        height=number("Height in metres"),
    ),
    tool(
        "loan_payment",
        "Calculate the monthly payment for a loan.",
        principal=number("Amount borrowed"),
        annual_rate=number("Yearly interest rate in percent"),
        years=integer("Years to pay it back"),
    ),
    # banking and shares
    tool("get_balance", "Show the balance of a bank account.", account=one_of("checking", "savings")),
    tool(
        "transfer_money",
        "Send money to another person's bank account.",
        recipient=text("Name of the person who receives the money"),
        amount=number("Amount to send"),
    ),
    tool("get_stock_price", "Get the latest share price of a company.", symbol=text("Ticker symbol, e.g. MSFT")),
    # shops, food, delivery
    tool(
        "check_stock",
        "Check whether a shop has a product in stock.",
        product=text("Product name"),
        size=optional(one_of("S", "M", "L", "XL", about="Size")),
    ),
    tool(
        "find_recipe",
        "Find a recipe that uses the given ingredients.",
        ingredients=list_of(text(), "Ingredients to use"),
        max_minutes=optional(integer("Longest cooking time in minutes")),
        vegetarian=optional(boolean("Only recipes without meat or fish")),
    ),
    tool(
        "book_table",
        "Reserve a table at a restaurant.",
        restaurant=text("Name of the restaurant"),
        people=integer("Number of people"),
        time=text("Time of the reservation, 24-hour HH:MM"),
    ),
    tool(
        "order_food",
        "Order dishes for delivery.",
        items=list_of(record(name=text("Name of the dish"), quantity=integer("How many")), "The dishes to order"),
    ),
    tool("track_parcel", "Find out where a parcel is.", tracking_number=text("Tracking number of the parcel")),
    tool("add_to_shopping_list", "Put things on the shopping list.", items=list_of(text(), "Things to buy")),
    # library, school
    tool(
        "find_book",
        "Look for a book in the library.",
        title=optional(text("Title of the book")),
        author=optional(text("Name of the author")),
    ),
    tool("renew_loan", "Renew the loan of a library book.", card_number=text("Number of the library card")),
    tool(
        "get_timetable",
        "Show the lessons of a school day.",
        day=one_of("monday", "tuesday", "wednesday", "thursday", "friday"),
    ),
    tool(
        "translate_text",
        "Translate a text into another language.",
        text=text("The text to translate"),
        target_language=text("Language to translate into, e.g. French"),
    ),
    # music, film, sports
    tool(
        "play_music",
        "Play music by an artist.",
        artist=text("Name of the artist or band"),
        shuffle=optional(boolean("Play the songs in random order")),
    ),
    tool("get_score", "Get the result of a team's latest match.", team=text("Name of the team")),
    tool(
        "get_showtimes",
        "Find out when a film is shown in the cinemas of a city.",
        movie=text("Title of the film"),
        city=text("City"),
    ),
    # health
    tool(
        "calculate_bmi",
        "Calculate the body mass index.",
        weight_kg=number("Body weight in kilograms"),
        height_cm=number("Body height in centimetres"),
    ),
    tool("log_water", "Record how much water somebody drank.", milliliters=integer("Amount in millilitres")),
    tool(
        "book_appointment",
        "Make an appointment with a doctor.",
        specialty=one_of("dentist", "dermatologist", "pediatrician", "general"),
        date=text("Day, YYYY-MM-DD"),
    ),
    # home
    tool(
        "set_light",
        "Turn the lamps of a room on or off, or dim them.",
        room=one_of("kitchen", "bedroom", "living_room", "bathroom"),
        on=boolean("True to turn on, false to turn off"),
        brightness=optional(integer("Brightness from 0 to 100 percent", minimum=0, maximum=100)),
    ),
    tool(
        "set_thermostat",
        "Set the heating to a temperature.",
        temperature=number("Target temperature in degrees Celsius"),
        room=optional(one_of("kitchen", "bedroom", "living_room", "bathroom")),
    ),
    tool("send_message", "Send a text message to somebody.", recipient=text("Who gets it"), message=text("The text")),
    # made up
    tool(
        "roll_dice",
        "Roll dice for a board game.",
        sides=integer("Sides of each die"),
        count=optional(integer("How many dice to roll, default 1")),
    ),
    tool("get_nickname", "Get the nickname of a city.", city=text("City, e.g. San Francisco, CA")),
    tool("get_horoscope", "Read the horoscope for a star sign.", sign=text("Star sign, e.g. Leo")),
    tool("feed_pet", "Give food to a pet.", pet=text("Name of the pet"), grams=integer("Amount of food in grams")),
    tool(
        "cast_spell",
        "Cast a magic spell on a target in the game.",
        spell=one_of("fireball", "freeze", "heal", "teleport"),
        target=text("Who is hit by the spell"),
        power=optional(integer("Strength from 1 to 10", minimum=1, maximum=10)),
    ),
    tool("get_capital", "Look up the capital of a country.", country=text("Name of the country")),
    tool("count_words", "Count the words in a piece of text.", text=text("The text")),
    tool(
        "paint_pixel",
        "Colour one pixel of the picture.",
        x=integer("Column"),
        y=integer("Row"),
        color=one_of("red", "green", "blue", "black", "white"),
    ),
    tool(
        "water_plant", "Water a plant in the greenhouse.", plant=text("Kind of plant"), liters=number("Water, litres")
    ),
    tool(
        "brew_coffee",
        "Make a cup of coffee.",
        kind=one_of("espresso", "latte", "cappuccino", "americano"),
        sugar=optional(integer("Spoons of sugar")),
        milk=optional(boolean("With milk")),
    ),
    tool(
        "random_number", "Draw a random number.", minimum=integer("Smallest number"), maximum=integer("Largest number")
    ),
    # transport and measuring
    tool("check_departures", "List the next departures from a platform.", platform=text("Name of the platform")),
    tool(
        "read_sensor", "Read the temperature sensor of a place.", sensor=text("Where the sensor is"), unit=text("Unit")
    ),
)
