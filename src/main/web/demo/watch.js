// Sees what the page sends and what comes back, and tells the panel. It stands between weir.js and the browser, so it must be
// there before weir.js is; weir.js does not know of it.
(function () {
  const realFetch = window.fetch.bind(window);
  const realBeacon = navigator.sendBeacon.bind(navigator);
  const calls = [];
  window.watched = { calls, isCut: false, fetch: realFetch };

  window.fetch = async function (resource, options = {}) {
    const url = new URL(resource instanceof Request ? resource.url : resource, location);
    if (!isOurs(url)) {
      return realFetch(resource, options);
    }
    const call = note('fetch', options.method || 'GET', url, options.body);
    try {
      if (window.watched.isCut) {
        throw new TypeError('the line is cut');
      }
      // Of the same origin a header costs no preflight. Weir then says what became of each event.
      const response = await realFetch(url, { ...options, headers: { ...options.headers, 'Weir-Verdicts': '1' } });
      call.status = response.status;
      call.promise = response.headers.get('weir-ack');
      call.verdict = response.headers.get('weir-verdicts');
      call.retryAfter = response.headers.get('retry-after');
      call.answer = await response.clone().text();
      return response;
    } catch (failure) {
      call.failure = String(failure.message || failure);
      throw failure;
    } finally {
      tell(call);
    }
  };

  navigator.sendBeacon = function (url, body) {
    const call = note('beacon', 'POST', new URL(url, location), body);
    call.isTaken = !window.watched.isCut && realBeacon(url, body);
    tell(call);
    return call.isTaken;
  };

  function isOurs(url) {
    return url.origin === location.origin && !url.pathname.startsWith('/demo/');
  }

  function note(way, method, url, body) {
    const call = { number: calls.length + 1, way, method, path: url.pathname, query: url.search, body: null, at: new Date() };
    calls.push(call);
    if (body instanceof Blob) {
      body.text().then((text) => {
        call.body = text;
        tell(call);
      });
    } else {
      call.body = body || null;
    }
    tell(call);
    return call;
  }

  function tell(call) {
    document.dispatchEvent(new CustomEvent('watched', { detail: call }));
  }
})();
