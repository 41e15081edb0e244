-- Revoked API keys in one hash: public ids, and until when (in milliseconds) each is needed. KEYS[1]: the hash.
-- ARGV: 1 the version that the node was told last, 2 how many there may be; then an id and until when, of each that it adds.
-- '@': the version, which is when something was added last. Returns the version; and ids and times, if it is another one.
local clock = redis.call('TIME')
local now = math.floor(clock[1] * 1000 + clock[2] / 1000)

if #ARGV > 2 then
  local count, latest, isNew = 0, 0, false
  local fields = redis.call('HGETALL', KEYS[1])
  for i = 1, #fields, 2 do
    local til = tonumber(fields[i + 1]) or 0
    if fields[i] == '@' then
      -- No key.
    elseif til <= now then
      redis.call('HDEL', KEYS[1], fields[i])
    else
      count = count + 1
      latest = math.max(latest, til)
    end
  end
  for i = 3, #ARGV, 2 do
    local til = tonumber(ARGV[i + 1])
    if til > now and count < tonumber(ARGV[2]) and redis.call('HSETNX', KEYS[1], ARGV[i], ARGV[i + 1]) == 1 then
      count = count + 1
      latest = math.max(latest, til)
      isNew = true
    end
  end
  if isNew then
    redis.call('HSET', KEYS[1], '@', string.format('%.0f', clock[1] * 1000000 + clock[2]))
    redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', latest))
  end
end

local version = redis.call('HGET', KEYS[1], '@') or ''
local told = {version}
if version ~= ARGV[1] then
  local fields = redis.call('HGETALL', KEYS[1])
  for i = 1, #fields, 2 do
    if fields[i] ~= '@' then
      told[#told + 1] = fields[i]
      told[#told + 1] = fields[i + 1]
    end
  end
end
return told
