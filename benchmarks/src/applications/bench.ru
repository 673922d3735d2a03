# The workloads of the benchmarks as a Rack application, for Puma.
require "openssl"

HELLO = "Hello, World!"
BODIES = {"/10k" => "x" * 10_240, "/1m" => "x" * 1_048_576}
TO_HASH = "\0" * 16_384

run lambda { |env|
  path = env["PATH_INFO"]
  case path
  when "/block" then sleep 0.005
  when "/cpu"
    digest = OpenSSL::Digest.new("SHA256")
    100.times { digest << TO_HASH }
    digest.digest
  end
  body = path == "/pid" ? Process.pid.to_s : BODIES.fetch(path, HELLO)
  [200, {"Content-Type" => "text/plain", "Content-Length" => body.bytesize.to_s}, [body]]
}
