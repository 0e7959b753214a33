-- Durable commands: each request records an inquiry of its own, as a coordinator does on the phone.
local threads = 0
function setup(thread)
    threads = threads + 1
    thread:set("number", threads)
end

-- Version 7, as the web app makes them: it begins with the milliseconds since 1970.
local function uuid()
    local ms = os.time() * 1000 + math.random(0, 999)
    return string.format("%08x-%04x-7%03x-8%03x-%04x%08x", math.floor(ms / 0x10000), ms % 0x10000, math.random(0, 0xfff),
        math.random(0, 0xfff), math.random(0, 0xffff), math.random(0, 0x7fffffff))
end

local headers
function init(args)
    math.randomseed(os.time() * 100 + number)
    headers = { ["Content-Type"] = "application/json", ["Cookie"] = args[1], ["X-CSRF-Token"] = args[2] }
end

function request()
    local body = '{"id":"' .. uuid() .. '","data":{"inquiry":"' .. uuid() .. '","channel":"phone","question":{"name":"Bench",'
        .. '"phone":"+420 000 000 000","language":"cs","question":"Jak dlouho trvá léčba a kdy mohu přijít?","answer_by":"phone","consent_to_contact":true}}}'
    return wrk.format("POST", "/api/v1/commands/record-inquiry", headers, body)
end

function done(summary, latency)
    local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    io.write(string.format("RESULT %.0f %.2f %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(99) / 1000, failed))
end
