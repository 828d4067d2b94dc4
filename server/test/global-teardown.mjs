export default async function globalTeardown() {
  await globalThis.dropTestTemplate?.()
  await globalThis.stopTestPostgres?.()
  await globalThis.removeTestPrograms?.()
}
