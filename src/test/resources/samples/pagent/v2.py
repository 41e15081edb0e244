# Server-Side Conversions, 4. v2 API, Python: as printed between the two lines, its one URL changed.
# ----
import os
import requests

PAGENT_API_KEY = os.environ["PAGENT_API_KEY"]

def track_conversion(session_data, label=None, revenue=None):
    response = requests.post(
        os.environ["PAGENT_URL"] + "/v2/conversions",
        headers={
            "Authorization": f"Bearer {PAGENT_API_KEY}",
            "Content-Type": "application/json",
        },
        json={
            "session_data": session_data,
            "label": label,
            "revenue": revenue,
        },
    )
    response.raise_for_status()
    return response.json()  # {"accepted": 1}
# ----

def show(*arguments, **named):
    try:
        print(track_conversion(*arguments, **named))
    except requests.HTTPError as error:
        print(error.response.status_code, error.response.json()["error"])

variables = {
    "session_id": "python-v2",
    "user_id": "xyz789",
    "visit_id": None,
    "conversion_id": "goal-uuid-here",
    "experiment_id": None,
    "experiment_numeric_id": None,
}

show(variables, "purchase", 2499)
show(variables)
show(variables, revenue=9.99)
show({**variables, "conversion_id": None})
