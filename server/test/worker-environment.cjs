const { TestEnvironment } = require('jest-environment-node')

/** Where jest-circus keeps its listeners, each file's own. */
const EVENT_HANDLERS = Symbol.for('EVENT_HANDLERS')
/** What the symbol is called under which it keeps a file's tests: another symbol for each file. */
const TESTS = 'JEST_STATE_SYMBOL'
let environment

/** One set of globals for all files of a worker: the modules they share know no other. See worker-runtime.cjs. */
module.exports = class {
  constructor(...args) {
    environment ??= new WorkerEnvironment(...args)
    return environment
  }
}

class WorkerEnvironment extends TestEnvironment {
  /** Lets go of all that belongs to a file, or it would stay in memory with its applications. */
  teardown() {
    this.fakeTimersModern.useRealTimers()
    delete this.global[EVENT_HANDLERS]
    delete this.global.typeormMetadataArgsStorage
    const symbols = Object.getOwnPropertySymbols(this.global)
    for (const symbol of symbols.filter(({ description }) => description === TESTS)) delete this.global[symbol]
    // The environment remembers what globals were, to empty them when it is taken down, which this one never is.
    this._globalProxy.leftovers = []
    return Promise.resolve()
  }
}
