-- Read-only globals and libraries (6.2.7 and later). Servers patch Lua for it; here each of these tables stands
-- behind an empty proxy, and the few functions that could tell the difference look through it.
local runtime = ...
local type, setmetatable, getmetatable, next = type, setmetatable, getmetatable, next
local rawget, rawset, pcall, error = rawget, rawset, pcall, error
local refuse, refuse_assignment, missing, complain =
  runtime.refuse, runtime.refuse_assignment, runtime.missing, runtime.complain
local globals = runtime.globals
local behind, proxies, shown = {}, {}, {}

local function protect(t)
  if not proxies[t] then
    local proxy = setmetatable({}, { __index = t, __newindex = refuse_assignment })
    proxies[t], behind[proxy] = proxy, t
  end
  return proxies[t]
end

function globals.pairs(t)
  if type(t) ~= "table" then complain(1, "pairs", "table expected, got " .. type(t)) end
  return next, behind[t] or t, nil
end

function globals.next(t, k)
  if type(t) ~= "table" then complain(1, "next", "table expected, got " .. type(t)) end
  return next(behind[t] or t, k)
end

function globals.rawget(t, k)
  return rawget(behind[t] or t, k)
end

local own_rawset = globals.rawset
function globals.rawset(t, k, v)
  if behind[t] then refuse() end
  return own_rawset(t, k, v)
end

function globals.setmetatable(t, metatable)
  if behind[t] then refuse() end
  local ok, message = pcall(setmetatable, t, metatable)
  if ok then return t end
  if type(t) == "table" and (metatable == nil or type(metatable) == "table") then
    error(message, type(message) == "string" and 2 or 0)
  end
  return setmetatable(t, metatable)
end

local of_strings = getmetatable("")
function globals.getmetatable(t)
  if type(t) == "table" and behind[t] then return shown[t] end
  local metatable = getmetatable(t)
  -- The metatable of strings is protected since the security releases that removed getfenv.
  if metatable == of_strings and not runtime.has_environments then return protect(metatable) end
  return metatable
end

for name, value in next, globals do
  if type(value) == "table" and value ~= globals then globals[name] = protect(value) end
end
of_strings.__index = globals.string

setmetatable(globals, { __index = missing })
local visible = protect(globals)
globals._G = visible
shown[visible] = setmetatable({}, { __index = { __index = missing }, __newindex = refuse_assignment })
runtime.visible = visible
