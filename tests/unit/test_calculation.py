"""Questions with numbers become code; the code is run here as the API runs it, and its output is what counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.local_api.code_interpreter.kernel import Kernel
from helpers.local_api.models.simulated.answering.calculation import code_for, next_code


@pytest.fixture(scope="module")
def kernel():
    with Kernel() as kernel:
        kernel.add_file(
            "sales.csv",
            [
                b'city,product,price,quantity\nSeoul,lamp,20,3\nSeoul,chair,55.5,1\nBusan,lamp,18,10\nTaipei,desk,"1,120",2\n'
            ],
        )
        kernel.add_file("재고.csv", ["상품,가격\n램프,20\n의자,50\n".encode()])
        yield kernel


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is 23 * (17 + 4)?", "483"),
        ("Compute (2+3)*(4-1).", "15"),
        ("2^10", "1024"),
        ("What is 3 x 4?", "12"),
        ("what's 0.1 + 0.2", "0.3"),
        ("How much is 1,234.5 plus 2,000?", "3234.5"),
        ("What is 7 divided by 2?", "3.5"),
        ("What is 12 squared?", "144"),
        ("What is 2 to the power of 10?", "1024"),
        ("What is the square root of 144?", "12.0"),
        ("What's 15% of 240?", "36.0"),
        ("What is 200 - 25%?", "150.0"),
        ("What is 10!", "3628800"),
        ("Subtract 3 from 10.", "7"),
        ("divide 10 by 4", "2.5"),
        ("What is the average of 3, 5 and 10?", "6"),
        ("sum of 1 2 3 4", "10"),
        ("median of 5, 1, 9?", "5"),
        ("I need to solve the equation `3x + 11 = 14`. Can you help me?", "x = 1"),
        ("Solve for y: 4y = 2y + 9 please", "y = 9/2"),
        ("Solve 2(y - 3) = 10", "y = 8"),
        ("x^2 - 5x + 6 = 0", "x = 2\nx = 3"),
        ("Solve x^2 = -1", "no real solution"),
        ("Solve x = x + 1", "no solution"),
        ("3 더하기 4는?", "7"),
        ("123 곱하기 456은 얼마야?", "56088"),
        ("100에서 7을 빼면?", "93"),
        ("12를 4로 나누면 얼마야?", "3.0"),
        ("144의 제곱근은?", "12.0"),
        ("240의 15%는 얼마야?", "36.0"),
        ("3, 5, 10의 평균은?", "6"),
        ("12乘以12等於多少？", "144"),
        ("144的平方根是多少", "12.0"),
        ("240的15%是多少？", "36.0"),
        ("3、5和10的平均是多少", "6"),
    ],
)
def test_calculations(kernel, question, answer):
    assert kernel.execute(code_for(question)).logs.strip() == answer


@pytest.mark.parametrize(
    "question",
    [
        "Tell me a story",
        "What is the weather in Busan on 2024-01-02?",
        "We are 10-12 people at 18:30",
        "Is 24/7 support available?",
        "I have 3 apples and 5 oranges",
        "Who was the 3rd president?",
        "오늘 날씨 어때?",
        "",
    ],
)
def test_what_is_no_calculation_gives_no_code(question):
    assert code_for(question) is None


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the average price in sales.csv?", "303.375"),
        ("How many rows are in the table?", "4"),
        ("How many lamp sales were there?", "2"),
        ("What is the total quantity by city?", "Seoul: 4\nBusan: 10\nTaipei: 2"),
        ("What is the total quantity in Seoul?", "4"),
        ("Which product has the highest price in sales?", "desk: 1,120"),
        ("What is the lowest price of a lamp in sales.csv?", "18"),
        ("재고.csv에서 가격 평균은?", "35"),
        ("재고에서 가격이 가장 비싼 상품은?", "의자: 50"),
    ],
)
def test_questions_about_a_table_take_two_steps(kernel, question, answer):
    files = ["sales.csv", "재고.csv"] if "재고" in question else ["sales.csv", "notes.txt"]
    look = next_code(question, files)
    printed = kernel.execute(look).logs
    code = next_code(question, files, [printed])
    result = kernel.execute(code).logs
    assert result.strip() == answer
    assert next_code(question, files, [printed, result]) is None


def test_a_table_that_does_not_say_gives_no_code(kernel):
    printed = kernel.execute(next_code("What colour is the sky?", ["sales.csv"])).logs
    assert next_code("What colour is the sky?", ["sales.csv"], [printed]) is None
    assert next_code("What is the average price?", ["sales.csv"], ["Traceback …"]) is None


@given(st.text(alphabet="0123456789+-*/().x=% ^!,abouthwsmen의는乘", max_size=60))
def test_code_is_always_python(question):
    code = code_for(question)
    if code is not None:
        compile(code, "<test>", "exec")
