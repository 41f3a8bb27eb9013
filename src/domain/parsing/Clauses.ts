import type { CommandName } from "../CommandName.ts"
import type { Item, WordItem } from "./Items.ts"
import type { AskedWord } from "./Vocabulary.ts"
import type { Trait } from "./Words.ts"

/** A command as it stands in a line; one that is not given (negated, asked about) still keeps its numbers from others. */
export interface Order {
  readonly name: CommandName
  readonly asked: AskedWord
}
