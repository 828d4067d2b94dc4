/**
 * The Lua scripts of PresenceStore; times are those of Redis. The sorted set `NODES` holds each process with the time at
 * which its lease ends, and a hash for each process what it has published. Only processes whose lease runs count.
 */
const NOW = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
`

/** `elsewhere(field)`: whether another live process has it. ARGV: 1 prefix of the hashes, 2 this process. */
const ELSEWHERE = `
local function elsewhere(field, but)
  for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
    if node ~= but and redis.call('HEXISTS', ARGV[1] .. node, field) == 1 then return 1 end
  end
  return 0
end
`

/** ARGV: 3 field, 4 value. @returns whether another process has it */
export const SET = `${NOW}${ELSEWHERE}
redis.call('HSET', ARGV[1] .. ARGV[2], ARGV[3], ARGV[4])
return elsewhere(ARGV[3], ARGV[2])
`

/** ARGV: 3 field. @returns whether another process has it */
export const DELETE = `${NOW}${ELSEWHERE}
redis.call('HDEL', ARGV[1] .. ARGV[2], ARGV[3])
return elsewhere(ARGV[3], ARGV[2])
`

/** ARGV: 3… fields. @returns for each live process but this one, the value of each field */
export const GET = `${NOW}
local fields = {}
for at = 3, #ARGV do fields[at - 2] = ARGV[at] end
local answers = {}
for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '(' .. now, '+inf')) do
  if node ~= ARGV[2] then answers[#answers + 1] = redis.call('HMGET', ARGV[1] .. node, unpack(fields)) end
end
return answers
`

/** ARGV: 3 milliseconds of a lease, 4 field that a complete hash has. @returns whether it is complete */
export const RENEW = `${NOW}
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[2])
redis.call('PEXPIRE', ARGV[1] .. ARGV[2], 86400000)
return redis.call('HEXISTS', ARGV[1] .. ARGV[2], ARGV[4])
`

/** ARGV: 3 prefix of the fields to tell of. Drops processes whose lease has ended. @returns what only they had: field, value … */
export const SWEEP = `${NOW}${ELSEWHERE}
local gone = {}
for _, node in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now)) do
  local hash = redis.call('HGETALL', ARGV[1] .. node)
  redis.call('ZREM', KEYS[1], node)
  redis.call('DEL', ARGV[1] .. node)
  for at = 1, #hash, 2 do
    if string.sub(hash[at], 1, #ARGV[3]) == ARGV[3] and elsewhere(hash[at], node) == 0 then
      gone[#gone + 1] = hash[at]
      gone[#gone + 1] = hash[at + 1]
    end
  end
end
return gone
`
