const { Script } = require('node:vm')
const Runtime = require('jest-runtime').default

const scripts = new Map()

/** Compiles a module for the first test file of its worker that requires it; the next ones run the same code anew. */
module.exports = class extends Runtime {
  constructor(...args) {
    super(...args)
    const { executor } = this
    const compile = executor.compile.bind(executor)
    executor.compile = (source, filename) => {
      const context = this._environment.getVmContext()
      try {
        return context && scriptOf(source, filename, executor.injectedModuleParameters).runInContext(context)
      } catch {
        // Jest has a better word for what is wrong with it.
        return compile(source, filename)
      }
    }
  }
}

function scriptOf(source, filename, parameters) {
  const known = scripts.get(filename)
  if (known?.source === source) return known.script
  const head = `(function(${parameters.join()}){`
  const script = new Script(`${head}${source}\n})`, { filename, columnOffset: -head.length })
  scripts.set(filename, { source, script })
  return script
}
