-- Devices' carts, in hashes as hashes.lua keeps them. ARGV: 1 what to do (ask; sync, add, take, buy), 2 the device's digest, 3 node,
-- 4 the change's number on that node, 5 how long ago it happened, 6 after how long without a change a cart is forgotten (both in
-- milliseconds), 7 how many carts the younger may hold, 8 how many lines a cart may have; then how many lines there are, and item and
-- quantity of each; and, but for sync, the same of the whole cart as that node has it, for a cart that is not here.
-- Kept, by cmsgpack: s and o (when and on which node the last sync happened), c (when it was changed last), l (item, quantity, ...), n (node, number, ...).
local MAX_QUANTITY = 1000
local MAX_NODES = 16
local what, device, node, number = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local age = tonumber(ARGV[6])

local function kept()
  local packed = find(device)
  local isRead, cart = pcall(cmsgpack.unpack, packed or '')
  -- What somebody else wrote there is none: a script that fails would cost the connection.
  local isCart = packed and isRead and type(cart) == 'table' and type(cart.c) == 'number' and type(cart.s) == 'number'
      and type(cart.l) == 'table' and type(cart.n) == 'table'
  return isCart and cart.c + age > now and cart or nil
end

local function keep(cart)
  put(device, cmsgpack.pack(cart), age, tonumber(ARGV[7]))
end

local cart = kept()
if what == 'ask' then
  local told = {}
  if cart then
    told[1] = 'found'
    for i = 1, #cart.l, 2 do
      told[#told + 1] = cart.l[i]
      told[#told + 1] = tostring(cart.l[i + 1])
    end
  end
  return told
end

-- Lines from an argument on, and the argument after them.
local function lines(at)
  local read = {}
  local last = at + 2 * tonumber(ARGV[at])
  for i = at + 1, last, 2 do
    read[#read + 1] = ARGV[i]
    read[#read + 1] = tonumber(ARGV[i + 1])
  end
  return read, last + 1
end

local function place(of, item)
  for i = 1, #of, 2 do
    if of[i] == item then
      return i
    end
  end
  return nil
end

local function change(l, brought)
  for i = 1, #brought, 2 do
    local item, quantity = brought[i], brought[i + 1]
    local at = place(l, item)
    if what == 'add' and at then
      l[at + 1] = math.min(MAX_QUANTITY, l[at + 1] + quantity)
    elseif what == 'add' then
      l[#l + 1] = item
      l[#l + 1] = quantity
    elseif at and what == 'take' and l[at + 1] > quantity then
      l[at + 1] = l[at + 1] - quantity
    elseif at then
      table.remove(l, at)
      table.remove(l, at)
    end
  end
  while #l > 2 * tonumber(ARGV[8]) do
    table.remove(l, 1)
    table.remove(l, 1)
  end
end

-- Whether this node's change is not in it yet.
local function isNew(n)
  local at = place(n, node)
  if at and n[at + 1] >= number then
    return false
  end
  if at then
    n[at + 1] = number
    return true
  end
  n[#n + 1] = node
  n[#n + 1] = number
  if #n > 2 * MAX_NODES then
    table.remove(n, 1)
    table.remove(n, 1)
  end
  return true
end

-- Of what is told at once the order counts in which it comes: how long it was on its way is no difference in time.
local ago = tonumber(ARGV[5])
local happened = ago < 1000 and now or now - ago
local brought, after = lines(9)
if not cart then
  -- Nobody knows more of it than this node.
  cart = {s = what == 'sync' and happened or 0, o = node, c = now, l = what == 'sync' and brought or lines(after), n = {node, number}}
  keep(cart)
elseif isNew(cart.n) then
  -- What happened before the last sync is in it. One node's changes come in their order.
  if happened >= cart.s or cart.o == node then
    cart.c = now
    if what == 'sync' then
      cart.s = math.max(cart.s, happened)
      cart.o = node
      cart.l = brought
    else
      change(cart.l, brought)
    end
  end
  keep(cart)
end
return {}
