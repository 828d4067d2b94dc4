import { t } from '../language/words.js'
import type { CommandGroup, CommandId } from './command-list.js'

/** What a command does, as the sheet, the palette and the settings say it. */
export const commandWords = (id: CommandId): string => t(`commands.${id}`)

export const groupWords = (group: CommandGroup): string => t(`commandGroups.${group}`)
