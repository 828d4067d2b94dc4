/** Custom property without its prefix, what it is called here, and the built-in value in the light theme. */
const COLOURS = [
  ['accent', 'Accent', '#4f46e5'],
  ['on-accent', 'On accent', '#ffffff'],
  ['header', 'Header', '#ffffff'],
  ['on-header', 'On header', '#14171f'],
  ['own-bubble', 'User’s bubbles', '#4f46e5'],
  ['on-own-bubble', 'User’s text', '#ffffff'],
  ['staff-bubble', 'Staff’s bubbles', '#ffffff'],
  ['on-staff-bubble', 'Staff’s text', '#14171f'],
  ['surface', 'Panel', '#ffffff'],
  ['surface-sunken', 'Behind messages', '#f6f7f9'],
  ['surface-raised', 'Input', '#ffffff'],
  ['text', 'Text', '#14171f'],
  ['text-muted', 'Quiet text', '#5d646f'],
  ['border', 'Hairlines', '#e1e4ea'],
  ['badge', 'Badge', '#d92d20'],
]
/** With the least and the most, in pixels. */
const SIZES = [
  ['font-size', 'Text', 14, 12, 20],
  ['radius', 'Panel corners', 16, 0, 32],
  ['bubble-radius', 'Bubble corners', 18, 0, 24],
  ['control-radius', 'Control corners', 8, 0, 22],
  ['launcher-size', 'Launcher', 56, 44, 72],
  ['inset', 'Margin', 20, 8, 48],
  ['width', 'Width', 384, 320, 520],
  ['height', 'Height', 640, 400, 800],
]
const PRESETS = {
  'Built in': {},
  Forest: { accent: '#1f6f4a', header: '#1f6f4a', 'on-header': '#ffffff', 'bubble-radius': '12px', radius: '12px' },
  Ink: { accent: '#1c1f26', 'control-radius': '0px', 'bubble-radius': '4px', radius: '0px' },
  Coral: {
    accent: '#c2413b',
    'surface-sunken': '#fdf5f2',
    border: '#efdcd6',
    radius: '24px',
    'control-radius': '18px',
  },
  Sun: { accent: '#ffd43b', 'bubble-radius': '20px' },
}
/** What must be told apart by readers: foreground, background, in words. */
const PAIRS = [
  ['on-accent', 'accent', 'Text on the accent'],
  ['on-header', 'header', 'Text on the header'],
  ['on-own-bubble', 'own-bubble', 'Text in the user’s bubbles'],
  ['on-staff-bubble', 'staff-bubble', 'Text in staff’s bubbles'],
  ['text', 'surface', 'Text on the panel'],
  ['text-muted', 'surface-sunken', 'Quiet text'],
]
/** Where these are not set, others speak for them; on the accent it is black or white, whichever is to be read. */
const FALLBACK = { 'own-bubble': 'accent', 'on-own-bubble': 'on-accent', header: 'surface', 'on-header': 'text' }
const ENOUGH = 4.5
/** As far from black as from white, in contrast. */
const MIDDLE = 0.184

const chat = document.querySelector('support-chat')
const controls = document.querySelector('#controls')
const css = document.querySelector('#css')
let chosen = {}

function control(group, name, label, attributes) {
  const row = document.createElement('label')
  const text = document.createElement('span')
  const input = document.createElement('input')
  text.textContent = label
  Object.assign(input, { name, ...attributes })
  row.append(text, input)
  document.querySelector(group).append(row)
}

for (const [name, label, value] of COLOURS) control('#colours', name, label, { type: 'color', value })
for (const [name, label, value, min, max] of SIZES) control('#sizes', name, label, { type: 'range', min, max, value })
for (const [name, values] of Object.entries(PRESETS)) {
  const button = document.createElement('button')
  Object.assign(button, { type: 'button', textContent: name })
  button.addEventListener('click', () => take(values))
  document.querySelector('#presets').append(button)
}

/** Puts a preset into the controls and on the chat. */
function take(values) {
  chosen = { ...values }
  for (const [name, , value] of SIZES) controls.elements[name].value = Number.parseFloat(chosen[name] ?? value)
  draw()
}

function colourOf(name) {
  if (chosen[name]) return chosen[name]
  if (name === 'on-accent') return luminance(colourOf('accent')) > MIDDLE ? '#000000' : '#ffffff'
  return FALLBACK[name] ? colourOf(FALLBACK[name]) : COLOURS.find(([each]) => each === name)[2]
}

function draw() {
  for (const [name] of COLOURS) controls.elements[name].value = colourOf(name)
  for (const [name] of [...COLOURS, ...SIZES]) {
    if (chosen[name]) chat.style.setProperty(`--support-chat-${name}`, chosen[name])
    else chat.style.removeProperty(`--support-chat-${name}`)
  }
  const lines = Object.entries(chosen).map(([name, value]) => `  --support-chat-${name}: ${value};\n`)
  css.textContent = lines.length > 0 ? `support-chat {\n${lines.join('')}}` : '/* Nothing changed yet */'
  document.querySelector('#warning').textContent = warnings().join(' ')
}

function warnings() {
  return PAIRS.filter((pair) => pair.slice(0, 2).some((name) => chosen[name] ?? chosen[FALLBACK[name]])).flatMap(
    ([front, back, words]) => {
      const ratio = contrast(colourOf(front), colourOf(back))
      return ratio < ENOUGH
        ? [`${words} has a contrast of ${ratio.toFixed(1)} to 1; ${ENOUGH} is the least to be read well.`]
        : []
    },
  )
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

/** Of `#rrggbb`, as WCAG defines it. */
function luminance(colour) {
  const [red, green, blue] = colour.match(/\w\w/g).map((pair) => {
    const share = Number.parseInt(pair, 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

controls.addEventListener('input', ({ target }) => {
  if (target.matches('select')) return chat.setAttribute(target.name, target.value)
  chosen[target.name] = target.type === 'range' ? `${target.value}px` : target.value
  draw()
})
document.querySelector('#copy').addEventListener('click', async ({ target }) => {
  await navigator.clipboard.writeText(css.textContent)
  target.textContent = 'Copied'
  setTimeout(() => (target.textContent = 'Copy'), 2000)
})
document.querySelector('#reply').addEventListener('click', () => chat.send('/reply'))

if (matchMedia('(max-width: 900px)').matches) {
  chat.setAttribute('mode', 'inline')
  controls.elements.mode.value = 'inline'
}
take(PRESETS['Built in'])
