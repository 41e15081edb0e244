// Server-Side Conversions, 4. v2 API, Node.js: as printed between the two lines, its one URL changed.
import { app, checkout, processCheckout, show } from "./shop.mjs";

// ----
const PAGENT_API_KEY = process.env.PAGENT_API_KEY;

async function trackConversion(sessionData, { label, revenue } = {}) {
    const response = await fetch(process.env.PAGENT_URL + "/v2/conversions", {
        method: "POST",
        headers: {
            "Authorization": `Bearer ${PAGENT_API_KEY}`,
            "Content-Type": "application/json"
        },
        body: JSON.stringify({
            session_data: sessionData,
            label,
            revenue
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
    const { pagent, cart_total } = req.body;
    // pagent is the raw _pgnt.variables() output passed from the frontend

    // Process the checkout...
    const order = await processCheckout(req.body);

    // Track the conversion — pass session_data directly, no destructuring needed
    await trackConversion(pagent, {
        label: "purchase",
        revenue: Math.round(cart_total * 100) // Convert dollars to cents
    });

    res.json({ order_id: order.id });
});
// ----

const variables = {
    session_id: "node-v2",
    user_id: "xyz789",
    visit_id: "v_456",
    conversion_id: "goal-uuid-here",
    experiment_id: "exp-uuid",
    experiment_numeric_id: 42,
    variation_id: null,
    is_control: false,
    endpoint_path: "/checkout",
};

await show(trackConversion(variables, { label: "purchase", revenue: 2499 }));
await show(trackConversion(variables));
await show(checkout({ pagent: variables, cart_total: 24.99 }));
await show(trackConversion(variables, { revenue: 9.99 }));
await show(trackConversion({ ...variables, conversion_id: null }));
