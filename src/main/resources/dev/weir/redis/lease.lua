-- One claim on one budget; see dev.weir.lease. Counts in millionths of a token, and by Redis's own clock.
-- KEYS[1]: the budget; KEYS[2]: since when this Redis holds budgets. ARGV: 1 node, 2 term in microseconds, 3 live, 4 holds, 5 returned, 6 charge, 7 wanted,
-- 8-10 configured (refill a second, capacity, counts only), 11 whether ordered, 12-14 ordered, 15 microseconds since the node went by its part (0: it did
-- not lately), 16 tokens that its part was refilled with, 17 of how many nodes.
-- Kept: level, at (when that was so), c (as configured), r (as in force: refill capacity counts), h:<node> (holds until), b (when the first was back of
-- those that went by their parts).
local MILLION = 1000000
local SETTLING = 300000
local clock = redis.call('TIME')
local now = clock[1] * MILLION + clock[2]
local mine = 'h:' .. ARGV[1]
local configured = ARGV[8] .. ' ' .. ARGV[9] .. ' ' .. ARGV[10]

local kept, held, own = {}, 0, nil
local fields = redis.call('HGETALL', KEYS[1])
local ended, had = {}, 0
for i = 1, #fields, 2 do
  local name, value = fields[i], fields[i + 1]
  if string.sub(name, 1, 2) == 'h:' then
    local tokens, til = string.match(value, '^(%d+) (%d+)$')
    tokens = tonumber(tokens) * MILLION
    had = had + tokens
    if tonumber(til) <= now then
      ended[#ended + 1] = name
    elseif name == mine then
      own = tokens
    else
      held = held + tokens
    end
  else
    kept[name] = value
  end
end

local function terms(text)
  local refill, capacity, counts = string.match(text, '^(%d+) (%d+) (%d)$')
  return tonumber(refill), tonumber(capacity) * MILLION, refill, capacity, counts
end

local isLive = ARGV[3] == '1'
local inForce = kept.r or configured
local refill, capacity = terms(inForce)
local level
if kept.level then
  -- What was held until just now counts as held all the time: too little may have come, never too much.
  level = tonumber(kept.level) + refill * math.max(0, now - tonumber(kept.at))
  level = math.min(level, capacity - had)
else
  -- Nobody has used it for long: it is full, if there was the time; or it was lost, if somebody still holds some of it.
  local born = redis.call('GET', KEYS[2])
  if not born then
    born = string.format('%.0f', now)
    redis.call('SET', KEYS[2], born)
  end
  level = isLive and 0 or math.min(capacity, refill * (now - tonumber(born)))
end

if ARGV[11] == '1' then
  inForce = ARGV[12] .. ' ' .. ARGV[13] .. ' ' .. ARGV[14]
elseif kept.c and kept.c ~= configured then
  inForce = configured
end
local refillText, capacityText, countsText
refill, capacity, refillText, capacityText, countsText = terms(inForce)

local holds = isLive and tonumber(ARGV[4]) * MILLION or 0
local before = own or holds
own = math.min(before, holds)
level = level + math.min(tonumber(ARGV[5]) * MILLION, before - own)
level = math.max(-capacity, math.min(level, capacity - held - own))

-- Since the first node was back, what others' parts are refilled with is in the level as well.
local away, back = tonumber(ARGV[15]), tonumber(kept.b)
if away > 0 then
  if not back or back > now or (now - away > back and now - back > SETTLING) then
    back = now
  end
  if now - away <= back then
    local twice = math.ceil(refill * math.min(now - back, SETTLING) / ARGV[17])
    level = math.max(-capacity, level - math.min(tonumber(ARGV[16]) * MILLION, twice))
  end
end

-- What there are no tokens for is still owed: or a node could spend on credit again and again.
local there = math.max(0, math.floor(level / MILLION))
local charged = math.min(tonumber(ARGV[6]), there)
local granted = math.min(tonumber(ARGV[7]), there - charged)
level = level - (charged + granted) * MILLION
own = own + granted * MILLION

for _, name in ipairs(ended) do
  redis.call('HDEL', KEYS[1], name)
end
if own > 0 then
  redis.call('HSET', KEYS[1], mine, string.format('%.0f %.0f', own / MILLION, now + tonumber(ARGV[2])))
else
  redis.call('HDEL', KEYS[1], mine)
end
redis.call('HSET', KEYS[1], 'level', string.format('%.0f', level), 'at', string.format('%.0f', now),
    'c', configured, 'r', inForce)
if back then
  redis.call('HSET', KEYS[1], 'b', string.format('%.0f', back))
end
-- Gone only when it would be full again; what was ordered stays for a day.
local least = inForce == configured and 3600 or 86400
redis.call('EXPIRE', KEYS[1], string.format('%.0f', math.min(2592000, least + 2 * capacity / MILLION / refill)))
return {granted, charged, refillText, capacityText, countsText}
