-- Devices' sessions, in hashes as hashes.lua keeps them. ARGV: 1 what to do (open, replace), 2 the device's digest, 3 the session's id,
-- 4 its id if one of that id has just ended, 5 what the client calls it, or nothing, 6 the idle time, 7 the window (both in milliseconds),
-- 8 how many the younger may hold.
-- Kept: "<when it was told of last> <length of its id> <id><what the client calls it>".
-- Returns whether it is the one that was to be opened, the id, and what the client calls it.
local device, id, client = ARGV[2], ARGV[3], ARGV[5]

local isNew = true
local value = ARGV[1] == 'open' and find(device)
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
put(device, string.format('%.0f', now) .. ' ' .. #id .. ' ' .. id .. client, tonumber(ARGV[7]), tonumber(ARGV[8]))
return {isNew and '1' or '0', id, client}
