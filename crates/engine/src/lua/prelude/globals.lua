-- The rest of the globals: guards around what could run without end, and what versions have or lack.
local runtime = ...
local type, select, setmetatable, getmetatable = type, select, setmetatable, getmetatable
local rawset, rawget, next, collectgarbage, newproxy = rawset, rawget, next, collectgarbage, newproxy
local insert, remove = table.insert, table.remove
local charge, check_insert, check_remove = runtime.charge, runtime.check_insert, runtime.check_remove
local two_strings, gmatch_step = runtime.two_strings, runtime.gmatch_step
local error, tostring, complain = error, tostring, runtime.complain
local globals = runtime.globals
local string, table = string, table

function string.gmatch(subject, pattern)
  if type(subject) ~= "string" or type(pattern) ~= "string" then
    subject, pattern = two_strings(subject, pattern)
  end
  local at = 0
  local function take(following, ...)
    at = following
    return ...
  end
  return function()
    return take(gmatch_step(subject, pattern, at))
  end
end
string.gfind = string.gmatch

-- Moving the elements behind a position is a loop in C.
function table.insert(t, ...)
  if select("#", ...) ~= 1 or type(t) ~= "table" then check_insert(t, ...) end
  return insert(t, ...)
end

function table.remove(t, ...)
  if select("#", ...) ~= 0 or type(t) ~= "table" then check_remove(t, ...) end
  return remove(t, ...)
end

-- A full collection costs what is in use; the collector's settings stay as they are.
local fixed = { stop = 0, restart = 0, setpause = 200, setstepmul = 200 }
local working = { collect = true, step = true }
function globals.collectgarbage(option, argument)
  if option == nil then option = "collect" end
  if fixed[option] then return fixed[option] end
  if working[option] then
    charge(collectgarbage("count") * 1024)
  elseif option ~= "count" then
    complain(1, "collectgarbage", "invalid option '" .. tostring(option) .. "'")
  end
  return collectgarbage(option, argument)
end

-- Hooks do not run inside `__gc`, so a proxy's metatable must not get one.
if runtime.has_environments then
  local guard = {
    __newindex = function(t, k, v)
      if k ~= "__gc" then rawset(t, k, v) end
    end,
    __metatable = false,
  }
  function globals.newproxy(...)
    local proxy = newproxy(...)
    if (...) == true then setmetatable(getmetatable(proxy), guard) end
    return proxy
  end
  function globals.rawset(t, k, v)
    if k == "__gc" then return t end
    return rawset(t, k, v)
  end
else
  globals.newproxy, globals.getfenv, globals.setfenv = nil, nil, nil
end

globals.loadfile = nil
globals.dofile = runtime.has_dofile and function(name)
  error("cannot open " .. tostring(name), 0)
end or nil
globals.print = runtime.has_print and function() end or nil
if runtime.has_os then globals.os = { clock = function() return 0 end } end
if runtime.has_compare_helper then
  function globals.__redis__compare_helper(a, b)
    return (a or "") < (b or "")
  end
end
