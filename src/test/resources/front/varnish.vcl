vcl 4.1;

backend weir {
  .host = "127.0.0.1";
  .port = "${weir}";
  .probe = { .url = "/health"; .interval = 1s; .timeout = 1s; .window = 3; .threshold = 1; .initial = 1; }
}

sub vcl_recv {
  # X-Forwarded-For has been appended to already.
  return (pass);
}
