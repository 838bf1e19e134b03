"""Writes countries.tsv, currencies.tsv and languages.tsv from Unicode CLDR, as Babel carries it.

Run by hand, from any folder, when the lists should change: `python data/lexicons/from_cldr.py`.
Babel comes with JupyterLab. The names are CLDR's; common other names are added from ALSO below.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale
from babel.numbers import get_currency_symbol, get_territory_currencies

HERE = Path(__file__).parent
LOCALES = {"en": Locale("en"), "ko": Locale("ko"), "zh": Locale("zh", "TW", script="Hant")}

#: Where temperature is customarily given in Fahrenheit (CLDR supplemental/units, temperature "US").
FAHRENHEIT = {"US", "BS", "BZ", "KY", "PR", "PW"}
#: Where the US system of measures is customary (CLDR measurementSystem "US").
US_MEASURES = {"US", "LR", "MM"}

CURRENCIES = """USD EUR KRW TWD JPY CNY HKD GBP CHF CAD AUD NZD SGD INR THB VND PHP IDR MYR MXN BRL ARS CLP COP PEN
ZAR EGP NGN KES TRY RUB UAH PLN CZK HUF RON SEK NOK DKK ISK ILS SAR AED QAR KWD PKR BDT LKR NPR KZT MOP MNT""".split()

LANGUAGES = """en ko zh ja fr de es pt it nl ru uk pl cs sv nb da fi el tr ar he fa hi bn ur ta te th vi id ms tl hu ro
bg hr sr sk sl lt lv et is ga cy la sw mn km lo my ne ka hy kk uz af ca eu""".split()

ALSO = {
    "US": "USA|U.S.|U.S.A.|America|United States of America|the States|美國|미합중국",
    "GB": "UK|U.K.|Great Britain|Britain|England|잉글랜드|英格蘭",
    "KR": "Korea|Republic of Korea|한국|남한|韓國|韩国|南韓",
    "KP": "북한|北韓|朝鲜",
    "CN": "PRC|China mainland|中國大陸|中国",
    "TW": "臺灣|台湾|대만",
    "JP": "日本国",
    "VN": "Viet Nam|越南",
    "AE": "UAE|United Arab Emirates|아랍에미리트",
    "DE": "德国",
    "FR": "法国",
    "CZ": "Czech Republic|체코 공화국",
    "TR": "Turkey|Türkiye|터키",
    "RU": "Russian Federation",
    "NL": "Holland|The Netherlands|荷蘭",
    "AU": "호주|澳洲|澳大利亚",
    "NZ": "紐西蘭|新西兰",
    "TH": "태국|泰国",
    "PH": "the Philippines|菲律賓",
    "IT": "義大利|意大利",
    "SG": "싱가폴",
    "USD": "dollar|dollars|US dollar|US dollars|buck|bucks|달러|미달러|미국달러|미화|美金|美元|美圓",
    "EUR": "euro|euros|유로|유로화|歐元|欧元",
    "KRW": "won|Korean won|원|원화|韓元|韓圜|韩元|韓幣",
    "TWD": "Taiwan dollar|Taiwan dollars|NT dollar|NT$|대만달러|대만 달러|台幣|臺幣|新台幣|新臺幣",
    "JPY": "yen|엔|엔화|日圓|日元|日幣",
    "CNY": "yuan|renminbi|RMB|위안|위안화|人民幣|人民币",
    "HKD": "Hong Kong dollar|Hong Kong dollars|홍콩달러|港幣|港元|港币",
    "GBP": "pound|pounds|British pound|British pounds|pound sterling|sterling|파운드|영국 파운드|英鎊|英镑",
    "CHF": "Swiss franc|Swiss francs|franc|francs|프랑|스위스 프랑|瑞士法郎",
    "CAD": "Canadian dollar|Canadian dollars|캐나다 달러|加幣|加元",
    "AUD": "Australian dollar|Australian dollars|호주 달러|澳幣|澳元",
    "NZD": "New Zealand dollar|New Zealand dollars|紐幣",
    "SGD": "Singapore dollar|Singapore dollars|싱가포르 달러|新加坡幣",
    "INR": "rupee|rupees|Indian rupee|Indian rupees|루피|盧比",
    "THB": "baht|바트|泰銖",
    "VND": "dong|동|越南盾",
    "PHP": "Philippine peso|Philippine pesos|페소|披索",
    "MXN": "peso|pesos|Mexican peso|Mexican pesos",
    "BRL": "real|reais|Brazilian real",
    "RUB": "ruble|rubles|rouble|루블|盧布",
    "ko": "한국말|韓語|韩语",
    "zh": "Mandarin|Mandarin Chinese|Traditional Chinese|Simplified Chinese|중국말|華語|国语|國語|普通話|繁體中文|簡體中文|漢語",
    "ja": "일본말|日語|日语",
    "en": "영국말|英語|英语",
    "nb": "Norwegian|노르웨이어|挪威文|挪威語",
    "fr": "불어|法語|法语",
    "de": "독어|德語|德语",
    "es": "서반아어|西班牙語|西班牙语",
    "tl": "Filipino|Tagalog|타갈로그어|他加祿語",
}


def names(key: str, table: str) -> list[str] | None:
    """The English, Korean and Chinese name and the common other ones; None when CLDR lacks one."""
    found = [getattr(locale, table).get(key) for locale in LOCALES.values()]
    if not all(found):
        return None
    also = [other for other in ALSO.get(key, "").split("|") if other and other not in found]
    if table == "languages" and found[2].endswith("文"):
        also.append(found[2][:-1] + "語")
    return [*found, "|".join(dict.fromkeys(also))]


def write(name: str, header: str, rows: list[list[str]]) -> None:
    lines = [header.split(), *rows]
    (HERE / name).write_text("".join("\t".join(row) + "\n" for row in lines), encoding="utf-8")


def main() -> None:
    countries = []
    for code in sorted(LOCALES["en"].territories):
        if len(code) == 2 and code.isalpha() and code not in ("ZZ", "XA", "XB", "EU", "EZ", "UN", "QO"):
            if found := names(code, "territories"):
                currency = (get_territory_currencies(code) or [""])[0]
                unit = "F" if code in FAHRENHEIT else "C"
                countries.append([code, *found, unit, "us" if code in US_MEASURES else "metric", currency])
    write("countries.tsv", "code en ko zh aliases temperature measures currency", countries)
    write(
        "currencies.tsv",
        "code en ko zh aliases symbol",
        [[code, *(names(code, "currencies") or []), get_currency_symbol(code, "en")] for code in CURRENCIES],
    )
    write("languages.tsv", "code en ko zh aliases", [[code, *(names(code, "languages") or [])] for code in LANGUAGES])


if __name__ == "__main__":
    main()
