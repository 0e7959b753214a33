-- Reads the pages of many people in turn, by somebody signed in: cookie, file of ids, what comes behind the id.
local ids, behind, at = {}, "", 0

function init(args)
    wrk.headers["Cookie"] = args[1]
    for id in io.lines(args[2]) do ids[#ids + 1] = id end
    behind = args[3] or ""
end

function request()
    at = at % #ids + 1
    return wrk.format("GET", "/api/v1/patients/" .. ids[at] .. behind)
end

function done(summary, latency)
    local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
    io.write(string.format("RESULT %.0f %.2f %d\n", summary.requests / (summary.duration / 1e6), latency:percentile(99) / 1000, failed))
end
