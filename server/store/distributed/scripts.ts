/**
 * What is done inside Redis, each as one step that nothing comes between.
 *
 * `head` of a board holds the token of whoever may write and the position of the last record, so each write
 * is refused where another node has taken the board over, and where Redis came back with less than it had.
 */

const NUMBER_OF = `
local function number(token) return tonumber(string.match(token or '', '^%d+') or '0') end
`

/** Answers the token first wherever it is not the caller's: nothing was written then. */
const ONLY_WITH_TOKEN = `
local token = redis.call('HGET', KEYS[1], 'token')
if token ~= ARGV[1] then return {'taken', token or ''} end
`

export const SCRIPTS = {
  /** head, owner; who asks, its lease in ms, a random word → whether it is theirs, and the owner. */
  claim: {
    keys: 2,
    lua: `${NUMBER_OF}
local held = redis.call('GET', KEYS[2])
if held then return {'theirs', held} end
local token = string.format('%d:%s', number(redis.call('HGET', KEYS[1], 'token')) + 1, ARGV[3])
redis.call('HSET', KEYS[1], 'token', token)
redis.call('SET', KEYS[2], token .. ' ' .. ARGV[1], 'PX', ARGV[2])
return {'ours', token}`,
  },
  /**
   * head, owner; token, who holds it, its lease in ms → the last position as Redis knows it. A token lower
   * than ours is one that Redis went back to: ours is put back unless somebody holds a lease.
   */
  renew: {
    keys: 2,
    lua: `${NUMBER_OF}
local token, last = unpack(redis.call('HMGET', KEYS[1], 'token', 'end'))
if token ~= ARGV[1] then
  if number(token) >= number(ARGV[1]) then return {'taken', token or ''} end
  if redis.call('EXISTS', KEYS[2]) == 1 then return {'wait', token or ''} end
  redis.call('HSET', KEYS[1], 'token', ARGV[1])
end
redis.call('SET', KEYS[2], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
return {'ours', last or '0'}`,
  },
  /** head, owner; token */
  release: {
    keys: 2,
    lua: `${ONLY_WITH_TOKEN}
redis.call('DEL', KEYS[2])
return {'ours'}`,
  },
  /** head, log; token, position they follow on, records → the position of the last one. */
  append: {
    keys: 2,
    lua: `${ONLY_WITH_TOKEN}
local last = tonumber(redis.call('HGET', KEYS[1], 'end') or '0')
if last ~= tonumber(ARGV[2]) then return {'elsewhere', tostring(last)} end
for at = 3, #ARGV do
  last = last + 1
  redis.call('XADD', KEYS[2], string.format('%d-0', last), 'r', ARGV[at])
end
redis.call('HSET', KEYS[1], 'end', string.format('%d', last))
return {'ours', tostring(last)}`,
  },
  /** head, snapshot; token, position, state */
  snapshot: {
    keys: 2,
    lua: `${ONLY_WITH_TOKEN}
if tonumber(redis.call('HGET', KEYS[2], 'position') or '0') <= tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[2], 'position', ARGV[2], 'state', ARGV[3])
end
return {'ours'}`,
  },
  /** head, log, archive; token, name of the chunk, chunk, its last position: archived and trimmed at once. */
  archive: {
    keys: 3,
    lua: `${ONLY_WITH_TOKEN}
redis.call('HSET', KEYS[3], ARGV[2], ARGV[3])
redis.call('XTRIM', KEYS[2], 'MINID', string.format('%d-0', tonumber(ARGV[4]) + 1))
return {'ours'}`,
  },
  /** head, a key; token: there is nothing under it any more. */
  clear: {
    keys: 2,
    lua: `${ONLY_WITH_TOKEN}
redis.call('DEL', KEYS[2])
return {'ours'}`,
  },
  /**
   * head, log, archive, fresh archive, snapshot; token, how many chunks are fresh: they take the place of all
   * of it, unless Redis has another number of them.
   */
  replace: {
    keys: 5,
    lua: `${ONLY_WITH_TOKEN}
local chunks = redis.call('HLEN', KEYS[4])
if chunks ~= tonumber(ARGV[2]) then return {'otherwise', tostring(chunks)} end
redis.call('DEL', KEYS[2], KEYS[3], KEYS[5])
if chunks > 0 then redis.call('RENAME', KEYS[4], KEYS[3]) end
return {'ours'}`,
  },
  /** head, a hash; token, field, and the value where it is not to be deleted. */
  keep: {
    keys: 2,
    lua: `${ONLY_WITH_TOKEN}
if #ARGV == 3 then redis.call('HSET', KEYS[2], ARGV[2], ARGV[3])
else redis.call('HDEL', KEYS[2], ARGV[2]) end
return {'ours'}`,
  },
  /**
   * entries, changes, order, version; the version that is known, name and entry by turns → the version that
   * they are of: later than any that the caller knows, even where Redis went back to an earlier one.
   */
  register: {
    keys: 4,
    lua: `
local version = math.max(tonumber(redis.call('GET', KEYS[4]) or '0'), tonumber(ARGV[1])) + 1
redis.call('SET', KEYS[4], string.format('%d', version))
for at = 2, #ARGV, 2 do
  redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
  redis.call('ZADD', KEYS[2], version, ARGV[at])
  redis.call('ZADD', KEYS[3], 'NX', version, ARGV[at])
end
return version`,
  },
  /**
   * entries, changes, order, version; the version that is known, and by turns name, entry and the version it
   * is of. What Redis has in that version or a later one stays as it is there.
   */
  putBack: {
    keys: 4,
    lua: `
local version = math.max(tonumber(redis.call('GET', KEYS[4]) or '0'), tonumber(ARGV[1])) + 1
for at = 2, #ARGV, 3 do
  if tonumber(redis.call('ZSCORE', KEYS[2], ARGV[at]) or '0') < tonumber(ARGV[at + 2]) then
    redis.call('SET', KEYS[4], string.format('%d', version))
    redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1])
    redis.call('ZADD', KEYS[2], version, ARGV[at])
    redis.call('ZADD', KEYS[3], 'NX', version, ARGV[at])
  end
end
return version`,
  },
  /**
   * entries, changes, order, version; the version that is known → the version it is, and of what changed
   * since, by turns, name, entry and the version it is of.
   */
  since: {
    keys: 4,
    lua: `
local version = tonumber(redis.call('GET', KEYS[4]) or '0')
local answer = {version}
if version <= tonumber(ARGV[1]) then return answer end
local changed = redis.call('ZRANGE', KEYS[2], '(' .. ARGV[1], '+inf', 'BYSCORE', 'WITHSCORES')
for at = 1, #changed, 2 do
  answer[#answer + 1] = changed[at]
  answer[#answer + 1] = redis.call('HGET', KEYS[1], changed[at])
  answer[#answer + 1] = changed[at + 1]
end
return answer`,
  },
} as const

export type ScriptName = keyof typeof SCRIPTS
