/** What is drawn of notes, loaded together once the first is. */
export { NoteBubble } from './note-bubble.js'
export { NoteComposer } from './note-composer.js'
