# Server-Side Conversions, 3. v1 API, Python: as printed between the two lines, its one URL changed.
# ----
import os
import requests

PAGENT_API_KEY = os.environ["PAGENT_API_KEY"]

def track_conversion(session_id, user_id, conversion_id, label=None, revenue=None):
    response = requests.post(
        os.environ["PAGENT_URL"] + "/v1/conversions",
        headers={
            "Authorization": f"Bearer {PAGENT_API_KEY}",
            "Content-Type": "application/json",
        },
        json={
            "events": [{
                "session_id": session_id,
                "user_id": user_id,
                "conversion_id": conversion_id,
                "label": label,
                "revenue": revenue,
            }]
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

show("python-v1", "xyz789", "goal-uuid-here", "purchase", 2499)
show("python-v1", "xyz789", "goal-uuid-here")
show("python-v1", "xyz789", "goal-uuid-here", revenue=9.99)
show("python-v1", "xyz789", None)
