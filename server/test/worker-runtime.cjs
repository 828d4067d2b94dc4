const Runtime = require('../../jest.runtime.cjs')

const libraries = new Map()
const isLibrary = (path) => path.includes('/node_modules/') || path.includes('\\node_modules\\')

/** The modules of one test file, with the libraries of its worker among them. */
class ModuleRegistry extends Map {
  get(path) {
    return isLibrary(path) ? libraries.get(path) : super.get(path)
  }

  has(path) {
    return isLibrary(path) ? libraries.has(path) : super.has(path)
  }

  set(path, module) {
    return isLibrary(path) ? libraries.set(path, module) : super.set(path, module)
  }

  delete(path) {
    return isLibrary(path) ? libraries.delete(path) : super.delete(path)
  }
}

/**
 * Keeps what a file has loaded from node_modules for the next file of the same worker: to load Nest, TypeORM and
 * Socket.IO takes longer than most files take to run. Our own modules run for each file, as ever.
 */
module.exports = class extends Runtime {
  constructor(...args) {
    super(...args)
    this.registries.moduleRegistry = new ModuleRegistry()
  }

  /** A library may require another only while a later file runs: then it still does so through this runtime. */
  teardown() {
    super.teardown()
    this.enterTestCode()
  }
}
