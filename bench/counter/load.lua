-- Views for wrk: a new id each, from readers who differ by their User-Agent, on pages in turn.
-- Arguments after "--": the number of pages, and of readers to a connection (0: all ask by Sec-GPC).
local pages, readers, thread = 50, 100000, 0
local count, own = 0, 0

function setup(each)
  each:set("own", thread)
  thread = thread + 1
end

function init(arguments)
  pages = tonumber(arguments[1]) or pages
  readers = tonumber(arguments[2]) or readers
  math.randomseed(os.time() * 7 + own * 7919)
end

local function digits()
  return string.format("%04x%04x%04x%04x", math.random(0, 65535), math.random(0, 65535),
    math.random(0, 65535), math.random(0, 65535))
end

function request()
  count = count + 1
  local headers = { ["Content-Type"] = "text/plain",
    ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0" }
  if readers == 0 then
    headers["Sec-GPC"] = "1"
  else
    headers["User-Agent"] = headers["User-Agent"] .. " reader/" .. own .. "." .. (count % readers)
  end
  local body = string.format('{"p":"/trang-%d/","i":"%s%s"}', count % pages, digits(), digits())
  return wrk.format("POST", "/v1/hit", headers, body)
end
