-- Devices' sessions in two hashes, the younger and the older, as keys.lua has its keys: never more than twice as many, none older than
-- twice the window. KEYS: 1 the younger, 2 the older. ARGV: 1 what to do (open, replace), 2 the device's digest, 3 the session's id,
-- 4 its id if one of that id has just ended, 5 what the client calls it, or nothing, 6 the idle time, 7 the window (both in milliseconds),
-- 8 how many the younger may hold.
-- Kept: "<when it was told of last> <length of its id> <id><what the client calls it>". '@' in the younger: since when it is.
-- Returns whether it is the one that was to be opened, the id, and what the client calls it.
local clock = redis.call('TIME')
local now = math.floor(clock[1] * 1000 + clock[2] / 1000)
local device, id, client = ARGV[2], ARGV[3], ARGV[5]
local window = tonumber(ARGV[7])

local function put(value)
  local since = redis.call('HGET', KEYS[1], '@')
  if since and (tonumber(since) + window < now or redis.call('HLEN', KEYS[1]) > tonumber(ARGV[8])) then
    redis.call('UNLINK', KEYS[2])
    redis.call('RENAME', KEYS[1], KEYS[2])
    redis.call('PEXPIRE', KEYS[2], string.format('%.0f', window))
    since = nil
  end
  if not since then
    redis.call('HSET', KEYS[1], '@', string.format('%.0f', now))
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', 2 * window))
  end
  redis.call('HSET', KEYS[1], device, value)
end

local isNew = true
local value = ARGV[1] == 'open' and (redis.call('HGET', KEYS[1], device) or redis.call('HGET', KEYS[2], device))
local seen, length, both = string.match(value or '', '^(%d+) (%d+) (.*)$')
if seen then
  local lastId, lastClient = string.sub(both, 1, tonumber(length)), string.sub(both, tonumber(length) + 1)
  if now - tonumber(seen) < tonumber(ARGV[6]) then
    isNew = false
    id = lastId
    if client == '' then
      client = lastClient
    end
  elseif id == lastId or id == lastClient then
    id = ARGV[4]
  end
end
put(string.format('%.0f', now) .. ' ' .. #id .. ' ' .. id .. client)
return {isNew and '1' or '0', id, client}
