-- Bodies of requests for wrk, one a line of the file BODIES, each thread from another place:
--
--   BODIES=single wrk -t1 -c64 -d60 --latency -s service/tests/load.lua http://127.0.0.1:8080/screen
--
-- With RATE, each of the CONNECTIONS (as -c says) waits between two requests, at random, so that all together send about RATE a
-- second, whether or not the service keeps up with the others.
local bodies, at, thread = {}, 0, 0

function setup(new)
  new:set("thread_number", thread)
  thread = thread + 1
end

function init()
  for line in io.lines(os.getenv("BODIES")) do bodies[#bodies + 1] = line end
  math.randomseed(thread_number)
  at = math.random(#bodies)
  wrk.method = "POST"
  wrk.headers["Content-Type"] = "application/json"
end

function request()
  at = at % #bodies + 1
  return wrk.format(nil, nil, nil, bodies[at])
end

local rate, connections = tonumber(os.getenv("RATE")), tonumber(os.getenv("CONNECTIONS"))
if rate then
  function delay() return math.floor(math.random() * 2 * 1000 * connections / rate) end
end

function done(summary)
  local seconds, errors = summary.duration / 1e6, summary.errors
  print(string.format("%d answers in %.1f s, %.0f a second; not answered well: %d", summary.requests, seconds,
    summary.requests / seconds, errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
