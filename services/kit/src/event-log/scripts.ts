import { controlChannel, headSeconds, logLength, logSeconds } from '@convomatic/contracts/names';
import { createHash } from 'node:crypto';

/** A Lua script with the name under which Redis caches it. KEYS are the head and the log of one room. */
export interface Script {
  readonly text: string;
  readonly sha: string;
}

/** `readHead` takes what is no number at our key for nothing, so garbage there is replaced and not obeyed. */
const prelude = `
local head, log = KEYS[1], KEYS[2]

local function whole(text)
  if type(text) == 'string' and #text <= 15 and string.match(text, '^%d+$') then return tonumber(text) end
end

local function readHead()
  local fields = redis.pcall('HMGET', head, 'epoch', 'top')
  if fields.err then return nil, nil end
  local epoch, top = whole(fields[1]), whole(fields[2])
  if epoch and top then return epoch, top end
end

local function idOf(seq) return string.format('%.0f-0', seq) end

local function seqOf(entry) return whole(string.match(entry[1], '^(%d+)%-0$')) end

local function textOf(entry) if entry[2][1] == 'e' then return entry[2][2] end end

-- SET comes first because it is refused when memory is full: after another write nothing would be.
local function clear()
  redis.call('SET', head, '')
  redis.call('DEL', head, log)
end

local function writeHead(epoch, top)
  redis.call('HSET', head, 'epoch', string.format('%.0f', epoch), 'top', string.format('%.0f', top))
  redis.call('EXPIRE', head, ${String(headSeconds)})
end
`;

const script = (body: string): Script => {
  const text = prelude + body;
  return { text, sha: createHash('sha1').update(text).digest('hex') };
};

/** ARGV: epoch, seq, text, channel, what to ring on /control or nothing, 1 where an unknown room may not begin here. */
export const appendScript = script(`
local epoch, seq, text, channel, ring = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], ARGV[4], ARGV[5]
local isPatient = ARGV[6] == '1'
local known, top = readHead()
if known == epoch then
  if seq <= top then return 'duplicate' end
  if seq > top + 1 then return 'hole' end
elseif known and known > epoch then
  return 'hole'
elseif not known and isPatient and seq > 1 then
  return 'hole'
else
  clear()
end

local function add() return redis.pcall('XADD', log, 'MAXLEN', ${String(logLength)}, idOf(seq), 'e', text) end
local added = add()
if type(added) == 'table' and (string.find(added.err, 'WRONGTYPE') or string.find(added.err, 'ID specified')) then
  redis.call('DEL', log)
  added = add()
end
if type(added) == 'table' then return added end
redis.call('EXPIRE', log, ${String(logSeconds)})
writeHead(epoch, seq)
redis.call('PUBLISH', channel, text)
if ring ~= '' then redis.call('PUBLISH', '${controlChannel}', ring) end
return 'appended'
`);

/** ARGV: epoch, the number of the last text, the texts before and with it. */
export const refillScript = script(`
local epoch, last, count = tonumber(ARGV[1]), tonumber(ARGV[2]), #ARGV - 2
local known, top = readHead()
local texts = {}
if known == epoch then
  local entries = redis.pcall('XREVRANGE', log, '+', '-', 'COUNT', ${String(logLength)})
  for _, entry in ipairs(entries.err and {} or entries) do
    local seq = seqOf(entry)
    if seq then texts[seq] = textOf(entry) end
  end
end
if known ~= epoch or top < last then top = last end
for index = 1, count do texts[last - count + index] = ARGV[index + 2] end

local before = top
while texts[before] and top - before < ${String(logLength)} do before = before - 1 end
clear()
for seq = before + 1, top do redis.call('XADD', log, idOf(seq), 'e', texts[seq]) end
redis.call('EXPIRE', log, ${String(logSeconds)})
writeHead(epoch, top)
`);

/** ARGV: epoch, top. */
export const ensureScript = script(`
local epoch = tonumber(ARGV[1])
local known = readHead()
if known and known >= epoch then return end
clear()
writeHead(epoch, tonumber(ARGV[2]))
`);

/** ARGV: the number after which to read, how many at most, how many bytes at most (the first one always). */
export const readScript = script(`
local after, left, bytes = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local epoch, top = readHead()
if not epoch then return false end
local oldest = redis.pcall('XRANGE', log, '-', '+', 'COUNT', 1)
local first = not oldest.err and oldest[1] and seqOf(oldest[1]) or top + 1

local entries = {}
local function take()
  local page = redis.pcall('XRANGE', log, idOf(after + 1), '+', 'COUNT', math.min(left, 16))
  if page.err or #page == 0 then return false end
  local began = after
  for _, entry in ipairs(page) do
    local seq, text = seqOf(entry), textOf(entry)
    if seq and text then
      bytes = bytes - #text
      if bytes < 0 and #entries > 0 then return false end
      entries[#entries + 1], entries[#entries + 2] = seq, text
      after, left = seq, left - 1
    end
  end
  return after > began
end
while left > 0 and take() do end
return { epoch, top, first, entries }
`);
