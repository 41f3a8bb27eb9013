import { Schema } from "effect"
import { textOf, withDefault } from "./withDefault.ts"

const Text = Schema.String.check(Schema.isMaxLength(4000))
const Texts = Schema.Record(Schema.String, Text)

/** What customers read and write: texts, languages, words of their own (WF-01, WF-03). */
export const textRules = {
  supportNumber: withDefault(Schema.String.check(Schema.isMaxLength(100)), ""),
  /** Direct chats: answer what is no command with the "wrong command" template. */
  isWrongCommandAnswered: withDefault(Schema.Boolean, true),
  /** The language of `templates`; customers without one of their own get it. */
  language: withDefault(Schema.String.check(Schema.isMaxLength(20)), "en"),
  /** Texts that replace the defaults, by template key (WF-01). */
  templates: withDefault(Texts, {}),
  /** The same for customers of another language, by language; what is missing falls back to `templates`. */
  templatesByLanguage: withDefault(Schema.Record(Schema.String, Texts), {}),
  /** WF-03: the tenant's own words for a command: word or phrase → command. */
  aliases: withDefault(Schema.Record(Schema.String, Schema.String), {}),
  /** WF-03: commands of the tenant's own, answered with a text. */
  customCommands: withDefault(
    Schema.Array(
      Schema.Struct({
        name: textOf(1, 40),
        words: Schema.Array(textOf(1, 60)).check(Schema.isMinLength(1), Schema.isMaxLength(20)),
        reply: Text
      })
    ).check(Schema.isMaxLength(100)),
    []
  )
}
