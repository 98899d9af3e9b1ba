-- The submission that is measured: DIRECT to the local, read-only agent "echo", recorded.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = '{"intent":{"name":"EchoIntent","version":"1.0"},"payload":{"say":"hello"},"routing":{"strategy":"direct","targetAgent":"echo"}}'
