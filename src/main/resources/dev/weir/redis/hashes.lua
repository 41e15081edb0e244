-- Stands before scripts that keep something in two hashes, the younger (KEYS[1]) and the older (KEYS[2]): when the younger is full, or
-- has lasted as long as what is in it counts, it becomes the older one, and what was that is gone. So there are never more than twice as
-- many as the younger may hold, and none is older than twice that time. '@' in the younger: since when it is.
local clock = redis.call('TIME')
local now = math.floor(clock[1] * 1000 + clock[2] / 1000)

local function find(field)
  return redis.call('HGET', KEYS[1], field) or redis.call('HGET', KEYS[2], field)
end

-- For how long it counts, in milliseconds, and how many the younger may hold.
local function put(field, value, age, most)
  local since = redis.call('HGET', KEYS[1], '@')
  if since and (tonumber(since) + age < now or redis.call('HLEN', KEYS[1]) > most) then
    redis.call('UNLINK', KEYS[2])
    redis.call('RENAME', KEYS[1], KEYS[2])
    redis.call('PEXPIRE', KEYS[2], string.format('%.0f', age))
    since = nil
  end
  if not since then
    redis.call('HSET', KEYS[1], '@', string.format('%.0f', now))
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', 2 * age))
  end
  redis.call('HSET', KEYS[1], field, value)
end

