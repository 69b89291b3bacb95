"""The cache holds what was used last and never more text than allowed."""

from concurrent.futures import ThreadPoolExecutor

from engine.expressions import compile_expression
from engine.expressions.cache import TextCache


def test_a_value_is_made_once_while_it_is_held():
    cache, made = TextCache(100), []
    for _ in range(3):
        cache.get("a", 10, lambda: made.append(1))
    cache.get("b", 10, lambda: made.append(2))
    assert made == [1, 2]


def test_the_least_recently_used_makes_room():
    cache = TextCache(30)
    for key in ("a", "b", "c", "a", "d"):
        cache.get(key, 10, lambda key=key: key)
    made = []
    for key in ("a", "c", "d", "b"):
        cache.get(key, 10, lambda key=key: made.append(key))
    assert made == ["b"]
    assert (len(cache), cache.held) == (3, 30)


def test_a_text_longer_than_the_cache_is_made_but_not_held():
    cache = TextCache(30)
    assert cache.get("long", 31, lambda: "value") == "value"
    assert (len(cache), cache.held) == (0, 0)


def test_threads_share_one_expression_and_get_the_same_answer():
    def answer(number):
        return compile_expression("sum(for i in 1..50 return i) + shared").evaluate({"shared": number})

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(answer, range(200))) == [1275 + number for number in range(200)]
