// One file for all of it: what a list needs to be worked through by a team, loaded once it has been shown.
export { ChatHistory } from './chat-history.js'
export { SelectionBar } from './selection-bar.js'
export { TeamBar } from './team-bar.js'
export { TeamDialog } from './team-dialog.js'
