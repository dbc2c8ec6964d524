#!lua
-- Counts the views of one bucket: all of it or, where the server refuses it, nothing.
--
-- Everything is read and written in one slot, and every key is named in KEYS, so that a cluster
-- never sees half of it. It always writes (the moment at the end), so that the WAITAOF which follows
-- on the same connection waits for whatever these verdicts were read from, too.
--
-- KEYS  site, pages, latest, kept, schema
--       for each day: pages of the day, of its month, of its year; visitors of the day
--       for each view: its id; its window, if it has one
-- ARGV  number of days, number of views, mark of the call, seconds for ids, seconds for windows,
--       latest day, latest moment
--       for each day: its date
--       for each view: page, number of its day, moment, 1 if it has a window, its place in the batch
--       for each visitor, to the end: number of the day, hash
--
-- Gives for each view 1 if it was counted. An id is kept with the mark of the call that stored it and
-- with what was said then: when an answer was lost on its way and the call comes again, it is
-- told the same, while the same id from a client that sends again is told 0.

local SLACK = 3600  -- seconds for which keys outlive their use; what counts are the moments in them
local site, pages, latest, kept, schema = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local days, views, call = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3]
local ids_kept, window_open = tonumber(ARGV[4]), tonumber(ARGV[5])
local argument, key = 7 + days, 5 + 4 * days
local verdicts, counted = {}, {}

if redis.call('EXISTS', schema) == 0 then
  return redis.error_reply('LOST the data of this bucket is gone')  -- never count on from zero
end

local function known(id, at, mark)
  local stored = redis.call('GET', id)
  if not stored then return nil end
  local moment, by, said = string.match(stored, '^(%S+) (%S+) (%d)$')
  if at - tonumber(moment) >= ids_kept then return nil end
  return by == mark and tonumber(said) or 0
end

local function opens(window, at, text)
  local opened = redis.call('GET', window)
  if opened and at - tonumber(opened) < window_open then return 0 end
  redis.call('SET', window, text, 'PX', 2000 * window_open)
  return 1
end

for number = 1, views do
  local page, day, text = ARGV[argument + 1], tonumber(ARGV[argument + 2]), ARGV[argument + 3]
  local at, mark = tonumber(text), call .. ':' .. ARGV[argument + 5]
  local id, window = KEYS[key + 1], nil
  key = key + 1
  if ARGV[argument + 4] == '1' then
    key = key + 1
    window = KEYS[key]
  end
  argument = argument + 5
  local verdict = known(id, at, mark)
  if not verdict then
    verdict = window and opens(window, at, text) or 1
    redis.call('SET', id, text .. ' ' .. mark .. ' ' .. verdict, 'PX', 1000 * (ids_kept + SLACK))
    if verdict == 1 then
      counted[day] = counted[day] or {}
      counted[day][page] = (counted[day][page] or 0) + 1
    end
  end
  verdicts[number] = verdict
end

for day, seen in pairs(counted) do
  local sum, first = 0, 1 + 4 * day
  for page, number in pairs(seen) do
    sum = sum + number
    redis.call('HINCRBY', pages, page, number)
    for period = 1, 3 do redis.call('HINCRBY', KEYS[first + period], page, number) end
  end
  local date = ARGV[7 + day]
  redis.call('HINCRBY', site, 'd' .. date, sum)
  redis.call('HINCRBY', site, 'm' .. string.sub(date, 1, 7), sum)
  redis.call('HINCRBY', site, 'y' .. string.sub(date, 1, 4), sum)
  redis.call('HINCRBY', site, 't', sum)
end

while argument < #ARGV do
  local day, visitor = tonumber(ARGV[argument + 1]), ARGV[argument + 2]
  argument = argument + 2
  local set, date = KEYS[5 + 4 * day], ARGV[7 + day]
  if redis.call('SADD', set, visitor) == 1 then
    redis.call('HINCRBY', site, 'v' .. date, 1)
    redis.call('HINCRBY', site, 'v', 1)
    if redis.call('SADD', kept, date) == 1 then redis.call('EXPIRE', set, 48 * 3600) end
  end
end

local stored = redis.call('GET', latest)
local newest = ARGV[6] .. ' ' .. ARGV[7]
if stored then
  local date, moment = string.match(stored, '^(%S+) (%S+)$')
  if date > ARGV[6] or (date == ARGV[6] and tonumber(moment) > tonumber(ARGV[7])) then
    newest = stored
  end
end
redis.call('SET', latest, newest)
return verdicts
