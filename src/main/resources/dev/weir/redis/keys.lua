-- Idempotency keys in two hashes, the younger and the older: when the younger is full, or has lasted as long as a key counts, it
-- becomes the older one, and what was that is gone. So there are never more than twice as many, none older than twice that.
-- KEYS: 1 the younger, 2 the older. ARGV: 1 what to do (claim, keep, drop), 2 key, 3 node, 4 for how long a claim counts,
-- 5 for how long a key counts (both in milliseconds), 6 how many the younger may hold.
-- Kept: "k<since>", or "c<until> <node>". '@' in the younger: since when it is.
local clock = redis.call('TIME')
local now = math.floor(clock[1] * 1000 + clock[2] / 1000)
local key, node, window = ARGV[2], ARGV[3], tonumber(ARGV[5])

local function standing()
  local value = redis.call('HGET', KEYS[1], key) or redis.call('HGET', KEYS[2], key)
  if not value then
    return 'free'
  end
  local since = string.match(value, '^k(%d+)$')
  if since then
    return tonumber(since) + window > now and 'kept' or 'free'
  end
  local til, holder = string.match(value, '^c(%d+) (.*)$')
  if holder == node then
    return 'ours'
  end
  return tonumber(til) > now and 'under-way' or 'free'
end

local function put(value)
  local since = redis.call('HGET', KEYS[1], '@')
  if since and (tonumber(since) + window < now or redis.call('HLEN', KEYS[1]) > tonumber(ARGV[6])) then
    redis.call('UNLINK', KEYS[2])
    redis.call('RENAME', KEYS[1], KEYS[2])
    redis.call('PEXPIRE', KEYS[2], string.format('%.0f', window))
    since = nil
  end
  if not since then
    redis.call('HSET', KEYS[1], '@', string.format('%.0f', now))
    redis.call('PEXPIRE', KEYS[1], string.format('%.0f', 2 * window))
  end
  redis.call('HSET', KEYS[1], key, value)
end

local found = standing()
if ARGV[1] == 'keep' then
  put('k' .. string.format('%.0f', now))
elseif ARGV[1] == 'drop' then
  if found == 'ours' then
    redis.call('HDEL', KEYS[1], key)
    redis.call('HDEL', KEYS[2], key)
  end
elseif found == 'free' or found == 'ours' then
  put('c' .. string.format('%.0f', now + tonumber(ARGV[4])) .. ' ' .. node)
  return 'free'
end
return found
