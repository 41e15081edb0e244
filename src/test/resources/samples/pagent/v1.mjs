// Server-Side Conversions, 3. v1 API, Node.js: as printed between the two lines, its one URL changed.
import { app, checkout, processCheckout, show } from "./shop.mjs";

// ----
const PAGENT_API_KEY = process.env.PAGENT_API_KEY;

async function trackConversion({ session_id, user_id, conversion_id, label, revenue }) {
    const response = await fetch(process.env.PAGENT_URL + "/v1/conversions", {
        method: "POST",
        headers: {
            "Authorization": `Bearer ${PAGENT_API_KEY}`,
            "Content-Type": "application/json"
        },
        body: JSON.stringify({
            events: [{ session_id, user_id, conversion_id, label, revenue }]
        })
    });

    if (!response.ok) {
        const body = await response.json();
        throw new Error(`Pagent API error (${response.status}): ${body.error}`);
    }

    return response.json(); // { accepted: 1 }
}

// Usage in an Express route handler
app.post("/api/checkout", async (req, res) => {
    const { session_id, user_id, conversion_id, cart_total } = req.body;

    // Process the checkout...
    const order = await processCheckout(req.body);

    // Track the conversion
    await trackConversion({
        session_id,
        user_id,
        conversion_id,
        label: "purchase",
        revenue: Math.round(cart_total * 100) // Convert dollars to cents
    });

    res.json({ order_id: order.id });
});
// ----

const ids = { session_id: "node-v1", user_id: "xyz789", conversion_id: "goal-uuid-here" };

await show(trackConversion({ ...ids, label: "purchase", revenue: 2499 }));
await show(trackConversion(ids));
await show(checkout({ ...ids, cart_total: 24.99 }));
await show(trackConversion({ ...ids, revenue: 9.99 }));
await show(trackConversion({ ...ids, conversion_id: null }));
