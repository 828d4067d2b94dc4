// Loaded into a server that is measured (`node --import`): answers what it has used, when the parent process asks.
process.on('message', (question) => {
  if (question === 'cpu') {
    const { user, system } = process.cpuUsage()
    process.send({ answer: (user + system) / 1_000 })
  }
  if (question === 'memory') {
    // Twice: what the first one finalizes, the second one frees.
    globalThis.gc()
    globalThis.gc()
    const { rss, heapUsed, external } = process.memoryUsage()
    process.send({ answer: { rss, held: heapUsed + external } })
  }
})
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// Being asked is no reason to stay.
process.channel.unref()
