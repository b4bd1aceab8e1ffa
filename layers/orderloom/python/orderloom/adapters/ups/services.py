"""UPS's services by their codes; which name a code has depends on nothing else here."""

_NAMES = {
    "01": "next_day_air",
    "02": "2nd_day_air",
    "03": "ground",
    "07": "worldwide_express",
    "08": "worldwide_expedited",
    "11": "standard",
    "12": "3_day_select",
    "13": "next_day_air_saver",
    "14": "next_day_air_early",
    "17": "worldwide_economy_ddu",
    "54": "worldwide_express_plus",
    "59": "2nd_day_air_am",
    "65": "worldwide_saver",
    "70": "access_point_economy",
    "72": "worldwide_economy_ddp",
    "74": "express_12_00",
}


def service_name(code: str) -> str:
    return f"ups_{_NAMES.get(code, code.lower())}"
