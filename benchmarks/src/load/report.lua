-- Prints what wrk has measured as lines key=value, for spawning.benchmarks.load.Wrk.
function done(summary, latency, requests)
   local e = summary.errors
   print(string.format("requests=%d", summary.requests))
   print(string.format("micros=%d", summary.duration))
   print(string.format("p50=%d", latency:percentile(50)))
   print(string.format("p99=%d", latency:percentile(99)))
   print(string.format("max=%d", latency.max))
   print(string.format("status=%d", e.status))
   print(string.format("connect=%d", e.connect))
   print(string.format("read=%d", e.read))
   print(string.format("write=%d", e.write))
   print(string.format("timeout=%d", e.timeout))
end
