-- Notes when this Redis began to hold budgets, unless that is noted. KEYS[1]: where. ARGV[1]: 1 if the node has held some before:
-- then this is another Redis, or one that has lost what it had, and no budget can be taken for full. Otherwise it began long ago.
if redis.call('EXISTS', KEYS[1]) == 0 then
  local clock = redis.call('TIME')
  redis.call('SET', KEYS[1], ARGV[1] == '1' and string.format('%.0f', clock[1] * 1000000 + clock[2]) or '0')
end
return 1
