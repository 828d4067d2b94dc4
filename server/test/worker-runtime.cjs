const Runtime = require('jest-runtime').default

const libraries = new Map()

/**
 * Keeps what a file has loaded from node_modules for the next file of the same worker: to load Nest, TypeORM and
 * Socket.IO takes longer than most files take to run. Our own modules are loaded for each file, as ever.
 */
module.exports = class extends Runtime {
  constructor(...args) {
    super(...args)
    for (const [path, module] of libraries) this.registries.moduleRegistry.set(path, module)
  }

  /** A library may require something later on: it keeps its registry. */
  teardown() {
    for (const [path, module] of this.registries.moduleRegistry) {
      if (path.includes('/node_modules/')) libraries.set(path, module)
    }
    this.restoreAllMocks()
  }
}
