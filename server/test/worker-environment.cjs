const { TestEnvironment } = require('jest-environment-node')

/** Where jest-circus keeps its listeners, each file's own. */
const EVENT_HANDLERS = Symbol.for('EVENT_HANDLERS')
let environment

/** One set of globals for all files of a worker: the modules they share know no other. See worker-runtime.cjs. */
module.exports = class {
  constructor(...args) {
    environment ??= new WorkerEnvironment(...args)
    return environment
  }
}

class WorkerEnvironment extends TestEnvironment {
  teardown() {
    this.fakeTimersModern.useRealTimers()
    delete this.global[EVENT_HANDLERS]
    return Promise.resolve()
  }
}
