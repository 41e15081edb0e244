// The shop around the printed samples: of Express only what they use, and a checkout that makes an order.
const handlers = new Map();

export const app = { post: (path, handler) => handlers.set(path, handler) };

export const processCheckout = async () => ({ id: "order-1" });

/** What the shop answers a browser that posts this to the printed route. */
export const checkout = (body) =>
    new Promise((resolve, reject) => {
        handlers.get("/api/checkout")({ body }, { json: resolve }).catch(reject);
    });

/** Prints what comes of it, good or bad, as one line. */
export const show = (promise) =>
    promise.then(
        (answer) => console.log(JSON.stringify(answer)),
        (error) => console.log(error.message),
    );
