import { MIGRATION_LOCK } from '../database/data-source.js'
import { tables } from '../database/sql.js'

export const MIGRATIONS_TABLE = 'support_chat_migrations'

/** Says of the processes of the moment which are there: nothing to keep. */
const NOT_KEPT = ['server_processes']

/** Every table of ours, with rows or without. */
export const TABLES = Object.keys(tables)
export const KEPT_TABLES = TABLES.filter((name) => !NOT_KEPT.includes(name))

const OUR_SCHEMA = `(SELECT oid FROM pg_namespace WHERE nspname = current_schema())`

/** As pg_dump has them, so that what is read is what was written, whatever the database's own settings are. */
export const PLAIN_FORMATS = `
  SET LOCAL datestyle = ISO; SET LOCAL intervalstyle = postgres; SET LOCAL timezone = 'UTC';
  SET LOCAL extra_float_digits = 3; SET LOCAL client_encoding = 'UTF8'; SET LOCAL bytea_output = hex`

/** For the transaction: migrations wait, other backups do not. */
export const KEEP_MIGRATIONS_OUT = `SELECT pg_advisory_xact_lock_shared(${MIGRATION_LOCK})`
/** For the transaction: migrations and backups wait. */
export const LOCK_MIGRATIONS = `SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`

export const MOMENT = `SELECT now(), current_setting('server_version') AS server_version`

/** Which tables of $1 there are, with the columns that are not computed from others. */
export const EXISTING_TABLES = `
  SELECT relname AS name, array_agg(attname::text ORDER BY attnum) AS columns
  FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
  WHERE relnamespace = ${OUR_SCHEMA} AND relkind IN ('r', 'p') AND relname = ANY($1)
  GROUP BY relname ORDER BY relname`

/** Which of the tables $1 refer to which. */
export const REFERENCES = `
  SELECT DISTINCT child.relname AS child, parent.relname AS parent
  FROM pg_constraint
  JOIN pg_class child ON child.oid = conrelid JOIN pg_class parent ON parent.oid = confrelid
  WHERE contype = 'f' AND child.relnamespace = ${OUR_SCHEMA} AND child.relname = ANY($1) AND parent.relname <> child.relname`

/** The counters behind columns of the tables $1. */
export const SEQUENCES = `
  SELECT relation.relname AS "table", attname AS "column", pg_sequence_last_value(sequence.oid)::text AS last_value
  FROM pg_class sequence
  JOIN pg_depend ON objid = sequence.oid AND classid = 'pg_class'::regclass AND refclassid = 'pg_class'::regclass
    AND deptype IN ('a', 'i')
  JOIN pg_class relation ON relation.oid = refobjid
  JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
  WHERE sequence.relkind = 'S' AND relation.relnamespace = ${OUR_SCHEMA} AND relation.relname = ANY($1)
  ORDER BY 1, 2`

export const SET_SEQUENCE = `SELECT setval(pg_get_serial_sequence(quote_ident($1), $2), $3::bigint)`

export const DONE_MIGRATIONS = `SELECT name FROM "${MIGRATIONS_TABLE}" ORDER BY id`

export const HAS_MIGRATIONS = `SELECT to_regclass('"${MIGRATIONS_TABLE}"') IS NOT NULL AS present`

/** The functions that our migrations make, as DROP FUNCTION takes them. */
export const OUR_FUNCTIONS = `
  SELECT oid::regprocedure::text AS signature FROM pg_proc
  WHERE pronamespace = ${OUR_SCHEMA} AND proname LIKE 'support\\_chat\\_%'`

/** Processes that work on this database now: those that have had a heartbeat lately, and connections beside this one. */
export const HEARTBEATS = `
  SELECT count(*)::int AS count FROM ${tables.server_processes.in(null)}
  WHERE seen_at > clock_timestamp() - interval '15 seconds'`

export const CONNECTIONS = `
  SELECT count(*)::int AS count FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'support-chat' AND pid <> pg_backend_pid()`

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ')

export const copyOutOf = (table: string, columns: readonly string[]) =>
  `COPY (SELECT ${quoted(columns)} FROM "${table}") TO STDOUT`
export const copyInto = (table: string, columns: readonly string[]) => `COPY "${table}" (${quoted(columns)}) FROM STDIN`
/** Only rows that migrations have put there: the trigger of an append-only table is off meanwhile. */
export const emptyTable = (table: string) => `ALTER TABLE "${table}" DISABLE TRIGGER USER; DELETE FROM "${table}"`
export const enableTriggers = (table: string) => `ALTER TABLE "${table}" ENABLE TRIGGER USER`
export const dropTables = (names: readonly string[]) => `DROP TABLE ${quoted(names)}`
export const dropFunctions = (signatures: readonly string[]) => `DROP FUNCTION ${signatures.join(', ')}`
export const analyze = (names: readonly string[]) => `ANALYZE ${quoted(names)}`
export const countOf = (table: string) => `SELECT count(*) AS count FROM "${table}"`
