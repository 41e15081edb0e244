-- Idempotency keys, in hashes as hashes.lua keeps them. ARGV: 1 what to do (claim, keep, drop), 2 key, 3 node, 4 for how long a claim counts,
-- 5 for how long a key counts (both in milliseconds), 6 how many the younger may hold.
-- Kept: "k<since>", or "c<until> <node>".
local key, node, window = ARGV[2], ARGV[3], tonumber(ARGV[5])

local function standing()
  local value = find(key)
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

local function note(value)
  put(key, value, window, tonumber(ARGV[6]))
end

local found = standing()
if ARGV[1] == 'keep' then
  note('k' .. string.format('%.0f', now))
elseif ARGV[1] == 'drop' then
  if found == 'ours' then
    redis.call('HDEL', KEYS[1], key)
    redis.call('HDEL', KEYS[2], key)
  end
elseif found == 'free' or found == 'ours' then
  note('c' .. string.format('%.0f', now + tonumber(ARGV[4])) .. ' ' .. node)
  return 'free'
end
return found
