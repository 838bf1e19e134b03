"""How long the simulated model takes to decide, by the number of functions on offer.

    python tests/benchmarks/simulated_model.py

Run by hand. Times are of this process (CPU, ms), medians of turns that were not seen before; schemas are
read once, before. Beside them stands the time of a fixed piece of work in the same process (sorting 100,000
numbers), so that figures of two machines can be compared as ratios. Aim: 5 ms at 10 functions, 25 ms at 128.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from helpers.local_api.models.interface import Turn
from helpers.local_api.models.simulated.deciding.decide import decide

VERBS = "get find list create update delete count convert search book".split()
THINGS = (
    "weather flight hotel order customer invoice parcel recipe song movie lesson patient doctor stock currency route "
    "museum ticket sensor light".split()
)
CITIES = "Oslo Rome Paris Busan Seoul Taipei Boston Lima Cairo Delhi".split()
TURNS = 200


def tool(number: int) -> dict:
    verb, thing = VERBS[number % len(VERBS)], THINGS[number // len(VERBS) % len(THINGS)]
    return {
        "type": "function",
        "function": {
            "name": f"{verb}_{thing}_{number}",
            "description": f"{verb.capitalize()} the {thing} of a city for a number of days.",
            "parameters": {
                "type": "object",
                "properties": {
                    "city": {"type": "string", "description": "City and country, e.g. Lyon, France"},
                    "days": {"type": "integer", "description": "How many days"},
                    "unit": {"type": "string", "enum": ["metric", "imperial"], "description": "Units of measure"},
                },
                "required": ["city", "days"],
            },
        },
    }


def question(random_: random.Random) -> str:
    city, other = random_.sample(CITIES, 2)
    verb, thing = random_.choice(VERBS), random_.choice(THINGS)
    days, number = random_.randrange(1, 30), random_.randrange(10**6)
    return f"Please {verb} the {thing} in {city} and {other} for {days} days, and tell me about number {number}."


def median_ms(work: Callable[[], object], times: int) -> float:
    taken = []
    for _ in range(times):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


def main() -> None:
    random_ = random.Random(1)
    numbers = [random_.random() for _ in range(100_000)]
    yardstick = median_ms(lambda: sorted(numbers), 20)
    print(f"{'functions':>9}  {'ms a turn':>9}  {'of sorting 100,000 numbers':>26}")
    for count in (1, 10, 128):
        tools = [tool(number) for number in range(count)]
        decide(Turn("gpt-4o-mini", [{"role": "user", "content": question(random_)}], tools))
        turns = iter(
            [Turn("gpt-4o-mini", [{"role": "user", "content": question(random_)}], tools) for _ in range(TURNS)]
        )
        taken = median_ms(lambda turns=turns: decide(next(turns)), TURNS)
        print(f"{count:>9}  {taken:>9.2f}  {taken / yardstick:>26.2f}")


if __name__ == "__main__":
    main()
