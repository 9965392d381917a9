import type { Clock } from "../time/clock.ts";
import type { CacheClient } from "./cache-client.ts";
import { DATA, fromFields, toActs, toFields } from "./cache-fields.ts";
import type { Shelf, ShelfChange } from "./shelf.ts";

/** A shelf in a Redis or Valkey server: a hash for each session, with a time to live. */
export const cacheShelf = (client: CacheClient, prefix: string, clock: Clock): Shelf => {
  const keyOf = (id: string): string => prefix + id;

  const change = async (
    keys: readonly string[],
    digest: string,
    { change, savedAt, expiresAt }: ShelfChange,
  ): Promise<boolean> => {
    const flags = [change.marks.has("expiry"), change.isCleared].map((flag) => (flag ? "1" : "0"));
    const told = [savedAt, expiresAt, clock()].map(String);
    const given = [...keys, ...told, ...flags, digest, ...toActs(change)];
    return Number(await client.eval(CHANGE, keys.length, ...given)) === 1;
  };

  return {
    async read(id) {
      return fromFields(await client.hgetall(keyOf(id)));
    },

    async insert(id, session) {
      const left = String(timeToLive(session.expiresAt, clock()));
      await client.eval(INSERT, 1, keyOf(id), left, ...toFields(session));
    },

    change: (id, shelfChange) => change([keyOf(id)], "", shelfChange),
    move: (id, to, shelfChange) => change([keyOf(id), keyOf(to.id)], to.digest, shelfChange),

    async remove(id) {
      await client.del(keyOf(id));
    },
  };
};

/** Counted from now, so that the server's clock need not agree with ours; at the limit it is still good. */
export const timeToLive = (expiresAt: number, now: number): number =>
  Math.ceil(expiresAt - now) + 1;

/** The time to live, then field, value, field, value. */
const INSERT = `
for at = 2, #ARGV, 2 do redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 1]) end
redis.call('PEXPIRE', KEYS[1], ARGV[1])
`;

/**
 * `changeStored`, on the server, and nothing if the session is not there: so that what was dropped
 * does not come back. Reads before it writes, so that a server that refuses refuses it whole. Sums are
 * those of JavaScript (both add doubles, and 17 digits say which one); what is no finite number is
 * null, as in JSON.
 */
const CHANGE = `
if not redis.call('HGET', KEYS[1], 'digest') then return 0 end
local key, savedAt, expiresAt, now = KEYS[1], tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local sets_expiry, is_cleared, digest = ARGV[4] == '1', ARGV[5] == '1', ARGV[6]

local function number(field)
  return tonumber(redis.call('HGET', key, field) or '') or 0
end
local function read(field)
  local place, text = string.match(redis.call('HGET', key, field) or '', '^(%d+) (.*)$')
  return place, text or ''
end
local function write(field, text)
  local place = read(field) or redis.call('HINCRBY', key, 'places', 1)
  redis.call('HSET', key, field, place .. ' ' .. text)
end
local function json(value)
  if value ~= value or value == math.huge or value == -math.huge then return 'null' end
  return string.format('%.17g', value)
end

savedAt = math.max(savedAt, number('savedAt'))
if not sets_expiry then expiresAt = math.max(expiresAt, number('expiresAt')) end
redis.call('HSET', key, 'savedAt', json(savedAt), 'expiresAt', json(expiresAt))

if is_cleared then
  for _, field in ipairs(redis.call('HKEYS', key)) do
    if string.sub(field, 1, ${DATA.length}) == '${DATA}' then redis.call('HDEL', key, field) end
  end
end
for at = 7, #ARGV, 3 do
  local act, field, value = ARGV[at], ARGV[at + 1], ARGV[at + 2]
  if act == 'delete' then redis.call('HDEL', key, field)
  elseif act == 'put' then write(field, value)
  elseif act == 'add' then
    local _, before = read(field)
    write(field, json((tonumber(before) or 0) + tonumber(value)))
  elseif act == 'mark' then redis.call('HSET', key, field, value)
  elseif tonumber(value) > number(field) then redis.call('HSET', key, field, value)
  end
end

if KEYS[2] then
  redis.call('HSET', key, 'digest', digest)
  redis.call('RENAME', key, KEYS[2])
  key = KEYS[2]
end
redis.call('PEXPIRE', key, string.format('%.0f', expiresAt - now + 1))
return 1
`;
