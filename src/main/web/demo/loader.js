// The snippet of the vendor's setup guide: calls are queued until the script is there, and worked off in order.
(function (window, document, name, source) {
  window[name] =
    window[name] ||
    function () {
      (window[name].q = window[name].q || []).push(arguments);
    };
  const script = document.createElement('script');
  script.src = source;
  script.async = true;
  document.head.append(script);
})(window, document, 'personaclick', '/v3.js');

// The sample shop of the vendor's documents, which the default config knows. The last argument: a page that is never left.
personaclick('init', '0d42fd8b713d0752776ca589cc0056', 'web', null, null, {}, true);
