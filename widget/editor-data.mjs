// Writes what editors read of the element besides its manifest: web-types for those of JetBrains, custom data for VS Code.
import { readFileSync, writeFileSync } from 'node:fs'

const read = (file) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'))
const write = (file, data) => writeFileSync(new URL(file, import.meta.url), `${JSON.stringify(data, null, 2)}\n`)

const { name, version } = read('package.json')
const { modules } = read('lib/custom-elements.json')
const [element] = modules.flatMap(({ declarations }) => declarations)
const { tagName, description, attributes, events, slots, members, cssParts, cssProperties } = element

const described = ({ name, description }) => ({ name, description })
const typed = ({ name, description, type }) => ({ name, description, ...(type && { value: { type: type.text } }) })
/** The texts that an attribute can have, where they are told. */
const valuesOf = ({ type }) => [...(type?.text ?? '').matchAll(/'([^']+)'/g)].map(([, value]) => ({ name: value }))

write('lib/web-types.json', {
  $schema: 'https://raw.githubusercontent.com/JetBrains/web-types/master/schema/web-types.json',
  ...{ name, version, 'description-markup': 'markdown' },
  contributions: {
    html: {
      elements: [
        {
          ...{ name: tagName, description, attributes: attributes.map(typed), slots: slots.map(described) },
          js: {
            events: events.map(described),
            properties: members.filter(({ kind, static: isStatic }) => kind === 'field' && !isStatic).map(typed),
          },
          css: { parts: cssParts.map(described), properties: cssProperties.map(described) },
        },
      ],
    },
  },
})

write('lib/vscode.html-custom-data.json', {
  version: 1.1,
  tags: [
    {
      ...{ name: tagName, description },
      attributes: attributes.map((attribute) => ({ ...described(attribute), values: valuesOf(attribute) })),
    },
  ],
})
