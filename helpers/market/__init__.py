"""Share prices for the notebooks: Yahoo's where it can be reached, else the recorded market.

Both come through yfinance's own code. `install()`, which `connect()` calls, only sees to it that the
sessions that yfinance opens lead to the one or the other; which one is decided when the first price
is asked for. `COURSE_MARKET=recorded` or `COURSE_MARKET=live`, in the environment or in `.env`,
decides it beforehand.
"""

from helpers.market.sessions import MarketSettingsError, install, source

__all__ = ["MarketSettingsError", "install", "source"]
