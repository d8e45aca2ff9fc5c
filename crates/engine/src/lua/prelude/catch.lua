-- What catches errors. Errors raised by Rust arrive as userdata; `recover` turns them into what the server raises,
-- and raises an exceeded limit again; `soften` does the same but leaves the limit as it is.
local runtime = ...
local pcall, xpcall, type, tostring = pcall, xpcall, type, tostring
local error, load, loadstring, byte = error, load, loadstring, string.byte
local create, resume = coroutine.create, coroutine.resume
local recover, soften, blame, charge = runtime.recover, runtime.soften, runtime.blame, runtime.charge
local complain, select = runtime.complain, select
local tables = runtime.error_shape == "table"

local function caught_value(caught)
  if type(caught) == "userdata" or caught == "not enough memory" then return recover(caught) end
  return caught
end

local function settled(ok, ...)
  if ok then return true, ... end
  return false, caught_value((...))
end

-- From 7.0 on, pcall hands out the text of an error table.
local function settled_text(ok, ...)
  if ok then return true, ... end
  local caught = caught_value((...))
  if type(caught) == "table" then
    local text = caught.err
    if type(text) == "string" or type(text) == "number" then return false, text end
    return false, caught, text -- the server forgets to take that field off the stack
  end
  return false, caught
end

function runtime.protected(f, ...)
  return settled(pcall(f, ...))
end

function runtime.index(t, k)
  return t[k]
end

local globals = runtime.globals

function globals.pcall(...)
  if tables then
    if select("#", ...) == 0 then return false, "attempt to call a boolean value" end
    return settled_text(pcall(...))
  end
  if select("#", ...) == 0 then complain(1, "pcall", "value expected") end
  return settled(pcall(...))
end

function globals.xpcall(f, handler)
  return settled(xpcall(f, function(caught)
    if type(caught) == "userdata" then
      caught = soften(caught)
      if type(caught) == "userdata" then return caught end
    end
    return handler(caught)
  end))
end

function globals.coroutine.resume(thread, ...)
  if type(thread) ~= "thread" then complain(1, "resume", "coroutine expected") end
  return settled(resume(thread, ...))
end

-- A string gets the position of whoever resumes, as in Lua's own.
local function passed(ok, ...)
  if ok then return ... end
  local caught = caught_value((...))
  error(caught, type(caught) == "string" and 3 or 0)
end

function globals.coroutine.wrap(f)
  if type(f) ~= "function" then complain(1, "wrap", "Lua function expected") end
  local thread = create(f)
  return function(...)
    return passed(resume(thread, ...))
  end
end

-- Precompiled code is never loaded: it could break the virtual machine. A blank in front makes the parser refuse it
-- with the words that servers have used since they refuse it, too.
function globals.loadstring(text, name)
  if type(text) == "string" then
    charge(#text)
    if byte(text) == 27 then return loadstring(" " .. text, name or text) end
  elseif type(text) ~= "number" then
    complain(1, "loadstring", "string expected, got " .. type(text))
  end
  local f, message = loadstring(text, name)
  if f then return f end
  return nil, caught_value(message)
end

function globals.load(reader, name)
  if type(reader) ~= "function" then complain(1, "load", "function expected, got " .. type(reader)) end
  local started = false
  local f, message = load(function()
    local piece = reader()
    if not started and type(piece) == "string" and piece ~= "" then
      started = true
      if byte(piece) == 27 then return " " .. piece end
    end
    return piece
  end, name)
  if f then return f end
  return nil, caught_value(message)
end

-- The handler of a script that fails: it says where.
-- The server's handler joins place and error, which fails for what is neither a string nor a number; the handler is
-- then called again, with the error of that.
local handler_line = runtime.handler_line
local function positioned(caught)
  local source, line = blame()
  if not source then return caught end
  local kind = type(caught)
  if kind == "string" or kind == "number" then return source .. ":" .. line .. ": " .. caught end
  local place = "err_handler_def:" .. handler_line .. ": "
  return "@" .. place .. place .. "attempt to concatenate local 'err' (a " .. kind .. " value)"
end

local function tabled(caught)
  if type(caught) ~= "table" then caught = { err = "ERR " .. tostring(caught) } end
  local source, line = blame()
  if source then
    caught.source = source
    caught.line = line
  end
  return caught
end

local describe = tables and tabled or positioned
local described = runtime.error_shape ~= "bare"

local function handler(caught)
  if type(caught) == "userdata" then
    caught = soften(caught)
    if type(caught) == "userdata" then return caught end
  end
  if described then caught = describe(caught) end
  return caught
end

if described then globals.__redis__err__handler = describe end
if runtime.has_server_handler then globals.__server__err__handler = describe end

-- Runs a compiled script: whether it ended well, and its first result or its error.
local scripts, current = runtime.scripts, nil
local function script()
  return (current())
end

function runtime.run(number)
  current = scripts[number]
  return xpcall(script, handler)
end
